//! What is known of the types of fields.

use live_spec::yaml::Node;

use crate::metadata::Shape;
use crate::page::entry::Entry;
use crate::page::kinds::Stated;
use crate::page::values;
use crate::samples;
use crate::values::{Judgement, judge};

/// Where a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Parameters,
    RequestObject,
    Response,
}

/// Returns the side of the fields in a field.
pub(crate) fn inside(side: Side) -> Side {
    match side {
        Side::Parameters | Side::RequestObject => Side::RequestObject,
        Side::Response => Side::Response,
    }
}

/// Returns whether a type is a number.
pub(crate) fn is_number(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Integer | Shape::Long | Shape::Float | Shape::Double
    )
}

/// Returns the type of a scalar.
pub(crate) fn scalar_shape(stated: &Stated) -> Option<Shape> {
    Some(match stated {
        Stated::String => Shape::String,
        Stated::Integer => Shape::Integer,
        Stated::Long => Shape::Long,
        Stated::Float => Shape::Float,
        Stated::Double => Shape::Double,
        Stated::Boolean => Shape::Boolean,
        Stated::Any => Shape::Any,
        _ => return None,
    })
}

/// Returns the keyword of a type.
pub(crate) fn word(shape: &Shape) -> &'static str {
    match shape {
        Shape::String => "string",
        Shape::Integer => "integer",
        Shape::Long => "long",
        Shape::Float => "float",
        Shape::Double => "double",
        Shape::Boolean => "boolean",
        Shape::Any => "any",
        Shape::Array(_) => "array",
        Shape::Object(_) => "object",
        Shape::Map(_) => "map",
    }
}

/// Returns the form of a time that an example or a description shows.
pub(crate) fn format_of(
    shape: &Shape,
    example: Option<&str>,
    prose: &str,
    side: Side,
) -> Option<&'static str> {
    let form: String = match example {
        Some(example) => example
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect(),
        None => {
            let lower = prose.to_lowercase().replace('*', "");
            let is_stated = lower.contains("yyyy-mm-ddthh:mm:ssz");
            is_stated.then(|| "0000-00-00T00:00:00Z".to_owned())?
        }
    };
    match (shape, form.as_str()) {
        (Shape::String, "0000-00-00T00:00:00Z") => Some("date-time"),
        (Shape::String, "0000-00-00T00:00Z") if side == Side::Response => Some("date-time-minutes"),
        _ => None,
    }
}

/// Returns the known values of a field, and what is doubtful about them.
pub(crate) fn known_values(
    entry: &Entry,
    shape: &Shape,
    facts: &values::Values,
) -> (Option<Node>, Option<String>) {
    let listed = || facts.known.join(", ");
    if facts.lacks_values {
        return (
            None,
            Some("the page announces values, but this copy lacks them".to_owned()),
        );
    }
    if facts.known.len() < 2 {
        return (None, None);
    }
    match shape {
        Shape::Integer | Shape::Long => {
            let values: Option<Vec<_>> = facts
                .known
                .iter()
                .map(|value| samples::scalar(shape, value))
                .collect();
            (values.map(Node::List), None)
        }
        Shape::String => {
            let prose = entry.row.prose.to_lowercase();
            if prose.contains("separate") || prose.contains("逗号") && prose.contains("多个") {
                let why = format!("whether it is a list of the values {}", listed());
                return (None, Some(why));
            }
            let texts = facts.known.iter().cloned().map(Node::Text);
            let samples: Vec<&str> = entry
                .row
                .example
                .as_deref()
                .into_iter()
                .chain(facts.default.as_deref())
                .collect();
            let is_known = samples
                .iter()
                .all(|sample| facts.known.iter().any(|value| value == sample));
            match judge(&entry.row.name, &[], &facts.known, &samples) {
                Judgement::Closed { values, .. } => (
                    Some(Node::List(values.into_iter().map(Node::Text).collect())),
                    None,
                ),
                Judgement::Nameless(_) if is_known => (Some(Node::List(texts.collect())), None),
                Judgement::Contradicted(_) | Judgement::Nameless(_) => {
                    let why = format!("the page lists the values {}, but shows another", listed());
                    (None, Some(why))
                }
                Judgement::Open => (None, None),
            }
        }
        _ => (None, None),
    }
}

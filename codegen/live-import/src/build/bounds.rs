//! Bounds of numbers and lengths. Sources state some that no value meets, or that bound nothing.

use live_spec::yaml::Node;

use crate::metadata::{Schema, Shape, Why};
use crate::samples;

use super::entries::Entries;

/// The bounds that a spec states.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    min: Option<f64>,
    max: Option<f64>,
    is_whole: bool,
    shortest: Option<u64>,
    longest: Option<u64>,
}

/// Bounds beyond which no value of a type lies, or which `f64` cannot tell from them.
const OF_INTEGERS: (f64, f64) = (-2_147_483_648.0, 2_147_483_647.0);
const OF_LONGS: (f64, f64) = (-9.2e18, 9.2e18);

impl Bounds {
    /// Returns the bounds of a schema that mean something, and notes those that contradict each
    /// other.
    pub(super) fn of(schema: &Schema, path: &str, notes: &mut Vec<String>) -> Self {
        let mut bounds = Self::default();
        let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let range: (Option<f64>, Option<f64>) = (number(&schema.minimum), number(&schema.maximum));
        match schema.shape {
            Shape::Integer | Shape::Long => {
                let (least, greatest) = match schema.shape {
                    Shape::Integer => OF_INTEGERS,
                    _ => OF_LONGS,
                };
                let bounds_something = |bound: &f64| *bound > least && *bound < greatest;
                bounds.is_whole = true;
                bounds.min = range.0.map(f64::ceil).filter(bounds_something);
                bounds.max = range.1.map(f64::floor).filter(bounds_something);
            }
            Shape::Float | Shape::Double => (bounds.min, bounds.max) = range,
            Shape::String | Shape::Array(_) => {
                bounds.shortest = schema.min_length.filter(|length| *length > 0);
                bounds.longest = schema.max_length;
            }
            _ => {}
        }
        if let (Some(min), Some(max)) = (bounds.min, bounds.max)
            && min > max
        {
            notes.push(format!(
                "{path}: omitted the bounds {min} and {max}, which no number meets"
            ));
            (bounds.min, bounds.max) = (None, None);
        }
        if let (Some(shortest), Some(longest)) = (bounds.shortest, bounds.longest)
            && shortest > longest
        {
            notes.push(format!(
                "{path}: omitted the lengths {shortest} and {longest}, which no value meets"
            ));
            (bounds.shortest, bounds.longest) = (None, None);
        }
        bounds
    }

    /// Returns whether an example may be stated, or gives the reason why not.
    pub(super) fn allow_example(&self, schema: &Schema, example: &Node, why: &mut Why) -> bool {
        let problem = self
            .problem_of_number(&schema.shape, example)
            .or_else(|| self.problem_of_length(&schema.shape, example));
        let Some(problem) = problem else {
            return true;
        };
        let text = schema.example.as_deref().unwrap_or_default();
        let reason = format!("The documentation's example `{text}` {problem}, and is omitted.");
        why.push(("example", reason));
        false
    }

    /// Returns what is wrong with a number.
    pub(super) fn problem_of_number(&self, shape: &Shape, value: &Node) -> Option<&'static str> {
        let is_number = matches!(
            shape,
            Shape::Integer | Shape::Long | Shape::Float | Shape::Double
        );
        let (true, Node::Integer(text) | Node::Float(text)) = (is_number, value) else {
            return None;
        };
        let number: f64 = text.parse().ok()?;
        let is_within =
            self.min.is_none_or(|min| min <= number) && self.max.is_none_or(|max| number <= max);
        (!is_within).then_some("is not within the bounds it states")
    }

    fn problem_of_length(&self, shape: &Shape, value: &Node) -> Option<&'static str> {
        let Node::Text(text) = value else { return None };
        let length = match shape {
            Shape::String => text.chars().count(),
            Shape::Array(_) => match samples::json(text) {
                Some(Node::List(items)) => items.len(),
                _ => return None,
            },
            _ => return None,
        };
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let is_within = self.shortest.is_none_or(|shortest| shortest <= length)
            && self.longest.is_none_or(|longest| length <= longest);
        (!is_within).then_some("does not have a length that it allows")
    }

    /// Adds the keys of the bounds.
    pub(super) fn add_to(&self, entries: &mut Entries) {
        for (key, bound) in [("min", self.min), ("max", self.max)] {
            if let Some(bound) = bound {
                let text = bound.to_string();
                entries.add(
                    key,
                    if self.is_whole {
                        Node::Integer(text)
                    } else {
                        Node::Float(text)
                    },
                );
            }
        }
        if self.shortest.is_some() || self.longest.is_some() {
            let text = |bound: Option<u64>| bound.map(|bound| bound.to_string());
            let (shortest, longest) = (text(self.shortest), text(self.longest));
            entries.text(
                "length",
                format!(
                    "{}..{}",
                    shortest.unwrap_or_default(),
                    longest.unwrap_or_default()
                ),
            );
        }
    }
}

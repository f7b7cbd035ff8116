//! Cleans up examples, and drops invalid ones.

use live_spec::yaml::{self, Node};

use crate::json::json_text;
use crate::metadata::Shape;

/// A cleaned-up example, and the reason for changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) text: Option<String>,
    pub(crate) why: Option<&'static str>,
}

impl Sample {
    fn unchanged(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            why: None,
        }
    }
}

const ESCAPED: &str = "The documentation puts backslashes before the quotes of the example.";
const NOT_JSON: &str = "The documentation's example is invalid JSON, and is omitted.";

/// Parses JSON, including JSON inside a JSON string.
pub(crate) fn json(text: &str) -> Option<Node> {
    match yaml::parse_json(text).ok()? {
        Node::Text(inner) => yaml::parse_json(&inner)
            .ok()
            .filter(|node| matches!(node, Node::List(_) | Node::Map(_))),
        node => Some(node),
    }
}

/// Parses a JSON list or object.
fn structure(text: &str) -> Option<Node> {
    json(text).filter(|node| matches!(node, Node::List(_) | Node::Map(_)))
}

/// Returns the example of a text.
pub(crate) fn of_text(text: &str) -> Sample {
    let text = on_one_line(text);
    if !text.starts_with(['{', '[', '"']) {
        return Sample::unchanged(text);
    }
    let found = of_json(&text, |_| true);
    if is_template(&text) {
        let bare = text.replace("\\\"", "\"");
        let why = (bare != text).then_some(ESCAPED);
        let text = Some(bare);
        return Sample { text, why };
    }
    if text.starts_with('"') && found.text.is_none() {
        return Sample::unchanged(text);
    }
    found
}

/// Returns the example of a structure, which must be an object.
pub(crate) fn of_structure(text: &str) -> Sample {
    of_json(&on_one_line(text), |node| matches!(node, Node::Map(_)))
}

/// Returns an example that is a JSON list or object and satisfies a condition.
fn of_json(text: &str, is_right: impl Fn(&Node) -> bool) -> Sample {
    let readings = [
        (text.to_owned(), None),
        (text.replace("\\\"", "\""), Some(ESCAPED)),
    ];
    for (text, why) in readings {
        if let Some(node) = structure(&text).filter(&is_right) {
            return Sample {
                text: Some(json_text(&node)),
                why,
            };
        }
    }
    Sample {
        text: None,
        why: Some(NOT_JSON),
    }
}

/// Returns the example of a list as JSON, built from the example of an item if necessary.
pub(crate) fn of_list(text: Option<&str>, item: Option<&str>, items: &Shape) -> Sample {
    let whole = |text: &str| structure(text).filter(|node| matches!(node, Node::List(_)));
    if let Some(list) = text.and_then(whole).or_else(|| whole(item?)) {
        return Sample::unchanged(json_text(&list));
    }
    let texts: Vec<_> = text
        .or(item)
        .into_iter()
        .flat_map(|text| text.split(','))
        .map(str::trim)
        .collect();
    let nodes: Option<Vec<_>> = texts.iter().map(|text| scalar(items, text)).collect();
    match nodes {
        Some(nodes) if !nodes.is_empty() => Sample::unchanged(json_text(&Node::List(nodes))),
        _ => Sample::default(),
    }
}

/// Parses a text as a scalar of some type.
pub(crate) fn scalar(shape: &Shape, text: &str) -> Option<Node> {
    let text = text.trim();
    let whole = |number: i64| Node::Integer(number.to_string());
    match shape {
        Shape::String => Some(Node::Text(text.to_owned())),
        Shape::Integer => Some(whole(text.parse::<i32>().ok()?.into())),
        Shape::Long => text.parse().ok().map(whole),
        Shape::Float | Shape::Double => {
            let number: f64 = text.parse().ok()?;
            let is_plain = text
                .strip_prefix('-')
                .unwrap_or(text)
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
                && text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                && text.ends_with(|c: char| c.is_ascii_digit());
            let text = if is_plain {
                text.to_owned()
            } else {
                number.to_string()
            };
            number.is_finite().then_some(Node::Float(text))
        }
        Shape::Boolean => text.to_ascii_lowercase().parse().ok().map(Node::Boolean),
        Shape::Any | Shape::Array(_) | Shape::Object(_) | Shape::Map(_) => None,
    }
}

/// Returns whether a text is a template of the service, such as `{AppName}/{StreamName}.jpg`.
fn is_template(text: &str) -> bool {
    let (mut filled, mut rest, mut holes) = (String::new(), text, 0);
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let hole = after.split_once('}').filter(|(name, _)| {
            name.chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '*' | '_'))
        });
        rest = match hole {
            Some((_, after)) => {
                filled.push('0');
                holes += 1;
                after
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled.push_str(rest);
    holes > 0 && (!filled.starts_with(['{', '[']) || json(&filled.replace("\\\"", "\"")).is_some())
}

/// Joins a text to one line. Removes a preceding table cell with a type, which some examples
/// include by mistake.
fn on_one_line(text: &str) -> String {
    let without_type = match text.split_once('\t') {
        Some((cell, rest)) if is_type(cell) => rest,
        _ => text,
    };
    let parts = without_type.split(['\n', '\r', '\t']).map(str::trim);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ").replace(is_invisible, "")
}

/// Returns whether readers cannot see a character, so that it got into a text by mistake.
pub(crate) fn is_invisible(c: char) -> bool {
    let changes_nothing_seen = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    changes_nothing_seen || c == '\u{a0}' || c.is_control()
}

fn is_type(cell: &str) -> bool {
    const TYPES: [&str; 6] = ["String", "Integer", "Long", "Float", "Double", "Boolean"];
    TYPES.contains(&cell.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_collapsed_and_the_type_cell_is_removed() {
        for (text, shown) in [
            ("String\tFCFF-1", "FCFF-1"),
            ("one\ttwo", "one two"),
            ("a.b\n _c", "a.b _c"),
            ("[1,\n\t2]", "[1, 2]"),
            ("", ""),
        ] {
            assert_eq!(on_one_line(text), shown);
        }
    }
}

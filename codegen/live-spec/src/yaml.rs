//! YAML and JSON as a plain tree, and the mapping from nodes of the tree to their source text.

// The layers, top first. Each imports only from the layers below it.
mod explain;
mod failure;
mod tree;
mod locate;
mod scan;
mod error;
mod node;

use serde::de::DeserializeSeed as _;

use explain::explain;
use failure::Failure;
use tree::{Growth, NodeSeed};

pub use error::SyntaxError;
pub(crate) use locate::locate;
pub use node::Node;

/// Parses a text that consists of one YAML document.
///
/// # Errors
///
/// Fails if the text is not YAML, has more than one document, or uses tags or keys that specs do
/// not allow.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    let growth = Growth::new(text);
    NodeSeed(&growth)
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| explain(text, &Failure::new(text, &error, growth.problem())))
}

/// Parses JSON. Unlike other parsers, this one preserves the order of members.
///
/// # Errors
///
/// Fails if the text is not JSON.
pub fn parse_json(text: &str) -> Result<Node, SyntaxError> {
    let growth = Growth::new(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node = NodeSeed(&growth).deserialize(&mut deserializer);
    let read = node.and_then(|node| deserializer.end().map(|()| node));
    read.map_err(|error| {
        let start = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let offset = start.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let offset = if text.is_char_boundary(offset) {
            offset
        } else {
            text.len()
        };
        SyntaxError::new(offset..offset, error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_keys_and_odd_keys_are_kept() {
        let node = parse("a: 1\na: 2.50\n1: ~\ntrue: 99999999999999999999\n~: x\n").unwrap();
        let expected = [
            ("a", Node::Integer("1".into())),
            ("a", Node::Float("2.5".into())),
            ("1", Node::Null),
            ("true", Node::Integer("99999999999999999999".into())),
            ("null", Node::Text("x".into())),
        ];
        assert_eq!(
            node,
            Node::Map(expected.map(|(key, value)| (key.to_owned(), value)).into())
        );
    }

    #[test]
    fn features_without_meaning_in_specs_are_rejected() {
        for (text, message) in [
            ("a: !tag b", "text cannot start with `!`"),
            ("!tag a: b", "text cannot start with `!`"),
            ("? [a]\n: b", "a list cannot be a key"),
            ("? {a: b}\n: c", "a mapping cannot be a key"),
            (
                "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b, *b]",
                "aliases expand this file beyond its own size",
            ),
            ("a: 1\n---\nb: 2", "a second document starts here"),
        ] {
            assert_eq!(parse(text).unwrap_err().message, message, "{text}");
        }
    }
}

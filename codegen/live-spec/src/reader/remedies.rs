//! How to mend values and keys of the wrong kind.

use crate::characters::{Oddity, described, oddity};
use crate::diagnostics::Diagnostic;
use crate::place::Place;
use crate::yaml::Node;

/// Returns how to turn a node into what is expected.
pub(super) fn remedy(node: &Node, expected: &str, is_written: bool) -> Option<&'static str> {
    let is_text = expected.starts_with("text");
    let is_scalar = is_text && expected.len() > "text".len();
    match node {
        Node::Null if is_written && is_text => {
            Some("put it in quotes to make it text, or remove the key")
        }
        Node::Null if is_text => {
            Some("write it after the colon; text that starts with `#` needs quotes")
        }
        Node::Null if expected.contains("mapping") => Some(
            "write what belongs to it below, indented, or in `{` and `}`; if nothing does, remove the key",
        ),
        Node::Null if expected.contains("list") => {
            Some("write the items below, each after `- `; if there are none, remove the key")
        }
        Node::Null => None,
        Node::List(_) | Node::Map(_) if is_scalar => Some(
            "put JSON text in quotes: `'…'`; a field that is sent as JSON can state its structure and `style: json`",
        ),
        Node::List(_) | Node::Map(_) if is_text => {
            Some("put text that starts with a bracket or brace in quotes")
        }
        Node::Text(_) if expected.contains("`true`") => {
            Some("write `true` or `false`, in lower case and without quotes")
        }
        Node::Text(_) if expected.contains("mapping") => {
            Some("write `key: value`, with a space after the colon")
        }
        Node::Text(_) if expected.contains("list") => {
            Some("write `[first, second]`, or each item on its own line after `- `")
        }
        Node::Text(_) => Some("write the number without quotes and other characters"),
        Node::Map(_) if expected.contains("list") => {
            Some("start each item with `- `, or put the items in `[` and `]`")
        }
        Node::List(_) if expected.contains("mapping") => {
            Some("write `name: value` on lines without `- `, or in `{` and `}`")
        }
        Node::Integer(_) if expected.contains("`true`") => Some("write `true` or `false`"),
        Node::Integer(_) | Node::Float(_) if expected.contains("list") => {
            Some("put it in `[` and `]`")
        }
        _ if is_text => Some("put it in quotes to make it text"),
        _ => None,
    }
}

/// Advises on a key that holds its value too, because a space or the right colon is missing.
pub(super) fn glued(name: &str) -> Option<String> {
    if let Some((key, value)) = name.split_once('：') {
        return Some(format!(
            "`：` is not a colon; write `{key}: {}`",
            value.trim()
        ));
    }
    let (key, value) = name
        .split_once(':')
        .filter(|(_, value)| !value.is_empty())?;
    Some(format!(
        "a space is missing after the colon; write `{key}: {value}`"
    ))
}

/// Returns whether advice on an unknown key says to write a certain key instead.
pub(super) fn names(advice: &str, key: &str) -> bool {
    [
        format!("did you mean `{key}`?"),
        format!("write `{key}`"),
        format!("write `{key}:"),
    ]
    .iter()
    .any(|start| {
        let found = advice.find(start.as_str());
        found.is_some_and(|at| at == 0 || advice[..at].ends_with("; "))
    })
}

/// Describes a character that readers cannot see or cannot tell apart, in something to compare.
pub(super) fn unclear(place: &Place, what: &str, odd: char) -> Diagnostic {
    let message = format!("{what} contains {}", described(odd));
    Diagnostic::new(place.clone(), message).help(match oddity(odd) {
        Some(Oddity::Space) => "write an ordinary space, or remove it",
        Some(Oddity::Combining) => {
            "write the letter and its mark as one character, or remove the mark"
        }
        _ => "remove it; readers cannot see it",
    })
}

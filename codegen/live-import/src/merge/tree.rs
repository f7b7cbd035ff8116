//! Looks up and compares nodes of specs.

use std::collections::BTreeSet;

use live_spec::yaml::Node;

use crate::samples;
use crate::writer::flow;

/// Returns the position of a key in a mapping.
pub(super) fn position(node: &Node, key: &str) -> Option<usize> {
    match node {
        Node::Map(entries) => entries.iter().position(|(name, _)| name == key),
        _ => None,
    }
}

pub(crate) fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match node {
        Node::Map(entries) => entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value),
        _ => None,
    }
}

pub(super) fn get_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    match node {
        Node::Map(entries) => entries
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value),
        _ => None,
    }
}

/// Returns the value of a key, inserting it if missing. Returns nodes other than mappings
/// unchanged.
pub(super) fn get_or_insert<'n>(node: &'n mut Node, key: &str, missing: Node) -> &'n mut Node {
    let Node::Map(entries) = node else {
        return node;
    };
    let index = match entries.iter().position(|(name, _)| name == key) {
        Some(index) => index,
        None => {
            entries.push((key.to_owned(), missing));
            entries.len() - 1
        }
    };
    &mut entries[index].1
}

pub(super) fn list(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(items)) => items,
        _ => &[],
    }
}

/// Returns the values of an enum, sorted.
pub(super) fn values(node: Option<&Node>) -> BTreeSet<String> {
    match node {
        Some(Node::List(items)) => items.iter().map(bare).collect(),
        Some(Node::Map(entries)) => entries.iter().map(|(value, _)| value.clone()).collect(),
        _ => BTreeSet::new(),
    }
}

/// Formats a scalar without quotes.
fn bare(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        other => flow(other),
    }
}

/// Returns whether values are equal regardless of notation, including numbers and JSON texts.
pub(super) fn is_same(ours: &Node, theirs: &Node) -> bool {
    let is_structured = |node: &Node| matches!(node, Node::List(_) | Node::Map(_));
    if ours == theirs || is_structured(ours) || is_structured(theirs) {
        return ours == theirs;
    }
    let (ours, theirs) = (bare(ours), bare(theirs));
    let numbers = ours.parse::<f64>().ok().zip(theirs.parse::<f64>().ok());
    let json = samples::json(&ours).zip(samples::json(&theirs));
    ours == theirs
        || numbers.is_some_and(|(ours, theirs)| ours == theirs)
        || json.is_some_and(|(ours, theirs)| ours == theirs)
}

pub(super) fn is_text(field: &Node) -> bool {
    matches!(get(field, "type"), Some(Node::Text(name)) if name == "string")
}

/// Returns the bounds of a length. A minimum of 0 bounds nothing.
pub(super) fn length(node: &Node) -> (Option<u64>, Option<u64>) {
    let text = bare(node);
    let (shortest, longest) = text.split_once("..").unwrap_or((&text, &text));
    let shortest = shortest.parse().ok().filter(|length| *length > 0);
    (shortest, longest.parse().ok())
}

/// Returns a type as a mapping, even if it is only a keyword.
pub(super) fn in_a_mapping(node: &Node) -> Node {
    match node {
        Node::Text(_) => Node::Map(vec![("type".to_owned(), node.clone())]),
        other => other.clone(),
    }
}

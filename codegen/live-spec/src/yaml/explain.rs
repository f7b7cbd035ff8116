//! Says in plain words what is wrong with a text that is not YAML, where, and how to mend it.

mod document;
mod indentation;
mod brackets;
mod quotes;
mod keys;
mod source;

use super::error::SyntaxError;
use super::failure::Failure;
use super::node::Node;
use super::scan::Scan;
use source::Source;

/// Explains a failure of the parser.
pub(super) fn explain(text: &str, failure: &Failure) -> SyntaxError {
    let scan = Scan::new(text, failure.offset);
    let source = Source {
        text,
        failure,
        scan,
    };
    let explained = document::explain(&source)
        .or_else(|| quotes::explain(&source))
        .or_else(|| brackets::explain(&source))
        .or_else(|| keys::explain(&source))
        .or_else(|| indentation::explain(&source));
    explained.unwrap_or_else(|| unexplained(&source))
}

/// Finds a value that has a name for aliases, which the parser drops without a word.
pub(super) fn anchor(text: &str, node: &Node) -> Option<SyntaxError> {
    if !text.contains('&') {
        return None;
    }
    let scan = Scan::new(text, text.len());
    let word = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || "{}[],".contains(c));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
    };
    let anchors = scan.anchors.iter();
    let at = *anchors.into_iter().find(|at| !contains(node, word(**at)))?;
    let failure = Failure {
        problem: String::new(),
        offset: at,
        reading: String::new(),
        start: at,
    };
    let scan = Scan::new(text, at);
    let source = Source {
        text,
        failure: &failure,
        scan,
    };
    let error = SyntaxError::new(at..at + word(at).len(), "text cannot start with `&`");
    Some(error.help(format!(
        "YAML takes it for a name of this value, and specs have no aliases; {}",
        source.quote(source.plain(at))
    )))
}

/// Returns whether any key or text of a tree contains a word.
fn contains(node: &Node, word: &str) -> bool {
    match node {
        Node::Text(text) => text.contains(word),
        Node::List(items) => items.iter().any(|item| contains(item, word)),
        Node::Map(entries) => entries
            .iter()
            .any(|(key, value)| key.contains(word) || contains(value, word)),
        Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Float(_) => false,
    }
}

/// Repeats what the parser says, where no better words are known.
fn unexplained(source: &Source<'_>) -> SyntaxError {
    let Failure {
        problem,
        offset,
        reading,
        start,
    } = source.failure;
    let error = SyntaxError::new(*offset..*offset, format!("this is not YAML: {problem}"));
    let error = error.help(
        "write each key as `key: value` on a line of its own, indent with spaces, and put text with special characters in quotes",
    );
    if reading.is_empty() || start == offset {
        return error;
    }
    error.related(
        *start..*start,
        format!("this starts {}", reading_noun(reading)),
    )
}

/// Returns what the parser was reading.
fn reading_noun(reading: &str) -> &str {
    ["parsing ", "scanning "]
        .iter()
        .find_map(|verb| reading.strip_prefix(verb))
        .unwrap_or(reading)
}

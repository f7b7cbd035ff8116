//! Says in plain words what is wrong with a text that is not YAML, where, and how to mend it.

mod document;
mod indentation;
mod brackets;
mod quotes;
mod keys;
mod source;

use super::error::SyntaxError;
use super::failure::Failure;
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

//! What is known about a text that is not YAML.

use std::ops::Range;

use super::super::failure::Failure;
use super::super::scan::Scan;

/// A text with what is known about it.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) failure: &'t Failure,
    pub(super) scan: Scan<'t>,
}

impl<'t> Source<'t> {
    /// Returns whether the parser speaks of a problem.
    pub(super) fn says(&self, problem: &str) -> bool {
        self.failure.problem.contains(problem)
    }

    /// Returns the text from an offset.
    pub(super) fn from(&self, offset: usize) -> &'t str {
        self.text.get(offset..).unwrap_or_default()
    }

    /// Returns the rest of the line from an offset.
    pub(super) fn line_from(&self, offset: usize) -> &'t str {
        let rest = self.from(offset);
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Returns the character at an offset, with its bytes.
    pub(super) fn char_at(&self, offset: usize) -> Option<(char, Range<usize>)> {
        let c = self.from(offset).chars().next()?;
        Some((c, offset..offset + c.len_utf8()))
    }

    /// Returns the bytes of plain text from an offset, up to a comment or the end of the line;
    /// inside brackets only up to a comma or bracket.
    pub(super) fn plain(&self, offset: usize) -> Range<usize> {
        let line = self.line_from(offset);
        let line = line.split(" #").next().unwrap_or_default();
        let is_inside = self.scan.open.iter().any(|open| *open < offset);
        let text = if is_inside {
            line.split([',', '}', ']']).next().unwrap_or_default()
        } else {
            line
        };
        offset..offset + text.trim_end().len()
    }

    /// Advises to quote a text.
    pub(super) fn quote(&self, span: Range<usize>) -> String {
        const SHOWN: usize = 50;
        let text = self.text.get(span).unwrap_or_default();
        if text.is_empty() || text.chars().count() > SHOWN {
            return "put the text in quotes".to_owned();
        }
        format!("put the text in quotes: {}", quoted(text))
    }
}

/// Returns a text in the quotes that need the fewest changes.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

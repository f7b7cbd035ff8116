//! What is wrong with a text that is not YAML.

use std::ops::Range;

/// A syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyntaxError {
    /// The message.
    pub message: String,
    /// The bytes that are wrong.
    pub span: Range<usize>,
    /// Advice on how to fix it.
    pub help: Option<String>,
    /// Other bytes that are part of the mistake, with a label.
    pub related: Option<(Range<usize>, String)>,
}

impl SyntaxError {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            span,
            help: None,
            related: None,
        }
    }

    /// Adds advice.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Adds other bytes.
    pub(crate) fn related(self, span: Range<usize>, label: impl Into<String>) -> Self {
        Self {
            related: Some((span, label.into())),
            ..self
        }
    }
}

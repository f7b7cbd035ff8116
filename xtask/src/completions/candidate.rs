//! A text that may stand at the cursor.

/// A text that may stand at the cursor.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// The whole word.
    pub(crate) text: String,
    /// What it means.
    pub(crate) help: String,
}

impl Candidate {
    pub(crate) fn new(text: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            help: help.into(),
        }
    }
}

//! Where the program writes.

use std::fmt;
use std::sync::Arc;

/// Takes a text to write.
type Sink = Arc<dyn Fn(&str) + Send + Sync>;

/// Standard output, which gets what was asked for, and standard error, which gets everything else.
#[derive(Clone)]
pub struct Screen {
    output: Sink,
    notes: Sink,
}

impl Screen {
    /// Creates a screen of two functions that write.
    pub fn new(
        output: impl Fn(&str) + Send + Sync + 'static,
        notes: impl Fn(&str) + Send + Sync + 'static,
    ) -> Self {
        Self {
            output: Arc::new(output),
            notes: Arc::new(notes),
        }
    }

    /// Writes text to standard output.
    pub(crate) fn output(&self, text: &str) {
        (self.output)(text);
    }

    /// Writes text to standard error.
    pub(crate) fn notes(&self, text: &str) {
        (self.notes)(text);
    }

    /// Writes a line to standard error.
    pub(crate) fn note(&self, line: impl fmt::Display) {
        self.notes(&format!("{line}\n"));
    }
}

impl fmt::Debug for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Screen")
    }
}

//! Errors of calls that could not be waited for.

use super::{BoxError, Error, ErrorKind};

impl Error {
    /// A call that was not begun.
    pub(crate) fn not_begun(operation: &'static str, reason: BoxError) -> Self {
        Self::new(operation, ErrorKind::Configuration).caused_by(reason)
    }

    /// A call whose own code, such as an observer, panicked at a moment that nobody knows.
    pub(crate) fn panicked(operation: &'static str) -> Self {
        Self::new(operation, ErrorKind::Transport)
            .caused_by("the call panicked")
            .with_attempts(0, true)
    }
}

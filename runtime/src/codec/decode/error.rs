//! Why a response could not be decoded.

use std::fmt;

/// Outcome of reading a value into its place.
pub type ReadResult = Result<(), ReadFailed>;

/// Says that a value could not be read. The reader keeps the reason, see [`DecodeError`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReadFailed;

/// Why a response could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pub(super) path: String,
    pub(super) reason: String,
}

impl DecodeError {
    /// The place in the response, `LiveStreamMonitorList[3].Status`; empty for the response as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same error of a body that is encoded in a way nobody asked for.
    pub(crate) fn because_of_encoding(self, encoding: &str) -> Self {
        let Self { path, reason } = self;
        let reason = format!(
            "{reason}; it came with the content-encoding {encoding}, which was not asked for"
        );
        Self { path, reason }
    }

    /// The same error with another text of its reason.
    pub(crate) fn map_reason(self, map: impl FnOnce(&str) -> String) -> Self {
        let Self { path, reason } = self;
        let reason = map(&reason);
        Self { path, reason }
    }

    /// What was expected there, and what was found.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for DecodeError {}

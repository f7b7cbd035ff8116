//! Errors of decoding.

use std::fmt;

/// The result of reading a value into its field.
pub type ReadResult = Result<(), ReadFailed>;

/// Indicates that a value could not be read. The decoder keeps the reason and reports it as a
/// [`DecodeError`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReadFailed;

/// The reason why a response could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pub(super) path: String,
    pub(super) reason: String,
}

impl DecodeError {
    /// Returns the path of the value in the response: `LiveStreamMonitorList[3].Status`. Empty for
    /// the whole response.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the error with a note that the body has a content encoding that was not requested.
    pub(crate) fn because_of_encoding(self, encoding: &str) -> Self {
        let Self { path, reason } = self;
        let reason = format!(
            "{reason}; the body has the content-encoding {encoding}, which was not requested"
        );
        Self { path, reason }
    }

    /// Returns the error with its reason replaced.
    pub(crate) fn map_reason(self, map: impl FnOnce(&str) -> String) -> Self {
        let Self { path, reason } = self;
        let reason = map(&reason);
        Self { path, reason }
    }

    /// Returns what was expected and what was found.
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

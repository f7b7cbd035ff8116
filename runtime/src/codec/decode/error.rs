//! Errors of decoding.

use std::fmt;

use serde_json::Value;

use crate::support::defaults::MAX_ERROR_TEXT_BYTES;
use crate::support::text::cut;

/// The result of reading a value into its field.
pub type ReadResult = Result<(), ReadFailed>;

/// Indicates that reading cannot go on: the body is not valid JSON, or a limit is exceeded. The
/// decoder keeps the reason and reports it as a [`DecodeError`].
///
/// A value of an unexpected type is no failure. It leaves its field unset and is kept in the
/// [`ExtraMembers`](crate::ExtraMembers) of the object.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReadFailed;

/// The reason why a response could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
    cause: Cause,
}

/// What ended the decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The body itself.
    Body,
    /// The body ends too early.
    End,
    /// The limit on memory.
    Memory,
    /// The deadline.
    Deadline,
}

impl DecodeError {
    /// Creates an error. The path is cut like all text of an error.
    pub(super) fn new(path: &str, reason: String) -> Self {
        Self {
            path: cut(path, MAX_ERROR_TEXT_BYTES).to_owned(),
            reason,
            cause: Cause::Body,
        }
    }

    /// Returns the path of the value in the response: `LiveStreamMonitorList[3].Status`. Empty for
    /// the whole response. Cut after 64 KiB.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what is wrong with the value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    pub(crate) fn cause(&self) -> Cause {
        self.cause
    }

    pub(super) fn because_of(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// Returns the error with a note that the body has a content encoding that was not requested.
    pub(crate) fn because_of_encoding(self, encoding: &str) -> Self {
        let reason = format!(
            "{}; the body has the content-encoding {encoding}, which was not requested",
            self.reason
        );
        Self { reason, ..self }
    }

    /// Returns the error with its texts replaced.
    pub(crate) fn map_texts(self, map: impl Fn(&str) -> String) -> Self {
        Self {
            path: map(&self.path),
            reason: map(&self.reason),
            ..self
        }
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

/// A value that does not have the documented type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mismatch {
    /// Path of the value.
    pub(crate) path: String,
    pub(crate) expected: &'static str,
    /// The kind of the value, or the start of a text or number.
    pub(crate) found: String,
}

impl Mismatch {
    pub(super) fn new(path: &str, expected: &'static str, found: &Value) -> Self {
        let found = match found {
            Value::Object(_) => "an object".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::String(text) => Excerpt(text).to_string(),
            other => other.to_string(),
        };
        Self {
            path: cut(path, MAX_ERROR_TEXT_BYTES).to_owned(),
            expected,
            found,
        }
    }

    /// Returns whether both are about the same member, perhaps of different items.
    pub(super) fn is_same_member(&self, other: &Self) -> bool {
        fn without_indexes(path: &str) -> impl Iterator<Item = u8> {
            path.bytes().filter(|byte| !byte.is_ascii_digit())
        }
        without_indexes(&self.path).eq(without_indexes(&other.path))
    }

    /// Returns the name of the innermost member.
    pub(crate) fn name(&self) -> &str {
        let name = self.path.rsplit('.').next().unwrap_or_default();
        name.split('[').next().unwrap_or_default()
    }
}

impl From<Mismatch> for DecodeError {
    fn from(mismatch: Mismatch) -> Self {
        let Mismatch {
            path,
            expected,
            found,
        } = mismatch;
        Self::new(&path, format!("expected {expected}, found {found}"))
    }
}

/// The quoted start of a text, to identify it in an error.
struct Excerpt<'a>(&'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_CHARS: usize = 60;
        match self.0.char_indices().nth(MAX_CHARS) {
            Some((end, _)) => write!(f, "{:?}…", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}

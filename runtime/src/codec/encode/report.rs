//! Findings about the values of a request while they are written.

use std::borrow::Cow;
use std::fmt;

/// Findings about the values while they are written.
#[derive(Clone, Default)]
pub(super) struct WriteReport {
    /// The first value that cannot be sent.
    pub(super) invalid: Option<InvalidParameter>,
    /// Whether the text being written contains a secret.
    pub(super) secret: bool,
    /// Whether this is only stored, so that it may be incomplete.
    pub(super) stored: bool,
    /// Whether undocumented values are invalid.
    pub(super) strict: bool,
}

/// A parameter whose value cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidParameter {
    /// Name of the parameter, followed by the path to the value inside it.
    pub name: String,
    /// What is wrong with the value.
    pub reason: Cow<'static, str>,
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter {} {}", self.name, self.reason)
    }
}

impl std::error::Error for InvalidParameter {}

impl WriteReport {
    /// Records that a value cannot be sent, unless an earlier one already cannot.
    pub(super) fn reject(&mut self, name: impl Into<String>, reason: impl Into<Cow<'static, str>>) {
        if self.invalid.is_none() {
            self.invalid = Some(InvalidParameter {
                name: name.into(),
                reason: reason.into(),
            });
        }
    }
}

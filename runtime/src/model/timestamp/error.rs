//! Why a time cannot be converted.

use std::fmt;

use crate::support::text::OneLine;

pub(super) const OUT_OF_RANGE: &str = "is outside of the range of times";

/// A time that cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError {
    text: String,
    reason: &'static str,
}

impl TimestampError {
    pub(super) fn new(text: &str, reason: &'static str) -> Self {
        const MAX_CHARS: usize = 40;
        let mut quoted: String = text.chars().take(MAX_CHARS).collect();
        if quoted.len() < text.len() {
            quoted.push('…');
        }
        Self {
            text: quoted,
            reason,
        }
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the timestamp `{}` {}", OneLine(&self.text), self.reason)
    }
}

impl std::error::Error for TimestampError {}

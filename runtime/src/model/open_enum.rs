//! Enums that stay usable when the service adds values.

use std::fmt;

/// A value that this version of the crate does not know, kept as the service sent it.
///
/// It cannot be made directly: convert from text or a number instead, so that a value which a later version knows
/// compares equal to its variant there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unrecognized<T>(T);

impl<T> Unrecognized<T> {
    #[doc(hidden)]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value as sent.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Unrecognized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

//! Support for enums to which the service may add values.

use std::fmt;

/// A value that this version of the crate does not know, kept as the service sent it.
///
/// It cannot be constructed directly; convert from text or a number instead. If a later version
/// adds a variant for the value, the conversion then returns that variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unrecognized<T>(T);

impl<T> Unrecognized<T> {
    #[doc(hidden)]
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns the value as sent.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Unrecognized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

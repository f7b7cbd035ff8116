//! Support for enums to which the service may add values.

use std::fmt;

/// A value that this version of the crate does not know, kept as the service sent it.
///
/// It cannot be constructed directly, nor matched by its value. Convert from text or a number
/// instead, as in `OutputTemplate::from("lp_4k")`, and match with a guard, as in `other if other ==
/// "lp_4k"`. If a later version adds a variant for the value, the conversion then returns that
/// variant.
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

/// Explains how to convert a value. Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "an unrecognised value is not made by hand",
    label = "cannot be made from a value",
    note = "convert the value to the enum, for example with `OutputTemplate::from(\"lp_4k\")`"
)]
pub trait MadeByHand: Sized {
    fn made_by_hand() -> Self;
}

/// Only for its message: a variant of the enum must hold each value that has one.
#[doc(hidden)]
impl<T> From<&str> for Unrecognized<T>
where
    Self: MadeByHand,
{
    fn from(_: &str) -> Self {
        Self::made_by_hand()
    }
}

impl<T: fmt::Debug> fmt::Debug for Unrecognized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

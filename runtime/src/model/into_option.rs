//! Arguments of setters that may be absent.

/// A value, or an `Option` of one. Setters of optional numbers and booleans take it, so that an
/// optional value can be passed on as it is.
#[diagnostic::on_unimplemented(
    message = "expected `{T}` or `Option<{T}>`, found `{Self}`",
    label = "expected `{T}` or `Option<{T}>`",
    note = "convert other numbers, as in `i32::try_from(number)?`; a float has a point, as in `1.0`"
)]
pub trait IntoOption<T> {
    /// Converts the value.
    fn into_option(self) -> Option<T>;
}

impl<T> IntoOption<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoOption<T> for Option<T> {
    fn into_option(self) -> Self {
        self
    }
}

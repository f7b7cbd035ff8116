//! Arguments of setters that take text and enums.

/// Anything that converts to the type of a parameter, as with [`Into`].
#[diagnostic::on_unimplemented(
    message = "expected a value that converts to `{T}`, found `{Self}`",
    label = "expected a value that converts to `{T}`",
    note = "`if_some` of the trait `IfSome` sets a value that may be absent: \
            `.if_some(value, |call, value| call.setter(value))`"
)]
pub trait IntoValue<T> {
    /// Converts the value.
    fn into_value(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoValue<T> for V {
    fn into_value(self) -> T {
        self.into()
    }
}

//! Arguments of setters that take lists.

/// Anything that can be turned into the list of a parameter: arrays, vectors and iterators, whose
/// items convert to its type.
#[diagnostic::on_unimplemented(
    message = "expected a list whose items convert to `{T}`, found `{Self}`",
    label = "expected a list",
    note = "put a single value in brackets, as in `[value]`"
)]
pub trait IntoList<T> {
    /// Converts the list.
    fn into_list(self) -> Vec<T>;
}

#[diagnostic::do_not_recommend]
impl<T, I> IntoList<T> for I
where
    I: IntoIterator,
    I::Item: Into<T>,
{
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

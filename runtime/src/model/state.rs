//! Type states by which the compiler checks that required parameters are set.

/// State of a required parameter that has a value.
#[derive(Debug)]
pub enum Set {}

/// State of a required parameter that has no value yet.
#[derive(Debug)]
pub enum Unset {}

/// Holds for the state of a required parameter once its setter was called.
///
/// `Parameter` only names the parameter, so that the compiler's message can.
#[diagnostic::on_unimplemented(
    message = "the required parameter `{Parameter}` is not set",
    label = "call the setter of `{Parameter}` before this",
    note = "`build` and `send` exist once every required parameter of the operation is set"
)]
pub trait IsSet<Parameter> {}

#[diagnostic::do_not_recommend]
impl<Parameter> IsSet<Parameter> for Set {}

//! Type states, with which the compiler checks that required parameters are set.

/// State of a required parameter that has a value.
#[derive(Debug)]
pub enum Set {}

/// State of a required parameter that has no value yet.
#[derive(Debug)]
pub enum Unset {}

/// Implemented by the state of a required parameter after its setter was called.
///
/// `Parameter` only serves to name the parameter in the compiler's message.
#[diagnostic::on_unimplemented(
    message = "the required parameter `{Parameter}` is not set",
    label = "call the setter of `{Parameter}` first",
    note = "`build` and `send` are available once all required parameters are set"
)]
pub trait IsSet<Parameter> {}

#[diagnostic::do_not_recommend]
impl<Parameter> IsSet<Parameter> for Set {}

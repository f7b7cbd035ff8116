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

impl<Parameter> IsSet<Parameter> for Set {}

/// The name of a required parameter: that of its state, unless another is given.
#[doc(hidden)]
#[expect(
    clippy::crate_in_macro_def,
    reason = "the names are those of the generated crate"
)]
#[macro_export]
macro_rules! __required {
    ($State:ident) => {
        crate::required::$State
    };
    ($State:ident $Parameter:ident) => {
        crate::required::$Parameter
    };
}

/// Defines the names of required parameters, which [`IsSet`] shows in the compiler's messages.
#[doc(hidden)]
#[macro_export]
macro_rules! required_parameters {
    ($($Parameter:ident)*) => {
        $(
            #[doc = concat!("The parameter `", stringify!($Parameter), "`.")]
            #[derive(Debug)]
            pub enum $Parameter {}
        )*
    };
}

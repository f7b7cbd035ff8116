//! Macros of `alibabacloud-rpc`, which documents and re-exports them.
//!
//! A generated client derives them some 1,800 times, and every user waits for that. The macros
//! therefore parse structs and enums by hand, without a parser library. They support only what
//! generated types need, and reject everything else with an error.

mod builder;
mod enums;
mod error;
mod input;
mod required;
mod setters;
mod structs;

use proc_macro::{Span, TokenStream};

use error::Error;
use input::Input;

/// Implements reading a struct from a response and writing it to a request.
#[proc_macro_derive(Object, attributes(rpc))]
pub fn object(input: TokenStream) -> TokenStream {
    expand(input, structs::object)
}

/// Adds a setter for each field of an object in a request.
#[proc_macro_derive(Setters)]
pub fn setters(input: TokenStream) -> TokenStream {
    expand(input, setters::setters)
}

/// Implements writing the parameters of a request.
#[proc_macro_derive(Request, attributes(rpc))]
pub fn request(input: TokenStream) -> TokenStream {
    expand(input, structs::request)
}

/// Implements what all request builders have in common.
#[proc_macro_derive(Builder, attributes(rpc))]
pub fn builder(input: TokenStream) -> TokenStream {
    expand(input, builder::builder)
}

/// Defines a trait for each required parameter.
#[proc_macro]
pub fn required(names: TokenStream) -> TokenStream {
    let traits = required::required(names).parse();
    traits.unwrap_or_else(|error| {
        let message = format!("the macro generated invalid Rust: {error}");
        Error::new(Span::call_site(), message).into_tokens()
    })
}

/// Implements the conversions of an enum whose values are text or integers.
#[proc_macro_derive(OpenEnum, attributes(rpc))]
pub fn open_enum(input: TokenStream) -> TokenStream {
    expand(input, enums::open_enum)
}

/// Implements the conversions of an enum of error codes.
#[proc_macro_derive(ErrorCode, attributes(rpc))]
pub fn error_code(input: TokenStream) -> TokenStream {
    expand(input, enums::error_code)
}

/// Parses the input and writes the code for it. Both fail with an error at the faulty token.
fn expand(input: TokenStream, write: fn(&Input) -> Result<String, Error>) -> TokenStream {
    let expanded = Input::parse(input).and_then(|input| {
        let code = write(&input)?;
        code.parse().map_err(|error| {
            input.error(format!("the derive macro generated invalid Rust: {error}"))
        })
    });
    expanded.unwrap_or_else(Error::into_tokens)
}

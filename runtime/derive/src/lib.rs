//! Derive macros of `alibabacloud-rpc`, which documents and re-exports them.
//!
//! They read plain structs and enums without a parser library, because a client derives them some
//! 1,800 times and every user waits for that: the input is simple, and so is what is needed of it.

mod builder;
mod enums;
mod input;
mod setters;
mod structs;

use proc_macro::TokenStream;

use input::Input;

/// Implements reading a struct from a response and writing it to a request.
#[proc_macro_derive(Object, attributes(rpc))]
pub fn object(input: TokenStream) -> TokenStream {
    expand(input, structs::object)
}

/// Adds a setter for each field of an object.
#[proc_macro_derive(Setters)]
pub fn setters(input: TokenStream) -> TokenStream {
    expand(input, setters::setters)
}

/// Implements writing the parameters of a request.
#[proc_macro_derive(Request, attributes(rpc))]
pub fn request(input: TokenStream) -> TokenStream {
    expand(input, structs::request)
}

/// Implements what all builders of requests have in common.
#[proc_macro_derive(Builder, attributes(rpc))]
pub fn builder(input: TokenStream) -> TokenStream {
    expand(input, builder::builder)
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

fn expand(input: TokenStream, write: fn(&Input) -> Result<String, String>) -> TokenStream {
    let code = Input::parse(input).and_then(|input| write(&input));
    let code = code.unwrap_or_else(|message| format!("compile_error!({message:?});"));
    code.parse().unwrap_or_else(|error| {
        let message = format!("the derive macro wrote something that is not Rust: {error}");
        format!("compile_error!({message:?});")
            .parse()
            .unwrap_or_default()
    })
}

//! Errors that the compiler shows at the place they are about.

use proc_macro::{Span, TokenStream, TokenTree};

/// An error in the input of a macro.
pub(crate) struct Error {
    span: Span,
    message: String,
}

impl Error {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
        }
    }

    /// Returns a `compile_error!` with the message.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let code = format!("::std::compile_error! {{ {:?} }}", self.message);
        let tokens: TokenStream = code.parse().unwrap_or_default();
        let at_span = |mut token: TokenTree| {
            token.set_span(self.span);
            token
        };
        tokens.into_iter().map(at_span).collect()
    }
}

//! Enums of documented error codes.

use std::fmt;

/// An enum of documented error codes. Implemented by `#[derive(ErrorCode)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of error codes",
    label = "expected an enum of error codes, such as `GatewayErrorCode`",
    note = "compare the text of a code with `error.code() == Some(\"…\")`"
)]
pub trait ErrorCode: Copy + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// The documented codes as the service sends them, and their variants.
    const CODES: &'static [(&'static str, Self)];

    /// Returns the variant of a code; `None` if the enum has none for it.
    #[must_use]
    fn from_code(code: &str) -> Option<Self> {
        let mut codes = Self::CODES.iter();
        codes
            .find(|(text, _)| *text == code)
            .map(|(_, variant)| *variant)
    }

    /// Returns the code as the service sends it.
    #[must_use]
    fn as_str(self) -> &'static str {
        let mut codes = Self::CODES.iter();
        codes
            .find(|(_, variant)| *variant == self)
            .map_or("", |(text, _)| text)
    }
}

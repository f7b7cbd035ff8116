//! Enums of documented error codes.

use std::fmt;

use crate::support::text::OneLine;

/// An enum of documented error codes. Implemented by `#[derive(ErrorCode)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of error codes",
    label = "expected an enum of error codes, such as `StartLiveStreamMonitorErrorCode`",
    note = "compare the text of a code with `error.code() == Some(\"…\")`"
)]
pub trait ErrorCode: Copy + fmt::Debug + Send + Sync + 'static {
    /// The documented codes.
    const VALUES: &'static [Self];

    /// Returns the code as the service sends it.
    fn as_str(self) -> &'static str;

    /// Returns the variant of a code; `None` if the enum has none for it.
    #[must_use]
    fn from_code(code: &str) -> Option<Self> {
        let mut values = Self::VALUES.iter().copied();
        values.find(|value| value.as_str() == code)
    }
}

/// The text is not a code of the enum that it was parsed as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    code: String,
}

impl UnknownCode {
    /// Parses a code, for `FromStr` of derived enums.
    #[doc(hidden)]
    pub fn parse<C: ErrorCode>(code: &str) -> Result<C, Self> {
        C::from_code(code).ok_or_else(|| Self {
            code: code.to_owned(),
        })
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a documented error code",
            OneLine(&self.code)
        )
    }
}

impl std::error::Error for UnknownCode {}

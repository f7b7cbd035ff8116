//! Errors that the service answers with.

use std::time::Duration;

use live_spec::Operation;

/// An error answer before it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            retry_after: None,
        }
    }

    /// A code of an operation, with the status documented for it.
    ///
    /// The detail is a sentence without its full stop. The status given is for operations that do not document the
    /// code.
    pub(crate) fn documented(operation: &Operation, code: &str, status: u16, detail: &str) -> Self {
        let known = operation.errors.iter().find(|error| error.code == code);
        let status = known.map_or(status, |error| error.status);
        Self::new(status, code, format!("{detail}."))
    }

    /// A common parameter is not there.
    pub(crate) fn missing_common(name: &str) -> Self {
        Self::new(
            400,
            format!("Missing{name}"),
            format!("{name} is mandatory for this action."),
        )
    }

    /// The caller is too fast.
    pub(crate) fn throttled(retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..Self::new(
                400,
                "Throttling.User",
                "Request was denied due to user flow control.",
            )
        }
    }

    /// Something in the emulator itself went wrong.
    pub(crate) fn internal(message: &str) -> Self {
        Self::new(500, "InternalError", message)
    }
}

//! How a mocked call fails.

use std::fmt;
use std::time::Duration;

use crate::error::ErrorKind;

/// How a mocked call fails.
///
/// The call ends in the same [`OperationError`](crate::OperationError) that the failure would end in if it were real.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) reason: Option<String>,
}

impl Failure {
    /// An error that the service answers: HTTP status, error code (an enum's or a text), message.
    pub fn service(status: u16, code: impl fmt::Display, message: impl Into<String>) -> Self {
        Self {
            status: Some(status),
            code: Some(code.to_string()),
            message: Some(message.into()),
            request_id: Some("00000000-0000-4000-8000-000000000000".to_owned()),
            ..Self::kind(ErrorKind::Service)
        }
    }

    /// A failure of a kind, such as [`ErrorKind::Timeout`] or [`ErrorKind::Connect`].
    #[must_use]
    pub fn kind(kind: ErrorKind) -> Self {
        Self {
            kind,
            status: None,
            code: None,
            message: None,
            request_id: None,
            retry_after: None,
            reason: None,
        }
    }

    /// Sets the ID of the request.
    #[must_use]
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// Sets how long the service asks to wait.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Sets the reason that the error is printed with.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

impl From<ErrorKind> for Failure {
    fn from(kind: ErrorKind) -> Self {
        Self::kind(kind)
    }
}

//! Failures of mocked calls.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::error::classify::{Signs, classify};
use crate::error::response::ErrorResponse;
use crate::error::{Error, ErrorKind};
use crate::info::{OperationInfo, ServiceInfo};

/// A failure of a mocked call.
///
/// The call returns the same [`Error`](crate::Error) as it would for a real failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    kind: ErrorKind,
    status: Option<u16>,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    reason: Option<String>,
}

impl Failure {
    /// An error response of the service: HTTP status, error code (of an enum or as text) and
    /// message.
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

    /// Sets the wait that the service requests before a retry.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Sets the reason that the error is displayed with.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

impl Failure {
    /// Converts the failure into the error that a client would return for a real one.
    pub(crate) fn into_error(self, service: &ServiceInfo, operation: &OperationInfo) -> Error {
        let (attempts, may_have_executed) = match self.kind {
            ErrorKind::Configuration | ErrorKind::Credentials | ErrorKind::InvalidRequest => {
                (0, false)
            }
            ErrorKind::Connect => (1, false),
            _ => (1, true),
        };
        let error = if self.kind == ErrorKind::Service {
            let status = self.status.unwrap_or(500);
            let signs = Signs {
                status,
                code: self.code.as_deref(),
                requests_wait: self.retry_after.is_some(),
                denies_access: false,
            };
            let known = [operation.error_classes, service.error_classes];
            let class = classify(&known, signs);
            let raw_body = serde_json::json!({
                "RequestId": self.request_id,
                "Code": self.code,
                "Message": self.message,
            });
            let response = ErrorResponse {
                code: self.code,
                message: self.message,
                request_id: self.request_id,
                raw_body: Some(Bytes::from(raw_body.to_string())),
                ..ErrorResponse::default()
            };
            let error = Error::service(operation.name, status, response, class);
            let may_have_executed = error.may_have_executed();
            error.with_attempts(attempts, may_have_executed)
        } else {
            Error::new(operation.name, self.kind).with_attempts(attempts, may_have_executed)
        };
        let error = error.with_retry_after(self.retry_after);
        match self.reason {
            Some(reason) => error.with_source(reason),
            None => error,
        }
    }
}

impl From<ErrorKind> for Failure {
    fn from(kind: ErrorKind) -> Self {
        Self::kind(kind)
    }
}

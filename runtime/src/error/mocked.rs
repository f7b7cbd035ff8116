//! Errors that tests ask for.

use bytes::Bytes;

use super::{Answer, Error, ErrorKind};
use crate::attempt::classify;
use crate::mock::Failure;
use crate::operation::ServiceInfo;

impl Failure {
    /// The error that a client would make of the failure if it were real.
    pub(crate) fn into_error(self, service: &ServiceInfo, operation: &'static str) -> Error {
        let (attempts, may_have_executed) = match self.kind {
            ErrorKind::Configuration | ErrorKind::Credentials | ErrorKind::InvalidRequest => {
                (0, false)
            }
            ErrorKind::Connect => (1, false),
            _ => (1, true),
        };
        let error = if self.kind == ErrorKind::Service {
            let status = self.status.unwrap_or(500);
            let class = classify(service, status, self.code.as_deref(), self.retry_after);
            let raw_body = serde_json::json!({
                "RequestId": self.request_id,
                "Code": self.code,
                "Message": self.message,
            });
            let answer = Answer {
                code: self.code,
                message: self.message,
                request_id: self.request_id,
                raw_body: Some(Bytes::from(raw_body.to_string())),
                ..Answer::default()
            };
            let error = Error::service(operation, status, answer, class);
            let may_have_executed = error.may_have_executed();
            error.with_attempts(attempts, may_have_executed)
        } else {
            Error::new(operation, self.kind).with_attempts(attempts, may_have_executed)
        };
        let error = error.with_retry_after(self.retry_after);
        match self.reason {
            Some(reason) => error.caused_by(reason),
            None => error,
        }
    }
}

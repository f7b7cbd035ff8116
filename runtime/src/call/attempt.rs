//! One attempt of a call: sign, send, read.

use std::time::SystemTime;

use bytes::Bytes;
use tokio::time::Instant;

use super::observe::{RequestView, ResponseView};
use super::shared::Shared;
use super::spans::record_answer;
use crate::auth::Credentials;
use crate::auth::request::SignableRequest;
use crate::auth::signing::SigningContext;
use crate::codec::decode::{self, Response, TopCode};
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::error::classify::{classify, retry_after};
use crate::error::redact::Secrets;
use crate::error::response::ErrorResponse;
use crate::info::{ErrorClass, OperationInfo};
use crate::support::clock::service_time;
use crate::transport::{REQUEST_ID, TransportFuture};

/// What an attempt is made with.
pub(crate) struct Attempt<'a> {
    pub(crate) client: &'a Shared,
    pub(crate) operation: &'static OperationInfo,
    pub(crate) parameters: &'a Parameters,
    pub(crate) credentials: &'a Credentials,
    pub(crate) number: u32,
    /// When the time of the call is up.
    pub(crate) deadline: Option<Instant>,
    pub(crate) begun: Instant,
    /// Span of the whole call, and of this attempt.
    pub(crate) call: &'a tracing::Span,
    pub(crate) span: &'a tracing::Span,
}

/// Why an attempt failed.
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// What the service said the time was.
    pub(crate) service_time: Option<SystemTime>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            service_time: None,
        }
    }
}

impl Attempt<'_> {
    /// Sends the request and reads the answer.
    pub(crate) async fn send(&self, response: &mut dyn Response) -> Result<(), Failure> {
        let answer = self.exchange().await?;
        let status = answer.status().as_u16();
        let request_id = answer
            .headers()
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        record_answer(self.span, Some(status), request_id);

        let read_answer = |body: &Bytes| ErrorResponse::read(body, request_id, &self.secrets());
        let failed = |said: ErrorResponse| {
            let retry_after = retry_after(answer.headers());
            let class = classify(
                self.client.service.error_classes,
                status,
                said.code.as_deref(),
                retry_after,
            );
            let error = Error::service(self.operation.name, status, said, class);
            Failure {
                error: error.with_retry_after(retry_after),
                service_time: service_time(answer.headers()),
            }
        };
        if !answer.status().is_success() {
            return Err(failed(read_answer(answer.body())));
        }
        match decode::read_answer(answer.body(), response) {
            Ok(code) => {
                // Some answers are errors although their status says otherwise.
                if let Some(code) = code.filter(|code| !is_success(&code.text)) {
                    let said = read_answer(answer.body());
                    let other_fields = said.has_other_fields;
                    let failure = failed(said);
                    if !is_data(&code, other_fields, failure.error.class()) {
                        return Err(failure);
                    }
                }
                record_answer(self.call, Some(status), request_id);
                Ok(())
            }
            Err(error) => {
                let said = read_answer(answer.body());
                let error = error.map_reason(|reason| self.secrets().mask(reason).into_owned());
                let error = match content_encoding(answer.headers()) {
                    Some(encoding) => error.because_of_encoding(encoding),
                    None => error,
                };
                Err(Error::invalid_response(self.operation.name, status, said, error).into())
            }
        }
    }

    /// What must not be shown of an answer.
    fn secrets(&self) -> Secrets<'_> {
        Secrets::new(self.credentials, self.client.service.secret_names)
    }

    /// Sends the request and waits for all of its answer.
    async fn exchange(&self) -> Result<http::Response<Bytes>, Error> {
        let (config, operation) = (&self.client.config, self.operation);
        let limit = config
            .attempt_timeout
            .and_then(|limit| self.begun.checked_add(limit));
        // One timer for both limits, since each one costs.
        let limit = limit.into_iter().chain(self.deadline).min();
        let answer = self.begin(limit)?.await.map_err(|error| {
            let error = Error::transport(operation.name, error);
            match error.is_timeout() && limit.is_some_and(|limit| limit <= Instant::now()) {
                true => error.timed_out_after(config.attempt_timeout.unwrap_or_default()),
                false => error,
            }
        })?;
        if let Some(observer) = &config.observer {
            observer.response(&ResponseView {
                operation: operation.name,
                attempt: self.number,
                status: answer.status().as_u16(),
                request_id: answer
                    .headers()
                    .get(REQUEST_ID)
                    .and_then(|id| id.to_str().ok()),
                duration: self.begun.elapsed(),
                headers: answer.headers(),
                body: answer.body(),
                credentials: self.credentials,
                secret_names: self.client.service.secret_names,
            });
        }
        Ok(answer)
    }

    /// Signs the request and begins to send it. The answer has to be there at the limit.
    fn begin(&self, limit: Option<Instant>) -> Result<TransportFuture<'_>, Error> {
        let (config, operation) = (&self.client.config, self.operation);
        let context = SigningContext::new(self.client.clock.now())
            .map_err(|error| Error::nonce(operation.name, error))?;
        let signable = SignableRequest {
            service: self.client.service,
            operation,
            endpoint: &config.endpoint,
            user_agent: &config.user_agent,
            parameters: self.parameters,
        };
        let request = signable
            .sign(config.signature_method, self.credentials, &context)
            .map_err(|error| Error::invalid_request(operation.name, error))?;
        if let Some(observer) = &config.observer {
            observer.request(&RequestView {
                operation: operation.name,
                attempt: self.number,
                method: operation.method.as_str(),
                host: config.endpoint.host(),
                parameters: self.parameters,
                headers: request.headers(),
            });
        }
        Ok(match limit {
            Some(limit) => config.transport.send_by(request, limit.into_std()),
            None => config.transport.send(request),
        })
    }
}

/// How the body of an answer is encoded. It should not be, since no encoding is asked for.
fn content_encoding(headers: &http::HeaderMap) -> Option<&str> {
    let encoding = headers.get(http::header::CONTENT_ENCODING)?.to_str().ok()?;
    (!encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
}

/// Whether a `Code` that does not mean success is data all the same: it is documented, it is none that every operation
/// may end in, and it is a number or stands beside other data. An error has a text, and nothing but itself.
fn is_data(code: &TopCode, other_fields: bool, class: Option<ErrorClass>) -> bool {
    let number = code.text.trim().parse::<i64>().is_ok();
    code.documented && class.is_none() && (number || other_fields)
}

/// Whether a `Code` in a successful answer is one of those that mean success.
fn is_success(code: &str) -> bool {
    const SUCCESS: [&str; 5] = ["", "0", "200", "OK", "Success"];
    let mut known = SUCCESS.iter();
    known.any(|known| code.trim().eq_ignore_ascii_case(known))
}

//! One attempt of a call: signs and sends the request, and reads the response.

use std::time::SystemTime;

use bytes::Bytes;
use tokio::time::Instant;

use super::observe::{RequestView, ResponseView};
use super::shared::Shared;
use super::spans::record_response;
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

/// The inputs of one attempt.
pub(crate) struct Attempt<'a> {
    pub(crate) client: &'a Shared,
    pub(crate) operation: &'static OperationInfo,
    pub(crate) parameters: &'a Parameters,
    pub(crate) credentials: &'a Credentials,
    pub(crate) number: u32,
    /// When the operation timeout expires.
    pub(crate) deadline: Option<Instant>,
    pub(crate) started: Instant,
    /// Span of the whole call.
    pub(crate) call: &'a tracing::Span,
    /// Span of this attempt.
    pub(crate) span: &'a tracing::Span,
}

/// A failed attempt.
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// Time of the service according to the response.
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
    /// Sends the request and reads the response.
    pub(crate) async fn send(&self, response: &mut dyn Response) -> Result<(), Failure> {
        let http_response = self.exchange().await?;
        let status = http_response.status().as_u16();
        let request_id = http_response
            .headers()
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        record_response(self.span, Some(status), request_id);

        let read_error = |body: &Bytes| ErrorResponse::read(body, request_id, &self.secrets());
        let failed = |error_response: ErrorResponse| {
            let retry_after = retry_after(http_response.headers());
            let class = classify(
                [
                    self.operation.error_classes,
                    self.client.service.error_classes,
                ],
                status,
                error_response.code.as_deref(),
                retry_after,
            );
            let error = Error::service(self.operation.name, status, error_response, class);
            Failure {
                error: error.with_retry_after(retry_after),
                service_time: service_time(http_response.headers()),
            }
        };
        if !http_response.status().is_success() {
            return Err(failed(read_error(http_response.body())));
        }
        match decode::read_response(http_response.body(), response) {
            Ok(code) => {
                // Some responses report errors despite a successful status.
                if let Some(code) = code.filter(|code| !is_success(&code.text)) {
                    let error_response = read_error(http_response.body());
                    let other_fields = error_response.has_other_fields;
                    let failure = failed(error_response);
                    if !is_data(&code, other_fields, failure.error.class()) {
                        return Err(failure);
                    }
                }
                record_response(self.call, Some(status), request_id);
                Ok(())
            }
            Err(error) => {
                let error_response = read_error(http_response.body());
                let error = error.map_reason(|reason| self.secrets().mask(reason).into_owned());
                let error = match content_encoding(http_response.headers()) {
                    Some(encoding) => error.because_of_encoding(encoding),
                    None => error,
                };
                Err(
                    Error::invalid_response(self.operation.name, status, error_response, error)
                        .into(),
                )
            }
        }
    }

    /// Returns the secrets that must be masked in a response.
    fn secrets(&self) -> Secrets<'_> {
        Secrets::new(self.credentials, self.client.service.secret_names)
    }

    /// Sends the request and waits for the complete response.
    async fn exchange(&self) -> Result<http::Response<Bytes>, Error> {
        let (config, operation) = (&self.client.config, self.operation);
        let limit = config
            .attempt_timeout
            .and_then(|limit| self.started.checked_add(limit));
        // The earlier of the two limits applies.
        let limit = limit.into_iter().chain(self.deadline).min();
        let http_response = self.start_sending(limit)?.await.map_err(|error| {
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
                status: http_response.status().as_u16(),
                request_id: http_response
                    .headers()
                    .get(REQUEST_ID)
                    .and_then(|id| id.to_str().ok()),
                duration: self.started.elapsed(),
                headers: http_response.headers(),
                body: http_response.body(),
                credentials: self.credentials,
                secret_names: self.client.service.secret_names,
            });
        }
        Ok(http_response)
    }

    /// Signs the request and starts sending it. The response must be complete by the limit.
    fn start_sending(&self, limit: Option<Instant>) -> Result<TransportFuture<'_>, Error> {
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

/// Returns the content encoding of a response. There should be none, since the request accepts
/// none.
fn content_encoding(headers: &http::HeaderMap) -> Option<&str> {
    let encoding = headers.get(http::header::CONTENT_ENCODING)?.to_str().ok()?;
    (!encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
}

/// Returns whether a `Code` that does not mean success is data rather than an error: the response
/// documents it, it is not a common error code, and it is a number or appears next to other data.
/// Error codes are texts, and error responses contain no other data.
fn is_data(code: &TopCode, other_fields: bool, class: Option<ErrorClass>) -> bool {
    let number = code.text.trim().parse::<i64>().is_ok();
    code.documented && class.is_none() && (number || other_fields)
}

/// Returns whether a `Code` in a response with a successful status means success.
fn is_success(code: &str) -> bool {
    const SUCCESS: [&str; 5] = ["", "0", "200", "OK", "Success"];
    let mut known = SUCCESS.iter();
    known.any(|known| code.trim().eq_ignore_ascii_case(known))
}

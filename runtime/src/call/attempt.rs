//! One attempt of a call: signs and sends the request, and reads the response.

use std::time::SystemTime;

use bytes::Bytes;
use tokio::time::Instant;

use super::observe::{RequestView, ResponseView};
use super::shared::Shared;
use super::spans::record_response;
use crate::auth::Credentials;
use crate::auth::request::{SignableRequest, Signature};
use crate::auth::signing::SigningContext;
use crate::codec::decode::{self, Bounds, Mismatch, Response, TopCode};
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::error::classify::{Signs, acs_retry_after, classify, retry_after};
use crate::error::redact::Secrets;
use crate::error::response::ReceivedError;
use crate::info::{ErrorClass, OperationInfo};
use crate::support::clock::service_time;
use crate::support::mask::{MASK, is_secret_member};
use crate::support::text::OneLine;
use crate::transport::{REQUEST_ID, TransportFuture};

/// The inputs of one attempt.
pub(crate) struct Attempt<'a> {
    pub(crate) client: &'a Shared,
    pub(crate) operation: &'static OperationInfo,
    pub(crate) parameters: &'a Parameters,
    /// Empty if the operation is not signed.
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
        let limit = self.limit();
        let (request, signature) = self.sign()?;
        let transport = &self.client.config.transport;
        let sent = match limit {
            Some(limit) => transport.send_by(request, limit.into_std()),
            None => transport.send(request),
        };
        let received = self.receive(sent, &signature, limit).await?;
        let (status, body) = (received.status().as_u16(), received.body());
        let request_id = request_id(received.headers());
        record_response(self.span, Some(status), request_id);

        let service = self.client.service;
        let bounds = Bounds {
            memory: self.client.config.max_decoded_bytes,
            deadline: limit,
        };
        let read_error = || ReceivedError::read(body, request_id, bounds);
        if !received.status().is_success() {
            return Err(self.failure(&received, read_error(), &signature));
        }
        match decode::read_response(body, response, bounds, service.secret_names) {
            Ok(decoded) => {
                // Some responses report errors despite a successful status.
                if let Some(code) = decoded.code.filter(|code| !is_success(&code.text)) {
                    let error = read_error();
                    let class = self.classify(&received, &error);
                    if !is_data(&code, error.has_other_fields(), class) {
                        return Err(self.failure(&received, error, &signature));
                    }
                }
                if let (false, Some(id)) = (decoded.has_request_id, request_id) {
                    decode::set_request_id(response, id);
                }
                self.warn_of(&decoded.mismatches, &signature);
                record_response(self.call, Some(status), request_id);
                Ok(())
            }
            Err(error) => {
                let secrets = self.secrets(&signature);
                let error = error.map_texts(|text| secrets.mask(text).into_owned());
                let error = match content_encoding(received.headers()) {
                    Some(encoding) => error.because_of_encoding(encoding),
                    None => error,
                };
                let response = read_error().mask(&secrets);
                Err(Error::invalid_response(self.operation.name, status, response, error).into())
            }
        }
    }

    /// Returns the failure that a response describes.
    fn failure(
        &self,
        received: &http::Response<Bytes>,
        error: ReceivedError<'_>,
        signature: &Signature,
    ) -> Failure {
        let (status, headers) = (received.status().as_u16(), received.headers());
        let class = self.classify(received, &error);
        let response = error.mask(&self.secrets(signature));
        let error = Error::service(self.operation.name, status, response, class);
        Failure {
            error: error.with_retry_after(retry_after(headers, self.client.clock.now())),
            service_time: service_time(headers),
        }
    }

    fn classify(
        &self,
        received: &http::Response<Bytes>,
        error: &ReceivedError<'_>,
    ) -> Option<ErrorClass> {
        let signs = Signs {
            status: received.status().as_u16(),
            code: error.code(),
            requests_wait: acs_retry_after(received.headers()).is_some(),
            denies_access: error.denies_access(),
        };
        let known = [
            self.operation.error_classes,
            self.client.service.error_classes,
        ];
        classify(&known, signs)
    }

    /// Logs the values that do not have the documented type. The response keeps them.
    fn warn_of(&self, mismatches: &[Mismatch], signature: &Signature) {
        for mismatch in mismatches {
            let names = self.client.service.secret_names;
            let is_secret = is_secret_member(mismatch.name(), names);
            let found = match is_secret {
                true => MASK.into(),
                false => self.secrets(signature).mask(&mismatch.found),
            };
            tracing::warn!(
                operation = self.operation.name,
                path = %OneLine(&mismatch.path),
                expected = mismatch.expected,
                found = %OneLine(&found),
                "the response has a value of an undocumented type, which is kept as an extra member",
            );
        }
    }

    /// Returns the secrets that must be masked in a response.
    fn secrets<'a>(&'a self, signature: &'a Signature) -> Secrets<'a> {
        let names = self.client.service.secret_names;
        Secrets::new(self.credentials, Some(signature.expose()), names)
    }

    /// Returns when the attempt must be complete: at the earlier end of the two timeouts.
    fn limit(&self) -> Option<Instant> {
        let limit = self.client.config.attempt_timeout;
        let limit = limit.and_then(|limit| self.started.checked_add(limit));
        limit.into_iter().chain(self.deadline).min()
    }

    /// Waits for the complete response.
    async fn receive(
        &self,
        sent: TransportFuture<'_>,
        signature: &Signature,
        limit: Option<Instant>,
    ) -> Result<http::Response<Bytes>, Error> {
        let (config, operation) = (&self.client.config, self.operation);
        let received = sent.await.map_err(|error| {
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
                status: received.status().as_u16(),
                request_id: request_id(received.headers()),
                duration: self.started.elapsed(),
                headers: received.headers(),
                body: received.body(),
                credentials: self.credentials,
                signature: signature.expose(),
                secret_names: self.client.service.secret_names,
            });
        }
        Ok(received)
    }

    /// Signs the request.
    fn sign(&self) -> Result<(http::Request<Bytes>, Signature), Error> {
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
        let (request, signature) = signable
            .sign_and_tell(config.signature_method, self.credentials, &context)
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
        Ok((request, signature))
    }
}

fn request_id(headers: &http::HeaderMap) -> Option<&str> {
    headers.get(REQUEST_ID).and_then(|id| id.to_str().ok())
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

//! Observers of requests and responses, for example for debugging.
//!
//! ```
//! use alibabacloud_rpc::observe::{FailureView, Observer, RequestView, ResponseView};
//!
//! #[derive(Debug)]
//! struct Print;
//!
//! impl Observer for Print {
//!     fn request(&self, request: &RequestView<'_>) {
//!         eprintln!("{request:#?}");
//!     }
//!     fn response(&self, response: &ResponseView<'_>) {
//!         eprintln!("{response:#?}");
//!     }
//!     fn failure(&self, failure: &FailureView<'_>) {
//!         eprintln!("{}, next attempt in {:?}", failure.error, failure.next_attempt_in);
//!     }
//! }
//! ```
//!
//! Views mask secrets, so that they can be logged:
//!
//! - signatures, tokens and the client's own secrets;
//! - parameters that contain a [`Secret`](crate::Secret), and parameters with secret names;
//! - response fields that the service documents as secret ([`ServiceInfo::secret_names`]).
//!
//! Requests of credential providers, for example to STS, are observed too. Their operation is
//! `AssumeRole`, `AssumeRoleWithOIDC`, `metadata service` or `credentials URI`. In their responses
//! the AccessKey secret and the security token are masked, and so is all that is not a JSON object.
//!
//! Everything else is shown unchanged, including URLs that contain keys.
//!
//! [`ServiceInfo::secret_names`]: crate::ServiceInfo::secret_names

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::auth::network::{Exchange, ExchangeResponse, ObserveExchanges};
use crate::auth::{Credentials, CredentialsError};
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::error::redact::Secrets;
use crate::support::mask::mask_header;
use crate::transport::REQUEST_ID;

/// Receives every request and its outcome.
///
/// The methods run as part of the call, so they must not block. For each attempt they are called in
/// this order: [`request`](Self::request), then [`response`](Self::response) if a complete response
/// arrived, then [`failure`](Self::failure) if the attempt failed. After a call was dropped or
/// timed out between attempts, no method is called for it.
pub trait Observer: fmt::Debug + Send + Sync {
    /// Called before a request is sent.
    fn request(&self, request: &RequestView<'_>) {
        let _ = request;
    }

    /// Called when a response has arrived, whether successful or not.
    fn response(&self, response: &ResponseView<'_>) {
        let _ = response;
    }

    /// Called when an attempt has failed.
    fn failure(&self, failure: &FailureView<'_>) {
        let _ = failure;
    }
}

/// Shows an observer the requests of credential providers.
#[derive(Debug)]
pub(crate) struct ObserveProviders(pub(crate) Arc<dyn Observer>);

impl ObserveExchanges for ObserveProviders {
    fn request(&self, exchange: Exchange<'_>, headers: &http::HeaderMap) {
        self.0.request(&RequestView {
            operation: exchange.operation,
            attempt: exchange.attempt,
            method: exchange.method,
            host: exchange.host,
            parameters: exchange.parameters,
            headers,
        });
    }

    fn response(&self, exchange: Exchange<'_>, response: ExchangeResponse<'_>) {
        let request_id = response.headers.get(REQUEST_ID);
        self.0.response(&ResponseView {
            operation: exchange.operation,
            attempt: exchange.attempt,
            status: response.status,
            request_id: request_id.and_then(|id| id.to_str().ok()),
            duration: exchange.duration,
            headers: response.headers,
            body: response.body,
            credentials: response.credentials,
            signature: response.signature,
            secret_names: response.secret_names,
        });
    }

    fn failure(
        &self,
        exchange: Exchange<'_>,
        error: &CredentialsError,
        next_attempt_in: Option<Duration>,
    ) {
        let error = Error::credentials(exchange.operation, error.clone());
        self.0.failure(&FailureView {
            operation: exchange.operation,
            attempt: exchange.attempt,
            error: &error.with_attempts(exchange.attempt, false),
            duration: exchange.duration,
            next_attempt_in,
        });
    }
}

/// A request, with its secrets masked.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct RequestView<'a> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// HTTP method.
    pub method: &'static str,
    /// Host, with the port unless it is the default of the scheme.
    pub host: &'a str,
    pub(crate) parameters: &'a Parameters,
    pub(crate) headers: &'a http::HeaderMap,
}

impl<'a> RequestView<'a> {
    /// Returns the decoded names and values of the parameters in the URL.
    pub fn query(&self) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
        let [query, _] = self.parameters.sections();
        query.masked()
    }

    /// Returns the decoded names and values of the parameters in the form body.
    pub fn form(&self) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
        let [_, form] = self.parameters.sections();
        form.masked()
    }

    /// Returns the names and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        headers(self.headers)
    }
}

impl fmt::Debug for RequestView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestView")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("host", &self.host)
            .field("query", &Pairs(self.query().collect()))
            .field("form", &Pairs(self.form().collect()))
            .field("headers", &Pairs(self.headers().collect()))
            .finish()
    }
}

/// A response, with its secrets masked.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ResponseView<'a> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// HTTP status.
    pub status: u16,
    /// Request ID from the headers of the response, if any.
    pub request_id: Option<&'a str>,
    /// Time from the start of the attempt to the end of the response.
    pub duration: Duration,
    pub(crate) headers: &'a http::HeaderMap,
    pub(crate) body: &'a Bytes,
    pub(crate) credentials: &'a Credentials,
    pub(crate) signature: &'a str,
    pub(crate) secret_names: &'a [&'a str],
}

impl<'a> ResponseView<'a> {
    /// Returns the names and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        headers(self.headers)
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> Bytes {
        match Secrets::new(self.credentials, Some(self.signature), self.secret_names)
            .mask_bytes(self.body)
        {
            Cow::Borrowed(_) => self.body.clone(),
            Cow::Owned(masked) => masked.into(),
        }
    }
}

impl fmt::Debug for ResponseView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseView")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("duration", &self.duration)
            .field("headers", &Pairs(self.headers().collect()))
            .field("body", &String::from_utf8_lossy(&self.body()))
            .finish()
    }
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailureView<'a> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// What went wrong.
    pub error: &'a Error,
    /// Time from the start of the attempt to its failure.
    pub duration: Duration,
    /// Wait before the next attempt, excluding a wait for the rate limit; `None` if there is no
    /// next attempt.
    pub next_attempt_in: Option<Duration>,
}

fn headers(headers: &http::HeaderMap) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), mask_header(name, value)))
}

/// Names and values with the `Debug` output of a map.
struct Pairs<'a, V>(Vec<(&'a str, V)>);

impl<V: fmt::Debug> fmt::Debug for Pairs<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|(name, value)| (name, value)))
            .finish()
    }
}

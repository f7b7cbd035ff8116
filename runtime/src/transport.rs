//! How requests reach the service: a small trait, and reqwest behind it.

mod proxy;
mod reqwest;
pub(crate) mod tls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use bytes::Bytes;
use http::HeaderName;

pub use self::reqwest::{ReqwestTransport, ReqwestTransportBuilder};

use crate::deadline::{TimeIsUp, until};
use crate::error::BoxError;

/// Header by which the service names a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-acs-request-id");

/// Sends signed requests.
///
/// An implementation sends the request as it is: it follows no redirects and adds nothing that would change what
/// was signed (method, URL, `host`, `content-type`, `x-acs-*`, body).
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and collects the answer. Dropping the future abandons the request.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;

    /// Sends one request like [`send`](Self::send), and gives up with [`TransportErrorKind::Timeout`] if the answer is
    /// not complete by the deadline. The error then has the [head](TransportError::with_head) of an answer that had
    /// begun, unless the transport leaves this method as it is. One that wraps another transport should pass both on.
    fn send_by(&self, request: http::Request<Bytes>, deadline: Instant) -> TransportFuture<'_> {
        let sending = self.send(request);
        Box::pin(async move {
            until(Some(deadline.into()), sending)
                .await
                .unwrap_or_else(|late| Err(late.into()))
        })
    }

    /// The mock that answers in place of the service, if this is one.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn as_mock(&self) -> Option<&crate::mock::Mock> {
        None
    }
}

/// What [`Transport::send`] answers.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Why there is no answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<u16>,
    request_id: Option<String>,
    source: BoxError,
}

/// What kind of failure a [`TransportError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made; nothing was sent.
    Connect,
    /// The time was up.
    Timeout,
    /// The connection broke, or what came over it is no HTTP.
    Interrupted,
    /// The answer is larger than accepted.
    TooLarge,
}

impl TransportError {
    /// An error of a kind, with its reason. The reason must hold neither secrets nor signed URLs.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            status: None,
            request_id: None,
            source: source.into(),
        }
    }

    /// Adds what the head of a broken answer said.
    #[must_use]
    pub fn with_head(mut self, status: u16, headers: &http::HeaderMap) -> Self {
        self.status = Some(status);
        self.request_id = headers
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned);
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// HTTP status of an answer that broke off.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Request ID of an answer that broke off.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl From<TimeIsUp> for TransportError {
    fn from(_: TimeIsUp) -> Self {
        Self::new(TransportErrorKind::Timeout, "the answer took too long")
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.source()
    }
}

//! Why a request got no response.

use std::fmt;

use http::HeaderName;

use crate::support::box_error::BoxError;
use crate::support::deadline::DeadlineExceeded;

/// Header by which the service names a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-acs-request-id");

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

impl From<DeadlineExceeded> for TransportError {
    fn from(_: DeadlineExceeded) -> Self {
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

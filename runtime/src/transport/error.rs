//! Errors of the transport.

use std::fmt;

use http::HeaderName;

use crate::support::box_error::BoxError;
use crate::support::deadline::DeadlineExceeded;

/// The response header with the request ID.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-acs-request-id");

/// The reason why a request got no complete response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<u16>,
    request_id: Option<String>,
    source: BoxError,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection could not be established; nothing was sent.
    Connect,
    /// The response was not complete in time.
    Timeout,
    /// The connection was lost, or the response is not valid HTTP.
    Interrupted,
    /// The response exceeds the size limit.
    TooLarge,
    /// The transport cannot send anything as it is set up, for example because of an invalid proxy
    /// or outside of an async runtime; nothing was sent.
    Configuration,
}

impl TransportError {
    /// Creates an error with its reason. The reason must not contain secrets or signed URLs.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            status: None,
            request_id: None,
            source: source.into(),
        }
    }

    /// Adds the status and the request ID from the head of a partial response.
    #[must_use]
    pub fn with_head(mut self, status: u16, headers: &http::HeaderMap) -> Self {
        self.status = Some(status);
        self.request_id = headers
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned);
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the HTTP status of a partial response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the request ID of a partial response.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl From<DeadlineExceeded> for TransportError {
    fn from(_: DeadlineExceeded) -> Self {
        Self::new(TransportErrorKind::Timeout, "the response took too long")
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

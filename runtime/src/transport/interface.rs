//! The interface of transports.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use bytes::Bytes;

use super::error::TransportError;
use crate::support::deadline::until;

/// Sends signed requests.
///
/// An implementation must send the request unchanged. It must not follow redirects, and must not
/// alter anything that is covered by the signature: method, URL, `host`, `content-type`, `x-acs-*`
/// and body.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and returns the complete response. Dropping the future cancels the
    /// request.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;

    /// Sends one request like [`send`](Self::send), but fails with [`TransportErrorKind::Timeout`]
    /// if the response is not complete by the deadline.
    ///
    /// The default implementation drops the future of `send`. An implementation should add the
    /// [head](TransportError::with_head) of a partial response to the error. A transport that wraps
    /// another one should forward both methods.
    ///
    /// [`TransportErrorKind::Timeout`]: super::TransportErrorKind::Timeout
    fn send_by(&self, request: http::Request<Bytes>, deadline: Instant) -> TransportFuture<'_> {
        let response = self.send(request);
        Box::pin(async move {
            until(Some(deadline.into()), response)
                .await
                .unwrap_or_else(|exceeded| Err(exceeded.into()))
        })
    }
}

/// The future returned by [`Transport::send`].
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

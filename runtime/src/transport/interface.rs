//! What sends requests.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use bytes::Bytes;

use super::error::TransportError;
use crate::support::deadline::until;

/// Sends signed requests.
///
/// An implementation sends the request as it is: it follows no redirects and adds nothing that would change what
/// was signed (method, URL, `host`, `content-type`, `x-acs-*`, body).
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request and collects the answer. Dropping the future abandons the request.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;

    /// Sends one request like [`send`](Self::send), and gives up with [`TransportErrorKind::Timeout`](super::TransportErrorKind::Timeout) if the answer is
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
}

/// What [`Transport::send`] answers.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

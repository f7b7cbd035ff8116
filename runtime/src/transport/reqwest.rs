//! The default transport.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, Uri};
use tokio::task::yield_now;
use tokio::time::Instant;

use super::error::{TransportError, TransportErrorKind};
use super::interface::{Transport, TransportFuture};
use super::pools::{Pools, Way};
use super::proxy::Route;
use super::tls::Tls;
use crate::support::box_error::BoxError;
use crate::support::deadline::until;
use crate::support::defaults::{CONNECT_TIMEOUT, IDLE_TIMEOUT, MAX_RESPONSE_BYTES};

/// Sends requests with reqwest, over HTTP/1.1 and pooled connections.
///
/// It follows no redirects, takes proxies from the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
/// `ALL_PROXY`, `NO_PROXY`), and rejects responses above a maximum size. It may be used in several
/// async runtimes, each of which has its own connections.
#[derive(Clone)]
pub struct ReqwestTransport {
    pools: Arc<Pools>,
    max_response_bytes: usize,
}

impl ReqwestTransport {
    /// Returns a builder with the default settings.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }

    /// Checks that requests to a URI can be sent, as far as that is known without sending one.
    pub(crate) fn check(&self, uri: &Uri) -> Result<(), BoxError> {
        self.pools.check(uri)
    }

    #[cfg(test)]
    pub(super) fn pools(&self) -> &Arc<Pools> {
        &self.pools
    }

    fn exchange(
        &self,
        request: http::Request<Bytes>,
        deadline: Option<Instant>,
    ) -> TransportFuture<'_> {
        Box::pin(async move {
            let way = self.pools.way(request.uri())?;
            let was_quiet = way.was_quiet;
            // Takes a connection only when it is polled.
            let sent = execute(request, way);
            if was_quiet {
                // Lets the runtime notice connections that were closed meanwhile: it looks for
                // events after the first turn, and runs their tasks after the second.
                yield_now().await;
                yield_now().await;
            }
            let response = until(deadline, sent).await?;
            let mut response = response.map_err(failure)?;
            let body = until(deadline, pin!(self.body(&mut response))).await;
            match body.unwrap_or_else(|late| Err(late.into())) {
                Ok(body) => {
                    let mut complete = http::Response::new(body);
                    *complete.status_mut() = response.status();
                    *complete.headers_mut() = std::mem::take(response.headers_mut());
                    Ok(complete)
                }
                Err(error) => Err(error.with_head(response.status().as_u16(), response.headers())),
            }
        })
    }

    async fn body(&self, response: &mut reqwest::Response) -> Result<Bytes, TransportError> {
        let announced = response
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|announced: usize| announced > self.max_response_bytes) {
            return Err(self.too_large());
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(failure)? {
            if body.len() + chunk.len() > self.max_response_bytes {
                return Err(self.too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    fn too_large(&self) -> TransportError {
        let reason = format!(
            "its body is larger than the limit of {} bytes",
            self.max_response_bytes
        );
        TransportError::new(TransportErrorKind::TooLarge, reason)
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client would print the passwords of its proxies.
        f.debug_struct("ReqwestTransport")
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        self.exchange(request, None)
    }

    fn send_by(
        &self,
        request: http::Request<Bytes>,
        deadline: std::time::Instant,
    ) -> TransportFuture<'_> {
        self.exchange(request, Some(deadline.into()))
    }
}

/// Sends a request, converted like by reqwest's `TryFrom`, but with the URL of the way.
fn execute(
    request: http::Request<Bytes>,
    way: Way,
) -> impl Future<Output = Result<reqwest::Response, reqwest::Error>> + Unpin {
    let (head, body) = request.into_parts();
    let needs_length = body.is_empty() && head.method == Method::POST;
    let mut request = reqwest::Request::new(head.method, way.url);
    *request.headers_mut() = head.headers;
    if needs_length {
        // HTTP requires it, and some servers refuse a request without it.
        let none = HeaderValue::from_static("0");
        request.headers_mut().insert(CONTENT_LENGTH, none);
    }
    *request.body_mut() = Some(body.into());
    way.client.execute(request)
}

fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    // The URL of a request signed with HMAC-SHA1 contains its signature.
    TransportError::new(kind, error.without_url())
}

/// Builds a [`ReqwestTransport`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it builds"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    idle_timeout: Option<Duration>,
    max_response_bytes: usize,
    route: Route,
    root_certificates: Vec<Vec<u8>>,
}

impl Default for ReqwestTransportBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            idle_timeout: Some(IDLE_TIMEOUT),
            max_response_bytes: MAX_RESPONSE_BYTES,
            route: Route::default(),
            root_certificates: Vec::new(),
        }
    }
}

impl ReqwestTransportBuilder {
    /// Sets the time limit for making a connection; 5 seconds by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Sets how long an idle connection is kept; 8 seconds by default. With `None` it is kept until
    /// the service closes it.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = limit.into();
        self
    }

    /// Sets the maximum size of a response body in bytes; 16 MiB by default.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sends all requests through a proxy, whatever the environment says. Example:
    /// `http://user:password@proxy.example.com:3128`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.route = Route::Through(url.into());
        self
    }

    /// Sends requests without a proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.route = Route::Direct;
        self
    }

    /// Trusts one or more certificate authorities, given in PEM, in addition to those of the
    /// platform.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Builds the transport. Sends nothing, and reads the certificate authorities of the platform
    /// only when a request needs TLS.
    ///
    /// # Errors
    ///
    /// Fails if a root certificate or the URL of a proxy is invalid. An invalid proxy in the
    /// environment is an error of the requests that would use it.
    pub fn build(self) -> Result<ReqwestTransport, BoxError> {
        let proxies = self.route.resolve(|name| std::env::var_os(name))?;
        let pools = Pools::new(
            self.connect_timeout,
            self.idle_timeout,
            proxies,
            Tls::new(&self.root_certificates)?,
        );
        Ok(ReqwestTransport {
            pools: Arc::new(pools),
            max_response_bytes: self.max_response_bytes,
        })
    }
}

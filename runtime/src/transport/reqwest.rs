//! The default transport.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use http::header::CONTENT_LENGTH;
use tokio::time::Instant;

use super::error::{TransportError, TransportErrorKind};
use super::interface::{Transport, TransportFuture};
use super::proxy::Route;
use super::tls;
use crate::support::box_error::BoxError;
use crate::support::deadline::until;
use crate::support::defaults::{CONNECT_TIMEOUT, IDLE_TIMEOUT, MAX_RESPONSE_BYTES};

/// Sends requests with reqwest, over HTTP/1.1 and pooled connections.
///
/// It follows no redirects, takes proxies from the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
/// `NO_PROXY`), and rejects responses above a maximum size.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    max_response_bytes: usize,
    /// The root URL of the first endpoint that is called, usually the only one. A call takes 3 %
    /// more CPU without it, since each request would parse its URL.
    root: Arc<OnceLock<reqwest::Url>>,
}

impl ReqwestTransport {
    /// Returns a builder with the default settings.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }

    fn exchange(
        &self,
        request: http::Request<Bytes>,
        deadline: Option<Instant>,
    ) -> TransportFuture<'_> {
        Box::pin(async move {
            let request = self.convert(request)?;
            let response = until(deadline, self.client.execute(request)).await?;
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

    /// Converts a request like reqwest's `TryFrom`, but with [`Self::url`].
    fn convert(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, self.url(&head.uri)?);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    /// Returns the URL of a request, made from the root URL if it has the same endpoint.
    fn url(&self, uri: &Uri) -> Result<reqwest::Url, TransportError> {
        if let Some(root) = self.root.get().filter(|root| is_root_of(root, uri)) {
            let mut url = root.clone();
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = reqwest::Url::parse(&uri.to_string())
            .map_err(|error| TransportError::new(TransportErrorKind::Interrupted, error))?;
        self.root.get_or_init(|| {
            let mut root = url.clone();
            root.set_path("/");
            root.set_query(None);
            root
        });
        Ok(url)
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

/// Returns whether a URI has the endpoint of the root URL and no path.
fn is_root_of(root: &reqwest::Url, uri: &Uri) -> bool {
    let authority = uri.authority().map(|authority| authority.as_str());
    uri.path() == "/"
        && uri.scheme_str() == Some(root.scheme())
        && authority == Some(root.authority())
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

    /// Sets how long an idle connection is kept; 30 seconds by default. With `None` it is kept
    /// until the service closes it.
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

    /// Sends requests without a proxy unless [`proxy`](Self::proxy) set one.
    pub(crate) fn no_environment_proxy(mut self) -> Self {
        if matches!(self.route, Route::Environment) {
            self.route = Route::Direct;
        }
        self
    }

    /// Trusts one or more certificate authorities, given in PEM, in addition to those of the
    /// platform.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Builds the transport. Sends nothing.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up, a root certificate is invalid, or the URL of a proxy, set here or
    /// in the environment, is invalid.
    pub fn build(self) -> Result<ReqwestTransport, BoxError> {
        let builder = reqwest::Client::builder()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.idle_timeout);
        let builder = tls::set_up(builder, &self.root_certificates)?;
        Ok(ReqwestTransport {
            client: self.route.set_up(builder)?.build()?,
            max_response_bytes: self.max_response_bytes,
            root: Arc::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_does_not_depend_on_the_endpoint_called_first() {
        let transport = ReqwestTransport::builder().build().unwrap();
        for url in [
            "http://127.0.0.1:8086/?Name=%E4%BD%A0%20%2B~",
            "http://127.0.0.1:8086/?Name=2",
            "http://127.0.0.1:8086/",
            "http://127.0.0.1:8086/other?Name=3",
            "http://127.0.0.1/?Name=4",
            "https://127.0.0.1:8086/?Name=5",
            "http://[::1]:8086/?Name=6",
            "http://127.0.0.1:8086/?Name=7",
        ] {
            let uri: Uri = url.parse().unwrap();
            assert_eq!(transport.url(&uri).unwrap().as_str(), url);
        }
    }
}

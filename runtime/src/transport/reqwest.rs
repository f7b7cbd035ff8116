//! The default transport.

use std::fmt::{self, Write as _};
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

/// Sends requests with reqwest, over HTTP/1.1 and pooled connections. It follows no redirects, takes proxies from
/// the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), and refuses answers over a given size.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    max_response_bytes: usize,
    /// The root of the host that was called first, and is called ever after: a host takes long to parse.
    root: Arc<OnceLock<reqwest::Url>>,
}

impl ReqwestTransport {
    /// Starts a transport with settings of its own.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }

    fn exchange(
        &self,
        request: http::Request<Bytes>,
        deadline: Option<Instant>,
    ) -> TransportFuture<'_> {
        // Made ready here, so that the future does not hold the request too.
        let request = self.prepare(request);
        let sending = request.map(|request| self.client.execute(request));
        Box::pin(async move {
            let mut response = until(deadline, sending?).await?.map_err(failure)?;
            let body = until(deadline, pin!(self.body(&mut response))).await;
            match body.unwrap_or_else(|late| Err(late.into())) {
                Ok(body) => {
                    let mut answer = http::Response::new(body);
                    *answer.status_mut() = response.status();
                    *answer.headers_mut() = std::mem::take(response.headers_mut());
                    Ok(answer)
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
        let mut body = Bytes::new();
        while let Some(more) = response.chunk().await.map_err(failure)? {
            if body.len() + more.len() > self.max_response_bytes {
                return Err(self.too_large());
            }
            body = join(body, more);
        }
        Ok(body)
    }

    /// What reqwest's own conversion does, with less work for the URL.
    fn prepare(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let (head, body) = request.into_parts();
        let mut request = reqwest::Request::new(head.method, self.url(&head.uri)?);
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    fn url(&self, uri: &Uri) -> Result<reqwest::Url, TransportError> {
        if let Some(root) = self.root.get().filter(|root| is_root_of(root, uri)) {
            let mut url = root.clone();
            url.set_query(uri.query());
            return Ok(url);
        }
        let rest = uri.path_and_query().map_or(0, |rest| rest.as_str().len());
        let host = uri.authority().map_or(0, |host| host.as_str().len());
        let mut url = String::with_capacity("https://".len() + host + rest);
        // Writing to a String cannot fail.
        let _ = write!(url, "{uri}");
        let url = reqwest::Url::parse(&url)
            .map_err(|error| TransportError::new(TransportErrorKind::Interrupted, error))?;
        let _ = self.root.get_or_init(|| {
            let mut root = url.clone();
            root.set_path("/");
            root.set_query(None);
            root
        });
        Ok(url)
    }

    fn too_large(&self) -> TransportError {
        let reason = format!(
            "its body is over the accepted {} bytes",
            self.max_response_bytes
        );
        TransportError::new(TransportErrorKind::TooLarge, reason)
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client would show the credentials of its proxies.
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

/// Nearly every answer is one chunk, which needs no copy.
fn join(body: Bytes, more: Bytes) -> Bytes {
    if body.is_empty() {
        return more;
    }
    let mut joined = body
        .try_into_mut()
        .unwrap_or_else(|shared| BytesMut::from(&shared[..]));
    joined.extend_from_slice(&more);
    joined.freeze()
}

/// Whether a URL is that of the root at this host.
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
    // The URL of a request signed with HMAC-SHA1 is a secret.
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
    /// Time to make a connection, 5 seconds by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Time that an unused connection is kept, 30 seconds by default; `None` for as long as the service keeps it.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = limit.into();
        self
    }

    /// Largest answer that is accepted, 16 MiB by default.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Proxy that all requests pass, whatever the environment says: `http://user:password@proxy.example.com:3128`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.route = Route::Through(url.into());
        self
    }

    /// Sends requests without a proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.route = Route::Direct;
        self
    }

    /// Sends requests without a proxy unless one was set here.
    pub(crate) fn no_environment_proxy(mut self) -> Self {
        if matches!(self.route, Route::Environment) {
            self.route = Route::Direct;
        }
        self
    }

    /// Trusts further certificate authorities, one or more certificates in PEM, beside those of the platform.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Builds the transport. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up, a root certificate is none, or the URL of a proxy cannot be used, be it set here or
    /// in the environment.
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
    fn a_url_is_the_same_whichever_host_was_called_first() {
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

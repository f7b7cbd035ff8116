//! The default transport.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;

use super::{Transport, TransportError, TransportErrorKind, TransportFuture};
use crate::error::BoxError;

/// Sends requests with reqwest, over HTTP/1.1 and pooled connections. It follows no redirects, takes proxies from
/// the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), and refuses answers over a given size.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    max_response_bytes: usize,
}

impl ReqwestTransport {
    /// A transport that gives up connecting after `connect_timeout`.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn new(connect_timeout: Duration, max_response_bytes: usize) -> Result<Self, BoxError> {
        let builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(connect_timeout);
        #[cfg(feature = "rustls-ring")]
        let builder = builder.tls_backend_preconfigured(rustls_config()?);
        Ok(Self {
            client: builder.build()?,
            max_response_bytes,
        })
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request).map_err(failure)?;
        let mut response = self.client.execute(request).await.map_err(failure)?;
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        let broken =
            |error: TransportError| error.with_head(head.status().as_u16(), head.headers());

        let announced = head
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|announced: usize| announced > self.max_response_bytes) {
            return Err(broken(self.too_large()));
        }
        let mut body = response
            .chunk()
            .await
            .map_err(|error| broken(failure(error)))?
            .unwrap_or_default();
        // Nearly every answer is one chunk, which needs no copy.
        while let Some(more) = response
            .chunk()
            .await
            .map_err(|error| broken(failure(error)))?
        {
            if body.len() + more.len() > self.max_response_bytes {
                return Err(broken(self.too_large()));
            }
            let mut joined = body
                .try_into_mut()
                .unwrap_or_else(|shared| BytesMut::from(&shared[..]));
            joined.extend_from_slice(&more);
            body = joined.freeze();
        }
        Ok(head.map(|()| body))
    }

    fn too_large(&self) -> TransportError {
        let reason = format!(
            "its body is over the accepted {} bytes",
            self.max_response_bytes
        );
        TransportError::new(TransportErrorKind::TooLarge, reason)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
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

/// TLS by rustls with its crypto library named, so that no process-wide default is needed or set.
#[cfg(feature = "rustls-ring")]
fn rustls_config() -> Result<rustls::ClientConfig, BoxError> {
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth())
}

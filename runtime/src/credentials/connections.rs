//! How providers reach the services that hand out credentials.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;

use super::CredentialsError;
use crate::error::BoxError;
use crate::transport::{ReqwestTransport, Transport, TransportErrorKind};

/// No service answers with more than a few KiB.
const MAX_RESPONSE_BYTES: usize = 256 * 1024;

/// The transports of providers, made when they are first needed and shared by all copies.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    given: Option<Arc<dyn Transport>>,
    remote: OnceLock<Arc<dyn Transport>>,
    local: OnceLock<Arc<dyn Transport>>,
}

/// Where a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Out in the network, maybe behind a proxy.
    Remote,
    /// On this machine or its link, where no proxy has to see what is sent.
    Local,
}

/// Why there is no answer.
pub(super) struct Unanswered {
    pub(super) error: CredentialsError,
    /// Whether no connection was made.
    pub(super) unreachable: bool,
}

impl From<Unanswered> for CredentialsError {
    fn from(unanswered: Unanswered) -> Self {
        unanswered.error
    }
}

impl Place {
    fn connect_timeout(self) -> Duration {
        match self {
            Self::Remote => Duration::from_secs(5),
            Self::Local => Duration::from_secs(1),
        }
    }

    fn transport(self) -> Result<Arc<dyn Transport>, BoxError> {
        let builder = ReqwestTransport::builder()
            .connect_timeout(self.connect_timeout())
            .max_response_bytes(MAX_RESPONSE_BYTES);
        let builder = match self {
            Self::Remote => builder,
            Self::Local => builder.no_proxy(),
        };
        Ok(Arc::new(builder.build()?))
    }
}

impl Connections {
    /// Connections by one transport, whatever they are for.
    pub(super) fn by(transport: Arc<dyn Transport>) -> Self {
        let inner = Inner {
            given: Some(transport),
            ..Inner::default()
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Sends a request to `service`, which is how errors name it, and collects the answer within `limit`.
    pub(super) async fn send(
        &self,
        place: Place,
        service: &str,
        limit: Duration,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Unanswered> {
        let unanswered = |error, unreachable| Unanswered { error, unreachable };
        let transport = self
            .transport(place)
            .map_err(|error| unanswered(error, false))?;
        match tokio::time::timeout(limit, transport.send(request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                let what = match error.kind() {
                    TransportErrorKind::Connect => "no connection to",
                    TransportErrorKind::TooLarge => "too large an answer from",
                    _ => "no whole answer from",
                };
                let unreachable = error.kind() == TransportErrorKind::Connect;
                let error = CredentialsError::new(format!("{what} {service}")).with_source(error);
                Err(unanswered(error, unreachable))
            }
            Err(_) => {
                let reason = format!("no answer from {service} within {limit:?}");
                Err(unanswered(CredentialsError::new(reason), false))
            }
        }
    }

    fn transport(&self, place: Place) -> Result<&Arc<dyn Transport>, CredentialsError> {
        if let Some(given) = &self.inner.given {
            return Ok(given);
        }
        let slot = match place {
            Place::Remote => &self.inner.remote,
            Place::Local => &self.inner.local,
        };
        if let Some(made) = slot.get() {
            return Ok(made);
        }
        let made = place.transport().map_err(|error| {
            CredentialsError::new("the HTTP client cannot be set up").with_source(error)
        })?;
        Ok(slot.get_or_init(|| made))
    }
}

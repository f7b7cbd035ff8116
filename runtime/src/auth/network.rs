//! The network settings of a client, for the requests of its providers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::credentials::Credentials;
use super::error::CredentialsError;
use crate::codec::encode::Parameters;
use crate::transport::{ReqwestTransport, ReqwestTransportBuilder, Transport};

/// The network settings of a client: transport, proxy, certificates, timeouts and observer.
///
/// A client passes them to its provider of credentials, so that requests for credentials take the
/// same way as calls. Only the providers of this crate can read them; a provider that wraps another
/// one passes them on.
#[derive(Clone)]
pub struct NetworkSettings {
    /// The transport of the client, if it was set.
    pub(crate) transport: Option<Arc<dyn Transport>>,
    /// Proxy and certificates.
    pub(crate) http: ReqwestTransportBuilder,
    /// The timeout for connecting, if it was set.
    pub(crate) connect_timeout: Option<Duration>,
    /// The timeout for an attempt, if it was set.
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) observer: Option<Arc<dyn ObserveExchanges>>,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            transport: None,
            http: ReqwestTransport::builder(),
            connect_timeout: None,
            attempt_timeout: None,
            observer: None,
        }
    }
}

impl fmt::Debug for NetworkSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetworkSettings")
            .field("transport", &self.transport)
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .finish_non_exhaustive()
    }
}

/// Receives the requests for credentials and their outcomes.
pub(crate) trait ObserveExchanges: fmt::Debug + Send + Sync {
    /// Called before a request is sent.
    fn request(&self, exchange: Exchange<'_>, headers: &HeaderMap);
    /// Called when a response has arrived.
    fn response(&self, exchange: Exchange<'_>, response: ExchangeResponse<'_>);
    /// Called when an attempt has failed.
    fn failure(
        &self,
        exchange: Exchange<'_>,
        error: &CredentialsError,
        next_attempt_in: Option<Duration>,
    );
}

/// An attempt to get credentials from a service.
#[derive(Clone, Copy)]
pub(crate) struct Exchange<'a> {
    /// The name of the operation, or of the service if that has no operations.
    pub(crate) operation: &'static str,
    pub(crate) attempt: u32,
    pub(crate) method: &'static str,
    pub(crate) host: &'a str,
    /// The parameters, without secrets.
    pub(crate) parameters: &'a Parameters,
    /// The time since the start of the attempt.
    pub(crate) duration: Duration,
}

/// A response with credentials or an error.
#[derive(Clone, Copy)]
pub(crate) struct ExchangeResponse<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// The credentials that signed the request; empty if none did.
    pub(crate) credentials: &'a Credentials,
    pub(crate) signature: &'a str,
    /// Names of members of the body whose values are secret.
    pub(crate) secret_names: &'a [&'a str],
}

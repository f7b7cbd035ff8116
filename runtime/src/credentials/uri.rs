//! Credentials from a URI.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, Uri};

use super::cached::Cached;
use super::connections::{Connections, Limit, Scope, Sending};
use super::issued::IssuedKey;
use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::codec::encode::Parameters;
use crate::support::defaults::URI_RESPONSE_TIMEOUT;
use crate::support::environment::Environment;
use crate::transport::Transport;
use crate::transport::endpoint::Endpoint;

/// Credentials that a `GET` of a URI returns, usually from a helper on the same machine.
///
/// The response is JSON in the format of the metadata service: `AccessKeyId`, `AccessKeySecret`,
/// and for temporary credentials `SecurityToken` and `Expiration`; a `Code`, if present, must be
/// `Success`. The URI may contain secrets, so only its host is ever shown. Plain HTTP is allowed:
/// use it only where nobody can eavesdrop. A proxy of the environment is used unless the host is
/// this machine.
pub struct UriCredentials {
    uri: Uri,
    scope: Scope,
    timeout: Option<Duration>,
    connections: Connections,
}

impl UriCredentials {
    /// The variable for the URI.
    pub const URI: &'static str = "ALIBABA_CLOUD_CREDENTIALS_URI";

    /// Starts building a provider. Options that are not set on the builder come from the
    /// environment.
    pub fn builder() -> UriBuilder {
        UriBuilder::default()
    }

    fn issuer(&self) -> String {
        let host = self
            .uri
            .authority()
            .map_or("", |authority| authority.as_str());
        format!("the credentials URI (host {host})")
    }

    async fn fetch(&self) -> Result<Credentials, CredentialsError> {
        let issuer = self.issuer();
        let request = || {
            Request::get(self.uri.clone())
                .body(Bytes::new())
                .map_err(|_| {
                    CredentialsError::new(format!("the request to {issuer} cannot be sent"))
                })
        };
        let response = self
            .connections
            .send(Sending {
                scope: self.scope,
                service: &issuer,
                operation: "credentials URI",
                parameters: &Parameters::default(),
                signer: None,
                is_response_secret: false,
                limit: Limit {
                    set: self.timeout,
                    default: URI_RESPONSE_TIMEOUT,
                },
                request: &request,
            })
            .await?;
        if response.status() != StatusCode::OK {
            return Err(CredentialsError::new(format!(
                "{issuer} returned status {}",
                response.status().as_u16()
            )));
        }
        IssuedKey::read_successful(&issuer, response.body())?.into_credentials(&issuer)
    }
}

impl fmt::Debug for UriCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UriCredentials")
            .field("host", &self.uri.host())
            .finish_non_exhaustive()
    }
}

impl ProvideCredentials for UriCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.fetch())
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.connections.use_network(settings);
    }

    fn name(&self) -> &str {
        "credentials URI"
    }
}

/// Builds [`UriCredentials`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it builds"]
pub struct UriBuilder {
    uri: Option<String>,
    timeout: Option<Duration>,
    pub(super) environment: Environment,
    pub(super) connections: Connections,
}

impl UriBuilder {
    /// Sets the URI, by default `ALIBABA_CLOUD_CREDENTIALS_URI`.
    pub fn uri(mut self, uri: impl Into<String>) -> Self {
        self.uri = Some(uri.into());
        self
    }

    /// Sets the response timeout, 5 seconds by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Sets the transport. By default a [`ReqwestTransport`](crate::transport::ReqwestTransport)
    /// with the network settings of the client.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.connections = Connections::with_transport(Arc::new(transport));
        self
    }

    /// Sets where variables are looked up, by default in the environment of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Builds the provider without sending anything.
    ///
    /// # Errors
    ///
    /// Fails if there is no URI, or if it is not an `http` or `https` URI with a host, or if it
    /// contains a user name.
    pub fn build(self) -> Result<Cached<UriCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<UriCredentials, CredentialsError> {
        let uri = self
            .uri
            .or_else(|| self.environment.variable(UriCredentials::URI))
            .ok_or_else(|| CredentialsError::new(format!("{} is not set", UriCredentials::URI)))?;
        let invalid = |reason| CredentialsError::new(format!("the credentials URI {reason}"));
        let uri: Uri = uri.parse().map_err(|_| invalid("is not a valid URI"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(invalid("does not start with http:// or https://"));
        }
        if uri.host().is_none_or(str::is_empty) {
            return Err(invalid("has no host"));
        }
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err(invalid("contains a user name, which cannot be sent"));
        }
        let (scheme, authority) = (uri.scheme_str(), uri.authority());
        let address = scheme
            .zip(authority)
            .map(|(scheme, authority)| format!("{scheme}://{authority}"));
        let endpoint = address.and_then(|address| Endpoint::parse(&address).ok());
        Ok(UriCredentials {
            uri,
            scope: Scope::of(endpoint.is_some_and(|endpoint| endpoint.is_loopback())),
            timeout: self.timeout,
            connections: self.connections,
        })
    }
}

impl fmt::Debug for UriBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UriBuilder")
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

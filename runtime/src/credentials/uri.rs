//! Credentials from a URI.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode, Uri};

use super::cached::Cached;
use super::connections::{Connections, Scope};
use super::issued::IssuedKey;
use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::defaults::URI_RESPONSE_TIMEOUT;
use crate::support::environment::Environment;
use crate::transport::Transport;

/// Credentials that a `GET` of a URI returns, usually from a helper on the same machine.
///
/// The response is JSON in the format of the metadata service: `AccessKeyId`, `AccessKeySecret`,
/// and for temporary credentials `SecurityToken` and `Expiration`; a `Code`, if present, must be
/// `Success`. The URI may contain secrets, so only its host is ever shown. No proxy is used. Plain
/// HTTP is allowed: use it only where nobody can eavesdrop.
pub struct UriCredentials {
    uri: Uri,
    timeout: Duration,
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
            .send(Scope::Local, &issuer, self.timeout, &request)
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
    /// that uses no proxy and a connect timeout of 1 second.
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
        Ok(UriCredentials {
            uri,
            timeout: self.timeout.unwrap_or(URI_RESPONSE_TIMEOUT),
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

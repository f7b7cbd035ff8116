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

/// Credentials that a `GET` of a URI answers, usually of a helper on the same machine.
///
/// The answer is JSON as the metadata service writes it: `AccessKeyId`, `AccessKeySecret`, and for temporary ones
/// `SecurityToken` and `Expiration`; a `Code`, if there is one, is `Success`. The URI may hold secrets, so only its
/// host is ever shown. No proxy is used, and plain HTTP is allowed: mind who can listen on the way.
pub struct UriCredentials {
    uri: Uri,
    timeout: Duration,
    connections: Connections,
}

impl UriCredentials {
    /// Variable that holds the URI.
    pub const URI: &'static str = "ALIBABA_CLOUD_CREDENTIALS_URI";

    /// Starts a provider. What is not set on the builder comes from the environment.
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
                .map_err(|_| CredentialsError::new(format!("{issuer} cannot be asked")))
        };
        let answer = self
            .connections
            .send(Scope::Local, &issuer, self.timeout, &request)
            .await?;
        if answer.status() != StatusCode::OK {
            return Err(CredentialsError::new(format!(
                "{issuer} answered status {}",
                answer.status().as_u16()
            )));
        }
        IssuedKey::read_successful(&issuer, answer.body())?.into_credentials(&issuer)
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
    /// The URI, by default `ALIBABA_CLOUD_CREDENTIALS_URI`.
    pub fn uri(mut self, uri: impl Into<String>) -> Self {
        self.uri = Some(uri.into());
        self
    }

    /// Time until the answer is there, 5 seconds by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// What sends the requests. By default a [`ReqwestTransport`](crate::transport::ReqwestTransport) without a
    /// proxy that connects within a second.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.connections = Connections::by(Arc::new(transport));
        self
    }

    /// Where variables are looked up, by default in the environment of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Builds the provider. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When there is no URI, or none of `http` or `https` with a host.
    pub fn build(self) -> Result<Cached<UriCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<UriCredentials, CredentialsError> {
        let uri = self
            .uri
            .or_else(|| self.environment.variable(UriCredentials::URI))
            .ok_or_else(|| CredentialsError::new(format!("{} is not set", UriCredentials::URI)))?;
        let wrong = |reason| CredentialsError::new(format!("the credentials URI {reason}"));
        let uri: Uri = uri.parse().map_err(|_| wrong("is no URI"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(wrong("does not begin with http:// or https://"));
        }
        if uri.host().is_none_or(str::is_empty) {
            return Err(wrong("has no host"));
        }
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err(wrong("names a user, which cannot be sent"));
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

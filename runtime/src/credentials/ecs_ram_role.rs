//! Credentials of the RAM role of an ECS instance, from its metadata service.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};

use super::cached::Cached;
use super::connections::{Connections, Limit, RequestFailed, Scope, Sending};
use super::issued::IssuedKey;
use super::zeroizing_bytes::ZeroizingBytes;
use crate::auth::error::SetupState;
use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::codec::encode::Parameters;
use crate::support::defaults::METADATA_RESPONSE_TIMEOUT;
use crate::support::environment::Environment;
use crate::transport::Transport;
use crate::transport::endpoint::Endpoint;

const ADDRESS: &str = "http://100.100.100.200";
const TOKEN_PATH: &str = "/latest/api/token";
const DATA_PATH: &str = "/latest/meta-data/";
const ROLE_PATH: &str = "/latest/meta-data/ram/security-credentials/";
const TOKEN_LIFETIME: &str = "x-aliyun-ecs-metadata-token-ttl-seconds";
const TOKEN: &str = "x-aliyun-ecs-metadata-token";
const SERVICE: &str = "the metadata service";

/// Credentials of the RAM role attached to the ECS instance on which the program runs.
///
/// They come from the metadata service of the instance, over plain HTTP on the instance's own link
/// and without a proxy. The provider first requests a token, as version 2 of the service requires.
/// If the service returns no token or refuses its own, the provider falls back to version 1,
/// without a token, unless that is disabled.
#[derive(Debug)]
pub struct EcsRamRoleCredentials {
    role: Option<String>,
    first_version: bool,
    endpoint: Endpoint,
    timeout: Option<Duration>,
    connections: Connections,
}

impl EcsRamRoleCredentials {
    /// The variable for the name of the role.
    pub const ROLE: &'static str = "ALIBABA_CLOUD_ECS_METADATA";
    /// The variable that keeps all programs from using the metadata service if set to `true` (or
    /// `1`, `yes`, `on`).
    pub const DISABLED: &'static str = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
    /// The variable that keeps all programs from using it without a token if set to `true` (or `1`,
    /// `yes`, `on`).
    pub const FIRST_VERSION_DISABLED: &'static str = "ALIBABA_CLOUD_IMDSV1_DISABLED";

    /// Starts building a provider. Options that are not set on the builder come from the
    /// environment.
    pub fn builder() -> EcsRamRoleBuilder {
        EcsRamRoleBuilder::default()
    }

    async fn fetch(&self) -> Result<Credentials, CredentialsError> {
        let mut token = self.token().await?;
        let role = match &self.role {
            Some(role) => role.clone(),
            None => self.attached_role(&mut token).await?,
        };
        let path = format!("{ROLE_PATH}{role}");
        let (status, body) = self.get(&path, &mut token).await?;
        match status {
            StatusCode::OK => IssuedKey::read_successful(SERVICE, &body)?.into_temporary(SERVICE),
            StatusCode::NOT_FOUND => Err(match self.attached_role(&mut token).await {
                Ok(attached) => CredentialsError::new(format!(
                    "the role {role} is not attached to the instance, but {attached} is"
                )),
                // A named role shows that the provider is set up.
                Err(error) => error
                    .with_state(SetupState::Broken)
                    .context(&format!("the role {role}")),
            }),
            _ => Err(unexpected_status(status)),
        }
    }

    /// Returns the state if the program does not run on an instance.
    fn no_instance_state(&self) -> SetupState {
        match self.role {
            Some(_) => SetupState::Broken,
            None => SetupState::NotSetUp,
        }
    }

    /// Fetches a token for the following requests; `None` if they are sent without one.
    async fn token(&self) -> Result<Option<HeaderValue>, CredentialsError> {
        let lifetime = HeaderValue::from_static("21600");
        let header = Some((TOKEN_LIFETIME, &lifetime));
        let reason = match self.send(Method::PUT, TOKEN_PATH, header).await {
            Ok((StatusCode::OK, body)) => match token_value(&body) {
                Some(token) => return Ok(Some(token)),
                None => CredentialsError::new(format!("{SERVICE} returned an unusable token")),
            },
            Ok((status, _)) => unexpected_status(status),
            // If the service is unreachable, version 1 is not available either.
            Err(failure) if failure.unreachable => {
                return Err(failure.error.with_state(self.no_instance_state()));
            }
            Err(failure) => failure.error,
        };
        if self.first_version {
            tracing::debug!(
                reason = reason.chain(),
                "no metadata token; falling back to requests without one"
            );
            Ok(None)
        } else {
            Err(reason.context("no metadata token, and requests without one are disabled"))
        }
    }

    async fn attached_role(
        &self,
        token: &mut Option<HeaderValue>,
    ) -> Result<String, CredentialsError> {
        let no_role = || {
            CredentialsError::new("no role is attached to the instance")
                .with_state(SetupState::NotSetUp)
        };
        let (status, body) = self.get(ROLE_PATH, token).await?;
        match status {
            StatusCode::OK => {}
            // An instance without a role has other data.
            StatusCode::NOT_FOUND => match self.get(DATA_PATH, token).await? {
                (StatusCode::OK, _) => return Err(no_role()),
                _ => {
                    let error = CredentialsError::new(format!(
                        "{SERVICE} returned status 404 for all its data; this is not an ECS instance"
                    ));
                    return Err(error.with_state(SetupState::NotSetUp));
                }
            },
            _ => return Err(unexpected_status(status)),
        }
        let text = String::from_utf8_lossy(&body);
        let name = text.lines().next().unwrap_or_default().trim();
        if name.is_empty() {
            return Err(no_role());
        }
        if !is_role_name(name) {
            return Err(CredentialsError::new(format!(
                "{SERVICE} returned an invalid role name"
            )));
        }
        Ok(name.to_owned())
    }

    /// Sends a request with the token, and once more without it if the service refuses it. The
    /// token is then dropped.
    async fn get(
        &self,
        path: &str,
        token: &mut Option<HeaderValue>,
    ) -> Result<(StatusCode, ZeroizingBytes), CredentialsError> {
        let header = token.as_ref().map(|token| (TOKEN, token));
        let with_token = self.send(Method::GET, path, header).await;
        let reason = match &with_token {
            Ok((StatusCode::OK, _)) => return Ok(with_token?),
            Err(failed) if failed.unreachable => return Ok(with_token?),
            Ok((status, _)) => unexpected_status(*status),
            Err(failed) => failed.error.clone(),
        };
        if token.is_none() || !self.first_version {
            return Ok(with_token?);
        }
        match self.send(Method::GET, path, None).await {
            Ok((StatusCode::OK, body)) => {
                tracing::debug!(
                    reason = reason.chain(),
                    "the metadata token was refused; falling back to requests without one"
                );
                *token = None;
                Ok((StatusCode::OK, body))
            }
            // The request with a token is the one that ought to work.
            _ => Ok(with_token?),
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        header: Option<(&'static str, &HeaderValue)>,
    ) -> Result<(StatusCode, ZeroizingBytes), RequestFailed> {
        let request = || {
            let mut request = Request::builder()
                .method(method.clone())
                .uri(format!("{}{path}", self.endpoint.url()))
                .header(http::header::HOST, self.endpoint.host());
            if let Some((name, value)) = header {
                request = request.header(name, value);
            }
            request.body(Bytes::new()).map_err(|error| {
                CredentialsError::new(format!("the request to {SERVICE} cannot be sent"))
                    .with_source(error)
            })
        };
        let response = self
            .connections
            .send(Sending {
                scope: Scope::Link,
                service: SERVICE,
                operation: "metadata service",
                parameters: &Parameters::default(),
                signer: None,
                is_response_secret: path == TOKEN_PATH,
                limit: Limit {
                    set: self.timeout,
                    default: METADATA_RESPONSE_TIMEOUT,
                },
                request: &request,
            })
            .await?;
        Ok((response.status(), response.into_body()))
    }
}

impl ProvideCredentials for EcsRamRoleCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.fetch())
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.connections.use_network(settings);
    }

    fn name(&self) -> &str {
        "ECS RAM role"
    }
}

fn unexpected_status(status: StatusCode) -> CredentialsError {
    CredentialsError::new(format!("{SERVICE} returned status {}", status.as_u16()))
}

fn token_value(body: &[u8]) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(body.trim_ascii()).ok()?;
    value.set_sensitive(true);
    (!value.is_empty()).then_some(value)
}

fn is_role_name(text: &str) -> bool {
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    !text.is_empty() && text.len() <= 128 && text.chars().all(valid)
}

/// Builds [`EcsRamRoleCredentials`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it builds"]
pub struct EcsRamRoleBuilder {
    role: Option<String>,
    first_version: Option<bool>,
    endpoint: Option<String>,
    timeout: Option<Duration>,
    pub(super) environment: Environment,
    pub(super) connections: Connections,
}

impl EcsRamRoleBuilder {
    /// Sets the name of the role, by default `ALIBABA_CLOUD_ECS_METADATA`, or else the role that
    /// the metadata service names.
    pub fn role(mut self, name: impl Into<String>) -> Self {
        self.role = Some(name.into());
        self
    }

    /// Sets whether to fall back to requests without a token if the metadata service returns none.
    /// Allowed by default, unless `ALIBABA_CLOUD_IMDSV1_DISABLED` is `true`.
    pub fn first_version(mut self, allow: bool) -> Self {
        self.first_version = Some(allow);
        self
    }

    /// Sets the address of the metadata service, `http://100.100.100.200` by default.
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.endpoint = Some(address.into());
        self
    }

    /// Sets the response timeout of each of the two or three requests, 2 seconds by default.
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
    /// Fails if an option or variable is invalid, or if `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is
    /// `true`.
    pub fn build(self) -> Result<Cached<EcsRamRoleCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<EcsRamRoleCredentials, CredentialsError> {
        let flag = |name| self.environment.flag(name).map_err(CredentialsError::new);
        if flag(EcsRamRoleCredentials::DISABLED)? {
            return Err(CredentialsError::new(format!(
                "disabled by {}",
                EcsRamRoleCredentials::DISABLED
            ))
            .with_state(SetupState::NotSetUp));
        }
        let role = self
            .role
            .or_else(|| self.environment.variable(EcsRamRoleCredentials::ROLE));
        if role.as_deref().is_some_and(|name| !is_role_name(name)) {
            return Err(CredentialsError::new(
                "the role name of the ECS instance must be 1 to 128 letters, digits or ._-@",
            ));
        }
        let first_version = match self.first_version {
            Some(allowed) => allowed,
            None => !flag(EcsRamRoleCredentials::FIRST_VERSION_DISABLED)?,
        };
        let address = self.endpoint.as_deref().unwrap_or(ADDRESS);
        let endpoint = Endpoint::parse(address).map_err(|error| {
            CredentialsError::new("the endpoint of the metadata service is invalid")
                .with_source(error)
        })?;
        Ok(EcsRamRoleCredentials {
            role,
            first_version,
            endpoint,
            timeout: self.timeout,
            connections: self.connections,
        })
    }
}

impl fmt::Debug for EcsRamRoleBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An invalid address may contain a password; don't show it.
        let endpoint = self.endpoint.as_deref().map(|address| {
            Endpoint::parse(address).map_or_else(
                |_| "invalid".to_owned(),
                |endpoint| endpoint.url().to_owned(),
            )
        });
        f.debug_struct("EcsRamRoleBuilder")
            .field("role", &self.role)
            .field("first_version", &self.first_version)
            .field("endpoint", &endpoint)
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

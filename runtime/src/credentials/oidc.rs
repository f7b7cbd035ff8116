//! Credentials of a role, in exchange for the token of an OIDC provider.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::cached::Cached;
use super::connections::Connections;
use super::file;
use super::sts::{Session, SessionOptions, session_setters};
use crate::auth::error::SetupState;
use crate::auth::{CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials};
use crate::support::environment::Environment;

/// Credentials of a RAM role, requested from STS (`AssumeRoleWithOIDC`) with the token of an OIDC
/// provider, such as the token that Kubernetes issues to the service account of a pod.
///
/// The token file is read again at each refresh.
#[derive(Debug)]
pub struct OidcCredentials {
    provider_arn: String,
    token_file: PathBuf,
    session: Session,
}

impl OidcCredentials {
    /// The variable for the ARN of the role.
    pub const ROLE_ARN: &'static str = "ALIBABA_CLOUD_ROLE_ARN";
    /// The variable for the ARN of the OIDC provider.
    pub const PROVIDER_ARN: &'static str = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
    /// The variable for the path of the token file.
    pub const TOKEN_FILE: &'static str = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";

    /// Starts building a provider. Options that are not set on the builder come from the
    /// environment.
    pub fn builder() -> OidcBuilder {
        OidcBuilder::default()
    }

    async fn token(&self) -> Result<Zeroizing<String>, CredentialsError> {
        let file = file::read("OIDC token file", vec![self.token_file.clone()]).await?;
        let token = file.text.trim();
        if token.is_empty() {
            return Err(CredentialsError::new(format!(
                "the OIDC token file {} is empty",
                self.token_file.display()
            )));
        }
        Ok(Zeroizing::new(token.to_owned()))
    }
}

impl ProvideCredentials for OidcCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let token = self.token().await?;
            self.session
                .assume_with_oidc(&self.provider_arn, &token)
                .await
        })
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.session.use_network(settings);
    }

    fn name(&self) -> &str {
        "OIDC"
    }
}

/// Builds [`OidcCredentials`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it builds"]
pub struct OidcBuilder {
    role_arn: Option<String>,
    provider_arn: Option<String>,
    token_file: Option<PathBuf>,
    pub(super) session: SessionOptions,
}

impl OidcBuilder {
    /// Sets the ARN of the role, by default `ALIBABA_CLOUD_ROLE_ARN`.
    pub fn role_arn(mut self, arn: impl Into<String>) -> Self {
        self.role_arn = Some(arn.into());
        self
    }

    /// Sets the ARN of the OIDC provider, by default `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`.
    pub fn provider_arn(mut self, arn: impl Into<String>) -> Self {
        self.provider_arn = Some(arn.into());
        self
    }

    /// Sets the path of the token file, by default `ALIBABA_CLOUD_OIDC_TOKEN_FILE`.
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.token_file = Some(path.into());
        self
    }

    session_setters!();

    /// Builds the provider without reading or sending anything.
    ///
    /// # Errors
    ///
    /// Fails if an option is missing or invalid; the error names it.
    pub fn build(self) -> Result<Cached<OidcCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<OidcCredentials, CredentialsError> {
        let environment = &self.session.environment;
        // The role ARN alone may be set for another purpose.
        let is_configured = [OidcCredentials::PROVIDER_ARN, OidcCredentials::TOKEN_FILE]
            .iter()
            .any(|variable| environment.variable(variable).is_some());
        let state = match is_configured {
            true => SetupState::Broken,
            false => SetupState::NotSetUp,
        };
        let required = |set: Option<String>, variable: &str| {
            let missing = || CredentialsError::new(format!("{variable} is not set"));
            set.filter(|value| !value.is_empty())
                .or_else(|| environment.variable(variable))
                .ok_or_else(|| missing().with_state(state))
        };
        let role_arn = required(self.role_arn, OidcCredentials::ROLE_ARN)?;
        let provider_arn = required(self.provider_arn, OidcCredentials::PROVIDER_ARN)?;
        let token_file = match self.token_file {
            Some(path) => path,
            None => required(None, OidcCredentials::TOKEN_FILE)?.into(),
        };
        Ok(OidcCredentials {
            provider_arn,
            token_file,
            session: self.session.session(role_arn)?,
        })
    }
}

impl fmt::Debug for OidcBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcBuilder")
            .field("role_arn", &self.role_arn)
            .field("provider_arn", &self.provider_arn)
            .field("token_file", &self.token_file)
            .finish_non_exhaustive()
    }
}

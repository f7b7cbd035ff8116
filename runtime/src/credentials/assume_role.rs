//! Credentials of a role, assumed with other credentials.

use std::fmt;
use std::sync::Arc;

use super::cached::Cached;
use super::connections::Connections;
use super::sts::{Session, SessionOptions, session_setters};
use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::support::environment::Environment;

/// Credentials of a RAM role, requested from STS (`AssumeRole`) with the credentials of another
/// provider.
///
/// Each refresh requests the credentials of the source provider, and once more if STS refuses them.
/// The request to STS is sent over HTTPS and signed like any other.
#[derive(Debug)]
pub struct AssumeRoleCredentials {
    source: Arc<dyn ProvideCredentials>,
    session: Session,
    external_id: Option<String>,
}

impl AssumeRoleCredentials {
    /// Starts building a provider for the role with the ARN `acs:ram::ACCOUNT:role/NAME`, which is
    /// assumed with the credentials of `source`.
    pub fn builder(
        source: impl ProvideCredentials + 'static,
        role_arn: impl Into<String>,
    ) -> AssumeRoleBuilder {
        AssumeRoleBuilder {
            source: Arc::new(source),
            role_arn: role_arn.into(),
            external_id: None,
            session: SessionOptions::default(),
        }
    }
}

impl AssumeRoleCredentials {
    async fn source(&self) -> Result<Credentials, CredentialsError> {
        let found = self.source.credentials().await;
        let found = found.and_then(Credentials::checked_by_part);
        found.map_err(|error| error.context("credentials to assume the role with"))
    }
}

impl ProvideCredentials for AssumeRoleCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let source = self.source().await?;
            let external_id = self.external_id.as_deref();
            let error = match self.session.assume(&source, external_id).await {
                Ok(assumed) => return Ok(assumed),
                Err(error) => error,
            };
            if error.source_refused {
                // The source may cache credentials for longer than STS accepts them.
                self.source.refused(&source);
                let other = self.source().await?;
                if !other.is_same(&source) {
                    return Ok(self.session.assume(&other, external_id).await?);
                }
            }
            Err(error.into())
        })
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.source.use_network(settings);
        self.session.use_network(settings);
    }

    fn name(&self) -> &str {
        "AssumeRole"
    }
}

/// Builds [`AssumeRoleCredentials`].
#[derive(Clone)]
#[must_use = "a builder does nothing until it builds"]
pub struct AssumeRoleBuilder {
    source: Arc<dyn ProvideCredentials>,
    role_arn: String,
    external_id: Option<String>,
    pub(super) session: SessionOptions,
}

impl AssumeRoleBuilder {
    /// Sets the external ID that the role's owner requires from third parties.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    session_setters!();

    /// Builds the provider without sending anything.
    ///
    /// # Errors
    ///
    /// Fails if an option is missing or invalid; the error names it.
    pub fn build(self) -> Result<Cached<AssumeRoleCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<AssumeRoleCredentials, CredentialsError> {
        Ok(AssumeRoleCredentials {
            source: self.source,
            session: self.session.session(self.role_arn)?,
            external_id: self.external_id,
        })
    }
}

impl fmt::Debug for AssumeRoleBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleBuilder")
            .field("source", &self.source)
            .field("role_arn", &self.role_arn)
            .finish_non_exhaustive()
    }
}

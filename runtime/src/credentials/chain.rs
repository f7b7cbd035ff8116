//! The default chain of providers.

use std::sync::{Arc, Mutex};

use super::cached::Cached;
use super::cli_profile::CliProfileCredentials;
use super::connections::Connections;
use super::ecs_ram_role::EcsRamRoleCredentials;
use super::environment::EnvironmentCredentials;
use super::ini_profile::IniProfileCredentials;
use super::oidc::OidcCredentials;
use super::uri::UriCredentials;
use crate::auth::error::SetupState;
use crate::auth::provider::{AnyProvider, any};
use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::support::environment::Environment;
use crate::support::lock::lock;
use crate::transport::Transport;

const INI_PROFILE: &str = "ini profile";

/// Tries the usual providers in the order of the official SDKs and stays with the first that has
/// credentials.
///
/// 1. [`EnvironmentCredentials`]
/// 2. [`OidcCredentials`], if `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
///    `ALIBABA_CLOUD_OIDC_TOKEN_FILE` are set
/// 3. [`CliProfileCredentials`], unless `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is set to `true`
/// 4. [`IniProfileCredentials`]
/// 5. [`EcsRamRoleCredentials`], unless `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is set to `true`
/// 6. [`UriCredentials`], if `ALIBABA_CLOUD_CREDENTIALS_URI` is set
///
/// The chain checks no provider before credentials are first requested. Until a provider returns
/// credentials, each request tries all providers again, and its error lists the reason of each.
/// Afterwards only the chosen provider is used, so a program keeps its identity while that provider
/// fails temporarily.
///
/// Like the official SDKs, the chain also skips providers that are configured but do not work: an
/// AccessKey ID without its secret, two of the three variables for OIDC, a file that cannot be
/// read, an `ALIBABA_CLOUD_PROFILE` that no file contains, a role that cannot be assumed. The
/// program then runs under a different identity, so a `tracing` event of level `WARN` reports the
/// skipped provider, the reason and the provider used instead. To avoid this, choose a provider
/// explicitly.
#[derive(Debug)]
pub struct DefaultChain {
    environment: Environment,
    connections: Connections,
    chosen: Mutex<Option<AnyProvider>>,
}

impl DefaultChain {
    /// Starts building a chain.
    pub fn builder() -> DefaultChainBuilder {
        DefaultChainBuilder::default()
    }

    /// Returns the providers by name, each built from the current environment.
    fn candidates(&self) -> [(&'static str, Result<AnyProvider, CredentialsError>); 6] {
        let environment = || self.environment.clone();
        let connections = || self.connections.clone();

        let mut oidc = OidcCredentials::builder().environment(environment());
        oidc.session.connections = connections();
        let mut cli = CliProfileCredentials::builder().environment(environment());
        cli.connections = connections();
        let mut ini = IniProfileCredentials::builder().environment(environment());
        ini.connections = connections();
        let mut ecs = EcsRamRoleCredentials::builder().environment(environment());
        ecs.connections = connections();
        let mut uri = UriCredentials::builder().environment(environment());
        uri.connections = connections();
        [
            (
                "environment",
                Ok(any(EnvironmentCredentials::of(environment()))),
            ),
            ("OIDC", oidc.uncached().map(any)),
            ("CLI profile", cli.uncached().map(any)),
            (INI_PROFILE, ini.uncached().map(any)),
            ("ECS RAM role", ecs.uncached().map(any)),
            ("credentials URI", uri.uncached().map(any)),
        ]
    }

    async fn fetch(&self) -> Result<Credentials, CredentialsError> {
        if let Some(chosen) = self.chosen() {
            let failed = |error: CredentialsError| error.context(chosen.name());
            return chosen.credentials().await.map_err(failed);
        }
        let mut failures = Vec::new();
        for (name, provider) in self.candidates() {
            let attempt = match provider {
                Ok(provider) => provider.credentials().await.map(|found| (provider, found)),
                Err(error) => Err(error),
            };
            match attempt {
                Ok((provider, found)) => {
                    tracing::debug!(provider = name, "credentials found");
                    warn_about_broken(&failures, name);
                    *lock(&self.chosen) = Some(provider);
                    return Ok(found);
                }
                Err(error) => failures.push((name, error)),
            }
        }
        let reasons = failures
            .into_iter()
            .map(|(name, error)| error.context(name));
        let reasons: Vec<_> = reasons.map(|error| error.chain()).collect();
        Err(CredentialsError::new(reasons.join("; ")))
    }

    fn chosen(&self) -> Option<AnyProvider> {
        lock(&self.chosen).clone()
    }
}

/// Logs the providers that are configured but were skipped.
fn warn_about_broken(failures: &[(&'static str, CredentialsError)], used: &'static str) {
    for (provider, error) in failures {
        let is_broken = match error.state() {
            SetupState::Broken => true,
            // The ini file, which is read last, has the profile.
            SetupState::NoSuchProfile => used != INI_PROFILE,
            SetupState::NotSetUp => false,
        };
        if is_broken {
            tracing::warn!(
                provider,
                reason = error.chain(),
                used,
                "configured credentials do not work; using others instead"
            );
        }
    }
}

impl ProvideCredentials for DefaultChain {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.fetch())
    }

    fn refused(&self, credentials: &Credentials) {
        if let Some(chosen) = self.chosen() {
            chosen.refused(credentials);
        }
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.connections.use_network(settings);
    }

    fn name(&self) -> &str {
        "default chain"
    }
}

/// Builds a [`DefaultChain`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until it builds"]
pub struct DefaultChainBuilder {
    environment: Environment,
    connections: Connections,
}

impl DefaultChainBuilder {
    /// Sets where variables are looked up, by default in the environment of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Sets the transport of all providers. By default each uses a
    /// [`ReqwestTransport`](crate::transport::ReqwestTransport) with the network settings of the
    /// client.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.connections = Connections::with_transport(Arc::new(transport));
        self
    }

    /// Builds the chain without reading or sending anything.
    #[must_use]
    pub fn build(self) -> Cached<DefaultChain> {
        Cached::new(DefaultChain {
            environment: self.environment,
            connections: self.connections,
            chosen: Mutex::default(),
        })
    }
}

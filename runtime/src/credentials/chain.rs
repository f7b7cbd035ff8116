//! The providers that are tried when none is chosen.

use std::sync::{Arc, Mutex};

use super::cached::Cached;
use super::cli_profile::CliProfileCredentials;
use super::connections::Connections;
use super::ecs_ram_role::EcsRamRoleCredentials;
use super::environment::EnvironmentCredentials;
use super::ini_profile::IniProfileCredentials;
use super::oidc::OidcCredentials;
use super::uri::UriCredentials;
use crate::auth::credentials::{AnyProvider, any};
use crate::auth::error::SetupState;
use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::environment::Environment;
use crate::support::lock::lock;
use crate::transport::Transport;

const INI_PROFILE: &str = "ini profile";

/// Tries the usual providers in the order of the official SDKs, and stays with the first that has credentials.
///
/// 1. [`EnvironmentCredentials`]
/// 2. [`OidcCredentials`], if `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
///    `ALIBABA_CLOUD_OIDC_TOKEN_FILE` are set
/// 3. [`CliProfileCredentials`], unless `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is set to `true`
/// 4. [`IniProfileCredentials`]
/// 5. [`EcsRamRoleCredentials`], unless `ALIBABA_CLOUD_ECS_METADATA_DISABLED` is set to `true`
/// 6. [`UriCredentials`], if `ALIBABA_CLOUD_CREDENTIALS_URI` is set
///
/// Nothing is looked at before credentials are first asked for. While no provider has credentials, each request for
/// them tries all again, and its error says what each lacks. Once one had them it alone is asked, so that a program
/// does not change its identity when that one fails for a while.
///
/// A provider that is set up but does not work is passed over as well, which the official SDKs do too: an AccessKey ID
/// without its secret, two of the three variables for OIDC, a file that cannot be read, an `ALIBABA_CLOUD_PROFILE` that
/// no file knows, a role that cannot be assumed. The program then acts in the name of another, so a `tracing` event of
/// level `WARN` tells which provider that was, why, and which one is used instead. Who does not want this chooses a
/// provider.
#[derive(Debug)]
pub struct DefaultChain {
    environment: Environment,
    connections: Connections,
    chosen: Mutex<Option<AnyProvider>>,
}

impl DefaultChain {
    /// Starts a chain.
    pub fn builder() -> DefaultChainBuilder {
        DefaultChainBuilder::default()
    }

    /// The providers by name, each as it can be set up now.
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
                    warn_of_broken(&failures, name);
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

/// Tells of the providers that somebody set up and that were passed over.
fn warn_of_broken(failures: &[(&'static str, CredentialsError)], used: &'static str) {
    for (provider, error) in failures {
        let is_broken = match error.state() {
            SetupState::Broken => true,
            // The file that was read last had it.
            SetupState::NoSuchProfile => used != INI_PROFILE,
            SetupState::NotSetUp => false,
        };
        if is_broken {
            tracing::warn!(
                provider,
                reason = error.chain(),
                used,
                "credentials that are set up do not work, others are used instead"
            );
        }
    }
}

impl ProvideCredentials for DefaultChain {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.fetch())
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
    /// Where variables are looked up, by default in the environment of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// What sends the requests of all providers. By default each has a
    /// [`ReqwestTransport`](crate::transport::ReqwestTransport) that suits it.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.connections = Connections::by(Arc::new(transport));
        self
    }

    /// Builds the chain. Nothing is read or sent.
    #[must_use]
    pub fn build(self) -> Cached<DefaultChain> {
        Cached::new(DefaultChain {
            environment: self.environment,
            connections: self.connections,
            chosen: Mutex::default(),
        })
    }
}

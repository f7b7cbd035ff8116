//! Credentials from the configuration of the Alibaba Cloud CLI.

mod command;
mod config;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use self::config::{Config, Profile};
use super::assume_role::AssumeRoleCredentials;
use super::cached::Cached;
use super::connections::Connections;
use super::ecs_ram_role::EcsRamRoleCredentials;
use super::oidc::OidcCredentials;
use super::process::ProcessCredentials;
use super::sts::{STS_ENDPOINT, SessionOptions};
use super::uri::UriCredentials;
use super::{file, issued};
use crate::auth::error::SetupState;
use crate::auth::provider::{AnyProvider, any};
use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::support::defaults::MAX_PROFILE_CHAIN;
use crate::support::environment::Environment;
use crate::transport::Transport;

/// The prefix of AccessKey IDs issued by STS, which are valid only with a security token.
const STS_KEY_PREFIX: &str = "STS.";

/// Credentials of a profile of the Alibaba Cloud CLI, from its `config.json`.
///
/// | mode | credentials |
/// | --- | --- |
/// | `AK`, `StsToken` | of the profile itself |
/// | `RamRoleArn` | of a role, assumed with the credentials in the profile; an `sts_token` belongs to an AccessKey ID that begins with `STS.` |
/// | `ChainableRamRoleArn` | of a role, assumed with the credentials of another profile; at most 16 profiles |
/// | `EcsRamRole` | see [`EcsRamRoleCredentials`] |
/// | `OIDC` | see [`OidcCredentials`] |
/// | `CredentialsURI` | see [`UriCredentials`] |
/// | `External` | see [`ProcessCredentials`]; the command is split like in a shell, but runs without one |
/// | `CloudSSO`, `OAuth` | the STS key of the last login with the CLI, until it expires |
///
/// Other modes need the CLI itself; the provider fails with an error that names the profile and the
/// mode. The file is read again at each refresh.
#[derive(Debug)]
pub struct CliProfileCredentials {
    path: PathBuf,
    /// The state if the file does not exist.
    missing_file_state: SetupState,
    profile: Option<String>,
    environment: Environment,
    connections: Connections,
}

impl CliProfileCredentials {
    /// Returns the provider of each profile in the text of a file, in file order. Sends and runs
    /// nothing until credentials are requested. For fuzzing.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a valid `config.json`.
    #[doc(hidden)]
    pub fn providers(
        text: &str,
        transport: impl Transport + 'static,
    ) -> Result<Vec<Result<AnyProvider, CredentialsError>>, CredentialsError> {
        let reader = Self::builder()
            .file("config.json")
            .environment(Environment::of::<&str, &str>([]))
            .transport(transport)
            .uncached()?;
        let config = Config::parse(&reader.path, text)?;
        let names = config.profiles.iter().map(|profile| &profile.name);
        Ok(names
            .map(|name| reader.provider_of(&config, name, &mut Vec::new()))
            .collect())
    }

    /// The variable for the path of the file.
    pub const FILE: &'static str = "ALIBABA_CLOUD_CONFIG_FILE";
    /// The variable for the name of the profile.
    pub const PROFILE: &'static str = "ALIBABA_CLOUD_PROFILE";
    /// The variable that keeps all programs from reading the file if set to `true` (or `1`, `yes`,
    /// `on`).
    pub const DISABLED: &'static str = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

    /// Starts building a provider. Options that are not set on the builder come from the
    /// environment.
    pub fn builder() -> CliProfileBuilder {
        CliProfileBuilder::default()
    }

    async fn provider(&self) -> Result<AnyProvider, CredentialsError> {
        let file = file::read("CLI configuration", vec![self.path.clone()])
            .await
            .map_err(|unread| unread.with_state_if_missing(self.missing_file_state))?;
        let config = Config::parse(&self.path, &file.text)?;
        let (name, missing_profile_state) = match &self.profile {
            Some(name) => (name.as_str(), SetupState::NoSuchProfile),
            None if config.current.is_empty() => ("default", SetupState::NotSetUp),
            None => (config.current.as_str(), SetupState::Broken),
        };
        self.provider_of(&config, name, &mut Vec::new())
            .map_err(|error| match config.profile(name) {
                Some(_) => error,
                None => error.with_state(missing_profile_state),
            })
    }

    /// Returns the provider of a profile. `visited` lists the profiles that led to it.
    fn provider_of<'a>(
        &self,
        config: &'a Config,
        name: &'a str,
        visited: &mut Vec<&'a str>,
    ) -> Result<AnyProvider, CredentialsError> {
        if visited.len() == MAX_PROFILE_CHAIN {
            return Err(CredentialsError::new(format!(
                "the chain that starts at profile {:?} has more than {MAX_PROFILE_CHAIN} profiles",
                visited[0]
            )));
        }
        let cycle = visited.contains(&name);
        visited.push(name);
        if cycle {
            return Err(CredentialsError::new(format!(
                "the profiles form a cycle: {}",
                visited.join(" -> ")
            )));
        }
        let profile = config.profile(name).ok_or_else(|| {
            CredentialsError::new(format!("no profile {name:?} in {}", self.path.display()))
        })?;
        let in_profile = |error: CredentialsError| {
            let (mode, path) = (&profile.mode, self.path.display());
            error.context(&format!("profile {name:?} (mode {mode}) in {path}"))
        };
        match profile.mode.as_str() {
            "AK" | "StsToken" => profile.own_credentials().map(any),
            "RamRoleArn" => {
                let own = profile.own_credentials().map(any).map_err(in_profile)?;
                self.assume_role(profile, own)
            }
            "ChainableRamRoleArn" => {
                required("source_profile", &profile.source_profile).map_err(in_profile)?;
                let source = self.provider_of(config, &profile.source_profile, visited)?;
                self.assume_role(profile, source)
            }
            "EcsRamRole" => {
                let mut builder =
                    EcsRamRoleCredentials::builder().environment(self.environment.clone());
                builder.connections = self.connections.clone();
                if !profile.ram_role_name.is_empty() {
                    builder = builder.role(&profile.ram_role_name);
                }
                builder.uncached().map(any)
            }
            "OIDC" => self.oidc(profile),
            "CredentialsURI" => {
                required("credentials_uri", &profile.credentials_uri).and_then(|uri| {
                    let mut builder = UriCredentials::builder().uri(uri);
                    builder.connections = self.connections.clone();
                    builder.uncached().map(any)
                })
            }
            "CloudSSO" | "OAuth" => profile.key_of_last_login().map(any),
            "External" => profile.process().map(any),
            "" => Err(CredentialsError::new("its mode is not set")),
            _ => Err(CredentialsError::new(
                "only the CLI itself supports this mode",
            )),
        }
        .map_err(in_profile)
    }

    fn assume_role(
        &self,
        profile: &Profile,
        source: AnyProvider,
    ) -> Result<AnyProvider, CredentialsError> {
        required("ram_role_arn", &profile.ram_role_arn)?;
        let mut builder = AssumeRoleCredentials::builder(source, &profile.ram_role_arn);
        if !profile.external_id.is_empty() {
            builder = builder.external_id(&profile.external_id);
        }
        builder.session = self.session(profile)?;
        builder.uncached().map(any)
    }

    fn oidc(&self, profile: &Profile) -> Result<AnyProvider, CredentialsError> {
        let mut builder = OidcCredentials::builder()
            .role_arn(required("ram_role_arn", &profile.ram_role_arn)?)
            .provider_arn(required("oidc_provider_arn", &profile.oidc_provider_arn)?)
            .token_file(required("oidc_token_file", &profile.oidc_token_file)?);
        builder.session = self.session(profile)?;
        builder.uncached().map(any)
    }

    fn session(&self, profile: &Profile) -> Result<SessionOptions, CredentialsError> {
        let set = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let duration = match profile.expired_seconds {
            0 => None,
            seconds => Some(Duration::from_secs(u64::try_from(seconds).map_err(
                |_| CredentialsError::new("its expired_seconds is negative"),
            )?)),
        };
        Ok(SessionOptions {
            session_name: set(&profile.ram_session_name),
            duration,
            policy: set(&profile.policy),
            // Like the CLI, prefer the variable to the region of the profile.
            endpoint: set(&profile.sts_endpoint)
                .or_else(|| self.environment.variable(STS_ENDPOINT)),
            region: set(&profile.sts_region),
            // Without a region, the CLI calls the central STS.
            vpc: profile
                .enable_vpc
                .filter(|_| !profile.sts_region.is_empty()),
            timeout: None,
            environment: self.environment.clone(),
            connections: self.connections.clone(),
        })
    }
}

impl Profile {
    fn own_credentials(&self) -> Result<Credentials, CredentialsError> {
        required("access_key_id", &self.access_key_id)?;
        required("access_key_secret", &self.access_key_secret)?;
        if self.mode == "StsToken" {
            required("sts_token", &self.sts_token)?;
        }
        // The CLI leaves the token of an earlier mode in the profile. It also sends this token when
        // it assumes a role, and STS rejects it unless it belongs to the key.
        let has_token = match self.mode.as_str() {
            "AK" => false,
            "RamRoleArn" => self.access_key_id.starts_with(STS_KEY_PREFIX),
            _ => true,
        };
        let token = match has_token {
            true => self.sts_token.clone(),
            false => Zeroizing::default(),
        };
        self.checked(token)
    }

    fn checked(&self, token: Zeroizing<String>) -> Result<Credentials, CredentialsError> {
        let (id, secret) = (self.access_key_id.clone(), self.access_key_secret.clone());
        issued::credentials(id, secret, token).checked([
            "its access_key_id",
            "its access_key_secret",
            "its sts_token",
        ])
    }

    /// Returns the STS key that the CLI got at the last login, if it has not expired.
    fn key_of_last_login(&self) -> Result<Credentials, CredentialsError> {
        let log_in = |reason: &str| {
            let (name, mode) = (&self.name, &self.mode);
            CredentialsError::new(format!(
                "{reason}; log in again with the CLI: aliyun configure --profile {name} --mode {mode}"
            ))
        };
        let key = [&self.access_key_secret, &self.sts_token];
        if self.access_key_id.is_empty() || key.iter().any(|part| part.is_empty()) {
            return Err(log_in("it has no STS key"));
        }
        let seconds = u64::try_from(self.sts_expiration).unwrap_or_default();
        let expires_at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        match expires_at.filter(|expires_at| *expires_at > SystemTime::now()) {
            Some(expires_at) => {
                let credentials = self.checked(self.sts_token.clone())?;
                Ok(credentials.expiring_at(expires_at))
            }
            None => Err(log_in("its STS key has expired")),
        }
    }

    fn process(&self) -> Result<ProcessCredentials, CredentialsError> {
        let command = required("process_command", &self.process_command)?;
        let mut words = command::split(command)
            .ok_or_else(|| CredentialsError::new("its process_command has an unterminated quote"))?
            .into_iter();
        let program = words.next().unwrap_or_default();
        ProcessCredentials::builder(program).args(words).uncached()
    }
}

/// Returns the value of a field; fails if it is not set.
fn required<'a>(field: &str, value: &'a str) -> Result<&'a str, CredentialsError> {
    if value.is_empty() {
        Err(CredentialsError::new(format!("its {field} is not set")))
    } else {
        Ok(value)
    }
}

impl ProvideCredentials for CliProfileCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async { self.provider().await?.credentials().await })
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.connections.use_network(settings);
    }

    fn name(&self) -> &str {
        "CLI profile"
    }
}

/// Builds [`CliProfileCredentials`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until it builds"]
pub struct CliProfileBuilder {
    path: Option<PathBuf>,
    profile: Option<String>,
    pub(super) environment: Environment,
    pub(super) connections: Connections,
}

impl CliProfileBuilder {
    /// Sets the path of the file, by default `ALIBABA_CLOUD_CONFIG_FILE`, or else
    /// `.aliyun/config.json` in the home directory.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the name of the profile, by default `ALIBABA_CLOUD_PROFILE`, or else the `current`
    /// profile of the file.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets the transport for profiles whose credentials come from a service.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.connections = Connections::with_transport(Arc::new(transport));
        self
    }

    /// Sets where variables are looked up, by default in the environment of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Builds the provider without reading or sending anything.
    ///
    /// # Errors
    ///
    /// Fails if `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is true or not a boolean, or if there is
    /// neither a path nor a home directory.
    pub fn build(self) -> Result<Cached<CliProfileCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<CliProfileCredentials, CredentialsError> {
        let disabled = self.environment.flag(CliProfileCredentials::DISABLED);
        if disabled.map_err(CredentialsError::new)? {
            return Err(CredentialsError::new(format!(
                "disabled by {}",
                CliProfileCredentials::DISABLED
            ))
            .with_state(SetupState::NotSetUp));
        }
        let variable = |name| self.environment.variable(name);
        let given = self
            .path
            .or_else(|| variable(CliProfileCredentials::FILE).map(PathBuf::from));
        let profile = self
            .profile
            .or_else(|| variable(CliProfileCredentials::PROFILE));
        let missing_file_state = SetupState::of_missing_file(given.is_some(), profile.is_some());
        let path = given
            .or_else(|| Some(self.environment.home()?.join(".aliyun/config.json")))
            .ok_or_else(|| {
                CredentialsError::new("there is no path and no home directory")
                    .with_state(missing_file_state)
            })?;
        Ok(CliProfileCredentials {
            path,
            missing_file_state,
            profile,
            environment: self.environment.clone(),
            connections: self.connections,
        })
    }
}

#[cfg(test)]
mod tests;

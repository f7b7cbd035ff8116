//! Credentials from the ini file shared by the official SDKs.

mod ini;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use self::ini::Section;
use super::assume_role::AssumeRoleCredentials;
use super::cached::Cached;
use super::connections::Connections;
use super::ecs_ram_role::EcsRamRoleCredentials;
use super::oidc::OidcCredentials;
use super::sts::SessionOptions;
use super::{file, issued};
use crate::auth::error::SetupState;
use crate::auth::provider::{AnyProvider, any};
use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::support::environment::Environment;
use crate::transport::Transport;

/// Credentials from a section of the ini file shared by the official SDKs.
///
/// | `type` | keys | credentials |
/// | --- | --- | --- |
/// | `access_key` | `access_key_id`, `access_key_secret` | of the section itself |
/// | `sts` | the same and `security_token` | of the section itself |
/// | `ram_role_arn` | those of `access_key`; `role_arn`, `role_session_name`, `policy` | of a role, assumed with the credentials in the section |
/// | `ecs_ram_role` | `role_name` | see [`EcsRamRoleCredentials`] |
/// | `oidc_role_arn` | `role_arn`, `oidc_provider_arn`, `oidc_token_file_path`, `role_session_name`, `policy` | see [`OidcCredentials`] |
///
/// Other types fail with an error that names the section and the type. The file is read again at
/// each refresh.
///
/// Keys and values are separated by `=` or `:`. A `#` or `;` starts a comment at the start of a
/// line or after whitespace; elsewhere it is part of the value. A value in quotes (`"`, `'` or a
/// backtick) is used without them, and contains no comment.
#[derive(Debug)]
pub struct IniProfileCredentials {
    /// The first existing path is used.
    paths: Vec<PathBuf>,
    /// The state if none of the files exists.
    missing_file_state: SetupState,
    section: String,
    /// The state if the section does not exist.
    missing_section_state: SetupState,
    environment: Environment,
    connections: Connections,
}

impl IniProfileCredentials {
    /// Returns the provider of a section in the text of a file. Sends nothing until credentials are
    /// requested. For fuzzing.
    ///
    /// # Errors
    ///
    /// Fails if the section does not exist or is invalid.
    #[doc(hidden)]
    pub fn provider_in(
        text: &str,
        section: &str,
        transport: impl Transport + 'static,
    ) -> Result<AnyProvider, CredentialsError> {
        let path = Path::new("credentials");
        Self::builder()
            .file(path)
            .profile(section)
            .environment(Environment::of::<&str, &str>([]))
            .transport(transport)
            .uncached()?
            .read(text, path)
    }

    /// The variable for the path of the file.
    pub const FILE: &'static str = "ALIBABA_CLOUD_CREDENTIALS_FILE";
    /// The variable for the name of the section.
    pub const PROFILE: &'static str = "ALIBABA_CLOUD_PROFILE";

    /// Starts building a provider. Options that are not set on the builder come from the
    /// environment.
    pub fn builder() -> IniProfileBuilder {
        IniProfileBuilder::default()
    }

    async fn provider(&self) -> Result<AnyProvider, CredentialsError> {
        let file = file::read("credentials file", self.paths.clone())
            .await
            .map_err(|unread| unread.with_state_if_missing(self.missing_file_state))?;
        self.read(&file.text, &file.path)
    }

    /// Returns the provider of the section in the text of the file at `path`.
    fn read(&self, text: &str, path: &Path) -> Result<AnyProvider, CredentialsError> {
        let name = &self.section;
        let section = Section::find(text, name).ok_or_else(|| {
            CredentialsError::new(format!("no section {name:?} in {}", path.display()))
                .with_state(self.missing_section_state)
        })?;
        let kind = section.get("type").unwrap_or_default();
        self.provider_of(&section, kind).map_err(|error| {
            let kind = issued::plain(kind).unwrap_or("unreadable");
            let path = path.display();
            error.context(&format!("section {name:?} (type {kind}) in {path}"))
        })
    }

    fn provider_of(
        &self,
        section: &Section<'_>,
        kind: &str,
    ) -> Result<AnyProvider, CredentialsError> {
        match kind {
            "access_key" => own_credentials(section).map(any),
            "sts" => {
                required(section, "security_token")?;
                own_credentials(section).map(any)
            }
            "ram_role_arn" => {
                let own = own_credentials(section)?;
                let mut builder =
                    AssumeRoleCredentials::builder(own, required(section, "role_arn")?);
                builder.session = self.session(section);
                builder.uncached().map(any)
            }
            "ecs_ram_role" => {
                let mut builder =
                    EcsRamRoleCredentials::builder().environment(self.environment.clone());
                builder.connections = self.connections.clone();
                if let Some(role) = section.get("role_name") {
                    builder = builder.role(role);
                }
                builder.uncached().map(any)
            }
            "oidc_role_arn" => {
                let mut builder = OidcCredentials::builder()
                    .role_arn(required(section, "role_arn")?)
                    .provider_arn(required(section, "oidc_provider_arn")?)
                    .token_file(required(section, "oidc_token_file_path")?);
                builder.session = self.session(section);
                builder.uncached().map(any)
            }
            "" => Err(CredentialsError::new("its type is not set")),
            _ => Err(CredentialsError::new(
                "credentials of this type are not supported",
            )),
        }
    }

    fn session(&self, section: &Section<'_>) -> SessionOptions {
        SessionOptions {
            session_name: section.get("role_session_name").map(str::to_owned),
            policy: section.get("policy").map(str::to_owned),
            environment: self.environment.clone(),
            connections: self.connections.clone(),
            ..SessionOptions::default()
        }
    }
}

fn own_credentials(section: &Section<'_>) -> Result<Credentials, CredentialsError> {
    issued::credentials(
        required(section, "access_key_id")?.to_owned(),
        Zeroizing::new(required(section, "access_key_secret")?.to_owned()),
        Zeroizing::new(section.get("security_token").unwrap_or_default().to_owned()),
    )
    .checked([
        "its access_key_id",
        "its access_key_secret",
        "its security_token",
    ])
}

fn required<'a>(section: &Section<'a>, key: &str) -> Result<&'a str, CredentialsError> {
    section
        .get(key)
        .ok_or_else(|| CredentialsError::new(format!("its {key} is not set")))
}

impl ProvideCredentials for IniProfileCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async { self.provider().await?.credentials().await })
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.connections.use_network(settings);
    }

    fn name(&self) -> &str {
        "ini profile"
    }
}

/// Builds [`IniProfileCredentials`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until it builds"]
pub struct IniProfileBuilder {
    path: Option<PathBuf>,
    profile: Option<String>,
    pub(super) environment: Environment,
    pub(super) connections: Connections,
}

impl IniProfileBuilder {
    /// Sets the path of the file. By default `ALIBABA_CLOUD_CREDENTIALS_FILE`, or else the first of
    /// `.alibabacloud/credentials` and `.alibabacloud/credentials.ini` that exists in the home
    /// directory.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the name of the section, by default `ALIBABA_CLOUD_PROFILE`, or else `default`.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets the transport for sections whose credentials come from a service.
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
    /// Fails if there is neither a path nor a home directory.
    pub fn build(self) -> Result<Cached<IniProfileCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<IniProfileCredentials, CredentialsError> {
        let variable = |name| self.environment.variable(name);
        let given = self
            .path
            .or_else(|| variable(IniProfileCredentials::FILE).map(PathBuf::from));
        let profile = self
            .profile
            .or_else(|| variable(IniProfileCredentials::PROFILE));
        let missing_file_state = SetupState::of_missing_file(given.is_some(), profile.is_some());
        let missing_section_state = SetupState::of_missing_file(false, profile.is_some());
        let paths = match given {
            Some(path) => vec![path],
            None => {
                let home = self.environment.home().ok_or_else(|| {
                    CredentialsError::new("there is no path and no home directory")
                        .with_state(missing_file_state)
                })?;
                let folder = home.join(".alibabacloud");
                vec![folder.join("credentials"), folder.join("credentials.ini")]
            }
        };
        Ok(IniProfileCredentials {
            paths,
            missing_file_state,
            section: profile.unwrap_or_else(|| "default".to_owned()),
            missing_section_state,
            environment: self.environment.clone(),
            connections: self.connections,
        })
    }
}

#[cfg(test)]
mod tests;

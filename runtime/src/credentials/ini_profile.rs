//! Credentials from the ini file that official SDKs share.

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
use crate::auth::credentials::{AnyProvider, any};
use crate::auth::error::SetupState;
use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::environment::Environment;
use crate::transport::Transport;

/// Credentials of a section of the ini file that official SDKs share.
///
/// | `type` | keys | credentials |
/// | --- | --- | --- |
/// | `access_key` | `access_key_id`, `access_key_secret` | those |
/// | `sts` | the same and `security_token` | those |
/// | `ram_role_arn` | those of `access_key`; `role_arn`, `role_session_name`, `policy` | of a role, assumed with them |
/// | `ecs_ram_role` | `role_name` | see [`EcsRamRoleCredentials`] |
/// | `oidc_role_arn` | `role_arn`, `oidc_provider_arn`, `oidc_token_file_path`, `role_session_name`, `policy` | see [`OidcCredentials`] |
///
/// Other types are an error that names section and type. A `#` begins a comment at the beginning of a line or after
/// a blank; elsewhere it is part of the value. The file is read anew at each refresh.
#[derive(Debug)]
pub struct IniProfileCredentials {
    /// The first that exists counts.
    paths: Vec<PathBuf>,
    /// What it means that there is none of them.
    without_file: SetupState,
    section: String,
    /// What it means that there is no such section.
    without_section: SetupState,
    environment: Environment,
    connections: Connections,
}

impl IniProfileCredentials {
    /// The provider that a section in the text of a file leads to. Nothing is sent as long as it is not asked: what
    /// fuzzing calls.
    ///
    /// # Errors
    ///
    /// When there is no such section, or it leads to no provider.
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

    /// Variable that holds the path of the file.
    pub const FILE: &'static str = "ALIBABA_CLOUD_CREDENTIALS_FILE";
    /// Variable that holds the name of the section.
    pub const PROFILE: &'static str = "ALIBABA_CLOUD_PROFILE";

    /// Starts a provider. What is not set on the builder comes from the environment.
    pub fn builder() -> IniProfileBuilder {
        IniProfileBuilder::default()
    }

    fn provider(&self) -> Result<AnyProvider, CredentialsError> {
        let existing = self.paths.iter().find(|path| path.exists());
        let path = existing
            .or_else(|| self.paths.first())
            .ok_or_else(|| CredentialsError::new("there is no home directory"))?;
        let text = file::read("credentials file", path)
            .map_err(|error| error.with_state_if_missing(path, self.without_file))?;
        self.read(&text, path)
    }

    /// The provider of the section in the text of the file at `path`.
    fn read(&self, text: &str, path: &Path) -> Result<AnyProvider, CredentialsError> {
        let name = &self.section;
        let section = Section::find(text, name).ok_or_else(|| {
            CredentialsError::new(format!(
                "there is no section {name:?} in {}",
                path.display()
            ))
            .with_state(self.without_section)
        })?;
        let kind = section.get("type").unwrap_or_default();
        self.provider_of(&section, kind).map_err(|error| {
            let kind = issued::plain(kind).unwrap_or("unreadable");
            error.context(&format!("section {name:?} (type {kind})"))
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
                needed(section, "security_token")?;
                own_credentials(section).map(any)
            }
            "ram_role_arn" => {
                let own = own_credentials(section)?;
                let mut builder = AssumeRoleCredentials::builder(own, needed(section, "role_arn")?);
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
                    .role_arn(needed(section, "role_arn")?)
                    .provider_arn(needed(section, "oidc_provider_arn")?)
                    .token_file(needed(section, "oidc_token_file_path")?);
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
    Ok(issued::credentials(
        needed(section, "access_key_id")?.to_owned(),
        Zeroizing::new(needed(section, "access_key_secret")?.to_owned()),
        Zeroizing::new(section.get("security_token").unwrap_or_default().to_owned()),
    ))
}

fn needed<'a>(section: &Section<'a>, key: &str) -> Result<&'a str, CredentialsError> {
    section
        .get(key)
        .ok_or_else(|| CredentialsError::new(format!("its {key} is not set")))
}

impl ProvideCredentials for IniProfileCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async { self.provider()?.credentials().await })
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
    /// Path of the file, by default `ALIBABA_CLOUD_CREDENTIALS_FILE`, or the first of `.alibabacloud/credentials`
    /// and `.alibabacloud/credentials.ini` that exists in the home directory.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Name of the section, by default `ALIBABA_CLOUD_PROFILE`, or `default`.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// What sends the requests, for sections whose credentials come from a service.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.connections = Connections::by(Arc::new(transport));
        self
    }

    /// Where variables are looked up, by default in the environment of the process.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Builds the provider. Nothing is read or sent.
    ///
    /// # Errors
    ///
    /// When there is neither a path nor a home directory.
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
        let without_file = SetupState::of_missing_file(given.is_some(), profile.is_some());
        let without_section = SetupState::of_missing_file(false, profile.is_some());
        let paths = match given {
            Some(path) => vec![path],
            None => {
                let home = self.environment.home().ok_or_else(|| {
                    CredentialsError::new("there is no home directory").with_state(without_file)
                })?;
                let folder = home.join(".alibabacloud");
                vec![folder.join("credentials"), folder.join("credentials.ini")]
            }
        };
        Ok(IniProfileCredentials {
            paths,
            without_file,
            section: profile.unwrap_or_else(|| "default".to_owned()),
            without_section,
            environment: self.environment.clone(),
            connections: self.connections,
        })
    }
}

#[cfg(test)]
mod tests;

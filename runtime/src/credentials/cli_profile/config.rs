//! The CLI's `config.json`.

use std::path::Path;

use serde_core::de::IgnoredAny;
use zeroize::Zeroizing;

use super::super::issued::secret;
use crate::auth::CredentialsError;
use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};

/// The parts of the file that concern credentials.
#[derive(Default)]
pub(super) struct Config {
    pub(super) current: String,
    pub(super) profiles: Vec<Profile>,
}

/// One profile. Fields that are not set are empty.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) mode: String,
    pub(super) access_key_id: String,
    pub(super) access_key_secret: Zeroizing<String>,
    pub(super) sts_token: Zeroizing<String>,
    /// When the STS key expires, in seconds since 1970.
    pub(super) sts_expiration: i64,
    pub(super) ram_role_arn: String,
    pub(super) ram_session_name: String,
    pub(super) expired_seconds: i64,
    pub(super) sts_region: String,
    pub(super) sts_endpoint: String,
    pub(super) enable_vpc: Option<bool>,
    pub(super) policy: String,
    pub(super) external_id: String,
    pub(super) ram_role_name: String,
    pub(super) oidc_provider_arn: String,
    pub(super) oidc_token_file: String,
    pub(super) source_profile: String,
    pub(super) credentials_uri: Zeroizing<String>,
    pub(super) process_command: Zeroizing<String>,
}

impl Config {
    /// Reads the text of the file at `path`.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, CredentialsError> {
        let invalid = |reason: &str| {
            CredentialsError::new(format!("the CLI configuration {} {reason}", path.display()))
        };
        let mut config = Self::default();
        if decode::read_body(text.as_bytes(), &mut config).is_ok() {
            return Ok(config);
        }
        // The error of the decoder may quote the file, so report only the position.
        Err(match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => invalid(&format!(
                "is not JSON (line {}, column {})",
                error.line(),
                error.column()
            )),
            Ok(_) => invalid("does not contain profiles"),
        })
    }

    pub(super) fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }
}

impl ReadFields for Config {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "current" => value.read(&mut self.current),
            "profiles" => value.read(&mut self.profiles),
            _ => value.unknown(name),
        }
    }
}

impl ReadFields for Profile {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "name" => value.read(&mut self.name),
            "mode" => value.read(&mut self.mode),
            "access_key_id" => value.read(&mut self.access_key_id),
            "access_key_secret" => secret(value, &mut self.access_key_secret),
            "sts_token" => secret(value, &mut self.sts_token),
            "sts_expiration" => value.read(&mut self.sts_expiration),
            "ram_role_arn" => value.read(&mut self.ram_role_arn),
            // The CLI writes the first name, some SDKs read the second.
            "ram_session_name" => value.read(&mut self.ram_session_name),
            "role_session_name" if self.ram_session_name.is_empty() => {
                value.read(&mut self.ram_session_name)
            }
            "expired_seconds" => value.read(&mut self.expired_seconds),
            "sts_endpoint" => value.read(&mut self.sts_endpoint),
            "sts_region" => value.read(&mut self.sts_region),
            "enable_vpc" => value.read(&mut self.enable_vpc),
            "policy" => value.read(&mut self.policy),
            "external_id" => value.read(&mut self.external_id),
            "ram_role_name" => value.read(&mut self.ram_role_name),
            "oidc_provider_arn" => value.read(&mut self.oidc_provider_arn),
            "oidc_token_file" => value.read(&mut self.oidc_token_file),
            "source_profile" => value.read(&mut self.source_profile),
            "credentials_uri" => secret(value, &mut self.credentials_uri),
            "process_command" => secret(value, &mut self.process_command),
            _ => value.unknown(name),
        }
    }
}

//! An AccessKey pair from environment variables.

use crate::auth::error::SetupState;
use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::environment::Environment;

/// Reads credentials from environment variables at every call: `ALIBABA_CLOUD_ACCESS_KEY_ID`,
/// `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for temporary ones, `ALIBABA_CLOUD_SECURITY_TOKEN`. An
/// empty variable counts as unset.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentCredentials {
    environment: Environment,
}

impl EnvironmentCredentials {
    /// The variable for the AccessKey ID.
    pub const ACCESS_KEY_ID: &'static str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    /// The variable for the AccessKey secret.
    pub const ACCESS_KEY_SECRET: &'static str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    /// The variable for the security token of temporary credentials.
    pub const SECURITY_TOKEN: &'static str = "ALIBABA_CLOUD_SECURITY_TOKEN";

    /// Creates a provider that reads the environment of the process.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a provider that reads another environment.
    #[must_use]
    pub fn of(environment: Environment) -> Self {
        Self { environment }
    }

    /// Reads the variables.
    ///
    /// # Errors
    ///
    /// Fails if a required variable is not set, or if a value has white space around it or contains
    /// characters that no key has.
    pub fn read(&self) -> Result<Credentials, CredentialsError> {
        let [id, secret] = [Self::ACCESS_KEY_ID, Self::ACCESS_KEY_SECRET]
            .map(|name| (name, self.environment.variable(name)));
        let state = match (&id, &secret) {
            ((_, None), (_, None)) => SetupState::NotSetUp,
            _ => SetupState::Broken,
        };
        let required = |(name, value): (&str, Option<String>)| {
            let missing = || CredentialsError::new(format!("{name} is not set"));
            value.ok_or_else(|| missing().with_state(state))
        };
        Credentials::from_parts(
            required(id)?,
            required(secret)?,
            self.environment.variable(Self::SECURITY_TOKEN),
        )
        .checked([
            Self::ACCESS_KEY_ID,
            Self::ACCESS_KEY_SECRET,
            Self::SECURITY_TOKEN,
        ])
    }
}

impl ProvideCredentials for EnvironmentCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(self.read()))
    }

    fn name(&self) -> &str {
        "environment"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_variable_is_named() {
        let environment = Environment::of([
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", ""),
        ]);
        let error = EnvironmentCredentials::of(environment).read().unwrap_err();
        assert_eq!(
            error.to_string(),
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"
        );
    }

    #[test]
    fn variable_with_white_space_is_named() {
        const NAMES: [&str; 3] = [
            EnvironmentCredentials::ACCESS_KEY_ID,
            EnvironmentCredentials::ACCESS_KEY_SECRET,
            EnvironmentCredentials::SECURITY_TOKEN,
        ];
        for name in NAMES {
            for (value, reason) in [
                ("s3cret\n", "around it"),
                ("s3cret\r", "around it"),
                (" s3cret", "around it"),
                ("\ts3cret", "around it"),
                ("s3cret\u{a0}", "around it"),
                ("\u{feff}s3cret", "around it"),
                (" ", "around it"),
                ("s3c\nret", "a character that no key has"),
                ("s3c\u{200b}ret", "a character that no key has"),
            ] {
                let variables = NAMES.map(|other| (other, if other == name { value } else { "k" }));
                let error = EnvironmentCredentials::of(Environment::of(variables));
                let error = error.read().unwrap_err().chain();
                assert!(
                    error.starts_with(name) && error.contains(reason),
                    "{value:?}: {error}"
                );
                assert!(!error.contains("s3cret"), "{error}");
            }
        }
    }

    #[test]
    fn token_is_optional() {
        let mut variables = vec![
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret"),
        ];
        for token in [None, Some("token")] {
            variables.extend(token.map(|token| ("ALIBABA_CLOUD_SECURITY_TOKEN", token)));
            let environment = Environment::of(variables.iter().copied());
            let read = EnvironmentCredentials::of(environment).read().unwrap();
            assert_eq!(
                (
                    read.access_key_id(),
                    read.access_key_secret(),
                    read.security_token()
                ),
                ("id", "secret", token)
            );
        }
    }
}

//! Who signs the requests.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A key pair of Alibaba Cloud, with a security token when it is a temporary one.
///
/// Copies share one allocation, and the secrets in it are wiped when the last copy goes. `Debug` shows the
/// AccessKey ID and nothing else.
#[derive(Clone)]
pub struct Credentials {
    inner: Arc<Inner>,
}

struct Inner {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Long-lived credentials: an AccessKey pair.
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self::from_parts(access_key_id.into(), access_key_secret.into(), None)
    }

    /// Temporary credentials from STS: an AccessKey pair that is valid together with a security token.
    pub fn with_security_token(
        access_key_id: impl Into<String>,
        access_key_secret: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Self::from_parts(
            access_key_id.into(),
            access_key_secret.into(),
            Some(security_token.into()),
        )
    }

    fn from_parts(
        access_key_id: String,
        access_key_secret: String,
        security_token: Option<String>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                access_key_id,
                access_key_secret: Zeroizing::new(access_key_secret),
                security_token: security_token.map(Zeroizing::new),
            }),
        }
    }

    /// The AccessKey ID.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.inner.access_key_id
    }

    /// The AccessKey secret.
    #[must_use]
    pub fn access_key_secret(&self) -> &str {
        &self.inner.access_key_secret
    }

    /// The security token of temporary credentials.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.inner
            .security_token
            .as_ref()
            .map(|token| token.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.inner.access_key_id)
            .finish_non_exhaustive()
    }
}

/// A source of credentials.
///
/// The client asks before every call, so a provider that has to fetch its credentials should keep them.
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// The credentials to sign the next call with.
    fn credentials(&self) -> CredentialsFuture<'_>;
}

/// What [`ProvideCredentials::credentials`] answers.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// Credentials provide themselves.
impl ProvideCredentials for Credentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// Takes credentials from the environment at every call:
/// `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for temporary ones,
/// `ALIBABA_CLOUD_SECURITY_TOKEN`. An empty variable counts as unset.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnvironmentCredentials;

impl EnvironmentCredentials {
    /// Variable that holds the AccessKey ID.
    pub const ACCESS_KEY_ID: &'static str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    /// Variable that holds the AccessKey secret.
    pub const ACCESS_KEY_SECRET: &'static str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    /// Variable that holds the security token of temporary credentials.
    pub const SECURITY_TOKEN: &'static str = "ALIBABA_CLOUD_SECURITY_TOKEN";

    /// Reads the variables.
    ///
    /// # Errors
    ///
    /// When a variable that is needed is not set.
    pub fn read() -> Result<Credentials, CredentialsError> {
        Self::read_from(crate::environment::variable)
    }

    fn read_from(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Credentials, CredentialsError> {
        let needed = |name: &str| {
            variable(name).ok_or_else(|| {
                CredentialsError::new(format!("the environment variable {name} is not set"))
            })
        };
        Ok(Credentials::from_parts(
            needed(Self::ACCESS_KEY_ID)?,
            needed(Self::ACCESS_KEY_SECRET)?,
            variable(Self::SECURITY_TOKEN),
        ))
    }
}

impl ProvideCredentials for EnvironmentCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Self::read()))
    }
}

/// Why no credentials could be had.
#[derive(Debug)]
pub struct CredentialsError {
    reason: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl CredentialsError {
    /// An error with a reason. The reason must not hold secrets: it ends up in logs.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            source: None,
        }
    }

    /// Adds the error that led to this one.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment<'a>(
        variables: &'a [(&'a str, &'a str)],
    ) -> impl Fn(&str) -> Option<String> + 'a {
        |name| {
            variables
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn environment_names_the_variable_that_is_missing() {
        let error = EnvironmentCredentials::read_from(environment(&[(
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "id",
        )]));
        let error = error.unwrap_err().to_string();
        assert!(error.contains("ALIBABA_CLOUD_ACCESS_KEY_SECRET"), "{error}");
    }

    #[test]
    fn environment_takes_a_token_where_there_is_one() {
        let mut variables = vec![
            ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"),
            ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret"),
        ];
        let read = EnvironmentCredentials::read_from(environment(&variables)).unwrap();
        assert_eq!(
            (
                read.access_key_id(),
                read.access_key_secret(),
                read.security_token()
            ),
            ("id", "secret", None)
        );
        variables.push(("ALIBABA_CLOUD_SECURITY_TOKEN", "token"));
        let read = EnvironmentCredentials::read_from(environment(&variables)).unwrap();
        assert_eq!(read.security_token(), Some("token"));
    }
}

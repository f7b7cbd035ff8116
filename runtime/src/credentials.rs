//! Who signs the requests.
//!
//! A client asks its provider, a [`ProvideCredentials`], before each call. The one it has by default is the
//! [`DefaultChain`], which tries these in turn and stays with the first that has credentials:
//!
//! | provider | credentials |
//! | --- | --- |
//! | [`EnvironmentCredentials`] | an AccessKey pair in environment variables |
//! | [`OidcCredentials`] | of a role, against the OIDC token of a Kubernetes service account |
//! | [`CliProfileCredentials`] | as the Alibaba Cloud CLI is configured to have them |
//! | [`IniProfileCredentials`] | from the file that official SDKs share |
//! | [`EcsRamRoleCredentials`] | of the role of the ECS instance |
//! | [`UriCredentials`] | from a URI, usually of a helper on the same machine |
//!
//! Beside them there are fixed [`Credentials`], [`AssumeRoleCredentials`], which swap the credentials of any
//! provider for those of a role, and [`ProcessCredentials`], which run a program. Builders of providers that fetch
//! something give a [`Cached`] one: it keeps what was fetched and fetches anew ahead of its expiry.
//!
//! # Times and sizes
//!
//! How long all of this takes and how often it is tried is listed in [`defaults`](crate::defaults), beside the other
//! defaults. What is repeated is what may pass: connections that are not made or break, statuses of 500 and above, and throttling.
//! No attempt begins when half of the time for the answer is gone. A request to STS that is dated wrongly is repeated by
//! the clock of STS.
//!
//! # Booleans
//!
//! Variables such as `ALIBABA_CLOUD_IMDSV1_DISABLED` say yes by `true`, `1`, `yes` or `on`, and no by `false`, `0`,
//! `no`, `off` or nothing, in upper or lower case. Anything else is an error of the provider that reads it.
//!
//! # Secrets
//!
//! Secrets are wiped from memory when the last copy of their credentials goes, and are shown by no `Debug`,
//! `Display` or log event. Answers that hold them are wiped after use where the HTTP client lets go of them.

mod assume_role;
mod cached;
mod chain;
mod cli_profile;
mod connections;
mod ecs_ram_role;
mod environment;
mod error;
mod file;
mod ini_profile;
mod issued;
mod oidc;
mod process;
mod sts;
mod uri;
mod wiped;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

pub use self::assume_role::{AssumeRoleBuilder, AssumeRoleCredentials};
pub use self::cached::Cached;
pub use self::chain::{DefaultChain, DefaultChainBuilder};
pub use self::cli_profile::{CliProfileBuilder, CliProfileCredentials};
pub use self::ecs_ram_role::{EcsRamRoleBuilder, EcsRamRoleCredentials};
pub use self::environment::EnvironmentCredentials;
pub use self::error::CredentialsError;
pub use self::ini_profile::{IniProfileBuilder, IniProfileCredentials};
pub use self::oidc::{OidcBuilder, OidcCredentials};
pub use self::process::{ProcessBuilder, ProcessCredentials};
pub use self::uri::{UriBuilder, UriCredentials};
pub use crate::environment::Environment;
use crate::signing;

/// A key pair of Alibaba Cloud, with a security token when it is a temporary one.
///
/// Copies share one allocation, and the secrets in it are wiped when the last copy goes. `Debug` shows the
/// AccessKey ID and the expiry, and nothing else.
#[derive(Clone)]
pub struct Credentials {
    inner: Arc<Inner>,
    expires_at: Option<SystemTime>,
}

struct Inner {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
    keys: signing::Keys,
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

    /// The same credentials, known to expire at a time. [`Cached`] providers go by it.
    #[must_use]
    pub fn expiring_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
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
                keys: signing::Keys::default(),
            }),
            expires_at: None,
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

    /// The secret as `ACS3-HMAC-SHA256` needs it.
    pub(crate) fn acs3_key(&self) -> &signing::acs3::Key {
        self.inner.keys.acs3(self.access_key_secret())
    }

    /// The secret as `HMAC-SHA1` needs it.
    pub(crate) fn hmac_sha1_key(&self) -> &signing::hmac_sha1::Key {
        self.inner.keys.hmac_sha1(self.access_key_secret())
    }

    /// Whether the service would take both for the same.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.access_key_id() == other.access_key_id()
            && self.security_token() == other.security_token()
    }

    /// When the credentials expire; `None` if they do not, or if it is not known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.inner.access_key_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A source of credentials.
///
/// The client asks before every call, so a provider that has to fetch its credentials should be wrapped in
/// [`Cached`].
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// The credentials to sign the next call with.
    fn credentials(&self) -> CredentialsFuture<'_>;

    /// The service refused these credentials as expired: others should be provided next, if there are any.
    ///
    /// The client asks once more then, and repeats the call if it gets others.
    fn refused(&self, _credentials: &Credentials) {}

    /// Name of the provider in log events and errors.
    fn name(&self) -> &str {
        "custom"
    }
}

/// A provider of whichever type.
type AnyProvider = Arc<dyn ProvideCredentials>;

fn any(provider: impl ProvideCredentials + 'static) -> AnyProvider {
    Arc::new(provider)
}

/// What [`ProvideCredentials::credentials`] answers.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// Credentials provide themselves.
impl ProvideCredentials for Credentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn name(&self) -> &str {
        "static"
    }
}

/// Shared providers provide as the one they share.
impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        (**self).credentials()
    }

    fn refused(&self, credentials: &Credentials) {
        (**self).refused(credentials);
    }

    fn name(&self) -> &str {
        (**self).name()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::retry;

    #[test]
    fn documented_defaults_are_those_that_hold() {
        let s = |time: Duration| format!("{} s", time.as_secs());
        let min = |time: Duration| format!("{} min", time.as_secs() / 60);
        let ms = |time: Duration| format!("{} ms", time.as_millis());
        let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
        let file_mib = file::MAX_FILE_BYTES / 1024 / 1024;
        let [base, throttled] = [retry::BASE_DELAY, retry::THROTTLING_BASE_DELAY].map(ms);
        let [usual, least] = [sts::DEFAULT_DURATION, sts::SHORTEST_DURATION].map(s);
        let rows = [
            ("refresh ahead", min(cached::REFRESH_AHEAD)),
            ("wait for a refresh", s(cached::PATIENCE)),
            ("last time before", s(cached::TOO_CLOSE)),
            ("pause after", s(cached::PAUSE)),
            ("credentials without an expiry", min(cached::REREAD)),
            ("lifetime of a role", format!("{usual}, at least {least}")),
            ("connecting to STS", s(connections::REMOTE_CONNECT_TIMEOUT)),
            ("answer of STS", s(sts::ANSWER_TIMEOUT)),
            ("connecting to the", s(connections::LOCAL_CONNECT_TIMEOUT)),
            ("answer of the metadata", s(ecs_ram_role::ANSWER_TIMEOUT)),
            ("answer of a credentials URI", s(uri::ANSWER_TIMEOUT)),
            ("attempts of", connections::ATTEMPTS.to_string()),
            (
                "longest wait before the second attempt of such",
                format!("{base}, after throttling {throttled}"),
            ),
            ("largest answer", kib(connections::MAX_RESPONSE_BYTES)),
            ("largest file", format!("{file_mib} MiB")),
            ("profiles in a chain", cli_profile::MAX_CHAIN.to_string()),
            ("time of a program", s(process::TIME_LIMIT)),
            ("output of a program", kib(process::MAX_OUTPUT_BYTES)),
        ];
        crate::defaults::assert_documented(&rows);
    }
}

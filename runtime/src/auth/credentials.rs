//! Credentials, and what provides them.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::error::CredentialsError;
use super::signing::{Keys, acs3, hmac_sha1};

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
    keys: Keys,
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

    pub(crate) fn from_parts(
        access_key_id: String,
        access_key_secret: String,
        security_token: Option<String>,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                access_key_id,
                access_key_secret: Zeroizing::new(access_key_secret),
                security_token: security_token.map(Zeroizing::new),
                keys: Keys::default(),
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
    pub(crate) fn acs3_key(&self) -> &acs3::Key {
        self.inner.keys.acs3(self.access_key_secret())
    }

    /// The secret as `HMAC-SHA1` needs it.
    pub(crate) fn hmac_sha1_key(&self) -> &hmac_sha1::Key {
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
pub(crate) type AnyProvider = Arc<dyn ProvideCredentials>;

pub(crate) fn any(provider: impl ProvideCredentials + 'static) -> AnyProvider {
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

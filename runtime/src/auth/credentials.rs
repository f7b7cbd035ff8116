//! Credentials.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::error::CredentialsError;
use super::signing::{Keys, acs3, hmac_sha1};

/// An AccessKey pair of Alibaba Cloud, with a security token if it is temporary.
///
/// Clones share one allocation, and its secrets are wiped when the last clone is dropped. `Debug`
/// shows only the AccessKey ID and the expiry.
#[derive(Clone)]
pub struct Credentials {
    inner: Arc<Inner>,
    expires_at: Option<SystemTime>,
}

struct Inner {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
    flaw: Option<Flaw>,
    keys: Keys,
}

/// A part of the credentials that cannot be right.
#[derive(Clone, Copy)]
struct Flaw {
    /// The index of the part: AccessKey ID, secret or token.
    part: usize,
    reason: &'static str,
}

impl Flaw {
    fn find(parts: [&str; 3]) -> Option<Self> {
        let mut reasons = parts.into_iter().map(Self::reason).enumerate();
        reasons.find_map(|(part, reason)| {
            Some(Self {
                part,
                reason: reason?,
            })
        })
    }

    fn reason(text: &str) -> Option<&'static str> {
        let blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
        if text.starts_with(blank) || text.ends_with(blank) {
            Some("has white space, a line break or a byte order mark around it; remove that")
        } else if text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
            None
        } else {
            Some("contains a character that no key has, such as a line break; remove that")
        }
    }
}

impl Credentials {
    /// Creates long-lived credentials from an AccessKey pair.
    pub fn new(access_key_id: impl Into<String>, access_key_secret: impl Into<String>) -> Self {
        Self::from_parts(access_key_id.into(), access_key_secret.into(), None)
    }

    /// Creates temporary credentials of STS: an AccessKey pair that is valid only with its security
    /// token.
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

    /// Creates empty credentials, those of a request that is not signed.
    pub(crate) fn none() -> Self {
        Self::new("", "")
    }

    /// Sets the time at which the credentials expire. [`Cached`](crate::credentials::Cached)
    /// refreshes them before it.
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
        let flaw = Flaw::find([
            &access_key_id,
            &access_key_secret,
            security_token.as_deref().unwrap_or_default(),
        ]);
        Self {
            inner: Arc::new(Inner {
                flaw,
                access_key_id,
                access_key_secret: Zeroizing::new(access_key_secret),
                security_token: security_token.map(Zeroizing::new),
                keys: Keys::default(),
            }),
            expires_at: None,
        }
    }

    /// Returns the AccessKey ID.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.inner.access_key_id
    }

    /// Returns the AccessKey secret.
    #[must_use]
    pub fn access_key_secret(&self) -> &str {
        &self.inner.access_key_secret
    }

    /// Returns the security token of temporary credentials.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.inner
            .security_token
            .as_ref()
            .map(|token| token.as_str())
    }

    /// Returns the signing key for `ACS3-HMAC-SHA256`.
    pub(crate) fn acs3_key(&self) -> &acs3::Key {
        self.inner.keys.acs3(self.access_key_secret())
    }

    /// Returns the signing key for `HMAC-SHA1`.
    pub(crate) fn hmac_sha1_key(&self) -> &hmac_sha1::Key {
        self.inner.keys.hmac_sha1(self.access_key_secret())
    }

    /// Fails if a part has white space around it or contains characters that no key has. The
    /// service would refuse such credentials, or they cannot be sent. The error calls the parts
    /// `names`: of the AccessKey ID, the secret and the token.
    pub(crate) fn checked(self, names: [&str; 3]) -> Result<Self, CredentialsError> {
        match self.inner.flaw {
            Some(Flaw { part, reason }) => {
                let name = names.get(part).copied().unwrap_or_default();
                Err(CredentialsError::new(format!("{name} {reason}")))
            }
            None => Ok(self),
        }
    }

    /// Like [`checked`](Self::checked), for credentials of unknown origin.
    pub(crate) fn checked_by_part(self) -> Result<Self, CredentialsError> {
        self.checked([
            "the AccessKey ID",
            "the AccessKey secret",
            "the security token",
        ])
    }

    /// Returns whether both have the same AccessKey ID and security token.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.access_key_id() == other.access_key_id()
            && self.security_token() == other.security_token()
    }

    /// Returns when the credentials expire; `None` if they do not expire or the time is unknown.
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

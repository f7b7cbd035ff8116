//! Signing a URL with other fields or another key than usual.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use super::clock;
use super::error::{Part, Problem, UrlError};
use super::kind::StreamUrl;
use super::name;
use super::signed::SignedUrl;
use super::token::AuthToken;
use super::validity::Validity;
use crate::key::Key;

/// Signs URLs with fields or a key that [`UrlSigner`](super::UrlSigner) does not use by itself.
/// [`UrlSigner::signing`](super::UrlSigner::signing) returns it.
#[derive(Clone, Debug)]
#[must_use = "nothing is signed until a URL is passed"]
pub struct Signing<'a> {
    key: &'a Key,
    backup: Option<&'a Key>,
    validity: Validity,
    rand: Cow<'static, str>,
    uid: Cow<'static, str>,
}

impl<'a> Signing<'a> {
    pub(crate) const fn new(key: &'a Key, backup: Option<&'a Key>, validity: Validity) -> Self {
        Self {
            key,
            backup,
            validity,
            rand: Cow::Borrowed("0"),
            uid: Cow::Borrowed("0"),
        }
    }

    /// Sets the field `rand`, which makes URLs of the same second differ. The default is `0`. The
    /// reference recommends a UUID without hyphens
    /// (<https://www.alibabacloud.com/help/en/live/user-guide/url-signing>).
    ///
    /// # Errors
    ///
    /// Fails if the text is empty or contains anything but letters, digits, `_`, `.` and `~`.
    pub fn rand(mut self, rand: impl Into<String>) -> Result<Self, UrlError> {
        let rand = rand.into();
        name::field(Part::Rand, &rand)?;
        self.rand = Cow::Owned(rand);
        Ok(self)
    }

    /// Sets the field `uid`. The default is `0`. The service does not use it.
    ///
    /// # Errors
    ///
    /// Fails if the text is empty or contains anything but letters, digits, `_`, `.` and `~`.
    pub fn uid(mut self, uid: impl Into<String>) -> Result<Self, UrlError> {
        let uid = uid.into();
        name::field(Part::Uid, &uid)?;
        self.uid = Cow::Owned(uid);
        Ok(self)
    }

    /// Signs with the backup key, for example before the main key is replaced.
    ///
    /// # Errors
    ///
    /// Fails if the signer has no backup key.
    pub fn with_backup_key(mut self) -> Result<Self, UrlError> {
        let missing = UrlError::new(Part::BackupKey, Problem::Missing);
        self.key = self.backup.ok_or(missing)?;
        Ok(self)
    }

    /// Signs a URL, as [`UrlSigner::sign`](super::UrlSigner::sign) does.
    ///
    /// # Errors
    ///
    /// Fails if the clock of the system is before 1970.
    pub fn sign(self, url: &impl StreamUrl) -> Result<SignedUrl, UrlError> {
        self.sign_at(url, SystemTime::now())
    }

    /// Signs a URL, as [`UrlSigner::sign_at`](super::UrlSigner::sign_at) does.
    ///
    /// # Errors
    ///
    /// Fails for a timestamp before 1970, and if the expiry is too late to be expressed.
    pub fn sign_at(
        self,
        url: &impl StreamUrl,
        timestamp: SystemTime,
    ) -> Result<SignedUrl, UrlError> {
        let timestamp = clock::unix_seconds(Part::Timestamp, timestamp)?;
        self.sign_seconds(url, timestamp)
    }

    /// Signs a URL, as [`UrlSigner::sign_until`](super::UrlSigner::sign_until) does.
    ///
    /// # Errors
    ///
    /// Fails for an expiry that is not in the future, or if the validity is longer than the time
    /// from 1970 until then.
    pub fn sign_until(
        self,
        url: &impl StreamUrl,
        expires_at: SystemTime,
    ) -> Result<SignedUrl, UrlError> {
        let expiry = clock::unix_seconds(Part::Expiry, expires_at)?;
        // Rounded down, it may be over already.
        if clock::after(expiry, Duration::ZERO)? <= SystemTime::now() {
            return Err(UrlError::new(Part::Expiry, Problem::Expired));
        }
        match expiry.checked_sub(self.validity.as_secs()) {
            Some(timestamp) => self.sign_seconds(url, timestamp),
            None => Err(UrlError::new(Part::Validity, Problem::OutOfRange)),
        }
    }

    /// Signs a path, as [`UrlSigner::token`](super::UrlSigner::token) does.
    ///
    /// # Errors
    ///
    /// Fails for a path that does not begin with `/`, or that contains `?`, `#`, or anything that
    /// is not visible ASCII.
    pub fn token(self, path: &str) -> Result<AuthToken, UrlError> {
        self.token_at(path, SystemTime::now())
    }

    /// Signs a path, as [`UrlSigner::token_at`](super::UrlSigner::token_at) does.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token), and for a timestamp before 1970.
    pub fn token_at(self, path: &str, timestamp: SystemTime) -> Result<AuthToken, UrlError> {
        name::path(path)?;
        let timestamp = clock::unix_seconds(Part::Timestamp, timestamp)?;
        Ok(self.token_of(path, timestamp))
    }

    fn token_of(self, path: &str, timestamp: u64) -> AuthToken {
        AuthToken::new(path, timestamp, self.rand, self.uid, self.key)
    }

    fn sign_seconds(self, url: &impl StreamUrl, timestamp: u64) -> Result<SignedUrl, UrlError> {
        let expires_at = clock::after(timestamp, self.validity.as_duration())?;
        let address = url.address();
        let token = self.token_of(address.path(), timestamp);
        Ok(SignedUrl::new(address, token, expires_at))
    }
}

//! Signs URLs, and verifies signed URLs.

use std::time::SystemTime;

use alibabacloud_secret::Secret;

use super::clock;
use super::error::{Part, Problem, UrlError};
use super::kind::StreamUrl;
use super::located::Located;
use super::query;
use super::signed::SignedUrl;
use super::signing::Signing;
use super::token::AuthToken;
use super::validity::Validity;
use super::verified::Verified;
use crate::key::{self, Key, KeyProblem};

/// Signs URLs of one domain with its main key, and verifies signed URLs.
///
/// Ingest URLs are signed with a key of the ingest domain, playback URLs with a key of the
/// streaming domain. A program that makes both needs two signers.
///
/// ```
/// use std::time::Duration;
/// use alibabacloud_live_edge::url::{PlaybackUrl, UrlSigner};
///
/// let signer = UrlSigner::new("mainKey123")?
///     .backup_key("backupKey456")?
///     .validity(Duration::from_secs(1800))?;
/// let url = PlaybackUrl::builder()
///     .domain("play.example.com")
///     .app("live")
///     .stream("camera-1")
///     .build()?;
/// let signed = signer.sign(&url)?;
/// let verified = signer.verify(signed.as_str())?;
/// assert_eq!(verified.expires_at(), signed.expires_at());
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
#[derive(Clone, Debug)]
pub struct UrlSigner {
    main: Key,
    backup: Option<Key>,
    validity: Validity,
}

impl UrlSigner {
    /// Creates a signer with the main key of a domain (`auth_key1`).
    ///
    /// # Errors
    ///
    /// Fails if the key is empty, or contains spaces, line breaks or characters outside ASCII. No
    /// page that we know states the rules of Live for keys. Those of Alibaba Cloud CDN, 16 to 128
    /// letters and digits, do not hold for it: it has keys of 10 characters.
    pub fn new(key: impl Into<Secret>) -> Result<Self, UrlError> {
        Ok(Self {
            main: checked(Part::Key, key)?,
            backup: None,
            validity: Validity::default(),
        })
    }

    /// Sets the backup key of the domain (`auth_key2`). The service accepts both keys alike. Here
    /// it verifies, and signs only on [request](Signing::with_backup_key).
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`new`](Self::new).
    pub fn backup_key(mut self, key: impl Into<Secret>) -> Result<Self, UrlError> {
        self.backup = Some(checked(Part::BackupKey, key)?);
        Ok(self)
    }

    /// Sets the validity that is set for the domain: a [`Validity`], a `Duration`, or a number of
    /// seconds, also as the text that `ali_auth_delta` has. The default is 1800 seconds.
    ///
    /// # Errors
    ///
    /// Fails for whatever is not a positive number of whole seconds.
    pub fn validity<V>(mut self, validity: V) -> Result<Self, UrlError>
    where
        V: TryInto<Validity>,
        UrlError: From<V::Error>,
    {
        self.validity = validity.try_into()?;
        Ok(self)
    }

    /// Signs a URL with the current time as its timestamp. It expires after the validity that is
    /// set for the domain.
    ///
    /// # Errors
    ///
    /// Fails if the clock of the system is before 1970.
    pub fn sign(&self, url: &impl StreamUrl) -> Result<SignedUrl, UrlError> {
        self.signing().sign(url)
    }

    /// Signs a URL with a given timestamp, rounded down to seconds. The clock is not read, so the
    /// URL may have expired already.
    ///
    /// # Errors
    ///
    /// Fails for a timestamp before 1970, and if the expiry is too late to be expressed.
    pub fn sign_at(
        &self,
        url: &impl StreamUrl,
        timestamp: SystemTime,
    ) -> Result<SignedUrl, UrlError> {
        self.signing().sign_at(url, timestamp)
    }

    /// Signs a URL that expires at a given time, rounded down to seconds. Its timestamp is this
    /// time minus the validity, and may be in the past.
    ///
    /// This relies on the [validity](Self::validity) being that of the domain: where the domain has
    /// a longer one, the URL expires later. Pages disagree on what the timestamp means, see the
    /// [module](super#when-a-signed-url-expires).
    ///
    /// # Errors
    ///
    /// Fails for an expiry that is not in the future, or if the validity is longer than the time
    /// from 1970 until then.
    pub fn sign_until(
        &self,
        url: &impl StreamUrl,
        expires_at: SystemTime,
    ) -> Result<SignedUrl, UrlError> {
        self.signing().sign_until(url, expires_at)
    }

    /// Signs any path with the current time as the timestamp, and returns the token alone.
    ///
    /// This is for paths that no builder makes, such as `/openapi/timeline/query` of [time
    /// shifting](https://www.alibabacloud.com/help/doc-detail/199356.htm). The path is signed as it
    /// is given, without encoding or decoding.
    ///
    /// # Errors
    ///
    /// Fails for a path that does not begin with `/`, or that contains `?`, `#`, or anything that
    /// is not visible ASCII.
    pub fn token(&self, path: &str) -> Result<AuthToken, UrlError> {
        self.signing().token(path)
    }

    /// Signs any path as [`token`](Self::token) does, with a given timestamp, rounded down to
    /// seconds.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token), and for a timestamp before 1970.
    pub fn token_at(&self, path: &str, timestamp: SystemTime) -> Result<AuthToken, UrlError> {
        self.signing().token_at(path, timestamp)
    }

    /// Returns a copy of the settings for signing in which `rand`, `uid` and the key can be
    /// changed.
    ///
    /// ```
    /// use alibabacloud_live_edge::url::UrlSigner;
    ///
    /// let signer = UrlSigner::new("mainKey123")?;
    /// let rand = "477b3bbc253f467b8def6711128c7bec";
    /// let token = signer.signing().rand(rand)?.uid("7")?.token("/live/camera-1")?;
    /// assert!(token.to_text().contains("-477b3bbc253f467b8def6711128c7bec-7-"));
    /// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
    /// ```
    pub const fn signing(&self) -> Signing<'_> {
        Signing::new(&self.main, self.backup.as_ref(), self.validity)
    }

    /// Verifies a signed URL of any protocol, as an edge server does: first whether it has expired,
    /// then its hash, in constant time.
    ///
    /// The domain is not compared: a token does not depend on it.
    ///
    /// # Errors
    ///
    /// Fails with [`Part::Expiry`] if the URL has expired, with [`Part::Hash`] if neither key made
    /// its token, and with other parts if the URL cannot be read or has no token.
    pub fn verify(&self, url: &str) -> Result<Verified, UrlError> {
        self.verify_at(url, SystemTime::now())
    }

    /// Verifies a signed URL as [`verify`](Self::verify) does, at another time than now.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_at(&self, url: &str, now: SystemTime) -> Result<Verified, UrlError> {
        let located = Located::find(url)?;
        self.verify_request_at(&located.path, &located.query, now)
    }

    /// Verifies what a server has of a request: its path and its query, both as they were sent. A
    /// module of nginx for RTMP has them as `/{app}/{name}` and as the arguments of the stream.
    ///
    /// ```
    /// use alibabacloud_live_edge::url::{Part, UrlSigner};
    ///
    /// let signer = UrlSigner::new("aliyunliveexp1234")?;
    /// let query = "auth_key=1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b";
    /// let error = signer.verify_request("/video/standard", query).unwrap_err();
    /// assert_eq!(error.part(), Part::Expiry);
    /// assert_eq!(error.to_string(), "the expiry is in the past; sign the URL anew");
    /// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`verify`](Self::verify).
    pub fn verify_request(&self, path: &str, query: &str) -> Result<Verified, UrlError> {
        self.verify_request_at(path, query, SystemTime::now())
    }

    /// Verifies a request as [`verify_request`](Self::verify_request) does, at another time than
    /// now.
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`verify`](Self::verify).
    pub fn verify_request_at(
        &self,
        path: &str,
        query: &str,
        now: SystemTime,
    ) -> Result<Verified, UrlError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        self.verify_token_at(path, &query::token(query)?.parse()?, now)
    }

    /// Verifies that a token signs a path, and that it has not expired.
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`verify`](Self::verify).
    pub fn verify_token(&self, path: &str, token: &AuthToken) -> Result<Verified, UrlError> {
        self.verify_token_at(path, token, SystemTime::now())
    }

    /// Verifies a token as [`verify_token`](Self::verify_token) does, at another time than now.
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`verify`](Self::verify).
    pub fn verify_token_at(
        &self,
        path: &str,
        token: &AuthToken,
        now: SystemTime,
    ) -> Result<Verified, UrlError> {
        let expires_at = clock::after(token.timestamp(), self.validity.as_duration())?;
        if expires_at < now {
            return Err(UrlError::new(Part::Expiry, Problem::Expired));
        }
        let signs = |key: &Key| token.signs(path, key);
        match key::matched(&self.main, self.backup.as_ref(), signs) {
            None => Err(UrlError::new(Part::Hash, Problem::Mismatch)),
            Some(matched) => Ok(Verified {
                matched,
                token: token.clone(),
                expires_at,
            }),
        }
    }
}

fn checked(part: Part, key: impl Into<Secret>) -> Result<Key, UrlError> {
    let named = |problem: KeyProblem| UrlError::new(part, problem.into());
    Key::new(key.into()).map_err(named)
}

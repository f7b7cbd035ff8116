//! Signs URLs, and verifies signed URLs.

use std::time::SystemTime;

use alibabacloud_secret::Secret;

use super::clock;
use super::error::{Part, Problem, UrlError};
use super::key::Key;
use super::kind::StreamUrl;
use super::located::Located;
use super::query;
use super::signed::SignedUrl;
use super::signing::Signing;
use super::token::AuthToken;
use super::validity::Validity;
use super::verified::{MatchedKey, Verified};

/// Signs URLs of one domain with its main key, and verifies signed URLs.
///
/// Ingest URLs are signed with a key of the ingest domain, playback URLs with a key of the
/// streaming domain. A program that makes both needs two signers.
///
/// ```
/// use std::time::{Duration, SystemTime};
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
/// let verified = signer.verify(signed.as_str(), SystemTime::now())?;
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
    /// Fails if the key is empty, or contains spaces, line breaks or characters outside ASCII. The
    /// rules of Live for keys were not at hand. Those of Alibaba Cloud CDN, 16 to 128 letters and
    /// digits, do not hold for it: it has keys of 10 characters.
    pub fn new(key: impl Into<Secret>) -> Result<Self, UrlError> {
        Ok(Self {
            main: Key::new(key.into())?,
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
        self.backup = Some(Key::new(key.into())?);
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
    /// Fails for a timestamp before 1970, and for one so late that the expiry cannot be expressed.
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
    /// Fails for an expiry that is not in the future, or that is less than the validity after 1970.
    pub fn sign_until(
        &self,
        url: &impl StreamUrl,
        expires_at: SystemTime,
    ) -> Result<SignedUrl, UrlError> {
        self.signing().sign_until(url, expires_at)
    }

    /// Signs any path, and returns the token alone. The timestamp is in seconds since 1970.
    ///
    /// This is for paths that no builder makes, such as `/openapi/timeline/query` of [time
    /// shifting](https://www.alibabacloud.com/help/doc-detail/199356.htm). The path is signed as it
    /// is given, without encoding or decoding.
    ///
    /// # Errors
    ///
    /// Fails for a path that does not begin with `/`, or that contains `?`, `#`, or anything that
    /// is not visible ASCII.
    pub fn token(&self, path: &str, timestamp: u64) -> Result<AuthToken, UrlError> {
        self.signing().token(path, timestamp)
    }

    /// Returns a copy of the settings for signing in which `rand`, `uid` and the key can be
    /// changed.
    ///
    /// ```
    /// use alibabacloud_live_edge::url::UrlSigner;
    ///
    /// let signer = UrlSigner::new("mainKey123")?;
    /// let rand = "477b3bbc253f467b8def6711128c7bec";
    /// let token = signer.signing().rand(rand)?.uid("7")?.token("/live/camera-1", 1_740_562_218)?;
    /// assert!(token.to_text().starts_with("1740562218-477b3bbc253f467b8def6711128c7bec-7-"));
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
    pub fn verify(&self, url: &str, now: SystemTime) -> Result<Verified, UrlError> {
        let located = Located::find(url)?;
        self.verify_request(&located.path, &located.query, now)
    }

    /// Verifies what a server has of a request: its path and its query, both as they were sent. A
    /// module of nginx for RTMP has them as `/{app}/{name}` and as the arguments of the stream.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use alibabacloud_live_edge::url::UrlSigner;
    ///
    /// let signer = UrlSigner::new("aliyunliveexp1234")?;
    /// let query = "auth_key=1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b";
    /// let now = UNIX_EPOCH + Duration::from_secs(1_622_194_200);
    /// assert!(signer.verify_request("/video/standard", query, now).is_ok());
    /// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`verify`](Self::verify).
    pub fn verify_request(
        &self,
        path: &str,
        query: &str,
        now: SystemTime,
    ) -> Result<Verified, UrlError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        self.verify_token(path, &query::token(query)?.parse()?, now)
    }

    /// Verifies that a token signs a path, and that it has not expired.
    ///
    /// # Errors
    ///
    /// Fails in the same cases as [`verify`](Self::verify).
    pub fn verify_token(
        &self,
        path: &str,
        token: &AuthToken,
        now: SystemTime,
    ) -> Result<Verified, UrlError> {
        let expires_at = clock::after(token.timestamp(), self.validity.as_duration())?;
        if expires_at < now {
            return Err(UrlError::new(Part::Expiry, Problem::Expired));
        }
        let matched = if token.signs(path, &self.main) {
            MatchedKey::Main
        } else if self
            .backup
            .as_ref()
            .is_some_and(|key| token.signs(path, key))
        {
            MatchedKey::Backup
        } else {
            return Err(UrlError::new(Part::Hash, Problem::Mismatch));
        };
        Ok(Verified {
            matched,
            token: token.clone(),
            expires_at,
        })
    }
}

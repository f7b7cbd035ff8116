//! The verifier.

use std::time::{Duration, SystemTime};

use alibabacloud_secret::Secret;

use super::signed::SignedHeaders;
use super::{CallbackError, SIGNATURE_HEADER, TIMESTAMP_HEADER, timestamp};
use crate::hash::Hash;
use crate::host;
use crate::key::{self, Key, MatchedKey};

/// Verifies that callbacks come from ApsaraVideo Live. The [module](super) says which constructor
/// fits which callback.
///
/// A verifier holds no state between callbacks, so all threads can share it. `Debug` output masks
/// its keys.
#[derive(Debug, Clone)]
pub struct CallbackVerifier {
    domain: String,
    /// What the service may sign instead of `domain`.
    other_forms: Vec<String>,
    is_ingest_domain: bool,
    key: Key,
    backup_key: Option<Key>,
    max_age: Option<Duration>,
    clock_tolerance: Duration,
}

impl CallbackVerifier {
    /// Creates a verifier of callbacks about ingest: streams that start, end or fail, and
    /// dual-stream disaster recovery.
    ///
    /// `domain` is the ingest domain that the address is configured for. It is not the domain of
    /// the address. If it has capital letters, the signature may be made with or without them,
    /// because no page says which the service signs. `key` is the `NotifyAuthKey` of
    /// `SetLiveStreamsNotifyUrlConfig`.
    ///
    /// # Errors
    ///
    /// [`CallbackError::InvalidIngestDomain`] if `domain` has anything besides a domain, such as a
    /// scheme, a port or a path. [`CallbackError::InvalidKey`] if `key` is empty or malformed.
    pub fn for_ingest_domain(domain: &str, key: impl Into<Secret>) -> Result<Self, CallbackError> {
        host::check_domain(domain).map_err(CallbackError::InvalidIngestDomain)?;
        Self::new(domain, None, true, key.into())
    }

    /// Creates a verifier of callbacks about recordings and snapshots.
    ///
    /// `url` is the callback URL as it is configured, of which the service signs the host. `key` is
    /// the `NotifyAuthKey` of `AddLiveRecordNotifyConfig` or `AddLiveSnapshotNotifyConfig`, or the
    /// `CallbackAuthKey` of `SetSnapshotCallbackAuth`.
    ///
    /// If the URL has a port, the signature may be made with or without it, because no page says
    /// whether the service signs the port. The same is true of capital letters.
    ///
    /// # Errors
    ///
    /// [`CallbackError::InvalidCallbackUrl`] if `url` does not begin with `http://` or `https://`
    /// and a host, or if it has a user name. [`CallbackError::InvalidKey`] if `key` is empty or
    /// malformed.
    pub fn for_callback_url(url: &str, key: impl Into<Secret>) -> Result<Self, CallbackError> {
        let (host, with_port) =
            host::of_http_url(url).map_err(CallbackError::InvalidCallbackUrl)?;
        Self::new(host, with_port, false, key.into())
    }

    fn new(
        domain: &str,
        host_and_port: Option<&str>,
        is_ingest_domain: bool,
        key: Secret,
    ) -> Result<Self, CallbackError> {
        let forms = [domain].into_iter().chain(host_and_port);
        let forms = forms.flat_map(|form| [form.to_owned(), form.to_ascii_lowercase()]);
        let mut other_forms: Vec<_> = forms.filter(|form| form != domain).collect();
        other_forms.dedup();
        Ok(Self {
            domain: domain.to_owned(),
            other_forms,
            is_ingest_domain,
            key: Key::new(key).map_err(CallbackError::InvalidKey)?,
            backup_key: None,
            max_age: Some(Duration::from_secs(5 * 60)),
            clock_tolerance: Duration::from_secs(60),
        })
    }

    /// Also accepts another key. None by default.
    ///
    /// Callbacks of running streams are signed with the key that was configured when they started,
    /// so keep the old key here for a while after a change.
    ///
    /// # Errors
    ///
    /// [`CallbackError::InvalidBackupKey`] if `key` is empty or malformed.
    pub fn backup_key(self, key: impl Into<Secret>) -> Result<Self, CallbackError> {
        let key = Key::new(key.into()).map_err(CallbackError::InvalidBackupKey)?;
        Ok(Self {
            backup_key: Some(key),
            ..self
        })
    }

    /// Sets how long ago a callback may have been sent. 5 minutes by default, the documentation's
    /// example.
    #[must_use]
    pub fn max_age(self, max_age: Duration) -> Self {
        Self {
            max_age: Some(max_age),
            ..self
        }
    }

    /// Sets how far the timestamp may be ahead of the receiver's clock. 1 minute by default.
    #[must_use]
    pub fn clock_tolerance(self, tolerance: Duration) -> Self {
        Self {
            clock_tolerance: tolerance,
            ..self
        }
    }

    /// Accepts timestamps of any time, past and future. The documentation leaves this check to the
    /// receiver, whose clock may be wrong.
    ///
    /// Whoever sees one callback can then send others with its headers until the key is changed.
    #[must_use]
    pub fn without_max_age(self) -> Self {
        Self {
            max_age: None,
            ..self
        }
    }

    /// Verifies the values of the headers `ALI-LIVE-TIMESTAMP` and `ALI-LIVE-SIGNATURE`. Both can
    /// be `&str`, or `Option<&str>` if the header may be missing.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] says which part is wrong. Refuse such a request, such as with status 403.
    pub fn verify<'a>(
        &self,
        timestamp: impl Into<Option<&'a str>>,
        signature: impl Into<Option<&'a str>>,
    ) -> Result<Verified, CallbackError> {
        self.verify_at(timestamp, signature, SystemTime::now())
    }

    /// Verifies as [`verify`](Self::verify) does, at another time than now.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_at<'a>(
        &self,
        timestamp: impl Into<Option<&'a str>>,
        signature: impl Into<Option<&'a str>>,
        now: SystemTime,
    ) -> Result<Verified, CallbackError> {
        self.check(timestamp.into(), signature.into(), now)
    }

    /// Verifies the headers of a request.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify), and if a header is repeated or is not text.
    #[cfg(feature = "http")]
    pub fn verify_headers(&self, headers: &http::HeaderMap) -> Result<Verified, CallbackError> {
        self.verify_headers_at(headers, SystemTime::now())
    }

    /// Verifies as [`verify_headers`](Self::verify_headers) does, at another time than now.
    ///
    /// # Errors
    ///
    /// As [`verify_headers`](Self::verify_headers).
    #[cfg(feature = "http")]
    pub fn verify_headers_at(
        &self,
        headers: &http::HeaderMap,
        now: SystemTime,
    ) -> Result<Verified, CallbackError> {
        let timestamp = super::http_headers::text(headers, TIMESTAMP_HEADER)?;
        let signature = super::http_headers::text(headers, SIGNATURE_HEADER)?;
        self.check(timestamp, signature, now)
    }

    /// Returns the headers that the service would send now, to test handlers.
    ///
    /// It signs with the main key, and without the port of a callback URL.
    #[must_use]
    pub fn sign(&self) -> SignedHeaders {
        self.sign_at(SystemTime::now())
    }

    /// Returns the headers that the service would send at a time, as [`sign`](Self::sign) does. A
    /// time before 1970 counts as 1970.
    #[must_use]
    pub fn sign_at(&self, time: SystemTime) -> SignedHeaders {
        let timestamp = timestamp::format(time);
        let mut signature = String::with_capacity(32);
        hash(&self.domain, &timestamp, &self.key).write(&mut signature);
        SignedHeaders {
            timestamp,
            signature,
        }
    }

    fn check(
        &self,
        timestamp: Option<&str>,
        signature: Option<&str>,
        now: SystemTime,
    ) -> Result<Verified, CallbackError> {
        let missing = |header| CallbackError::MissingHeader { header };
        let timestamp = timestamp.ok_or(missing(TIMESTAMP_HEADER))?;
        let signature = signature.ok_or(missing(SIGNATURE_HEADER))?;
        let sent_at = timestamp::parse(timestamp)?;
        let length = signature.len();
        // The documentation shows lower case. Upper case has the same value.
        let signature = Hash::parse(&signature.to_ascii_lowercase())
            .ok_or(CallbackError::InvalidSignature { length })?;
        let matched =
            self.matched_key(timestamp, signature)
                .ok_or_else(|| CallbackError::Mismatch {
                    domain: self.domain.clone(),
                    is_ingest_domain: self.is_ingest_domain,
                })?;
        // The time comes last: that of a forged callback says nothing.
        self.check_time(sent_at, now)?;
        Ok(Verified { sent_at, matched })
    }

    fn matched_key(&self, timestamp: &str, signature: Hash) -> Option<MatchedKey> {
        key::matched(&self.key, self.backup_key.as_ref(), |key| {
            let mut forms = std::iter::once(&self.domain).chain(&self.other_forms);
            forms.any(|domain| hash(domain, timestamp, key) == signature)
        })
    }

    fn check_time(&self, sent_at: SystemTime, now: SystemTime) -> Result<(), CallbackError> {
        let Some(max_age) = self.max_age else {
            return Ok(());
        };
        let tolerance = self.clock_tolerance;
        match now.duration_since(sent_at) {
            Ok(age) if age > max_age => Err(CallbackError::TooOld { age, max_age }),
            Err(error) if error.duration() > tolerance => {
                let ahead = error.duration();
                Err(CallbackError::InTheFuture { ahead, tolerance })
            }
            _ => Ok(()),
        }
    }
}

/// `timestamp` is the text of the header, since a number might be written differently.
fn hash(domain: &str, timestamp: &str, key: &Key) -> Hash {
    key.hash(&[domain, "|", timestamp, "|"])
}

/// A callback that comes from the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    sent_at: SystemTime,
    matched: MatchedKey,
}

impl Verified {
    /// Returns when the service sent the request, in whole seconds.
    #[must_use]
    pub const fn sent_at(&self) -> SystemTime {
        self.sent_at
    }

    /// Returns which key signed the callback.
    #[must_use]
    pub const fn key(&self) -> MatchedKey {
        self.matched
    }
}

//! The token of a signed URL: the value of `auth_key`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::error::{Part, Problem, UrlError};
use super::name;
use crate::hash::Hash;
use crate::key::Key;

/// The token of a signed URL: `{timestamp}-{rand}-{uid}-{hash}`, the value of `auth_key`.
///
/// [`UrlSigner::token`](super::UrlSigner::token) makes one, and `parse` reads one. Whoever has the
/// token can use the URL. Therefore `Debug` masks the hash, there is no `Display`, and comparing
/// two hashes takes constant time.
///
/// ```
/// use alibabacloud_live_edge::url::AuthToken;
///
/// let token: AuthToken = "1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b".parse()?;
/// assert_eq!(token.timestamp(), 1_622_194_197);
/// assert_eq!(format!("{token:?}"), "AuthToken(1622194197-0-0-***)");
/// assert_eq!(token.to_text(), "1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b");
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AuthToken {
    timestamp: u64,
    rand: Cow<'static, str>,
    uid: Cow<'static, str>,
    hash: Hash,
}

impl AuthToken {
    /// Signs a path. `rand` and `uid` have been checked.
    pub(crate) fn new(
        path: &str,
        timestamp: u64,
        rand: Cow<'static, str>,
        uid: Cow<'static, str>,
        key: &Key,
    ) -> Self {
        let hash = hash(path, &fields(timestamp, &rand, &uid), key);
        Self {
            timestamp,
            rand,
            uid,
            hash,
        }
    }

    /// Returns whether the token signs a path with a key.
    pub(crate) fn signs(&self, path: &str, key: &Key) -> bool {
        self.hash == hash(path, &self.fields(), key)
    }

    /// Returns the timestamp in seconds since 1970. The URL expires later, by the validity that is
    /// set for the domain.
    #[must_use]
    pub const fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// Returns the field `rand`, which is `0` or random.
    #[must_use]
    pub fn rand(&self) -> &str {
        &self.rand
    }

    /// Returns the field `uid`, which is usually `0`.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// Returns the whole token, as it stands in a URL after `auth_key=`. It is a credential.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = self.fields();
        text.reserve_exact(32);
        self.hash.write(&mut text);
        text
    }

    fn fields(&self) -> String {
        fields(self.timestamp, &self.rand, &self.uid)
    }
}

/// Returns `{timestamp}-{rand}-{uid}-`.
fn fields(timestamp: u64, rand: &str, uid: &str) -> String {
    format!("{timestamp}-{rand}-{uid}-")
}

/// Returns the hash of `{path}-{fields}{key}`. The fields end with a hyphen.
fn hash(path: &str, fields: &str, key: &Key) -> Hash {
    key.hash(&[path, "-", fields])
}

/// Reads the value of `auth_key`. The timestamp is decimal without leading zeros, and the hash is
/// lower-case, as the service writes them: each token has only one text.
impl FromStr for AuthToken {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let mut fields = text.split('-');
        let malformed = UrlError::new(Part::Token, Problem::Malformed);
        let (Some(timestamp), Some(rand), Some(uid), Some(hash), None) = (
            fields.next(),
            fields.next(),
            fields.next(),
            fields.next(),
            fields.next(),
        ) else {
            return Err(malformed);
        };
        name::field(Part::Rand, rand)?;
        name::field(Part::Uid, uid)?;
        let malformed = UrlError::new(Part::Hash, Problem::Malformed);
        Ok(Self {
            timestamp: number(timestamp)?,
            rand: shared(rand),
            uid: shared(uid),
            hash: Hash::parse(hash).ok_or(malformed)?,
        })
    }
}

fn number(text: &str) -> Result<u64, UrlError> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    match text.parse() {
        Ok(number) if digits && !leading_zero => Ok(number),
        _ => Err(UrlError::new(Part::Timestamp, Problem::NotANumber)),
    }
}

/// Allocates only what is not the default.
fn shared(text: &str) -> Cow<'static, str> {
    match text {
        "0" => Cow::Borrowed("0"),
        other => Cow::Owned(other.to_owned()),
    }
}

impl fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthToken({}***)", self.fields())
    }
}

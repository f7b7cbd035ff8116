//! Signed URLs.

use std::fmt;
use std::ops::Range;
use std::time::SystemTime;

use super::address::{Address, split_at_key};
use super::token::AuthToken;

/// A URL with its token.
///
/// It is a credential: whoever has it can send or play the stream until it expires. Therefore
/// `Debug` masks the hash, and there is no `Display`, which would bring the URL into logs
/// unnoticed. [`as_str`](Self::as_str) returns the text.
// Comparing two would take longer the more of them agrees.
#[derive(Clone)]
pub struct SignedUrl {
    text: String,
    token_at: Range<usize>,
    key_at: Option<usize>,
    token: AuthToken,
    expires_at: SystemTime,
}

impl SignedUrl {
    pub(crate) fn new(address: &Address, token: AuthToken, expires_at: SystemTime) -> Self {
        let (text, token_at) = address.with_token(&token.to_text());
        Self {
            text,
            token_at,
            key_at: address.key_at(),
            token,
            expires_at,
        }
    }

    /// Returns the whole URL. It is a credential.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the token.
    #[must_use]
    pub const fn token(&self) -> &AuthToken {
        &self.token
    }

    /// Returns the time until which the URL can be used: its timestamp plus the
    /// [`Validity`](super::Validity) of the signer.
    #[must_use]
    pub const fn expires_at(&self) -> SystemTime {
        self.expires_at
    }

    /// Returns what OBS and other encoders call the server, such as `rtmp://push.example.com/live`.
    ///
    /// This is the whole URL, with its token, unless it is an ingest URL of RTMP. OBS takes a URL
    /// of SRT as the server too, with an empty stream key.
    #[must_use]
    pub fn server(&self) -> &str {
        split_at_key(&self.text, self.key_at).0
    }

    /// Returns what OBS and other encoders call the stream key: stream name and token, such as
    /// `camera-1?auth_key=…`. It is a credential.
    ///
    /// It is empty unless the URL is an ingest URL of RTMP.
    #[must_use]
    pub fn stream_key(&self) -> &str {
        split_at_key(&self.text, self.key_at).1
    }
}

impl From<SignedUrl> for String {
    fn from(url: SignedUrl) -> Self {
        url.text
    }
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The hash is the last 32 characters of the token.
        let hash_at = self.token_at.end.saturating_sub(32);
        let before = self.text.get(..hash_at).unwrap_or_default();
        let after = self.text.get(self.token_at.end..).unwrap_or_default();
        write!(f, "SignedUrl(\"{before}***{after}\")")
    }
}

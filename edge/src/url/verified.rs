//! What verifying a URL finds.

use std::time::SystemTime;

use super::token::AuthToken;
use crate::key::MatchedKey;

/// A URL or path whose token is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub(crate) matched: MatchedKey,
    pub(crate) token: AuthToken,
    pub(crate) expires_at: SystemTime,
}

impl Verified {
    /// Returns which key signed the URL.
    #[must_use]
    pub const fn key(&self) -> MatchedKey {
        self.matched
    }

    /// Returns the token.
    #[must_use]
    pub const fn token(&self) -> &AuthToken {
        &self.token
    }

    /// Returns when the URL expires: its timestamp plus the [`Validity`](super::Validity) of the
    /// signer.
    #[must_use]
    pub const fn expires_at(&self) -> SystemTime {
        self.expires_at
    }
}

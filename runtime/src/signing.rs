//! Signatures of requests: pure functions of the request, the credentials, a nonce and a time.

pub mod acs3;
pub mod hmac_sha1;

use std::time::SystemTime;

use crate::error::NonceError;

/// How requests are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// `ACS3-HMAC-SHA256`: the operation and signature travel in headers. What current official SDKs use.
    #[default]
    Acs3HmacSha256,
    /// `HMAC-SHA1`: the operation and signature travel in the query. Older, and still accepted.
    HmacSha1,
}

/// What makes each attempt of a call different: its nonce and its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Text that no other request of the account repeats.
    pub nonce: String,
    /// UTC time in whole seconds, `2026-11-22T16:11:33Z`.
    pub timestamp: String,
}

impl Stamp {
    /// A stamp of a given time with 128 random bits as the nonce.
    ///
    /// # Errors
    ///
    /// When the operating system has no random numbers.
    pub fn new(now: SystemTime) -> Result<Self, NonceError> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(NonceError)?;
        Ok(Self {
            nonce: base16ct::lower::encode_string(&random),
            timestamp: humantime::format_rfc3339_seconds(now).to_string(),
        })
    }
}

//! The two signature algorithms, as the service computes them.
//!
//! This code is deliberately independent of every client, so that client and emulator check each
//! other.

pub(crate) mod acs3;
pub(crate) mod hmac_sha1;

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureKind {
    /// `ACS3-HMAC-SHA256` in the `Authorization` header.
    Acs3HmacSha256,
    /// `HMAC-SHA1` in the parameter `Signature`.
    HmacSha1,
}

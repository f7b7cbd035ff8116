//! The two ways of signing a request, as the service computes them.
//!
//! Nothing here is shared with a client, so that client and emulator check each other.

pub(crate) mod acs3;
pub(crate) mod hmac_sha1;

/// How a request was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureKind {
    /// `ACS3-HMAC-SHA256` in the `Authorization` header.
    Acs3HmacSha256,
    /// `HMAC-SHA1` in the parameter `Signature`.
    HmacSha1,
}

/// Lower-case hexadecimal digits of some bytes.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

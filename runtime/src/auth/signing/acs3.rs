//! `ACS3-HMAC-SHA256`, version 3 of the signature.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::hex::write_hex;

/// The name of the algorithm, as written in the string to sign and the `Authorization` header.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// Capacity for the canonical request of most calls.
const USUAL_CANONICAL_LEN: usize = 1024;

/// Capacity for the `Authorization` header of most calls.
const USUAL_AUTHORIZATION_LEN: usize = 512;

/// The parts of a request that the signature covers.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path of the URL, `/` for RPC-style APIs.
    pub path: &'a str,
    /// The query of the URL: sorted, percent-encoded `name=value` pairs.
    pub query: &'a str,
    /// The headers to sign, sorted by their lowercase names.
    pub headers: &'a [(&'a str, &'a str)],
    /// The SHA-256 hash of the body, see [`payload_hash`].
    pub payload_hash: &'a str,
}

impl Request<'_> {
    /// Returns the canonical request, the text that is hashed.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::with_capacity(USUAL_CANONICAL_LEN);
        for part in [self.method, self.path, self.query] {
            out.push_str(part);
            out.push('\n');
        }
        for (name, value) in self.headers {
            out.push_str(name);
            out.push(':');
            out.push_str(value.trim_ascii());
            out.push('\n');
        }
        out.push('\n');
        self.push_signed_headers(&mut out);
        out.push('\n');
        out.push_str(self.payload_hash);
        out
    }

    /// Returns the string to sign: the algorithm and the hash of the canonical request.
    #[must_use]
    pub fn string_to_sign(&self) -> String {
        [ALGORITHM, "\n", as_text(&sha256(self.canonical()))].concat()
    }

    /// Returns the value of the `Authorization` header.
    #[must_use]
    pub fn authorization(&self, access_key_id: &str, access_key_secret: &str) -> String {
        self.authorization_with(access_key_id, &Key::new(access_key_secret))
    }

    /// Returns the value of the `Authorization` header, signed with a prepared key.
    pub(crate) fn authorization_with(&self, access_key_id: &str, key: &Key) -> String {
        let mut out = String::with_capacity(USUAL_AUTHORIZATION_LEN);
        out.push_str(ALGORITHM);
        out.push_str(" Credential=");
        out.push_str(access_key_id);
        out.push_str(",SignedHeaders=");
        self.push_signed_headers(&mut out);
        out.push_str(",Signature=");
        out.push_str(as_text(&key.sign(&self.canonical())));
        out
    }

    /// Appends the names of the signed headers, joined by semicolons.
    fn push_signed_headers(&self, out: &mut String) {
        for (index, (name, _)) in self.headers.iter().enumerate() {
            if index > 0 {
                out.push(';');
            }
            out.push_str(name);
        }
    }
}

/// Returns the SHA-256 hash of a request body in lowercase hexadecimal, the value of
/// `x-acs-content-sha256`.
#[must_use]
pub fn payload_hash(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() {
        Cow::Borrowed(EMPTY_HASH)
    } else {
        Cow::Owned(as_text(&sha256(body)).to_owned())
    }
}

/// The SHA-256 hash of an empty body.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The key of the signature: HMAC-SHA256 keyed with an AccessKey secret.
pub(crate) struct Key(Hmac<Sha256>);

impl Key {
    pub(crate) fn new(access_key_secret: &str) -> Self {
        // HMAC accepts keys of any length.
        let Ok(mac) = Hmac::new_from_slice(access_key_secret.as_bytes()) else {
            unreachable!()
        };
        Self(mac)
    }

    /// Returns the signature of a canonical request, in hexadecimal.
    fn sign(&self, canonical: &str) -> [u8; 64] {
        let mut mac = self.0.clone();
        mac.update(ALGORITHM.as_bytes());
        mac.update(b"\n");
        mac.update(&sha256(canonical));
        hex(mac.finalize().into_bytes().into())
    }
}

/// Returns a SHA-256 hash in hexadecimal.
fn sha256(data: impl AsRef<[u8]>) -> [u8; 64] {
    hex(Sha256::digest(data).into())
}

fn hex(bytes: [u8; 32]) -> [u8; 64] {
    let mut digits = [0; 64];
    write_hex(&bytes, &mut digits);
    digits
}

/// Returns hexadecimal digits as text.
fn as_text(digits: &[u8; 64]) -> &str {
    str::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_hash_is_the_hash_of_no_bytes() {
        assert_eq!(as_text(&sha256(b"")), EMPTY_HASH);
    }
}

//! `ACS3-HMAC-SHA256`, version 3 of the signature.

use std::borrow::Cow;
use std::ops::Range;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Name of the algorithm, as it stands in the string to sign and the `Authorization` header.
pub const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The parts of a request that the signature covers.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path of the URL, `/` for RPC-style APIs.
    pub path: &'a str,
    /// Query of the URL: sorted, percent-encoded `name=value` pairs.
    pub query: &'a str,
    /// Headers to sign, in the order of their lower-case names.
    pub headers: &'a [(&'a str, &'a str)],
    /// SHA-256 of the body, see [`payload_hash`].
    pub payload_hash: &'a str,
}

impl Request<'_> {
    /// The request in the form that is hashed.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::with_capacity(self.canonical_len());
        self.push_canonical(&mut out, |_| {});
        out
    }

    /// The text that is signed.
    #[must_use]
    pub fn string_to_sign(&self) -> String {
        let hash = hex(Sha256::digest(self.canonical()).into());
        [ALGORITHM, "\n", as_text(&hash)].concat()
    }

    /// The `Authorization` header.
    #[must_use]
    pub fn authorization(&self, access_key_id: &str, access_key_secret: &str) -> String {
        let mut out = String::with_capacity(self.authorization_len(access_key_id));
        let signature = Key::new(access_key_secret).sign(&self.canonical());
        self.push_authorization(&mut out, access_key_id, &signature);
        out
    }

    pub(crate) fn canonical_len(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers
            .map(|(name, value)| 2 * name.len() + value.len() + 3)
            .sum();
        let line = self.method.len() + self.path.len() + self.query.len();
        line + headers + self.payload_hash.len() + 8
    }

    pub(crate) fn authorization_len(&self, access_key_id: &str) -> usize {
        let headers: usize = self.headers.iter().map(|(name, _)| name.len() + 1).sum();
        ALGORITHM.len() + access_key_id.len() + headers + 112
    }

    /// Appends the canonical request and says where in it the value of each header stands.
    pub(crate) fn push_canonical(&self, out: &mut String, mut value_at: impl FnMut(Range<usize>)) {
        for part in [self.method, self.path, self.query] {
            out.push_str(part);
            out.push('\n');
        }
        for (name, value) in self.headers {
            out.push_str(name);
            out.push(':');
            let start = out.len();
            out.push_str(value.trim_ascii());
            value_at(start..out.len());
            out.push('\n');
        }
        out.push('\n');
        self.push_signed_headers(out);
        out.push('\n');
        out.push_str(self.payload_hash);
    }

    /// Appends the `Authorization` header.
    pub(crate) fn push_authorization(
        &self,
        out: &mut String,
        access_key_id: &str,
        signature: &[u8; 64],
    ) {
        out.push_str(ALGORITHM);
        out.push_str(" Credential=");
        out.push_str(access_key_id);
        out.push_str(",SignedHeaders=");
        self.push_signed_headers(out);
        out.push_str(",Signature=");
        out.push_str(as_text(signature));
    }

    fn push_signed_headers(&self, out: &mut String) {
        for (index, (name, _)) in self.headers.iter().enumerate() {
            if index > 0 {
                out.push(';');
            }
            out.push_str(name);
        }
    }
}

/// SHA-256 of a request body in lower-case hexadecimal, the value of `x-acs-content-sha256`.
#[must_use]
pub fn payload_hash(body: &[u8]) -> Cow<'static, str> {
    if body.is_empty() {
        Cow::Borrowed(EMPTY_HASH)
    } else {
        Cow::Owned(as_text(&hex(Sha256::digest(body).into())).to_owned())
    }
}

/// SHA-256 of nothing.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// An AccessKey secret in the form that every signature starts with.
pub(crate) struct Key(Hmac<Sha256>);

impl Key {
    pub(crate) fn new(access_key_secret: &str) -> Self {
        // HMAC takes a key of any length, so there is no error to meet.
        let Ok(mac) = Hmac::new_from_slice(access_key_secret.as_bytes()) else {
            unreachable!()
        };
        Self(mac)
    }

    /// The signature of a canonical request, in hexadecimal.
    pub(crate) fn sign(&self, canonical: &str) -> [u8; 64] {
        let mut mac = self.0.clone();
        mac.update(ALGORITHM.as_bytes());
        mac.update(b"\n");
        mac.update(&hex(Sha256::digest(canonical).into()));
        hex(mac.finalize().into_bytes().into())
    }
}

fn hex(bytes: [u8; 32]) -> [u8; 64] {
    let mut out = [0; 64];
    super::hex::write_hex(&bytes, &mut out);
    out
}

fn as_text(hex: &[u8; 64]) -> &str {
    str::from_utf8(hex).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nothing_is_that_of_no_bytes() {
        assert_eq!(as_text(&hex(Sha256::digest(b"").into())), EMPTY_HASH);
    }
}

//! `ACS3-HMAC-SHA256`, version 3 of the signature.

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
        let headers: usize = self
            .headers
            .iter()
            .map(|(name, value)| 2 * name.len() + value.len() + 3)
            .sum();
        let mut out = String::with_capacity(
            self.method.len()
                + self.path.len()
                + self.query.len()
                + headers
                + self.payload_hash.len()
                + 8,
        );
        for part in [self.method, self.path, self.query] {
            out.push_str(part);
            out.push('\n');
        }
        for (name, value) in self.headers {
            out.push_str(name);
            out.push(':');
            out.push_str(value.trim());
            out.push('\n');
        }
        out.push('\n');
        self.push_signed_headers(&mut out);
        out.push('\n');
        out.push_str(self.payload_hash);
        out
    }

    /// The text that is signed.
    #[must_use]
    pub fn string_to_sign(&self) -> String {
        let mut out = String::with_capacity(ALGORITHM.len() + 65);
        out.push_str(ALGORITHM);
        out.push('\n');
        push_hex(&mut out, &Sha256::digest(self.canonical()));
        out
    }

    /// The `Authorization` header.
    #[must_use]
    pub fn authorization(&self, access_key_id: &str, access_key_secret: &str) -> String {
        let headers: usize = self.headers.iter().map(|(name, _)| name.len() + 1).sum();
        let mut out = String::with_capacity(ALGORITHM.len() + access_key_id.len() + headers + 112);
        out.push_str(ALGORITHM);
        out.push_str(" Credential=");
        out.push_str(access_key_id);
        out.push_str(",SignedHeaders=");
        self.push_signed_headers(&mut out);
        out.push_str(",Signature=");
        push_hex(&mut out, &hmac(access_key_secret, &self.string_to_sign()));
        out
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
pub fn payload_hash(body: &[u8]) -> String {
    let mut out = String::with_capacity(64);
    push_hex(&mut out, &Sha256::digest(body));
    out
}

fn hmac(secret: &str, text: &str) -> [u8; 32] {
    // HMAC takes a key of any length, so there is no error to meet.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        unreachable!()
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    let mut buffer = [0; 64];
    if let Ok(hex) = base16ct::lower::encode_str(bytes, &mut buffer) {
        out.push_str(hex);
    }
}

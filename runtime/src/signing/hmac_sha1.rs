//! `HMAC-SHA1`, version 1 of the signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::encode::encode;

/// Name of the algorithm, the value of the `SignatureMethod` parameter.
pub const ALGORITHM: &str = "HMAC-SHA1";

/// The text that is signed.
///
/// `parameters` are the sorted, percent-encoded `name=value` pairs of query and form together, everything but the
/// signature itself. Their values end up encoded twice.
#[must_use]
pub fn string_to_sign(method: &str, parameters: &str) -> String {
    let mut out = String::with_capacity(method.len() + 5 + parameters.len() + parameters.len() / 2);
    out.push_str(method);
    out.push_str("&%2F&");
    out.extend(encode(parameters));
    out
}

/// The signature of a string to sign, the value of the `Signature` parameter before encoding.
#[must_use]
pub fn signature(access_key_secret: &str, string_to_sign: &str) -> String {
    let mut key = zeroize::Zeroizing::new(String::with_capacity(access_key_secret.len() + 1));
    key.push_str(access_key_secret);
    key.push('&');
    // HMAC takes a key of any length, so there is no error to meet.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key.as_bytes()) else {
        unreachable!()
    };
    mac.update(string_to_sign.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

//! `HMAC-SHA1`: the signature is a parameter among the others.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::encoding::{canonical_pairs, encode};
use crate::received::Pair;

/// The text that the signature is computed over: all parameters of query and form but the signature itself.
pub(crate) fn string_to_sign<'a>(
    method: &str,
    pairs: impl IntoIterator<Item = &'a Pair>,
) -> String {
    let signed = pairs.into_iter().filter(|(name, _)| name != "Signature");
    format!("{method}&%2F&{}", encode(&canonical_pairs(signed)))
}

/// The signature of a text, or nothing if the secret cannot be used as a key.
pub(crate) fn sign(secret: &str, string_to_sign: &str) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).ok()?;
    mac.update(string_to_sign.as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

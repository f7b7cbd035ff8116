//! `HMAC-SHA1`: the signature is one of the parameters.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::request::encoding::{canonical_pairs, encode};
use crate::request::received::Pair;

/// Returns the string to sign: all parameters of query and form except `Signature`.
pub(crate) fn string_to_sign<'a>(
    method: &str,
    pairs: impl IntoIterator<Item = &'a Pair>,
) -> String {
    let signed = pairs.into_iter().filter(|(name, _)| name != "Signature");
    format!("{method}&%2F&{}", encode(&canonical_pairs(signed)))
}

/// Signs a text. Returns `None` if the secret cannot be used as a key.
pub(crate) fn sign(secret: &str, string_to_sign: &str) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).ok()?;
    mac.update(string_to_sign.as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

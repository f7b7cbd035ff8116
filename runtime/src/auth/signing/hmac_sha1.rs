//! `HMAC-SHA1`, version 1 of the signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::codec::encode::{Pair, Parameters, push_pairs_encoded, sort, sorted};

/// The name of the algorithm, the value of the `SignatureMethod` parameter.
pub const ALGORITHM: &str = "HMAC-SHA1";

/// Capacity for the string to sign of most calls.
const USUAL_LEN: usize = 512;

/// Returns the string to sign.
///
/// `parameters` holds all parameters of query and form except the signature itself. Their values
/// are encoded twice.
#[must_use]
pub fn string_to_sign(method: &str, parameters: &Parameters) -> String {
    string_to_sign_of(method, sorted(parameters.sections()))
}

/// Returns the string to sign of parameters in any order.
pub(crate) fn string_to_sign_of(method: &str, mut parameters: Vec<Pair<'_>>) -> String {
    sort(&mut parameters);
    let mut out = String::with_capacity(USUAL_LEN);
    out.push_str(method);
    out.push_str("&%2F&");
    push_pairs_encoded(&mut out, &parameters);
    out
}

/// Returns the signature of a string to sign, the value of the `Signature` parameter before
/// encoding.
#[must_use]
pub fn signature(access_key_secret: &str, string_to_sign: &str) -> String {
    Key::new(access_key_secret).sign(string_to_sign)
}

/// The key of the signature: HMAC-SHA1 keyed with an AccessKey secret and `&`.
pub(crate) struct Key(Hmac<Sha1>);

impl Key {
    pub(crate) fn new(access_key_secret: &str) -> Self {
        let key = Zeroizing::new([access_key_secret, "&"].concat());
        // HMAC accepts keys of any length.
        let Ok(mac) = Hmac::new_from_slice(key.as_bytes()) else {
            unreachable!()
        };
        Self(mac)
    }

    /// Returns the signature of a string to sign, in Base64.
    pub(crate) fn sign(&self, string_to_sign: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(string_to_sign.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::encode::encode;

    #[test]
    fn string_to_sign_contains_the_canonical_text_encoded_again() {
        let mut parameters = Parameters::default();
        parameters.set_query("Na me", "a/b=%");
        parameters.form("Body", &"é&".to_owned());
        assert_eq!(
            string_to_sign("POST", &parameters),
            format!("POST&%2F&{}", encode(&parameters.canonical()))
        );
    }

    #[test]
    fn key_of_any_length_is_accepted() {
        for length in [0, 1, 30, 62, 63, 64, 65, 200] {
            let secret = "s".repeat(length);
            let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
            mac.update(b"text");
            let expected = STANDARD.encode(mac.finalize().into_bytes());
            assert_eq!(Key::new(&secret).sign("text"), expected, "{length}");
        }
    }
}

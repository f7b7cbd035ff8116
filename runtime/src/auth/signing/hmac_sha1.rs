//! `HMAC-SHA1`, version 1 of the signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use crate::codec::encode::{Pair, Parameters, push_encoded, push_pairs_encoded, sorted};

/// Name of the algorithm, the value of the `SignatureMethod` parameter.
pub const ALGORITHM: &str = "HMAC-SHA1";

/// The text that is signed.
///
/// `parameters` are those of query and form, everything but the signature itself. Their values end up encoded twice.
#[must_use]
pub fn string_to_sign(method: &str, parameters: &Parameters) -> String {
    let sections = parameters.sections();
    let length = sections.iter().map(|section| section.usual_len()).sum();
    string_to_sign_of(method, &sorted(sections), length)
}

/// The text that is signed, of sorted parameters and the length of their canonical text.
pub(crate) fn string_to_sign_of(method: &str, parameters: &[Pair<'_>], length: usize) -> String {
    // Encoding once more triples `%`, `&` and `=`, which are at most every second character.
    let mut out = String::with_capacity(method.len() + 5 + 2 * length);
    out.push_str(method);
    out.push_str("&%2F&");
    push_pairs_encoded(&mut out, parameters);
    out
}

/// The signature of a string to sign, the value of the `Signature` parameter before encoding.
#[must_use]
pub fn signature(access_key_secret: &str, string_to_sign: &str) -> String {
    STANDARD.encode(Key::new(access_key_secret).sign(string_to_sign))
}

/// An AccessKey secret in the form that every signature starts with.
pub(crate) struct Key(Hmac<Sha1>);

impl Key {
    pub(crate) fn new(access_key_secret: &str) -> Self {
        Self(Hmac::new((&*block(access_key_secret)).into()))
    }

    /// Appends the signature of a string to sign, percent-encoded.
    pub(crate) fn push_signature(&self, out: &mut String, string_to_sign: &str) {
        let mut text = [0; 28];
        // That many bytes hold the Base64 of twenty, which is ASCII.
        let _ = STANDARD.encode_slice(self.sign(string_to_sign), &mut text);
        push_encoded(out, str::from_utf8(&text).unwrap_or_default());
    }

    fn sign(&self, text: &str) -> [u8; 20] {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// The key of HMAC, which is the secret and `&`, in the form that HMAC brings any key to: a whole block.
fn block(access_key_secret: &str) -> Zeroizing<[u8; 64]> {
    let secret = access_key_secret.as_bytes();
    let mut block = Zeroizing::new([0; 64]);
    if secret.len() < block.len() {
        block[..secret.len()].copy_from_slice(secret);
        block[secret.len()] = b'&';
    } else {
        let hash = Sha1::new_with_prefix(secret).chain_update(b"&").finalize();
        block[..hash.len()].copy_from_slice(&hash);
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::encode::encode;

    #[test]
    fn string_to_sign_holds_the_canonical_text_encoded_once_more() {
        let mut parameters = Parameters::default();
        parameters.set_query("Na me", "a/b=%");
        parameters.form("Body", &"é&".to_owned());
        assert_eq!(
            string_to_sign("POST", &parameters),
            format!("POST&%2F&{}", encode(&parameters.canonical()))
        );
    }

    #[test]
    fn a_key_of_any_length_is_what_hmac_makes_of_it() {
        for length in [0, 1, 30, 62, 63, 64, 65, 200] {
            let secret = "s".repeat(length);
            let mut mac = Hmac::<Sha1>::new_from_slice(format!("{secret}&").as_bytes()).unwrap();
            mac.update(b"text");
            let expected: [u8; 20] = mac.finalize().into_bytes().into();
            assert_eq!(Key::new(&secret).sign("text"), expected, "{length}");
        }
    }
}

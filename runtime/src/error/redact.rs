//! Masks secrets in responses, in time linear in their size.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::auth::Credentials;
use crate::codec::encode::encode;
use crate::support::mask::members::{Replacement, find_members, masked};
use crate::support::mask::{MASK, is_secret_member};
use crate::support::text::cut;

/// The secrets that a response may contain.
pub(crate) struct Secrets<'a> {
    /// The client's own secrets, and the signature of the request. The service may include them
    /// when it explains a wrong signature: plain, percent-encoded once, or percent-encoded twice as
    /// in the string to sign.
    values: Vec<Zeroizing<String>>,
    /// Names of fields that the service documents as secret.
    names: &'a [&'a str],
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(
        credentials: &Credentials,
        signature: Option<&str>,
        names: &'a [&'a str],
    ) -> Self {
        let own = [
            Some(credentials.access_key_secret()),
            credentials.security_token(),
            signature,
        ];
        let mut values = Vec::new();
        for plain in own.into_iter().flatten() {
            let once = encode(plain);
            let twice = encode(&once);
            // The search skips backslashes in the text, so remove them here.
            values.extend([plain.replace('\\', ""), once, twice].map(Zeroizing::new));
        }
        values.dedup();
        values.retain(|value| !value.is_empty());
        Self { values, names }
    }

    /// Masks the secrets in a text.
    pub(crate) fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let found = self.find(text);
        if found.is_empty() {
            return text.into();
        }
        masked(text, &found, text.len()).into()
    }

    /// Masks the secrets in the first bytes of a text, at most this many, and drops the rest.
    pub(crate) fn mask_start<'t>(&self, text: &'t str, max_bytes: usize) -> Cow<'t, str> {
        // A secret at the end may continue after it.
        let context = cut(text, 2 * max_bytes);
        let found = self.find(context);
        let start = cut(text, max_bytes);
        match found.is_empty() {
            true => start.into(),
            false => masked(context, &found, start.len()).into(),
        }
    }

    /// Masks the secrets in a body.
    pub(crate) fn mask_bytes<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        match self.mask(&String::from_utf8_lossy(body)) {
            Cow::Borrowed(_) => body.into(),
            Cow::Owned(masked) => masked.into_bytes().into(),
        }
    }

    /// Masks the secrets in an error code. A code that looks like one is never masked: a short
    /// secret may be part of it by chance, and programs compare codes.
    pub(crate) fn mask_code<'t>(&self, code: &'t str, max_bytes: usize) -> Cow<'t, str> {
        /// Shorter secrets are part of words. Those of the service have 30 characters.
        const MIN_SECRET: usize = 16;
        const MAX_CODE: usize = 128;
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let mut values = self.values.iter();
        let is_plain = code.len() <= MAX_CODE
            && code.chars().all(part)
            && !values.any(|value| value.len() >= MIN_SECRET && code.contains(value.as_str()));
        match is_plain {
            true => code.into(),
            false => self.mask_start(code, max_bytes),
        }
    }

    /// Returns the parts of a text to replace, in order.
    fn find(&self, text: &str) -> Vec<Replacement> {
        let is_secret = |name: &str| is_secret_member(name, self.names);
        let mut found = find_members(text, &is_secret);
        for value in &self.values {
            find_value(text, value, &mut found);
        }
        found.sort_by_key(|replacement| replacement.start);
        found
    }
}

/// Finds all occurrences of a secret, including those with characters escaped as in JSON.
fn find_value(text: &str, secret: &str, found: &mut Vec<Replacement>) {
    let Some(&first) = secret.as_bytes().first() else {
        return;
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let may_start = match byte {
            b'\\' => !text[..at].ends_with('\\'),
            byte => byte == first,
        };
        match match_length(text.get(at..).filter(|_| may_start), secret) {
            Some(length) => {
                found.push(Replacement {
                    start: at,
                    end: at + length,
                    with: MASK.into(),
                });
                at += length;
            }
            None => at += 1,
        }
    }
}

/// Returns the length of the secret in its escaped form at the start of a text, if it is there.
fn match_length(text: Option<&str>, secret: &str) -> Option<usize> {
    let text = text?;
    let mut rest = text;
    for expected in secret.chars() {
        let (found, after) = next_char(rest)?;
        if found != expected {
            return None;
        }
        rest = after;
    }
    Some(text.len() - rest.len())
}

/// Returns the next character, which may be plain or escaped as `\/` or `\u002f`, and the rest of
/// the text. JSON inside JSON has more backslashes.
fn next_char(text: &str) -> Option<(char, &str)> {
    let plain = text.trim_start_matches('\\');
    let escaped = plain.len() < text.len();
    if escaped
        && let Some(code) = plain.strip_prefix('u').and_then(|code| code.get(..4))
        && let Some(c) = u32::from_str_radix(code, 16).ok().and_then(char::from_u32)
    {
        return Some((c, &plain[5..]));
    }
    let mut chars = plain.chars();
    Some((chars.next()?, chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "to+ken/=";

    fn mask(text: &str) -> String {
        let credentials = Credentials::with_security_token("id", "s3cret", TOKEN);
        let names = ["AccessToken", "AppKey"];
        Secrets::new(&credentials, None, &names)
            .mask(text)
            .into_owned()
    }

    #[test]
    fn own_secrets_are_masked_in_every_encoding() {
        for encoded in [
            TOKEN,
            "to%2Bken%2F%3D",
            "to%252Bken%252F%253D",
            r"to+ken\/=",
            r"to\u002bken\u002F\u003d",
            r"to\\u002bken\\\/\\u003D",
            r"\u0074\u006f+ken/=",
        ] {
            assert_eq!(mask(&format!("é{encoded}!")), "é***!", "{encoded}");
            assert_eq!(
                mask(&encoded[..encoded.len() - 1]),
                encoded[..encoded.len() - 1]
            );
        }
        assert_eq!(mask(r"s3cret\ns3cret\\"), r"***\n***\\");
        assert_eq!(mask(r"\\\u00"), r"\\\u00");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_masked_without_panicking(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "\"", "\\", "AppKey", ":", "[", "]", "{", "}", "1", "é", "s3cret", " ", ",", "\\u0073",
                ]),
                0..60,
            ),
            max in 0_usize..80,
        ) {
            let text = parts.concat();
            let credentials = Credentials::with_security_token("id", "s3cret", TOKEN);
            let secrets = Secrets::new(&credentials, None, &["AppKey"]);
            let masked = secrets.mask(&text);
            assert!(!masked.contains("s3cret"), "{masked}");
            let start = secrets.mask_start(&text, max);
            assert!(!start.contains("s3cret"), "{start}");
        }
    }

    #[test]
    fn fields_are_masked_by_name() {
        for (text, masked) in [
            (
                r#"{"AppKey":"a\"b\\","App":"shown","AccessToken" : "c"}"#,
                r#"{"AppKey":"***","App":"shown","AccessToken" : "***"}"#,
            ),
            (
                r#"{"AppKey":-1.5e3,"AccessToken":null,"appkey":"shown","MyAppKey":"shown"}"#,
                r#"{"AppKey":"***","AccessToken":null,"appkey":"shown","MyAppKey":"shown"}"#,
            ),
            (
                r#"{"Text":"{\"AppKey\":\"a\\\"b\\\\\",\"App\":\"shown\"}","X":"shown"}"#,
                r#"{"Text":"{\"AppKey\":\"***\",\"App\":\"shown\"}","X":"shown"}"#,
            ),
            (
                r#"{"Text":"{\"Text\":\"{\\\"AppKey\\\":\\\"a\\\"}\"}","X":"shown"}"#,
                r#"{"Text":"{\"Text\":\"{\\\"AppKey\\\":\\\"***\\\"}\"}","X":"shown"}"#,
            ),
            // Truncated inside and outside of a string.
            (r#"{"AppKey":"a"#, r#"{"AppKey":"***"#),
            (
                r#"{"T":"{\"AppKey\":\"a","X":1}"#,
                r#"{"T":"{\"AppKey\":\"***","X":1}"#,
            ),
            (r#""AppKey": {"AppKey":"a"}"#, r#""AppKey": "***""#),
            (r#"AppKey":"#, r#"AppKey":"#),
            (
                r#"{"AppKey":["a]",{"b":[1]}],"App":"shown"}"#,
                r#"{"AppKey":"***","App":"shown"}"#,
            ),
            (
                r#"{"T":"{\"AppKey\":{\"a\":\"}\"},\"App\":\"shown\"}"}"#,
                r#"{"T":"{\"AppKey\":\"***\",\"App\":\"shown\"}"}"#,
            ),
            (r#"{"AppKey":["a","#, r#"{"AppKey":"***""#),
        ] {
            assert_eq!(mask(text), masked);
        }
    }
}

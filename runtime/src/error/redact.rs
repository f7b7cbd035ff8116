//! Masks secrets in responses, in time linear in their size.

use std::borrow::Cow;

use zeroize::Zeroizing;

use crate::auth::Credentials;
use crate::codec::encode::encode;
use crate::support::mask::MASK;
use crate::support::text::cut;

/// The secrets that a response may contain.
pub(crate) struct Secrets<'a> {
    /// The client's own secrets, and the signature of the request. The service may include them
    /// when it explains a wrong signature: plain, percent-encoded once, or percent-encoded twice as
    /// in the string to sign.
    values: Vec<Zeroizing<String>>,
    /// Names of fields whose values are secret.
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
        let mut found = find_fields(text, self.names);
        for value in &self.values {
            find_value(text, value, &mut found);
        }
        found.sort_by_key(|replacement| replacement.start);
        found
    }
}

/// A part of a text that is replaced.
struct Replacement {
    start: usize,
    end: usize,
    /// The mask, with quotes if it replaces a number.
    with: Cow<'static, str>,
}

/// Returns the start of a text with the parts replaced. Parts may overlap.
fn masked(text: &str, replacements: &[Replacement], end: usize) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for part in replacements.iter().filter(|part| part.start < end) {
        if part.start >= copied {
            out.push_str(&text[copied..part.start]);
            out.push_str(&part.with);
        }
        copied = copied.max(part.end);
    }
    out.push_str(text.get(copied..end).unwrap_or_default());
    out
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

/// Finds the values of JSON members by name. The text may be truncated, contain JSON in a string,
/// or not be JSON.
fn find_fields(text: &str, names: &[&str]) -> Vec<Replacement> {
    let mut found = Vec::new();
    let mut searched = 0;
    for (at, _) in text.match_indices('"') {
        // A value is searched once, whatever it contains.
        if at < searched {
            continue;
        }
        let Some(backslashes) = end_of_name(&text[..at], names) else {
            continue;
        };
        let Some(value) = text[at + 1..].trim_start().strip_prefix(':') else {
            continue;
        };
        let value = value.trim_start();
        let start = text.len() - value.len();
        let quote = format!("{}\"", "\\".repeat(backslashes));
        let (start, length, with) = if let Some(inner) = value.strip_prefix(&quote) {
            let length = end_of_text(inner, backslashes);
            (start + quote.len(), length, MASK.into())
        } else if value.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            let number = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
            let length = value.find(|c| !number(c)).unwrap_or(value.len());
            (start, length, format!("{quote}{MASK}{quote}").into())
        } else {
            continue;
        };
        searched = start + length;
        found.push(Replacement {
            start,
            end: searched,
            with,
        });
    }
    found
}

/// Returns how many backslashes escape the quotes around one of the names, if the text ends with
/// it.
fn end_of_name(text: &str, names: &[&str]) -> Option<usize> {
    let name = text.trim_end_matches('\\');
    let backslashes = text.len() - name.len();
    let is_quoted = |before: &str| {
        let before = before.strip_suffix('"');
        before.is_some_and(|before| trailing_backslashes(before) == backslashes)
    };
    let mut before = names.iter().filter_map(|known| name.strip_suffix(known));
    before.any(is_quoted).then_some(backslashes)
}

/// Returns where a quoted text ends whose quotes are escaped by this many backslashes: 0, or 1 in
/// JSON inside JSON, or 3 one level deeper.
fn end_of_text(text: &str, backslashes: usize) -> usize {
    for (at, _) in text.match_indices('"') {
        let found = trailing_backslashes(&text[..at]);
        // Fewer backslashes: the quote ends the enclosing text. More: an inner quote, unless they
        // are escaped backslashes.
        if found < backslashes || found % (2 * (backslashes + 1)) == backslashes {
            return at - found.min(backslashes);
        }
    }
    text.len()
}

fn trailing_backslashes(text: &str) -> usize {
    text.len() - text.trim_end_matches('\\').len()
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
            (
                r#""AppKey": {"AppKey":"a"}"#,
                r#""AppKey": {"AppKey":"***"}"#,
            ),
            (r#"AppKey":"#, r#"AppKey":"#),
        ] {
            assert_eq!(mask(text), masked);
        }
    }
}

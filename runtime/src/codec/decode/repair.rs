//! Makes JSON of bodies that are nearly JSON.

use std::borrow::Cow;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Removes a byte order mark.
pub(super) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Returns the body as JSON text, with what JSON does not permit replaced: invalid UTF-8, control
/// characters and invalid escapes in texts by U+FFFD, and numbers that no program can represent by
/// their text. Returns `None` if there is nothing to replace.
pub(super) fn repair(body: &[u8]) -> Option<String> {
    let body = String::from_utf8_lossy(body);
    let mut repaired = Repaired {
        rest: &body,
        text: String::with_capacity(body.len()),
        changed: matches!(body, Cow::Owned(_)),
    };
    while let Some(next) = repaired.rest.chars().next() {
        match next {
            '"' => repaired.string(),
            '-' | '+' | '.' | '0'..='9' | 'A'..='Z' | 'a'..='z' => repaired.word(),
            _ => repaired.keep(next.len_utf8()),
        }
    }
    repaired.changed.then_some(repaired.text)
}

struct Repaired<'a> {
    rest: &'a str,
    text: String,
    changed: bool,
}

impl Repaired<'_> {
    /// Copies some bytes.
    fn keep(&mut self, bytes: usize) {
        let (kept, rest) = self.rest.split_at(bytes);
        self.text.push_str(kept);
        self.rest = rest;
    }

    /// Replaces some bytes by U+FFFD.
    fn replace(&mut self, bytes: usize) {
        self.text.push(REPLACEMENT);
        self.rest = &self.rest[bytes..];
        self.changed = true;
    }

    /// Copies a string with its quotes.
    fn string(&mut self) {
        self.keep(1);
        while let Some(next) = self.rest.chars().next() {
            match next {
                '"' => return self.keep(1),
                '\\' => self.escape(),
                '\0'..='\x1f' => self.replace(1),
                _ => {
                    let plain = |c: char| c != '"' && c != '\\' && c >= ' ';
                    let end = self.rest.find(|c| !plain(c)).unwrap_or(self.rest.len());
                    self.keep(end);
                }
            }
        }
    }

    /// Copies an escape.
    fn escape(&mut self) {
        let unit = |text: &str| {
            let digits = text.strip_prefix("\\u")?.get(..4)?;
            let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
        };
        let rest = self.rest.as_bytes();
        match (rest.get(1), unit(self.rest)) {
            (Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'), _) => self.keep(2),
            (_, Some(0xd800..=0xdbff)) => match self.rest.get(6..).and_then(unit) {
                Some(0xdc00..=0xdfff) => self.keep(12),
                _ => self.replace(6),
            },
            (_, Some(0xdc00..=0xdfff)) => self.replace(6),
            (_, Some(_)) => self.keep(6),
            // The body ends here, which no replacement repairs.
            (None, None) => self.keep(1),
            (Some(_), None) => self.replace(1),
        }
    }

    /// Copies a number or a literal; quotes it if JSON does not permit it.
    fn word(&mut self) {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        let is_cut = end == self.rest.len();
        if is_cut || serde_json::from_str::<serde_json::Value>(word).is_ok() {
            return self.keep(end);
        }
        self.text.push('"');
        self.text.push_str(word);
        self.text.push('"');
        self.rest = &self.rest[end..];
        self.changed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_json_does_not_permit_is_replaced() {
        for (body, repaired) in [
            (
                &b"{\"a\":\"\x01b\tc\"}"[..],
                "{\"a\":\"\u{fffd}b\u{fffd}c\"}",
            ),
            (b"{\"a\":\"\xff\"}", "{\"a\":\"\u{fffd}\"}"),
            (
                br#"["\ud83d\ude00","\ud83d","\ude00x"]"#,
                "[\"\\ud83d\\ude00\",\"\u{fffd}\",\"\u{fffd}x\"]",
            ),
            (
                br#"["\x","\u12","\n\u0041"]"#,
                "[\"\u{fffd}x\",\"\u{fffd}u12\",\"\\n\\u0041\"]",
            ),
            (
                b"[1e999,NaN,-Infinity,007,true]",
                r#"["1e999","NaN","-Infinity","007",true]"#,
            ),
        ] {
            assert_eq!(repair(body).as_deref(), Some(repaired));
            assert!(serde_json::from_str::<serde_json::Value>(repaired).is_ok());
        }
    }

    #[test]
    fn json_and_cut_json_are_not_changed() {
        for body in [
            r#"{"a":[1,-2.5e3,true,null,"\u00e9 é\\\""]}"#,
            "{\"a\":\"\\",
            "{\"a\":\"b",
            "{\"a\":tr",
        ] {
            assert_eq!(repair(body.as_bytes()), None, "{body}");
        }
    }
}

//! What a program says about its failure, in one line and without secrets.

use std::borrow::Cow;
use std::ffi::OsString;

use zeroize::Zeroizing;

use super::super::issued::IssuedKey;
use crate::support::defaults::MAX_COMPLAINT_CHARS;
use crate::support::mask::{MASK, is_secret_name};

/// The shortest argument that is masked. Shorter ones are options and modes.
const MIN_SECRET_LEN: usize = 6;
/// The shortest word that is taken for a key by its looks.
const MIN_KEY_LEN: usize = 20;

/// Returns the end of the standard error of a program. `is_cut` says whether its start is missing.
/// Masks the arguments of the program, what it printed to its standard output, values with secret
/// names, and what looks like a key.
pub(super) fn complaint(
    text: &[u8],
    is_cut: bool,
    arguments: &[OsString],
    printed: &[u8],
) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    let mut text = match is_cut {
        // The first word may be the rest of a secret.
        true => Cow::Borrowed(
            text.split_once(char::is_whitespace)
                .map_or("", |(_, rest)| rest),
        ),
        false => text,
    };
    for argument in arguments {
        let argument = argument.to_string_lossy();
        let value = argument.split_once('=').map_or("", |(_, value)| value);
        for secret in [&*argument, value] {
            let is_path = secret.starts_with('/') && !looks_like_key(secret);
            let is_option = secret.starts_with('-');
            if secret.len() >= MIN_SECRET_LEN && !is_path && !is_option {
                text = text.replace(secret, MASK).into();
            }
        }
    }
    for secret in printed_secrets(printed) {
        text = text.replace(&*secret, MASK).into();
    }
    let line = one_line(&mask_words(&text));
    let start = line.char_indices().rev().nth(MAX_COMPLAINT_CHARS - 1);
    match start {
        _ if line.is_empty() => None,
        Some((start, _)) if start > 0 => Some(format!("…{}", &line[start..])),
        _ => Some(line),
    }
}

/// Returns the secrets in a key that a program printed, or else all long words; the longest first.
fn printed_secrets(printed: &[u8]) -> Vec<Zeroizing<String>> {
    let mut secrets: Vec<_> = match IssuedKey::read("", printed) {
        Ok(key) => key.into_secrets().into(),
        Err(_) => String::from_utf8_lossy(printed)
            .split(|c: char| !is_key_char(c))
            .filter(|word| word.len() >= MIN_SECRET_LEN)
            .map(|word| Zeroizing::new(word.to_owned()))
            .collect(),
    };
    secrets.retain(|secret| !secret.is_empty());
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    secrets
}

/// Masks values with secret names, such as `token=…` or `"secret": "…"`, and what looks like a key.
fn mask_words(text: &str) -> String {
    let ends_word = |c: char| c.is_whitespace() || ",&;{}()[]<>|".contains(c);
    let is_value = |text: &str| text.contains(|c| !matches!(c, '=' | ':' | '"' | '\''));
    let mut masked = String::with_capacity(text.len());
    let mut state = State::Open;
    for piece in text.split_inclusive(ends_word) {
        let word = piece.trim_end_matches(ends_word);
        let (name, value) = match word.find(['=', ':']) {
            Some(at) => word.split_at(at + 1),
            None => (word, ""),
        };
        let names_secret = names_secret(name);
        let mut schemes = ["basic", "bearer"].iter();
        let is_scheme = schemes.any(|scheme| word.eq_ignore_ascii_case(scheme));
        if word.is_empty() || (is_scheme && state == State::ExpectsValue) {
            masked.push_str(word);
        } else if state == State::ExpectsValue && is_value(word) {
            masked.push_str(MASK);
            state = State::Open;
        } else if names_secret && is_value(value) {
            masked.push_str(name);
            masked.push_str(MASK);
            state = State::Open;
        } else if looks_like_key(word) {
            masked.push_str(MASK);
            state = State::Open;
        } else {
            masked.push_str(word);
            let has_sign = is_scheme || word.starts_with('-') || word.contains(['=', ':']);
            state = match state {
                _ if names_secret && has_sign => State::ExpectsValue,
                _ if names_secret => State::ExpectsSign,
                // A name in a sentence is followed by words, not by a sign.
                State::ExpectsSign if matches!(word, "=" | ":") => State::ExpectsValue,
                _ => State::Open,
            };
        }
        masked.push_str(&piece[word.len()..]);
    }
    masked
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The next word may be anything.
    Open,
    /// The last word was a secret name, which a `=` or `:` may follow.
    ExpectsSign,
    /// The next word is a secret.
    ExpectsValue,
}

fn names_secret(text: &str) -> bool {
    let name = text.replace(['_', '-', ' '], "");
    let lower = name.to_ascii_lowercase();
    let mut others = ["token", "authorization", "bearer"].iter();
    is_secret_name(&name) || others.any(|other| lower.contains(other))
}

/// Returns whether a word is long and mixes letters and digits like a key.
fn looks_like_key(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', '.', '`']);
    let has = |class: fn(&char) -> bool| word.chars().any(|c| class(&c));
    word.len() >= MIN_KEY_LEN
        && word.chars().all(is_key_char)
        && has(char::is_ascii_digit)
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/=_-".contains(c)
}

/// Joins the lines of a text. Characters that could disturb a terminal become spaces.
fn one_line(text: &str) -> String {
    let is_shown = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || !is_shown(c))
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, arguments: &[&str]) -> String {
        let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
        complaint(text.as_bytes(), false, &arguments, b"").unwrap_or_default()
    }

    #[test]
    fn complaint_is_one_short_line() {
        for (text, expected) in [
            ("", ""),
            (" \n\n", ""),
            (
                "Traceback:\n  File \"/opt/x.py\"\nKeyError: 1\r\n",
                "Traceback: File \"/opt/x.py\" KeyError: 1",
            ),
            ("a\x1b[31mb\u{202e}c\0d", "a [31mb c d"),
            ("the token has expired", "the token has expired"),
        ] {
            assert_eq!(of(text, &[]), expected);
        }
        let long = of(&"word ".repeat(1000), &[]);
        assert_eq!(long.chars().count(), MAX_COMPLAINT_CHARS + 1);
        assert!(long.starts_with('…') && long.ends_with("word"), "{long}");
        assert_eq!(
            complaint(b"s3cret rest of it", true, &[], b"").unwrap(),
            "rest of it"
        );
        assert_eq!(complaint(b"s3cret", true, &[], b""), None);
        assert_eq!(complaint(b"a\xffb", false, &[], b"").unwrap(), "a\u{fffd}b");
    }

    #[test]
    fn secrets_are_masked() {
        for text in [
            "secret=s3cret",
            "access_key_secret: s3cret",
            "{\"access_key_secret\":\"s3cret\"}",
            "{\"access_key_id\":\"i\",\"access_key_secret\" : \"s3cret\"}",
            "https://host/?x=1&SecurityToken=s3cret&y=2",
            "sts_token = s3cret",
            "unknown option --token s3cret",
            "Authorization: s3cret",
            "Authorization: Bearer s3cret",
            "sent bearer s3cret",
            "password:\n  s3cret",
            "bad key s3cretS3CRET0123456789abcd given",
        ] {
            let shown = of(text, &[]);
            assert!(!shown.contains("s3cret") && shown.contains(MASK), "{shown}");
        }
        for argument in ["s3cret", "--key=s3cret"] {
            let shown = of("tool: s3cret was refused", &["get", "-v", argument]);
            assert_eq!(shown, "tool: *** was refused");
        }
        for printed in [
            &br#"{"access_key_id":"id","access_key_secret":"s3cret","sts_token":"s3cret-t"}"#[..],
            b"s3cret s3cret-t",
        ] {
            let shown = complaint(b"got s3cret and s3cret-t for id", false, &[], printed);
            assert_eq!(shown.unwrap(), "got *** and *** for id");
        }
        let shown = of(
            "no such file: /opt/credentials.py",
            &["/opt/credentials.py"],
        );
        assert_eq!(shown, "no such file: /opt/credentials.py");
    }
}

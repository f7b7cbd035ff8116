//! Encoded parameters of one part of a request.

use std::fmt::{self, Write as _};

use percent_encoding::{percent_decode_str, percent_encode_byte};

use crate::mask::{MASK, says_secret};

/// `A-Z a-z 0-9 - _ . ~`: what both signatures leave as it is.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

/// Room for the parameters of most calls.
const USUAL_TEXT: usize = 192;

/// Parameters in one buffer: names plain, because that is how they are sorted, and values percent-encoded, because
/// that is how they are signed and sent.
#[derive(Clone, Default)]
pub(crate) struct Section {
    text: String,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    name: usize,
    value: usize,
    end: usize,
    /// Whether the value is or holds a secret, which is masked where parameters are shown.
    secret: bool,
}

impl Section {
    /// Adds a parameter; its name comes in two parts.
    pub(crate) fn push(&mut self, name: [&str; 2], value: &str, secret: bool) {
        self.push_with(name, secret, |text| push_encoded(text, value));
    }

    /// Adds a parameter whose value needs no encoding.
    pub(crate) fn push_plain(&mut self, name: [&str; 2], value: fmt::Arguments<'_>) {
        self.push_with(name, false, |text| {
            // Writing to a String cannot fail.
            let _ = text.write_fmt(value);
        });
    }

    fn push_with(&mut self, name: [&str; 2], secret: bool, write_value: impl FnOnce(&mut String)) {
        if self.text.is_empty() {
            self.text.reserve(USUAL_TEXT);
        }
        let start = self.text.len();
        self.text.extend(name);
        let value = self.text.len();
        write_value(&mut self.text);
        self.entries.push(Entry {
            name: start,
            value,
            end: self.text.len(),
            secret,
        });
    }

    /// Adds a parameter in place of earlier ones of its name; what replaces a secret is one too.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let text = &self.text;
        let mut secret = false;
        self.entries.retain(|entry| {
            let replaced = text.get(entry.name..entry.value) == Some(name);
            secret |= replaced && entry.secret;
            !replaced
        });
        self.push([name, ""], value, secret);
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.encoded().any(|(other, _)| other == name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names as they are and values percent-encoded, in the order added.
    pub(crate) fn encoded(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| {
            (
                &self.text[entry.name..entry.value],
                &self.text[entry.value..entry.end],
            )
        })
    }

    /// Names and values as they are, in the order added.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, String)> {
        self.encoded().map(|(name, value)| (name, decode(value)))
    }

    /// Names and values with secrets masked, in the order added: those of a type of their own, and those whose names
    /// say so.
    pub(crate) fn masked_pairs(&self) -> impl Iterator<Item = (&str, String)> {
        let entries = self.entries.iter().zip(self.encoded());
        entries.map(|(entry, (name, value))| {
            if entry.secret || says_secret(name) {
                (name, MASK.to_owned())
            } else {
                (name, decode(value))
            }
        })
    }

    /// Number of parameters.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Length of the canonical text, when no name needs encoding.
    pub(crate) fn usual_len(&self) -> usize {
        self.text.len() + 2 * self.entries.len()
    }
}

fn decode(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.masked_pairs()).finish()
    }
}

/// A parameter on its way into the canonical text.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    name: &'a str,
    value: Value<'a>,
}

#[derive(Clone, Copy)]
enum Value<'a> {
    Plain(&'a str),
    Encoded(&'a str),
}

impl<'a> Pair<'a> {
    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    /// A parameter whose value is still to be encoded.
    pub(crate) fn plain((name, value): (&'a str, &'a str)) -> Self {
        let value = Value::Plain(value);
        Self { name, value }
    }

    /// A parameter of a section.
    pub(crate) fn encoded((name, value): (&'a str, &'a str)) -> Self {
        let value = Value::Encoded(value);
        Self { name, value }
    }
}

/// Appends `name=value` pairs joined by `&`, sorted by name.
///
/// The order is that of the plain names, before encoding: `Key.10` comes before `Key.2`.
pub(crate) fn push_canonical(out: &mut String, pairs: &mut [Pair<'_>]) {
    pairs.sort_by_key(|pair| pair.name);
    for (index, pair) in pairs.iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        push_encoded(out, pair.name);
        out.push('=');
        match pair.value {
            Value::Plain(value) => push_encoded(out, value),
            Value::Encoded(value) => out.push_str(value),
        }
    }
}

/// The canonical text of whole sections together.
pub(crate) fn canonical<const N: usize>(sections: [&Section; N]) -> String {
    let pairs = sections.iter().flat_map(|section| section.encoded());
    let mut pairs: Vec<_> = pairs.map(Pair::encoded).collect();
    let mut out = String::with_capacity(sections.iter().map(|section| section.usual_len()).sum());
    push_canonical(&mut out, &mut pairs);
    out
}

/// Percent-encodes text.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_encoded(&mut out, text);
    out
}

/// Appends text, percent-encoded.
pub(crate) fn push_encoded(out: &mut String, mut text: &str) {
    let is_reserved = |byte: u8| !UNRESERVED[usize::from(byte)];
    while let Some(at) = text.bytes().position(is_reserved) {
        // Every byte of a character beyond ASCII is reserved, so this is where one begins.
        let (plain, rest) = text.split_at(at);
        out.push_str(plain);
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let (reserved, rest) = rest.split_at(length);
        for byte in reserved.bytes() {
            out.push_str(percent_encode_byte(byte));
        }
        text = rest;
    }
    out.push_str(text);
}

//! Encoded parameters of one part of a request.

use std::fmt::{self, Write as _};

use super::pair::{Encoding, Pair, push_pairs, sort};
use super::percent::{decode, is_unreserved, push_encoded};
use crate::support::mask::{MASK, is_secret_name};

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
    encoding: Encoding,
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
        // An encoded value with a reserved character in it holds `%`, which is reserved too.
        let encoding = match is_unreserved(&self.text[start..]) {
            true => Encoding::Unreserved,
            false => Encoding::Encoded,
        };
        self.entries.push(Entry {
            name: start,
            value,
            end: self.text.len(),
            secret,
            encoding,
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
        self.pairs().any(|pair| pair.name() == name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The parameters in the order added.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.entries.iter().map(|entry| {
            let name = &self.text[entry.name..entry.value];
            let value = &self.text[entry.value..entry.end];
            Pair::new(name, value, entry.encoding)
        })
    }

    /// Names and values as they are, in the order added.
    pub(crate) fn decoded(&self) -> impl Iterator<Item = (&str, String)> {
        self.pairs().map(|pair| (pair.name(), decode(pair.value())))
    }

    /// Names and values with secrets masked, in the order added: those of a type of their own, and those whose names
    /// say so.
    pub(crate) fn masked(&self) -> impl Iterator<Item = (&str, String)> {
        let entries = self.entries.iter().zip(self.pairs());
        entries.map(|(entry, pair)| {
            let value = match entry.secret || is_secret_name(pair.name()) {
                true => MASK.to_owned(),
                false => decode(pair.value()),
            };
            (pair.name(), value)
        })
    }

    /// Number of parameters.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Length of the canonical text, when no name needs encoding.
    pub(crate) fn usual_len(&self) -> usize {
        self.text.len() + (2 * self.entries.len()).saturating_sub(1)
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.masked()).finish()
    }
}

/// The parameters of whole sections together, sorted.
pub(crate) fn sorted<'a, const N: usize>(sections: [&'a Section; N]) -> Vec<Pair<'a>> {
    let mut pairs: Vec<_> = sections.into_iter().flat_map(Section::pairs).collect();
    sort(&mut pairs);
    pairs
}

/// The canonical text of whole sections together.
pub(crate) fn canonical<const N: usize>(sections: [&Section; N]) -> String {
    let length: usize = sections.iter().map(|section| section.usual_len()).sum();
    let mut out = String::with_capacity(length + sections.len().saturating_sub(1));
    push_pairs(&mut out, &sorted(sections));
    out
}

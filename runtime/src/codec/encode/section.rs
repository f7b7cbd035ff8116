//! The encoded parameters of one part of a request.

use std::fmt::{self, Write as _};

use super::pair::{Encoding, Pair, push_pairs, sort};
use super::percent::{decode, is_unreserved, push_encoded};
use crate::support::mask::{MASK, is_secret_name};

/// Initial capacity in bytes, enough for the parameters of most calls.
const TYPICAL_LEN: usize = 192;

/// Parameters in one buffer. Names are plain because parameters are sorted by plain name; values
/// are percent-encoded because they are signed and sent that way.
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
    /// Whether the value is or contains a secret, which is masked in logs and `Debug` output.
    secret: bool,
    encoding: Encoding,
}

impl Section {
    /// Adds a parameter. Its name is the concatenation of two parts.
    pub(crate) fn push(&mut self, name: [&str; 2], value: &str, secret: bool) {
        self.push_with(name, secret, |text| push_encoded(text, value));
    }

    /// Adds a parameter with a value that needs no encoding.
    pub(crate) fn push_plain(&mut self, name: [&str; 2], value: fmt::Arguments<'_>) {
        self.push_with(name, false, |text| {
            // Writing to a String cannot fail.
            let _ = text.write_fmt(value);
        });
    }

    fn push_with(&mut self, name: [&str; 2], secret: bool, write_value: impl FnOnce(&mut String)) {
        if self.text.is_empty() {
            self.text.reserve(TYPICAL_LEN);
        }
        let start = self.text.len();
        self.text.extend(name);
        let value = self.text.len();
        write_value(&mut self.text);
        // If the value had a reserved character, it now contains `%`, which is also reserved.
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

    /// Adds a parameter. It replaces earlier ones with the same name, and is secret if one of them
    /// was.
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

    /// Returns the parameters in the order added.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.entries.iter().map(|entry| {
            let name = &self.text[entry.name..entry.value];
            let value = &self.text[entry.value..entry.end];
            Pair::new(name, value, entry.encoding)
        })
    }

    /// Returns names and decoded values, in the order added.
    pub(crate) fn decoded(&self) -> impl Iterator<Item = (&str, String)> {
        self.pairs().map(|pair| (pair.name(), decode(pair.value())))
    }

    /// Returns names and decoded values in the order added, with secrets masked. A value is secret
    /// by its type, or if the name of the parameter indicates it.
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

    /// Returns the number of parameters.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns the length of the canonical text in bytes, provided that no name needs encoding.
    pub(crate) fn usual_len(&self) -> usize {
        self.text.len() + (2 * self.entries.len()).saturating_sub(1)
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.masked()).finish()
    }
}

/// Returns the parameters of several sections together, sorted.
pub(crate) fn sorted<'a, const N: usize>(sections: [&'a Section; N]) -> Vec<Pair<'a>> {
    let mut pairs: Vec<_> = sections.into_iter().flat_map(Section::pairs).collect();
    sort(&mut pairs);
    pairs
}

/// Returns the canonical text of several sections together.
pub(crate) fn canonical<const N: usize>(sections: [&Section; N]) -> String {
    let length: usize = sections.iter().map(|section| section.usual_len()).sum();
    let mut out = String::with_capacity(length + sections.len().saturating_sub(1));
    push_pairs(&mut out, &sorted(sections));
    out
}

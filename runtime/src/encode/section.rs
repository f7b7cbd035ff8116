//! Encoded parameters of one part of a request.

use std::fmt::{self, Write as _};

use super::pair::{Form, Pair};
use super::percent::{decode, is_unreserved, push_encoded};
use crate::mask::{MASK, says_secret};

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
    form: Form,
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
        let form = match is_unreserved(&self.text[start..]) {
            true => Form::Unreserved,
            false => Form::Encoded,
        };
        self.entries.push(Entry {
            name: start,
            value,
            end: self.text.len(),
            secret,
            form,
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
            Pair::new(name, value, entry.form)
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
            let value = match entry.secret || says_secret(pair.name()) {
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

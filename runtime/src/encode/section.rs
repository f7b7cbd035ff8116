//! Encoded parameters of one part of a request.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but `A-Z a-z 0-9 - _ . ~`, as both signatures ask.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

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
}

impl Section {
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        let entry = self.text.len();
        self.text.push_str(name);
        let start = self.text.len();
        self.text.extend(utf8_percent_encode(value, RESERVED));
        self.entries.push(Entry {
            name: entry,
            value: start,
            end: self.text.len(),
        });
    }

    pub(crate) fn push_display(&mut self, name: &str, value: fmt::Arguments<'_>) {
        self.push(name, &value.to_string());
    }

    /// Adds a parameter in place of earlier ones of its name.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let text = &self.text;
        self.entries
            .retain(|entry| text.get(entry.name..entry.value) != Some(name));
        self.push(name, value);
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
        self.encoded().map(|(name, value)| {
            (
                name,
                percent_decode_str(value).decode_utf8_lossy().into_owned(),
            )
        })
    }

    /// `name=value` pairs joined by `&`, sorted by name, of this section and another.
    ///
    /// The order is that of the plain names, before encoding: `Key.10` comes before `Key.2`.
    pub(crate) fn canonical_with(&self, other: &Section) -> String {
        let mut pairs: Vec<_> = self.encoded().chain(other.encoded()).collect();
        pairs.sort_by_key(|(name, _)| *name);
        let mut out = String::with_capacity(self.text.len() + other.text.len() + 2 * pairs.len());
        for (name, value) in pairs {
            if !out.is_empty() {
                out.push('&');
            }
            out.extend(utf8_percent_encode(name, RESERVED));
            out.push('=');
            out.push_str(value);
        }
        out
    }

    /// `name=value` pairs joined by `&`, sorted by name.
    pub(crate) fn canonical(&self) -> String {
        self.canonical_with(&Section::default())
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.pairs()).finish()
    }
}

/// Percent-encodes text that is signed a second time as part of a larger text.
pub(crate) fn encode(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, RESERVED)
}

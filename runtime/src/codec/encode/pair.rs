//! Writes the canonical text of parameters.

use super::percent::{is_unreserved, push_encoded, push_twice_encoded};

/// A parameter to be written to the canonical text.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    name: &'a str,
    value: &'a str,
    encoding: Encoding,
}

/// The state of encoding of a parameter.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    /// Neither name nor value is encoded.
    Plain,
    /// The value is encoded, the name is not.
    Encoded,
    /// Neither contains a reserved character, so encoding never changes them.
    Unreserved,
}

impl<'a> Pair<'a> {
    /// Returns a parameter with a plain name and a plain value.
    pub(crate) fn plain(name: &'a str, value: &'a str) -> Self {
        let encoding = match is_unreserved(name) && is_unreserved(value) {
            true => Encoding::Unreserved,
            false => Encoding::Plain,
        };
        Self {
            name,
            value,
            encoding,
        }
    }

    pub(super) fn new(name: &'a str, value: &'a str, encoding: Encoding) -> Self {
        Self {
            name,
            value,
            encoding,
        }
    }

    pub(crate) fn name(&self) -> &'a str {
        self.name
    }

    pub(crate) fn value(&self) -> &'a str {
        self.value
    }

    /// Appends `name=value`.
    fn push(&self, out: &mut String) {
        match self.encoding {
            Encoding::Unreserved => out.push_str(self.name),
            _ => push_encoded(out, self.name),
        }
        out.push('=');
        match self.encoding {
            Encoding::Plain => push_encoded(out, self.value),
            _ => out.push_str(self.value),
        }
    }

    /// Appends `name=value`, percent-encoded once more as a whole.
    fn push_encoded_pair(&self, out: &mut String) {
        match self.encoding {
            Encoding::Unreserved => out.push_str(self.name),
            _ => push_twice_encoded(out, self.name),
        }
        out.push_str("%3D");
        match self.encoding {
            Encoding::Plain => push_twice_encoded(out, self.value),
            Encoding::Encoded => push_encoded(out, self.value),
            Encoding::Unreserved => out.push_str(self.value),
        }
    }
}

/// Sorts parameters in the order in which they are signed and sent.
///
/// They are sorted by plain name, before encoding: `Key.10` comes before `Key.2`.
pub(crate) fn sort(pairs: &mut [Pair<'_>]) {
    pairs.sort_by_key(|pair| pair.name);
}

/// Appends `name=value` pairs joined by `&`.
pub(crate) fn push_pairs(out: &mut String, pairs: &[Pair<'_>]) {
    for (index, pair) in pairs.iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        pair.push(out);
    }
}

/// Appends what [`push_pairs`] appends, percent-encoded once more as a whole.
pub(crate) fn push_pairs_encoded(out: &mut String, pairs: &[Pair<'_>]) {
    for (index, pair) in pairs.iter().enumerate() {
        if index > 0 {
            out.push_str("%26");
        }
        pair.push_encoded_pair(out);
    }
}

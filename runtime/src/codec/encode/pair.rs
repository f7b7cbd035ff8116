//! The canonical text of parameters.

use super::percent::{is_unreserved, push_encoded, push_twice_encoded};

/// A parameter on its way into the canonical text.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    name: &'a str,
    value: &'a str,
    encoding: Encoding,
}

/// What is still to be encoded of a parameter.
#[derive(Clone, Copy)]
pub(super) enum Encoding {
    /// Name and value.
    Plain,
    /// The name.
    Encoded,
    /// Nothing, however often: neither holds a reserved character.
    Unreserved,
}

impl<'a> Pair<'a> {
    /// A parameter as it is.
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

    /// A parameter without a reserved character, such as one that is the same in every request.
    pub(crate) fn unreserved(name: &'a str, value: &'a str) -> Self {
        Self::new(name, value, Encoding::Unreserved)
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

    /// Appends `name=value`, encoded once more.
    fn push_again(&self, out: &mut String) {
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

/// Sorts parameters as they are signed and sent.
///
/// The order is that of the plain names, before encoding: `Key.10` comes before `Key.2`.
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

/// Appends the text of the pairs, encoded once more as a whole.
pub(crate) fn push_pairs_again(out: &mut String, pairs: &[Pair<'_>]) {
    for (index, pair) in pairs.iter().enumerate() {
        if index > 0 {
            out.push_str("%26");
        }
        pair.push_again(out);
    }
}

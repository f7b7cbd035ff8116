//! Recognizes the kind of a notification by a member that only this kind has.

use super::{query, read_json};
use crate::codec::decode::{DecodeError, ReadFields, ReadResult, ValueReader};

/// Returns the first of these names that a query has with a text.
#[doc(hidden)]
#[must_use]
pub fn kind_in_query(query: &str, names: &[&'static str]) -> Option<&'static str> {
    let mut present = Present::of(names);
    for (name, text) in query::pairs(query) {
        present.note(&name, !text.is_empty());
    }
    present.first()
}

/// Returns the first of these names that a body has as a member with a value.
///
/// # Errors
///
/// Fails if the body is not a JSON object.
#[doc(hidden)]
pub fn kind_in_json(
    body: &[u8],
    names: &[&'static str],
) -> Result<Option<&'static str>, DecodeError> {
    let mut present = Present::of(names);
    read_json(body, &mut present, &[])?;
    Ok(present.first())
}

/// Which names occur with a value.
struct Present<'n> {
    names: &'n [&'static str],
    /// The position of the first of them.
    first: Option<usize>,
}

impl<'n> Present<'n> {
    fn of(names: &'n [&'static str]) -> Self {
        Self { names, first: None }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == name)
    }

    fn note(&mut self, name: &str, has_value: bool) {
        if let (true, Some(at)) = (has_value, self.position(name)) {
            self.first = Some(self.first.map_or(at, |first| first.min(at)));
        }
    }

    fn first(&self) -> Option<&'static str> {
        self.names.get(self.first?).copied()
    }
}

impl ReadFields for Present<'_> {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        if self.position(name).is_none() {
            return value.unknown(name);
        }
        let value = value.any()?.unwrap_or_default();
        self.note(name, !value.is_null() && value.as_str() != Some(""));
        Ok(())
    }
}

//! Responses: from the JSON of a body to typed values.
//!
//! A generated response says only which field goes where ([`ReadFields`]). Parsing, tolerance and error paths live
//! here, once, behind trait objects; serde_json is driven a single time over the body and builds no tree.
//!
//! The service is not strict about types, so neither is this decoder: a number or boolean may come as text and the
//! other way round, `null`, a missing field and an empty text in place of an object or list all mean "not there",
//! and fields nobody documented are passed over. What cannot be understood is an error that names the place:
//! `LiveStreamMonitorList[3].Status`.
//!
//! A number in place of text becomes its digits if it is whole and has no more than 64 bits. Beyond that it is read as
//! a floating-point number and keeps some 16 digits, as it would in JavaScript.

mod value;

use std::collections::BTreeMap;
use std::fmt;

use crate::mask::Secrets;
pub(crate) use value::{TopCode, read_answer, read_body, read_text};
pub use value::{ValueReader, WrappedReader};

/// An object of a response.
pub trait ReadFields {
    /// Takes the value of the field called `name`, or passes it to [`ValueReader::unknown`].
    ///
    /// # Errors
    ///
    /// When the value does not fit the field.
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Reading;
}

/// A value of a response.
pub trait ReadValue: Sized {
    /// Reads the value; `None` where the response holds nothing.
    ///
    /// # Errors
    ///
    /// When the value does not fit the type.
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable>;
}

/// Outcome of reading a value into its place.
pub type Reading = Result<(), Unreadable>;

/// Says that a value could not be read. The reader keeps the reason, see [`DecodeError`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unreadable;

/// Why a response could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
}

impl DecodeError {
    /// The place in the response, `LiveStreamMonitorList[3].Status`; empty for the response as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same error of a body that is encoded in a way nobody asked for.
    pub(crate) fn because_of_encoding(self, encoding: &str) -> Self {
        let Self { path, reason } = self;
        let reason = format!(
            "{reason}; it came with the content-encoding {encoding}, which was not asked for"
        );
        Self { path, reason }
    }

    /// The same error without the secrets that it may quote.
    pub(crate) fn masked(self, secrets: &Secrets<'_>) -> Self {
        let Self { path, reason } = self;
        let reason = secrets.mask(&reason).into_owned();
        Self { path, reason }
    }

    /// What was expected there, and what was found.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl std::error::Error for DecodeError {}

impl ReadValue for String {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        value.text()
    }
}

impl ReadValue for i32 {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        value.integer32()
    }
}

impl ReadValue for i64 {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        value.integer()
    }
}

impl ReadValue for f64 {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        value.float()
    }
}

impl ReadValue for bool {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        value.boolean()
    }
}

impl ReadValue for serde_json::Value {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        value.any()
    }
}

impl<T: ReadValue> ReadValue for Option<T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        T::read_value(value).map(Some)
    }
}

impl<T: ReadValue> ReadValue for Vec<T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        let mut items = Vec::new();
        let found = value.list(&mut |item| {
            items.extend(T::read_value(item)?);
            Ok(())
        })?;
        Ok(found.then_some(items))
    }
}

impl<T: ReadValue> ReadValue for BTreeMap<String, T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        let mut entries = Entries(BTreeMap::new());
        let found = value.fields(&mut entries)?;
        Ok(found.then_some(entries.0))
    }
}

struct Entries<T>(BTreeMap<String, T>);

impl<T: ReadValue> ReadFields for Entries<T> {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), Unreadable> {
        if let Some(value) = T::read_value(value)? {
            self.0.insert(name.to_owned(), value);
        }
        Ok(())
    }
}

impl<T: ReadFields + Default> ReadValue for T {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, Unreadable> {
        let mut object = T::default();
        let found = value.fields(&mut object)?;
        Ok(found.then_some(object))
    }
}

#[cfg(test)]
mod tests;

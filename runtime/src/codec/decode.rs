//! Decodes the JSON body of a response into typed values.
//!
//! A generated response only maps names to fields ([`ReadFields`]). Parsing, tolerance and error
//! paths are implemented here once, behind trait objects. serde_json parses the body in a single
//! pass without building a tree.
//!
//! The service is not strict about types, so the decoder is tolerant:
//!
//! - A number or boolean may be sent as text, and text as a number or boolean.
//! - `null`, a missing field, and an empty text instead of an object or list all mean that the
//!   value is absent.
//! - Undocumented fields are skipped.
//!
//! Any other mismatch is an error with the path of the value: `LiveStreamMonitorList[3].Status`.
//!
//! If text is expected, a whole number of at most 64 bits becomes its digits. Any other number is
//! read as a floating-point number and keeps about 16 digits, as in JavaScript.

mod value;
mod error;

use std::collections::BTreeMap;

pub use error::{DecodeError, ReadFailed, ReadResult};
pub use value::{ReadFields, ReadValue, ValueReader, WrappedReader};
pub(crate) use value::{TopCode, read_body, read_response, read_text};

/// A response that can be read again after an attempt failed part-way.
pub(crate) trait Response: ReadFields + Send {
    /// Removes everything read so far.
    fn clear(&mut self);
}

impl<T: ReadFields + Default + Send> Response for T {
    fn clear(&mut self) {
        *self = T::default();
    }
}

impl ReadValue for String {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        value.text()
    }
}

impl ReadValue for i32 {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        value.integer32()
    }
}

impl ReadValue for i64 {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        value.integer()
    }
}

impl ReadValue for f64 {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        value.float()
    }
}

impl ReadValue for bool {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        value.boolean()
    }
}

impl ReadValue for serde_json::Value {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        value.any()
    }
}

impl<T: ReadValue> ReadValue for Option<T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        T::read_value(value).map(Some)
    }
}

impl<T: ReadValue> ReadValue for Vec<T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        let mut items = Vec::new();
        let found = value.list(&mut |item| {
            items.extend(T::read_value(item)?);
            Ok(())
        })?;
        Ok(found.then_some(items))
    }
}

impl<T: ReadValue> ReadValue for BTreeMap<String, T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        let mut entries = Entries(BTreeMap::new());
        let found = value.fields(&mut entries)?;
        Ok(found.then_some(entries.0))
    }
}

struct Entries<T>(BTreeMap<String, T>);

impl<T: ReadValue> ReadFields for Entries<T> {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
        if let Some(value) = T::read_value(value)? {
            self.0.insert(name.to_owned(), value);
        }
        Ok(())
    }
}

impl<T: ReadFields + Default> ReadValue for T {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        let mut object = T::default();
        let found = value.fields(&mut object)?;
        Ok(found.then_some(object))
    }
}

#[cfg(test)]
mod tests;

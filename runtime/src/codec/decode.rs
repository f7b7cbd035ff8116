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
mod error;

use std::collections::BTreeMap;

pub use error::{DecodeError, ReadFailed, ReadResult};
pub use value::{ReadFields, ReadValue, ValueReader, WrappedReader};
pub(crate) use value::{TopCode, read_body, read_response, read_text};

/// A response that can be read anew after an attempt failed half-way.
pub(crate) trait Response: ReadFields + Send {
    /// Forgets what was read.
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

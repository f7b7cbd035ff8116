//! Fields that contain JSON as text.

use std::fmt;
use std::marker::PhantomData;

use crate::codec::decode::{self, DecodeError, ReadFailed, ReadValue, ValueReader};
use crate::codec::encode::{ValueWriter, WriteValue};

/// Text in a response that contains the JSON of a `T`.
///
/// The text is kept as received, so nothing is lost if it deviates from the documentation. Call
/// [`parse`](Self::parse) to convert it to a `T`.
pub struct JsonText<T> {
    text: String,
    holds: PhantomData<fn() -> T>,
}

impl<T: ReadValue> JsonText<T> {
    /// Parses the text. Text that is quoted more than once is unquoted first. Returns `None` if the
    /// text is empty or `null`.
    ///
    /// # Errors
    ///
    /// Fails if the text is not the JSON of a `T`.
    pub fn parse(&self) -> Result<Option<T>, DecodeError> {
        if self.text.trim().is_empty() {
            Ok(None)
        } else {
            decode::read_text(&self.text)
        }
    }
}

impl<T> JsonText<T> {
    /// Returns the text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T> From<String> for JsonText<T> {
    fn from(text: String) -> Self {
        Self {
            text,
            holds: PhantomData,
        }
    }
}

impl<T> WriteValue for JsonText<T> {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.text(self.as_str());
    }
}

impl<T> ReadValue for JsonText<T> {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        // Some responses contain the object itself instead of its text.
        Ok(value.any()?.and_then(|value| match value {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(Self::from(text)),
            other => Some(Self::from(other.to_string())),
        }))
    }
}

impl<T> Clone for JsonText<T> {
    fn clone(&self) -> Self {
        Self::from(self.text.clone())
    }
}

impl<T> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<T> Default for JsonText<T> {
    fn default() -> Self {
        Self::from(String::new())
    }
}

impl<T> fmt::Display for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Eq for JsonText<T> {}

impl<T> PartialEq for JsonText<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

//! Decodes the JSON body of a response into typed values.
//!
//! A generated response only maps names to fields ([`ReadFields`]). Parsing, tolerance and error
//! paths are implemented here once, behind trait objects. serde_json parses the body in a single
//! pass without building a tree.
//!
//! The service is not strict about types, and it has executed the call. The decoder is therefore
//! tolerant. A body is usable whenever it is a JSON object:
//!
//! - A number or boolean may be sent as text, text as a number or boolean, and JSON as text.
//! - `null`, a missing field, and an empty text, list or object instead of a container all mean
//!   that the value is absent.
//! - A list may be sent without the object that is documented around it, or with one that is not
//!   documented, or as a single item. A single object may be sent as a list of one.
//! - If text is documented, a list or object becomes its JSON text.
//! - Control characters, invalid UTF-8 and invalid escapes in texts become U+FFFD. A byte order
//!   mark is skipped.
//! - Everything else that a field cannot hold leaves the field unset. Such values and undocumented
//!   members are kept in the [`ExtraMembers`](crate::ExtraMembers) of the object.
//!
//! If text is expected, a whole number of at most 64 bits becomes its digits. Any other number is
//! read as a floating-point number and keeps about 16 digits, as in JavaScript.
//!
//! Lists and objects are read up to a depth of 100; deeper ones become `null`.

mod visitor;
mod repair;
mod reader;
mod keeper;
mod tree;
mod pairs;
mod state;
mod error;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_core::de::DeserializeSeed as _;

pub(crate) use error::{Cause, Mismatch};
pub use error::{DecodeError, ReadFailed, ReadResult};
pub(crate) use pairs::read_pairs;
use reader::Expected;
pub use reader::{ReadFields, ReadValue, ValueReader, WrappedReader};
pub(crate) use state::{Bounds, TopCode};
use state::{REQUEST_ID, State, Top};
use visitor::{Seed, TextSource, ValueSource};

use super::extra_members::ExtraMembers;

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

/// What the body of a response says besides its fields.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) code: Option<TopCode>,
    pub(crate) has_request_id: bool,
    /// Values that do not have the documented type.
    pub(crate) mismatches: Vec<Mismatch>,
}

/// Reads a body into a response.
pub(crate) fn read_response(
    body: &[u8],
    response: &mut dyn ReadFields,
    bounds: Bounds,
    secret_names: &'static [&'static str],
) -> Result<Decoded, DecodeError> {
    let mut state = State::new(bounds, secret_names);
    state.top = Some(Top::default());
    read_object(body, response, &mut state)?;
    let top = state.top.take().unwrap_or_default();
    Ok(Decoded {
        code: top.code,
        has_request_id: top.has_request_id,
        mismatches: state.into_mismatches(),
    })
}

/// Reads a body of limited size into an object.
pub(crate) fn read_body(body: &[u8], object: &mut dyn ReadFields) -> Result<(), DecodeError> {
    read_body_within(Bounds::NONE, body, object)
}

/// Reads a body into an object, and fails if a value does not fit.
#[cfg(feature = "serde")]
pub(crate) fn read_exactly(body: &[u8], object: &mut dyn ReadFields) -> Result<(), DecodeError> {
    let mut state = State::new(Bounds::NONE, &[]);
    read_object(body, object, &mut state)?;
    let mut mismatches = state.into_mismatches().into_iter();
    mismatches
        .next()
        .map_or(Ok(()), |mismatch| Err(mismatch.into()))
}

/// Reads a body into an object. If it fails, the object has what was read so far.
pub(crate) fn read_body_within(
    bounds: Bounds,
    body: &[u8],
    object: &mut dyn ReadFields,
) -> Result<(), DecodeError> {
    read_object(body, object, &mut State::new(bounds, &[]))
}

/// Reads the body of a message that the service sent on its own.
pub(crate) fn read_message(
    body: &[u8],
    message: &mut dyn ReadFields,
    bounds: Bounds,
    secret_names: &'static [&'static str],
) -> Result<(), DecodeError> {
    read_object(body, message, &mut State::new(bounds, secret_names))
}

/// Reads a body, repaired if it is nearly JSON.
fn read_object(
    body: &[u8],
    object: &mut dyn ReadFields,
    state: &mut State,
) -> Result<(), DecodeError> {
    let body = repair::without_mark(body);
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(DecodeError::new("", "expected an object".to_owned()));
    }
    let bounds = state.bounds;
    let error = match read_json(body, object, state) {
        Err(error) if error.cause() == Cause::Body => error,
        outcome => return outcome,
    };
    match repair::repair(body) {
        Some(repaired) => {
            state.restart(bounds);
            read_json(repaired.as_bytes(), object, state)
        }
        None => Err(error),
    }
}

fn read_json(
    body: &[u8],
    object: &mut dyn ReadFields,
    state: &mut State,
) -> Result<(), DecodeError> {
    let mut found = false;
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let expected = Expected::Fields {
        object,
        found: &mut found,
    };
    let outcome = Seed {
        expected,
        state: &mut *state,
    }
    .deserialize(&mut deserializer)
    .and_then(|()| deserializer.end());
    state.failure(outcome).map_or(Ok(()), Err)
}

/// Sets the request ID of a response whose body has none.
pub(crate) fn set_request_id(response: &mut dyn ReadFields, id: &str) {
    let mut state = State::new(Bounds::NONE, &[]);
    // A text is not too large, and a response that documents no ID leaves it.
    let _ = response.read_field(
        REQUEST_ID,
        ValueReader {
            source: &mut ValueSource::new(id.into()),
            state: &mut state,
        },
    );
}

/// Reads a value from JSON text, repaired if it is nearly JSON.
pub(crate) fn read_text<T: ReadValue>(text: &str) -> Result<Option<T>, DecodeError> {
    match read_json_text(text) {
        Err(error) if error.cause() == Cause::Body => match repair::repair(text.as_bytes()) {
            Some(repaired) => read_json_text(&repaired),
            None => Err(error),
        },
        outcome => outcome,
    }
}

fn read_json_text<T: ReadValue>(text: &str) -> Result<Option<T>, DecodeError> {
    let mut state = State::new(Bounds::NONE, &[]);
    let mut source = TextSource::new(text);
    let value = T::read_value(ValueReader {
        source: &mut source,
        state: &mut state,
    });
    match state.failure(source.outcome) {
        Some(failure) => Err(failure),
        None => Ok(value.ok().flatten()),
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

/// A number of seconds.
impl ReadValue for Duration {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        Ok(value.seconds()?.map(Self::from_secs))
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
        let found = value.list(&mut |mut item| {
            item.permit(size_of::<T>())?;
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
    fn read_field(&mut self, name: &str, mut value: ValueReader<'_>) -> Result<(), ReadFailed> {
        value.permit(size_of::<(String, T)>() + name.len())?;
        if let Some(value) = T::read_value(value)? {
            self.0.insert(name.to_owned(), value);
        }
        Ok(())
    }
}

/// Keeps all members.
impl ReadFields for ExtraMembers {
    fn read_field(&mut self, _: &str, value: ValueReader<'_>) -> ReadResult {
        value.extra(self)
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

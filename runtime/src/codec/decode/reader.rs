//! What generated types use to read themselves: they say which type they expect.

use super::error::{ReadFailed, ReadResult};
use super::state::State;
use crate::codec::extra_members::ExtraMembers;

/// An object of a response.
pub trait ReadFields {
    /// Reads the value of the field `name`. Passes values of undocumented fields to
    /// [`ValueReader::extra`], or to [`ValueReader::unknown`] if the object does not keep them. A
    /// value of an unexpected type is then an error, unless an object around it keeps it.
    ///
    /// The name is empty when the decoder asks where the object keeps what its fields cannot hold.
    /// This needs no method of its own, which each type would have to be compiled with.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult;
}

/// A value of a response.
pub trait ReadValue: Sized {
    /// Reads the value. Returns `None` if it is absent or does not match the type.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed>;
}

/// Reads an item of a list, or the list inside a wrapper.
pub(super) type ReadItem<'a> = &'a mut dyn FnMut(ValueReader<'_>) -> ReadResult;

/// Reads one value of a response as the type that the caller expects.
///
/// The methods return `None` or `false` if the value is absent (`null`, or an empty text where
/// another type is expected) or does not match the type.
pub struct ValueReader<'a> {
    pub(super) source: &'a mut dyn Source,
    pub(super) state: &'a mut State,
}

impl<'a> ValueReader<'a> {
    /// Reads a value into its field. If the value is absent, the field is not changed.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn read<T: ReadValue>(self, field: &mut T) -> Result<(), ReadFailed> {
        if let Some(value) = T::read_value(self)? {
            *field = value;
        }
        Ok(())
    }

    /// Returns whether this many bytes are within the limit of the decoder.
    pub(super) fn permit(&mut self, bytes: usize) -> ReadResult {
        match self.state.permits(bytes) {
            true => Ok(()),
            false => Err(ReadFailed),
        }
    }

    /// Unwraps an object with a single field: returns a reader for the field `inner`. The object
    /// may be missing around it.
    #[must_use]
    pub fn within(self, inner: &'static str) -> WrappedReader<'a> {
        WrappedReader { outer: self, inner }
    }

    /// Keeps an undocumented field among the extra members of the object.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn extra(self, members: &mut ExtraMembers) -> Result<(), ReadFailed> {
        self.source.extra(members, self.state)
    }

    /// Skips an undocumented field, unless an object around this one keeps it.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn unknown(self, _name: &str) -> Result<(), ReadFailed> {
        self.source.read(Expected::Nothing, self.state)
    }

    /// Reads text. Numbers and booleans are converted to text, objects and lists to their JSON.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn text(self) -> Result<Option<String>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Text(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a 64-bit integer.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn integer(self) -> Result<Option<i64>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Integer(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a 32-bit integer.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn integer32(self) -> Result<Option<i32>, ReadFailed> {
        let mut slot = None;
        self.source
            .read(Expected::Integer32(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a number of seconds, which is not negative.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn seconds(self) -> Result<Option<u64>, ReadFailed> {
        let Self { source, state } = self;
        let mut slot = None;
        source.read(Expected::Integer(&mut slot), state)?;
        Ok(slot.and_then(|seconds: i64| {
            let fits = u64::try_from(seconds).ok();
            if fits.is_none() {
                state.leave("a number of seconds", seconds.into());
            }
            fits
        }))
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn float(self) -> Result<Option<f64>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Float(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a boolean: `true`, `false`, their text in any case, `0` or `1`.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn boolean(self) -> Result<Option<bool>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Boolean(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads any JSON value.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn any(self) -> Result<Option<serde_json::Value>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Any(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads an object, the JSON text of one, or a list of one, field by field. Returns whether
    /// there was one.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn fields(self, object: &mut dyn ReadFields) -> Result<bool, ReadFailed> {
        let mut found = false;
        self.source.read(
            Expected::Fields {
                object,
                found: &mut found,
            },
            self.state,
        )?;
        Ok(found)
    }

    /// Reads a list, the JSON text of one, an object around one, or a single item, item by item.
    /// Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn list(
        self,
        item: &mut dyn FnMut(ValueReader<'_>) -> Result<(), ReadFailed>,
    ) -> Result<bool, ReadFailed> {
        let mut found = false;
        self.source.read(
            Expected::List {
                item,
                found: &mut found,
            },
            self.state,
        )?;
        Ok(found)
    }
}

/// Reads the single field of an object. See [`ValueReader::within`].
pub struct WrappedReader<'a> {
    outer: ValueReader<'a>,
    inner: &'static str,
}

impl WrappedReader<'_> {
    /// Reads the value into its field. If the value is absent, the field is not changed.
    ///
    /// # Errors
    ///
    /// Fails if reading cannot go on.
    pub fn read<T: ReadValue>(self, field: &mut T) -> Result<(), ReadFailed> {
        let Self { outer, inner } = self;
        let read = &mut |value: ValueReader<'_>| value.read(field);
        outer
            .source
            .read(Expected::Wrapped { inner, read }, outer.state)
    }
}

/// The expected type of a value, with the destination of the value.
pub(super) enum Expected<'a> {
    Nothing,
    Text(&'a mut Option<String>),
    Integer(&'a mut Option<i64>),
    Integer32(&'a mut Option<i32>),
    Float(&'a mut Option<f64>),
    Boolean(&'a mut Option<bool>),
    Any(&'a mut Option<serde_json::Value>),
    Fields {
        object: &'a mut dyn ReadFields,
        found: &'a mut bool,
    },
    List {
        item: ReadItem<'a>,
        found: &'a mut bool,
    },
    /// An object with one member, which is a list.
    Wrapped {
        inner: &'static str,
        read: ReadItem<'a>,
    },
}

impl Expected<'_> {
    /// Returns the type as errors call it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Nothing | Self::Any(_) => "anything",
            Self::Text(_) => "text",
            Self::Integer(_) => "a 64-bit integer",
            Self::Integer32(_) => "a 32-bit integer",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Fields { .. } | Self::Wrapped { .. } => "an object",
            Self::List { .. } => "a list",
        }
    }
}

/// A source of the next value: a field of an object, an item of a list, or a value read before.
pub(super) trait Source {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> ReadResult;

    /// Leaves the value to the object whose extra members these are.
    fn extra(&mut self, _members: &mut ExtraMembers, state: &mut State) -> ReadResult {
        self.read(Expected::Nothing, state)
    }
}

//! The reader of all decoded values: a single serde visitor, parametrized by the expected type.

use std::fmt::{self, Write as _};

use serde_core::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::error::{DecodeError, ReadFailed, ReadResult};

/// An object of a response.
pub trait ReadFields {
    /// Reads the value of the field `name`. Passes values of undocumented fields to
    /// [`ValueReader::unknown`].
    ///
    /// # Errors
    ///
    /// Fails if the value does not match the type of the field.
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult;
}

/// A value of a response.
pub trait ReadValue: Sized {
    /// Reads the value. Returns `None` if it is absent.
    ///
    /// # Errors
    ///
    /// Fails if the value does not match the type.
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed>;
}

/// Maximum depth of JSON text inside JSON text. The service is known to quote values twice.
const MAX_NESTED_TEXT: u8 = 4;

/// A top-level `Code`. Some responses report errors with it despite a successful status.
#[derive(Debug, PartialEq)]
pub(crate) struct TopCode {
    /// The text, or the JSON of a value that is not text.
    pub(crate) text: String,
    /// Whether the response has a field for the code with a matching type.
    pub(crate) documented: bool,
}

/// Reads a body into a response and returns its top-level `Code`, if any.
///
/// Text does not cause a failure if the documentation says that the code is a number: the gateway
/// uses its own error codes for all operations.
pub(crate) fn read_response(
    body: &[u8],
    response: &mut dyn ReadFields,
) -> Result<Option<TopCode>, DecodeError> {
    let mut state = State {
        detects_code: true,
        ..State::default()
    };
    read_object(body, response, &mut state)?;
    Ok(state.code)
}

/// Reads a body into an object.
pub(crate) fn read_body(body: &[u8], object: &mut dyn ReadFields) -> Result<(), DecodeError> {
    read_object(body, object, &mut State::default())
}

fn read_object(
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
    let outcome = Seed { expected, state }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
    state.finish(outcome)?;
    if found {
        Ok(())
    } else {
        Err(DecodeError {
            path: String::new(),
            reason: "expected an object".to_owned(),
        })
    }
}

/// Reads a value from JSON text.
pub(crate) fn read_text<T: ReadValue>(text: &str) -> Result<Option<T>, DecodeError> {
    struct Single<T>(Option<T>);
    impl<T: ReadValue> ReadFields for Single<T> {
        fn read_field(&mut self, _: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
            self.0 = T::read_value(value)?;
            Ok(())
        }
    }
    let mut state = State::default();
    let mut single = Single(None);
    let mut source = TextSource { text, error: None };
    let read = single.read_field(
        "",
        ValueReader {
            source: &mut source,
            state: &mut state,
        },
    );
    let outcome = match (read, source.error) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(error)) => Err(error),
        (Err(_), None) => Err(serde_json::Error::custom("unreadable")),
    };
    state.finish(outcome)?;
    Ok(single.0)
}

/// Reads one value of a response as the type that the caller expects.
///
/// The methods return `None` or `false` if the response contains `null`, or an empty text where
/// another type is expected.
pub struct ValueReader<'a> {
    source: &'a mut dyn Source,
    state: &'a mut State,
}

impl<'a> ValueReader<'a> {
    /// Reads a value into its field. If the value is absent, the field is not changed.
    ///
    /// # Errors
    ///
    /// Fails if the value does not match the type of the field.
    pub fn read<T: ReadValue>(self, field: &mut T) -> Result<(), ReadFailed> {
        if let Some(value) = T::read_value(self)? {
            *field = value;
        }
        Ok(())
    }

    /// Unwraps an object with a single field: returns a reader for the field `inner`.
    #[must_use]
    pub fn within(self, inner: &'static str) -> WrappedReader<'a> {
        WrappedReader { outer: self, inner }
    }

    /// Skips an undocumented field.
    ///
    /// # Errors
    ///
    /// Fails if the value is not valid JSON.
    pub fn unknown(self, _name: &str) -> Result<(), ReadFailed> {
        self.source.read(Expected::Nothing, self.state)
    }

    /// Reads text. Numbers and booleans are converted to text.
    ///
    /// # Errors
    ///
    /// Fails if the value is a list or object.
    pub fn text(self) -> Result<Option<String>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Text(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a 64-bit integer.
    ///
    /// # Errors
    ///
    /// Fails if the value is neither a whole number of that size nor the text of one.
    pub fn integer(self) -> Result<Option<i64>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Integer(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a 32-bit integer.
    ///
    /// # Errors
    ///
    /// Fails if the value is neither a whole number of that size nor the text of one.
    pub fn integer32(self) -> Result<Option<i32>, ReadFailed> {
        let mut slot = None;
        self.source
            .read(Expected::Integer32(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// Fails if the value is neither a number nor the text of one.
    pub fn float(self) -> Result<Option<f64>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Float(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads a boolean: `true`, `false`, their text in any case, `0` or `1`.
    ///
    /// # Errors
    ///
    /// Fails if the value is something else.
    pub fn boolean(self) -> Result<Option<bool>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Boolean(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads any JSON value.
    ///
    /// # Errors
    ///
    /// Fails if the value is not valid JSON.
    pub fn any(self) -> Result<Option<serde_json::Value>, ReadFailed> {
        let mut slot = None;
        self.source.read(Expected::Any(&mut slot), self.state)?;
        Ok(slot)
    }

    /// Reads an object, or the JSON text of one, field by field. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Fails if the value is something else, or one of its fields does not match its type.
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

    /// Reads a list, or the JSON text of one, item by item. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Fails if the value is something else, or one of its items does not match its type.
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
    /// Fails if the value does not match the type of the field.
    pub fn read<T: ReadValue>(self, field: &mut T) -> Result<(), ReadFailed> {
        struct Wrapper<'a, T> {
            name: &'static str,
            field: &'a mut T,
        }
        impl<T: ReadValue> ReadFields for Wrapper<'_, T> {
            fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
                if name == self.name {
                    value.read(self.field)
                } else {
                    value.unknown(name)
                }
            }
        }
        self.outer.fields(&mut Wrapper {
            name: self.inner,
            field,
        })?;
        Ok(())
    }
}

/// The expected type of a value, with the destination of the value.
enum Expected<'a> {
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
        item: &'a mut dyn FnMut(ValueReader<'_>) -> Result<(), ReadFailed>,
        found: &'a mut bool,
    },
}

/// The state of the decoder: the current path, and the first failure.
#[derive(Default)]
struct State {
    path: String,
    depth: usize,
    nested_text: u8,
    failure: Option<DecodeError>,
    detects_code: bool,
    code: Option<TopCode>,
}

impl State {
    /// Records the first failure. Later ones only result from it.
    fn fail(&mut self, reason: impl Into<String>) {
        if self.failure.is_none() {
            self.failure = Some(DecodeError {
                path: self.path.clone(),
                reason: reason.into(),
            });
        }
    }

    fn finish(&mut self, outcome: Result<(), serde_json::Error>) -> Result<(), DecodeError> {
        match (self.failure.take(), outcome) {
            (Some(failure), _) => Err(failure),
            (None, Err(error)) => Err(DecodeError {
                path: self.path.clone(),
                reason: error.to_string(),
            }),
            (None, Ok(())) => Ok(()),
        }
    }
}

/// A source of the next value: a field of an object, an item of a list, or JSON text.
trait Source {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> Result<(), ReadFailed>;
}

struct FieldSource<'a, A, E> {
    map: &'a mut A,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> Source for FieldSource<'_, A, A::Error> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> Result<(), ReadFailed> {
        self.map
            .next_value_seed(Seed { expected, state })
            .map_err(|error| {
                self.error = Some(error);
                ReadFailed
            })
    }
}

struct ItemSource<'a, A, E> {
    list: &'a mut A,
    /// Whether the list has ended. It also stays set if the item is not read.
    end: bool,
    error: Option<E>,
}

impl<'de, A: SeqAccess<'de>> Source for ItemSource<'_, A, A::Error> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> Result<(), ReadFailed> {
        match self.list.next_element_seed(Seed { expected, state }) {
            Ok(item) => {
                self.end = item.is_none();
                Ok(())
            }
            Err(error) => {
                self.error = Some(error);
                Err(ReadFailed)
            }
        }
    }
}

struct TextSource<'a> {
    text: &'a str,
    error: Option<serde_json::Error>,
}

impl Source for TextSource<'_> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> Result<(), ReadFailed> {
        let mut deserializer = serde_json::Deserializer::from_str(self.text);
        Seed { expected, state }
            .deserialize(&mut deserializer)
            .and_then(|()| deserializer.end())
            .map_err(|error| {
                self.error = Some(error);
                ReadFailed
            })
    }
}

/// The source of a top-level `Code`.
struct CodeSource<'a> {
    code: &'a serde_json::Value,
    /// Whether it was skipped.
    ignored: bool,
}

impl Source for CodeSource<'_> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> Result<(), ReadFailed> {
        self.ignored = matches!(expected, Expected::Nothing);
        Seed { expected, state }
            .deserialize(self.code)
            .map_err(|_| ReadFailed)
    }
}

/// Reads a top-level `Code` into the response, and records it.
fn read_code(
    response: &mut dyn ReadFields,
    name: &str,
    code: serde_json::Value,
    state: &mut State,
) -> ReadResult {
    let depth = state.depth;
    let mut source = CodeSource {
        code: &code,
        ignored: false,
    };
    let read = response.read_field(
        name,
        ValueReader {
            source: &mut source,
            state,
        },
    );
    let documented = read.is_ok() && !source.ignored;
    let text = match code {
        serde_json::Value::Null => return read,
        serde_json::Value::String(text) => {
            state.failure = None;
            state.depth = depth;
            text
        }
        other => {
            read?;
            other.to_string()
        }
    };
    state.code = Some(TopCode { text, documented });
    Ok(())
}

struct Seed<'e, 's> {
    expected: Expected<'e>,
    state: &'s mut State,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.expected {
            Expected::Nothing => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            Expected::Any(slot) => {
                *slot = Some(serde_core::Deserialize::deserialize(deserializer)?);
                Ok(())
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl Seed<'_, '_> {
    fn mismatch<E: serde_core::de::Error>(self, found: impl fmt::Display) -> Result<(), E> {
        let expected = match self.expected {
            Expected::Nothing | Expected::Any(_) => "anything",
            Expected::Text(_) => "text",
            Expected::Integer(_) => "a 64-bit integer",
            Expected::Integer32(_) => "a 32-bit integer",
            Expected::Float(_) => "a number",
            Expected::Boolean(_) => "true or false",
            Expected::Fields { .. } => "an object",
            Expected::List { .. } => "a list",
        };
        self.state
            .fail(format!("expected {expected}, found {found}"));
        Err(E::custom("unreadable"))
    }

    fn nested<E: serde_core::de::Error>(self, text: &str) -> Result<(), E> {
        if self.state.nested_text >= MAX_NESTED_TEXT {
            return self.mismatch(Excerpt(text));
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let outer = self.state.path.len();
        self.state.nested_text += 1;
        let outcome = Seed {
            expected: self.expected,
            state: self.state,
        }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
        self.state.nested_text -= 1;
        outcome.map_err(|error| {
            self.state.path.truncate(outer);
            self.state.fail(format!(
                "the text {} is not the expected JSON: {error}",
                Excerpt(text)
            ));
            E::custom("unreadable")
        })
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a documented value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: serde_core::de::Error>(self, value: bool) -> Result<(), E> {
        match self.expected {
            Expected::Boolean(slot) => *slot = Some(value),
            Expected::Text(slot) => *slot = Some(value.to_string()),
            Expected::Integer(slot) => *slot = Some(value.into()),
            Expected::Integer32(slot) => *slot = Some(value.into()),
            _ => return self.mismatch(value),
        }
        Ok(())
    }

    fn visit_i64<E: serde_core::de::Error>(mut self, value: i64) -> Result<(), E> {
        match (&mut self.expected, value) {
            (Expected::Integer(slot), _) => **slot = Some(value),
            (Expected::Text(slot), _) => **slot = Some(value.to_string()),
            #[expect(
                clippy::cast_precision_loss,
                reason = "a documented float tolerates it"
            )]
            (Expected::Float(slot), _) => **slot = Some(value as f64),
            (Expected::Boolean(slot), 0 | 1) => **slot = Some(value == 1),
            (Expected::Integer32(slot), _) if i32::try_from(value).is_ok() => {
                **slot = i32::try_from(value).ok();
            }
            _ => return self.mismatch(value),
        }
        Ok(())
    }

    fn visit_u64<E: serde_core::de::Error>(mut self, value: u64) -> Result<(), E> {
        if let Ok(value) = i64::try_from(value) {
            return self.visit_i64(value);
        }
        match &mut self.expected {
            Expected::Text(slot) => **slot = Some(value.to_string()),
            #[expect(
                clippy::cast_precision_loss,
                reason = "a documented float tolerates it"
            )]
            Expected::Float(slot) => **slot = Some(value as f64),
            _ => return self.mismatch(value),
        }
        Ok(())
    }

    fn visit_f64<E: serde_core::de::Error>(mut self, value: f64) -> Result<(), E> {
        match &mut self.expected {
            Expected::Float(slot) => **slot = Some(value),
            Expected::Text(slot) => **slot = Some(value.to_string()),
            // Beyond 2^53, a float does not identify a whole number exactly.
            #[expect(clippy::cast_possible_truncation, reason = "bounded by the guard")]
            Expected::Integer(_) | Expected::Integer32(_)
                if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 =>
            {
                return self.visit_i64(value as i64);
            }
            _ => return self.mismatch(value),
        }
        Ok(())
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<(), E> {
        if let Expected::Text(slot) = self.expected {
            *slot = Some(text.to_owned());
            return Ok(());
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Ok(());
        }
        match self.expected {
            Expected::Fields { .. } | Expected::List { .. } => self.nested(trimmed),
            Expected::Boolean(slot) if trimmed.eq_ignore_ascii_case("true") => {
                *slot = Some(true);
                Ok(())
            }
            Expected::Boolean(slot) if trimmed.eq_ignore_ascii_case("false") => {
                *slot = Some(false);
                Ok(())
            }
            _ => match (trimmed.parse::<i64>(), trimmed.parse::<f64>()) {
                (Ok(value), _) => self.visit_i64(value),
                (_, Ok(value)) if value.is_finite() => self.visit_f64(value),
                _ => self.mismatch(Excerpt(text)),
            },
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Expected::Fields { object, found } = self.expected else {
            return self.mismatch("an object");
        };
        let state = self.state;
        *found = true;
        let outer = state.path.len();
        state.depth += 1;
        while let Some(name) = map.next_key_seed(Name)? {
            let name = name.as_str();
            if outer > 0 {
                state.path.push('.');
            }
            state.path.push_str(name);
            if state.detects_code && state.depth == 1 && matches!(name, "Code" | "code") {
                if read_code(object, name, map.next_value()?, state).is_err() {
                    return Err(A::Error::custom("unreadable"));
                }
                state.path.truncate(outer);
                continue;
            }
            let mut source = FieldSource {
                map: &mut map,
                error: None,
            };
            let read = object.read_field(
                name,
                ValueReader {
                    source: &mut source,
                    state,
                },
            );
            if read.is_err() {
                return Err(source
                    .error
                    .unwrap_or_else(|| A::Error::custom("unreadable")));
            }
            state.path.truncate(outer);
        }
        state.depth -= 1;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Expected::List { item, found } = self.expected else {
            return self.mismatch("a list");
        };
        let state = self.state;
        *found = true;
        let outer = state.path.len();
        for index in 0_usize.. {
            // Writing to a String cannot fail.
            let _ = write!(state.path, "[{index}]");
            let mut source = ItemSource {
                list: &mut list,
                end: true,
                error: None,
            };
            let read = item(ValueReader {
                source: &mut source,
                state,
            });
            if read.is_err() {
                return Err(source
                    .error
                    .unwrap_or_else(|| A::Error::custom("unreadable")));
            }
            state.path.truncate(outer);
            if source.end {
                break;
            }
        }
        Ok(())
    }
}

/// A field name, borrowed from the body unless it contains escapes.
struct Name;

enum FieldName<'de> {
    Borrowed(&'de str),
    Owned(String),
}

impl FieldName<'_> {
    fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(name) => name,
            Self::Owned(name) => name,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = FieldName<'de>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<FieldName<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = FieldName<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<FieldName<'de>, E> {
        Ok(FieldName::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<FieldName<'de>, E> {
        Ok(FieldName::Owned(name.to_owned()))
    }
}

/// The quoted start of a text, to identify it in an error.
struct Excerpt<'a>(&'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_CHARS: usize = 60;
        match self.0.char_indices().nth(MAX_CHARS) {
            Some((end, _)) => write!(f, "{:?}…", &self.0[..end]),
            None => write!(f, "{:?}", self.0),
        }
    }
}

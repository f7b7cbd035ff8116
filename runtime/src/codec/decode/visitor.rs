//! Reads JSON as the expected types: a single serde visitor for all of them.
//!
//! Containers are met half-way: where a list is documented, an object around the list and a single
//! item are read as well, and the reverse. What does not fit is left to the object around it.

use std::fmt::{self, Write as _};

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::error::{ReadFailed, ReadResult};
use super::keeper;
use super::reader::{Expected, ReadFields, ReadItem, Source, ValueReader};
use super::repair::repair;
use super::state::{MAX_DEPTH, REQUEST_ID, State, TopCode};
use super::tree::Tree;

/// Reads a value as the expected type.
pub(super) struct Seed<'e, 's> {
    pub(super) expected: Expected<'e>,
    pub(super) state: &'s mut State,
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if !self.state.permits(1) {
            return Err(limit_exceeded());
        }
        match self.expected {
            Expected::Nothing if self.state.keepers == 0 => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
            }
            Expected::Nothing => {
                self.state.left = Some(Tree(self.state).deserialize(deserializer)?);
            }
            Expected::Any(slot) => *slot = Some(Tree(self.state).deserialize(deserializer)?),
            _ if self.state.depth >= MAX_DEPTH => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                self.state.leave("less nesting", Value::Null);
            }
            _ => deserializer.deserialize_any(self)?,
        }
        Ok(())
    }
}

impl Seed<'_, '_> {
    fn leave(self, found: impl Into<Value>) {
        self.state.leave(self.expected.name(), found.into());
    }

    /// Reads a value that was read before.
    fn value<E: serde_core::de::Error>(self, value: Value) -> Result<(), E> {
        // The tree is valid, so only a limit can end this.
        self.deserialize(value).map_err(E::custom)
    }

    /// Reads a scalar where a container is expected: as the only item of a list.
    fn scalar<E: serde_core::de::Error>(self, found: impl Into<Value>) -> Result<(), E> {
        let Self { expected, state } = self;
        match expected {
            Expected::List {
                item,
                found: is_list,
            } => {
                *is_list = read_lone(item, found.into(), state)?;
                Ok(())
            }
            Expected::Wrapped { read, .. } => read_from(found.into(), read, state),
            expected => {
                Seed { expected, state }.leave(found);
                Ok(())
            }
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a documented value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.state.was_absent = true;
        Ok(())
    }

    fn visit_bool<E: serde_core::de::Error>(self, value: bool) -> Result<(), E> {
        match self.expected {
            Expected::Boolean(slot) => *slot = Some(value),
            Expected::Text(slot) => *slot = Some(value.to_string()),
            Expected::Integer(slot) => *slot = Some(value.into()),
            Expected::Integer32(slot) => *slot = Some(value.into()),
            _ => return self.scalar(value),
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
            _ => return self.scalar(value),
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
            _ => return self.scalar(value),
        }
        Ok(())
    }

    fn visit_f64<E: serde_core::de::Error>(mut self, value: f64) -> Result<(), E> {
        match &mut self.expected {
            Expected::Float(slot) => **slot = Some(value),
            Expected::Text(slot) => **slot = Some(value.to_string()),
            Expected::Integer(slot) if whole(value).is_some() => **slot = whole(value),
            Expected::Integer32(slot)
                if whole(value).is_some_and(|value| i32::try_from(value).is_ok()) =>
            {
                **slot = whole(value).and_then(|value| i32::try_from(value).ok());
            }
            _ => return self.scalar(value),
        }
        Ok(())
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<(), E> {
        self.state.was_absent = text.is_empty();
        match self.expected {
            Expected::Text(slot) if self.state.permits(text.len()) => *slot = Some(text.to_owned()),
            Expected::Text(_) => return Err(limit_exceeded()),
            _ => return self.visit_other_text(text),
        }
        Ok(())
    }

    fn visit_string<E: serde_core::de::Error>(self, text: String) -> Result<(), E> {
        match self.expected {
            Expected::Text(slot) => *slot = Some(text),
            _ => return self.visit_other_text(&text),
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { expected, state } = self;
        match expected {
            Expected::Fields { object, found } => {
                *found = true;
                read_fields(map, object, state)
            }
            Expected::Wrapped { inner, read } => read_wrapper(map, inner, read, state),
            expected => {
                let tree = Tree(state).visit_map(map)?;
                match (expected, tree) {
                    (Expected::Text(slot), tree) => *slot = Some(tree.to_string()),
                    (Expected::List { item, found }, Value::Object(members)) => {
                        return read_object_as_list(members, item, found, state);
                    }
                    (expected, tree) => Seed { expected, state }.leave(tree),
                }
                Ok(())
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let Self { expected, state } = self;
        match expected {
            Expected::List { item, found } => {
                *found = true;
                read_items(list, item, state)
            }
            expected => {
                let tree = Tree(state).visit_seq(list)?;
                match (expected, tree) {
                    (Expected::Text(slot), tree) => *slot = Some(tree.to_string()),
                    (Expected::Wrapped { read, .. }, tree) => return read_from(tree, read, state),
                    (expected @ Expected::Fields { .. }, Value::Array(mut items))
                        if items.len() <= 1 =>
                    {
                        return match items.pop() {
                            Some(lone @ Value::Object(_)) => Seed { expected, state }.value(lone),
                            None => Ok(()),
                            Some(other) => {
                                Seed { expected, state }.leave(vec![other]);
                                Ok(())
                            }
                        };
                    }
                    (expected, tree) => Seed { expected, state }.leave(tree),
                }
                Ok(())
            }
        }
    }
}

impl Seed<'_, '_> {
    /// Reads text where another type is expected.
    fn visit_other_text<E: serde_core::de::Error>(mut self, text: &str) -> Result<(), E> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Ok(());
        }
        let fits = match &mut self.expected {
            Expected::Fields { .. } | Expected::List { .. } | Expected::Wrapped { .. } => {
                return match nested(trimmed, self.state) {
                    Some(nested) => self.nested_value(nested),
                    None => self.scalar(text),
                };
            }
            Expected::Boolean(slot) => {
                **slot = match trimmed.to_ascii_lowercase().as_str() {
                    "true" | "1" => Some(true),
                    "false" | "0" => Some(false),
                    _ => None,
                };
                slot.is_some()
            }
            Expected::Integer(slot) => {
                **slot = integer(trimmed);
                slot.is_some()
            }
            Expected::Integer32(slot) => {
                **slot = integer(trimmed).and_then(|value| value.try_into().ok());
                slot.is_some()
            }
            Expected::Float(slot) => {
                let number = trimmed.parse().ok();
                **slot = number.filter(|number: &f64| number.is_finite());
                slot.is_some()
            }
            Expected::Nothing | Expected::Any(_) | Expected::Text(_) => true,
        };
        if !fits {
            self.leave(text);
        }
        Ok(())
    }

    /// Reads the value of JSON inside text.
    fn nested_value<E: serde_core::de::Error>(self, nested: Value) -> Result<(), E> {
        let Self { expected, state } = self;
        state.depth += 1;
        Seed {
            expected,
            state: &mut *state,
        }
        .value(nested)?;
        state.depth -= 1;
        Ok(())
    }
}

/// Parses JSON inside text. Texts that are neither objects, lists nor quoted are not JSON.
fn nested(text: &str, state: &mut State) -> Option<Value> {
    if !text.starts_with(['{', '[', '"']) {
        return None;
    }
    let mut parse = |text: &str| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let tree = Tree(state).deserialize(&mut deserializer).ok()?;
        deserializer.end().ok().map(|()| tree)
    };
    parse(text).or_else(|| parse(&repair(text.as_bytes())?))
}

/// Returns the whole number that a text states.
fn integer(text: &str) -> Option<i64> {
    let float = || whole(text.parse().ok()?);
    text.parse().ok().or_else(float)
}

/// Returns the whole number that a float identifies exactly, which none beyond 2^53 does.
fn whole(value: f64) -> Option<i64> {
    const MAX: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the filter")]
    Some(value)
        .filter(|value| value.fract() == 0.0 && value.abs() <= MAX)
        .map(|value| value as i64)
}

fn limit_exceeded<E: serde_core::de::Error>() -> E {
    E::custom("limit exceeded")
}

/// Reads the members of an object.
fn read_fields<'de, A: MapAccess<'de>>(
    mut map: A,
    object: &mut dyn ReadFields,
    state: &mut State,
) -> Result<(), A::Error> {
    let outer = state.path.len();
    let keeps = usize::from(keeper::keeps(object, state).map_err(|_| limit_exceeded())?);
    state.keepers += keeps;
    state.depth += 1;
    let mut left = Map::new();
    while let Some(name) = map.next_key_seed(Name)? {
        let name = name.as_str();
        if outer > 0 {
            state.path.push('.');
        }
        state.path.push_str(name);
        state.was_absent = false;
        if state.is_top_member(name) && name != REQUEST_ID {
            let value = map.next_value_seed(Tree(state))?;
            read_code(object, name, value, state).map_err(|_| limit_exceeded())?;
        } else {
            let mut source = FieldSource {
                map: &mut map,
                error: None,
            };
            let value = ValueReader {
                source: &mut source,
                state,
            };
            if object.read_field(name, value).is_err() {
                return Err(source.error.unwrap_or_else(limit_exceeded));
            }
            state.note_request_id(name);
        }
        if let Some(value) = state.left.take() {
            if keeps > 0 {
                keeper::keep(object, name, value, state).map_err(|_| limit_exceeded())?;
            } else {
                left.insert(name.to_owned(), value);
            }
        }
        state.path.truncate(outer);
    }
    state.depth -= 1;
    state.keepers -= keeps;
    state.leave_members(left);
    Ok(())
}

/// Reads a top-level code.
fn read_code(
    response: &mut dyn ReadFields,
    name: &str,
    value: Value,
    state: &mut State,
) -> ReadResult {
    let text = match &value {
        Value::Null => return Ok(()),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut source = ValueSource::new(value);
    response.read_field(
        name,
        ValueReader {
            source: &mut source,
            state,
        },
    )?;
    let documented = !source.is_undocumented && state.left.is_none();
    if !keeper::keeps(response, state)? {
        // A code of the gateway need not have the type that the response documents.
        state.left = None;
    }
    if let Some(top) = &mut state.top {
        top.code = Some(TopCode { text, documented });
    }
    Ok(())
}

/// Reads the items of a list.
fn read_items<'de, A: SeqAccess<'de>>(
    mut list: A,
    item: ReadItem<'_>,
    state: &mut State,
) -> Result<(), A::Error> {
    let outer = state.path.len();
    state.depth += 1;
    let mut left = Vec::new();
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
            return Err(source.error.unwrap_or_else(limit_exceeded));
        }
        left.extend(state.left.take());
        state.path.truncate(outer);
        if source.end {
            break;
        }
    }
    state.depth -= 1;
    state.left = (!left.is_empty()).then_some(Value::Array(left));
    Ok(())
}

/// Reads a value as the only item of a list. Returns whether it fits.
fn read_lone<E: serde_core::de::Error>(
    item: ReadItem<'_>,
    value: Value,
    state: &mut State,
) -> Result<bool, E> {
    read_from(value, item, state)?;
    Ok(state.left.is_none())
}

/// Passes a value that was read before to a function.
fn read_from<E: serde_core::de::Error>(
    value: Value,
    read: ReadItem<'_>,
    state: &mut State,
) -> Result<(), E> {
    read(ValueReader {
        source: &mut ValueSource::new(value),
        state,
    })
    .map_err(|_| limit_exceeded())
}

/// Reads an object where a list is documented: it is either around the list or the only item.
fn read_object_as_list<E: serde_core::de::Error>(
    mut members: Map<String, Value>,
    item: ReadItem<'_>,
    found: &mut bool,
    state: &mut State,
) -> Result<(), E> {
    if members.is_empty() {
        *found = true;
        return Ok(());
    }
    let Some(inner) = inner_list(&members, item, state) else {
        *found = read_lone(item, Value::Object(members), state)?;
        return Ok(());
    };
    let list = members.remove(&inner).unwrap_or_default();
    Seed {
        expected: Expected::List { item, found },
        state: &mut *state,
    }
    .value(list)?;
    if let Some(left) = state.left.take() {
        members.insert(inner, left);
    }
    state.leave_members(members);
    Ok(())
}

/// Returns the name of the list in an object, unless the object is an item itself: an item has
/// documented members. The list is the only list, or the only member.
fn inner_list(
    members: &Map<String, Value>,
    item: ReadItem<'_>,
    state: &mut State,
) -> Option<String> {
    let mut items_are_objects = false;
    for name in members.keys() {
        let mut probe = Probe {
            name,
            item: ItemKind::Other,
        };
        // A probe cannot fail.
        let _ = item(ValueReader {
            source: &mut probe,
            state,
        });
        match probe.item {
            ItemKind::Documents => return None,
            ItemKind::Object => items_are_objects = true,
            ItemKind::Other => {}
        }
    }
    let is_container = |value: &Value| match value {
        Value::Array(_) | Value::Object(_) | Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    };
    let mut lists = members.iter().filter(|(_, value)| value.is_array());
    let (name, _) = match (lists.next(), lists.next(), members.len()) {
        (Some(list), None, _) => list,
        (None, _, 1) => {
            let lone = members.iter().next()?;
            Some(lone).filter(|(_, value)| !items_are_objects || is_container(value))?
        }
        _ => return None,
    };
    Some(name.clone())
}

/// Reads an object around a list, whose name is documented. It may be missing around the list.
fn read_wrapper<'de, A: MapAccess<'de>>(
    mut map: A,
    inner: &str,
    read: ReadItem<'_>,
    state: &mut State,
) -> Result<(), A::Error> {
    let outer = state.path.len();
    state.depth += 1;
    let mut found = false;
    let mut others = Map::new();
    while let Some(name) = map.next_key_seed(Name)? {
        let name = name.as_str();
        if name == inner {
            found = true;
            state.path.push('.');
            state.path.push_str(name);
            let mut source = FieldSource {
                map: &mut map,
                error: None,
            };
            let value = ValueReader {
                source: &mut source,
                state,
            };
            if read(value).is_err() {
                return Err(source.error.unwrap_or_else(limit_exceeded));
            }
            if let Some(left) = state.left.take() {
                others.insert(name.to_owned(), left);
            }
            state.path.truncate(outer);
        } else {
            let value = map.next_value_seed(Tree(state))?;
            others.insert(name.to_owned(), value);
        }
    }
    state.depth -= 1;
    if found || others.is_empty() {
        state.leave_members(others);
        Ok(())
    } else {
        read_from(Value::Object(others), read, state)
    }
}

struct FieldSource<'a, A, E> {
    map: &'a mut A,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> Source for FieldSource<'_, A, A::Error> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> ReadResult {
        let read = self.map.next_value_seed(Seed { expected, state });
        read.map_err(|error| {
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
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> ReadResult {
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

/// JSON text.
pub(super) struct TextSource<'a> {
    text: &'a str,
    pub(super) outcome: Result<(), serde_json::Error>,
}

impl<'a> TextSource<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            outcome: Ok(()),
        }
    }
}

impl Source for TextSource<'_> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> ReadResult {
        let mut deserializer = serde_json::Deserializer::from_str(self.text);
        self.outcome = Seed { expected, state }
            .deserialize(&mut deserializer)
            .and_then(|()| deserializer.end());
        self.outcome.as_ref().copied().map_err(|_| ReadFailed)
    }
}

/// A value that was read before.
pub(super) struct ValueSource {
    value: Option<Value>,
    /// Whether the value was read as undocumented.
    is_undocumented: bool,
}

impl ValueSource {
    pub(super) fn new(value: Value) -> Self {
        Self {
            value: Some(value),
            is_undocumented: false,
        }
    }
}

impl Source for ValueSource {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> ReadResult {
        self.is_undocumented = matches!(expected, Expected::Nothing);
        let value = self.value.take().unwrap_or_default();
        let seed = Seed { expected, state };
        seed.deserialize(value).map_err(|_| ReadFailed)
    }
}

/// Finds out whether the items of a list are objects that document a member. Nothing is read.
struct Probe<'a> {
    name: &'a str,
    item: ItemKind,
}

#[derive(Clone, Copy)]
enum ItemKind {
    /// An object that documents the member.
    Documents,
    /// An object that does not.
    Object,
    Other,
}

impl Source for Probe<'_> {
    fn read(&mut self, expected: Expected<'_>, state: &mut State) -> ReadResult {
        if let Expected::Fields { object, .. } = expected {
            let mut member = MemberProbe {
                is_documented: false,
            };
            let value = ValueReader {
                source: &mut member,
                state,
            };
            object.read_field(self.name, value)?;
            self.item = match member.is_documented {
                true => ItemKind::Documents,
                false => ItemKind::Object,
            };
        }
        Ok(())
    }
}

/// Finds out whether a member is documented.
struct MemberProbe {
    is_documented: bool,
}

impl Source for MemberProbe {
    fn read(&mut self, expected: Expected<'_>, _: &mut State) -> ReadResult {
        self.is_documented = !matches!(expected, Expected::Nothing);
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

    fn visit_string<E>(self, name: String) -> Result<FieldName<'de>, E> {
        Ok(FieldName::Owned(name))
    }
}

//! Reads any JSON value as a tree, within the limits.

use std::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};

use super::state::{MAX_DEPTH, State};

/// Reads a value. One that is nested too deeply becomes `null`.
pub(super) struct Tree<'s>(pub(super) &'s mut State);

impl Tree<'_> {
    fn text(self, text: String) -> Value {
        // A text that exceeds the limit makes the next value fail.
        self.0.permits(text.len());
        Value::String(text)
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if !self.0.permits(size_of::<Value>()) {
            return Err(D::Error::custom("limit exceeded"));
        }
        if self.0.depth >= MAX_DEPTH {
            // Ignoring a value needs no stack, however deep it is.
            deserializer.deserialize_ignored_any(IgnoredAny)?;
            return Ok(Value::Null);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(self.text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(self.text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let state = self.0;
        let mut items = Vec::new();
        state.depth += 1;
        while let Some(item) = list.next_element_seed(Tree(state))? {
            items.push(item);
        }
        state.depth -= 1;
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let state = self.0;
        let mut members = Map::new();
        state.depth += 1;
        while let Some(name) = map.next_key::<String>()? {
            state.permits(size_of::<String>() + name.len());
            members.insert(name, map.next_value_seed(Tree(state))?);
        }
        state.depth -= 1;
        Ok(Value::Object(members))
    }
}

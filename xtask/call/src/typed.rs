//! Values with the types of the spec, written as the generated client writes its own.

use std::collections::BTreeMap;

use alibabacloud_rpc::encode::{FieldWriter, ValueWriter, WriteFields, WriteValue};
use serde_json::Value;

/// A value with the type that the spec states.
pub(crate) enum Typed {
    /// No value: `null`.
    Unset,
    Text(String),
    Secret(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Any(Value),
    List(Vec<Typed>),
    Object(Object),
    Map(BTreeMap<String, Typed>),
}

/// The fields of an object that are set, in the order of the spec.
pub(crate) struct Object(pub(crate) Vec<Member>);

/// A field of an object.
pub(crate) struct Member {
    pub(crate) name: String,
    /// Name of the only field of the object around a list.
    pub(crate) wrapper: Option<String>,
    pub(crate) value: Typed,
}

impl WriteValue for Typed {
    fn write_value(&self, writer: ValueWriter<'_>) {
        match self {
            Self::Unset => {}
            Self::Text(text) => writer.text(text),
            Self::Secret(text) => writer.secret(text),
            Self::Integer(number) => writer.integer(*number),
            Self::Float(number) => writer.float(*number),
            Self::Boolean(value) => writer.boolean(*value),
            Self::Any(value) => writer.any(value),
            Self::List(items) => {
                writer.list(&mut items.iter().map(|item| item as &dyn WriteValue));
            }
            Self::Object(object) => writer.fields(object),
            Self::Map(entries) => writer.fields(entries),
        }
    }

    fn is_set(&self) -> bool {
        !matches!(self, Self::Unset)
    }
}

impl WriteFields for Object {
    fn write_fields(&self, writer: &mut FieldWriter<'_>) {
        for Member {
            name,
            wrapper,
            value,
        } in &self.0
        {
            match wrapper {
                Some(wrapper) if value.is_set() => writer.within(wrapper).field(name, value),
                _ => writer.field(name, value),
            }
        }
    }
}

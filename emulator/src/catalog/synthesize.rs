//! Synthesizes responses from specs: every field is present, with its documented example as its
//! value.

use live_spec::{Array, Enum, Field, Format, Style, Type};
use serde_json::{Map, Number, Value, json};

use super::{CatalogEntry, Types};
use crate::response::Fields;

/// The maximum nesting; deeper objects stay empty. Types may refer to themselves.
const MAX_DEPTH: usize = 8;

/// Which fields get a value.
#[derive(Clone, Copy)]
struct Fill<'a> {
    types: &'a Types,
    /// Whether fields without an example get one that is made up.
    all: bool,
}

/// Returns the response of an operation without emulated state.
pub(crate) fn respond(entry: &CatalogEntry) -> Fields {
    let types = &entry.types;
    Fill { types, all: true }.object(&entry.operation.response, None, 0)
}

/// Returns the value of a field of a notification, or `None` if no example is documented, neither
/// of the field nor of anything in it. Fields in it without an example are left out.
pub(crate) fn notified(types: &Types, field: &Field) -> Option<Value> {
    let fill = Fill { types, all: false };
    let example = field.example.as_deref();
    (fill.has_value(field, 0)).then(|| fill.field_value(field, example, 0))
}

/// Returns the value of a field, also if no example is documented.
pub(crate) fn made_up(types: &Types, field: &Field) -> Value {
    Fill { types, all: true }.field_value(field, field.example.as_deref(), 0)
}

impl Fill<'_> {
    /// Returns whether a field gets a value without one from around it.
    fn has_value(self, field: &Field, depth: usize) -> bool {
        let mut ty = self.types.resolve(&field.ty);
        while let Type::Array(Array { items, .. }) | Type::Map(items) = ty {
            ty = self.types.resolve(items);
        }
        let has = |field: &Field| self.has_value(field, depth + 1);
        let is_shown = self.all || field.example.is_some();
        is_shown
            || depth < MAX_DEPTH && matches!(ty, Type::Object(fields) if fields.iter().any(has))
    }

    /// Builds an object from its own example, otherwise from the examples of its fields.
    fn object(self, fields: &[Field], example: Option<&str>, depth: usize) -> Fields {
        if depth > MAX_DEPTH {
            return Map::new();
        }
        let shown: Fields = example
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let value = |field: &Field| {
            let shown = shown.get(&field.name).map(plain);
            let example = shown.as_deref().or(field.example.as_deref());
            let is_filled = example.is_some() || self.has_value(field, depth);
            let value = || self.field_value(field, example, depth);
            is_filled.then(|| (field.name.clone(), value()))
        };
        fields.iter().filter_map(value).collect()
    }

    fn field_value(self, field: &Field, example: Option<&str>, depth: usize) -> Value {
        if field.style == Some(Style::Json) {
            // The field contains JSON as text. Some documented examples are invalid JSON.
            let valid = example.filter(|text| serde_json::from_str::<Value>(text).is_ok());
            return match valid {
                Some(text) => text.into(),
                None => self.value(&field.ty, None, depth).to_string().into(),
            };
        }
        let example = example.or(field.format.map(Format::example));
        self.value(&field.ty, example, depth)
    }

    fn value(self, ty: &Type, example: Option<&str>, depth: usize) -> Value {
        match self.types.resolve(ty) {
            Type::String => example.unwrap_or("text").into(),
            Type::Integer => integer::<i32>(example).map_or(json!(1), Value::from),
            Type::Long => integer::<i64>(example).map_or(json!(1), Value::from),
            Type::Float | Type::Double => {
                let number = example.and_then(|text| text.trim().parse().ok());
                number
                    .and_then(Number::from_f64)
                    .map_or(json!(1.5), Value::Number)
            }
            Type::Boolean => {
                json!(example.is_none_or(|text| !text.trim().eq_ignore_ascii_case("false")))
            }
            Type::Any => example.map_or(json!({}), |text| {
                serde_json::from_str(text).unwrap_or_else(|_| text.into())
            }),
            Type::Enum(values) => known_value(values, example),
            Type::Array(array) => {
                let items = match item_examples(example) {
                    Some(texts) => texts
                        .iter()
                        .map(|text| self.value(&array.items, Some(text), depth + 1))
                        .collect(),
                    None => vec![self.value(&array.items, example, depth + 1)],
                };
                match &array.wrapper {
                    Some(wrapper) => json!({ wrapper: items }),
                    None => Value::Array(items),
                }
            }
            Type::Object(fields) => Value::Object(self.object(fields, example, depth + 1)),
            Type::Map(values) => {
                let documented = example.and_then(|text| serde_json::from_str::<Fields>(text).ok());
                match documented {
                    Some(entries) if is_scalar(self.types, values) => {
                        let entry = |(name, example): (String, Value)| {
                            let example = plain(&example);
                            (name, self.value(values, Some(&example), depth + 1))
                        };
                        Value::Object(entries.into_iter().map(entry).collect())
                    }
                    _ => json!({ "key": self.value(values, None, depth + 1) }),
                }
            }
            Type::Named(_) => Value::Null,
        }
    }
}

fn is_scalar(types: &Types, ty: &Type) -> bool {
    !matches!(
        types.resolve(ty),
        Type::Array(_) | Type::Object(_) | Type::Map(_)
    )
}

fn integer<T: std::str::FromStr>(example: Option<&str>) -> Option<T> {
    example?.trim().parse().ok()
}

/// Returns the example if it is a known value, otherwise the first known value.
fn known_value(values: &Enum, example: Option<&str>) -> Value {
    let is_known = |text: &&str| values.values.iter().any(|known| known.value == **text);
    let first = || values.values.first().map(|first| first.value.as_str());
    let text = example.filter(is_known).or_else(first).unwrap_or_default();
    if values.integer {
        integer::<i64>(Some(text)).map_or(json!(0), Value::from)
    } else {
        text.into()
    }
}

/// Returns the texts of the items if the example is a JSON array that is not empty.
fn item_examples(example: Option<&str>) -> Option<Vec<String>> {
    let items: Vec<Value> = serde_json::from_str(example?).ok()?;
    (!items.is_empty()).then(|| items.iter().map(plain).collect())
}

/// Returns the text of a string, and the JSON of any other value.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests;

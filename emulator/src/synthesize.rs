//! Makes up answers from the shape of a response: every field is there, with the documented example as its value.

use live_spec::{Enum, Field, Style, Type};
use serde_json::{Map, Number, Value, json};

use crate::answer::Fields;
use crate::catalog::{Known, Types};

/// Structures that are nested deeper than this are left empty. Types may refer to themselves.
const DEEPEST: usize = 8;

/// The answer of an operation that the emulator keeps no state for.
pub(crate) fn answer(known: &Known) -> Fields {
    object(&known.types, &known.operation.response, None, 0)
}

/// An object as its own example shows it, or else with the examples of its fields.
fn object(types: &Types, fields: &[Field], example: Option<&str>, depth: usize) -> Fields {
    if depth > DEEPEST {
        return Map::new();
    }
    let shown: Fields = example
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let value = |field: &Field| {
        let shown = shown.get(&field.name).map(plain);
        let example = shown.as_deref().or(field.example.as_deref());
        (
            field.name.clone(),
            field_value(types, field, example, depth),
        )
    };
    fields.iter().map(value).collect()
}

fn field_value(types: &Types, field: &Field, example: Option<&str>, depth: usize) -> Value {
    if field.style == Some(Style::Json) {
        // The field is text that holds JSON. Not every documented example is.
        let valid = example.filter(|text| serde_json::from_str::<Value>(text).is_ok());
        return match valid {
            Some(text) => text.into(),
            None => value(types, &field.ty, None, depth).to_string().into(),
        };
    }
    value(types, &field.ty, example, depth)
}

fn value(types: &Types, ty: &Type, example: Option<&str>, depth: usize) -> Value {
    match types.resolve(ty) {
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
                    .map(|text| value(types, &array.items, Some(text), depth + 1))
                    .collect(),
                None => vec![value(types, &array.items, example, depth + 1)],
            };
            match &array.wrapper {
                Some(wrapper) => json!({ wrapper: items }),
                None => Value::Array(items),
            }
        }
        Type::Object(fields) => Value::Object(object(types, fields, example, depth + 1)),
        Type::Map(values) => {
            let documented = example.and_then(|text| serde_json::from_str::<Fields>(text).ok());
            match documented {
                Some(entries) if types_scalar(types, values) => {
                    let entry = |(name, example): (String, Value)| {
                        let example = plain(&example);
                        (name, value(types, values, Some(&example), depth + 1))
                    };
                    Value::Object(entries.into_iter().map(entry).collect())
                }
                _ => json!({ "key": value(types, values, None, depth + 1) }),
            }
        }
        Type::Named(_) => Value::Null,
    }
}

fn types_scalar(types: &Types, ty: &Type) -> bool {
    !matches!(
        types.resolve(ty),
        Type::Array(_) | Type::Object(_) | Type::Map(_)
    )
}

fn integer<T: std::str::FromStr>(example: Option<&str>) -> Option<T> {
    example?.trim().parse().ok()
}

/// The example if it is a known value, else the first that is.
fn known_value(values: &Enum, example: Option<&str>) -> Value {
    let known = |text: &&str| values.values.iter().any(|known| known.value == **text);
    let first = || values.values.first().map(|first| first.value.as_str());
    let text = example.filter(known).or_else(first).unwrap_or_default();
    if values.integer {
        integer::<i64>(Some(text)).map_or(json!(0), Value::from)
    } else {
        text.into()
    }
}

/// Texts of the items, where the example of a list is a JSON list.
fn item_examples(example: Option<&str>) -> Option<Vec<String>> {
    let items: Vec<Value> = serde_json::from_str(example?).ok()?;
    (!items.is_empty()).then(|| items.iter().map(plain).collect())
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests;

//! Fits JSON that a user of the emulator wrote to the documented response of an operation.
//!
//! Members that the documentation does not know are refused, since a misspelled one would be sent
//! and ignored. A list may be written without its wrapper, and JSON text as the JSON itself.

use std::fmt;

use live_spec::{Array, Enum, Field, Format, Style, Type, help};
use serde_json::{Map, Value, json};

use super::{CatalogEntry, Types};
use crate::response::Fields;

/// The maximum number of characters of a value in a message.
const MAX_SHOWN: usize = 60;

/// Why a value does not fit, and where it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The JSON pointer of the value.
    pointer: String,
    reason: String,
}

impl Misfit {
    fn new(pointer: &str, reason: impl Into<String>) -> Self {
        Self {
            pointer: pointer.to_owned(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}

/// Returns the members of a response as the service writes them.
pub(crate) fn members(entry: &CatalogEntry, mut members: Fields) -> Result<Fields, Misfit> {
    let fit = Fit {
        types: &entry.types,
    };
    let fields = &entry.operation.response;
    // Every response has a request ID, also where the documentation forgets it.
    let id = match fields.iter().any(|field| field.name == "RequestId") {
        true => None,
        false => members.remove("RequestId"),
    };
    let id = id.map(|id| fit.value(&Type::String, None, id, "/RequestId"));
    let mut fitted = fit.object(fields, members, "")?;
    if let Some(id) = id {
        fitted.insert("RequestId".to_owned(), id?);
    }
    Ok(fitted)
}

/// Returns members of a notification as the service writes them.
pub(crate) fn notified(types: &Types, fields: &[Field], members: Fields) -> Result<Fields, Misfit> {
    Fit { types }.object(fields, members, "")
}

/// Returns a JSON pointer and the value to put there, as the service writes them.
pub(crate) fn at(
    entry: &CatalogEntry,
    pointer: &str,
    value: Value,
) -> Result<(String, Value), Misfit> {
    let fit = Fit {
        types: &entry.types,
    };
    let mut tokens = tokens(pointer)?.into_iter();
    let first = tokens.next().unwrap_or_default();
    let mut at = join("", &first);
    let mut field = fit.field(&entry.operation.response, &first, &at)?;
    let (mut ty, mut style) = (fit.types.resolve(&field.ty), field.style);
    // Whether `at` is the list itself, below its wrapper.
    let mut is_unwrapped = false;
    for token in tokens {
        if style.is_some() {
            let reason = "contains one text, which has no members; set the whole text";
            return Err(Misfit::new(&at, reason));
        }
        ty = match ty {
            Type::Object(fields) => {
                at = join(&at, &token);
                field = fit.field(fields, &token, &at)?;
                style = field.style;
                fit.types.resolve(&field.ty)
            }
            Type::Map(values) => {
                at = join(&at, &token);
                fit.types.resolve(values)
            }
            Type::Array(Array { wrapper, .. })
                if !is_unwrapped && wrapper.as_deref() == Some(token.as_str()) =>
            {
                at = join(&at, &token);
                is_unwrapped = true;
                continue;
            }
            Type::Array(Array { items, wrapper }) => {
                if token.parse::<usize>().is_err() {
                    let reason = format!("a list has no member `{token}`; use a number, from 0");
                    return Err(Misfit::new(&at, reason));
                }
                if let Some(wrapper) = wrapper
                    && !is_unwrapped
                {
                    at = join(&at, wrapper);
                }
                at = join(&at, &token);
                fit.types.resolve(items)
            }
            Type::Any => {
                at = join(&at, &token);
                ty
            }
            _ => {
                let reason = format!("a single value has no member `{token}`");
                return Err(Misfit::new(&at, reason));
            }
        };
        is_unwrapped = false;
    }
    let value = match ty {
        Type::Array(array) if is_unwrapped => {
            let bare = Array {
                wrapper: None,
                ..array.clone()
            };
            fit.list(&bare, value, &at)?
        }
        _ => fit.value(ty, style, value, &at)?,
    };
    Ok((at, value))
}

/// Splits a JSON pointer.
pub(crate) fn tokens(pointer: &str) -> Result<Vec<String>, Misfit> {
    match pointer.strip_prefix('/') {
        Some(rest) => Ok(rest
            .split('/')
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
            .collect()),
        None => Err(Misfit::new(
            pointer,
            "is not a JSON pointer, such as /Total",
        )),
    }
}

fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

#[derive(Clone, Copy)]
struct Fit<'a> {
    types: &'a Types,
}

impl<'a> Fit<'a> {
    fn field(self, fields: &'a [Field], name: &str, at: &str) -> Result<&'a Field, Misfit> {
        let found = fields.iter().find(|field| field.name == name);
        found.ok_or_else(|| {
            let names = fields.iter().map(|field| field.name.as_str());
            Misfit::new(at, format!("is not documented; {}", help(name, names)))
        })
    }

    fn object(self, fields: &[Field], members: Fields, at: &str) -> Result<Fields, Misfit> {
        let mut fitted = Fields::new();
        for (name, value) in members {
            let at = join(at, &name);
            let field = self.field(fields, &name, &at)?;
            let value = unix_text(field, value);
            let value = self.value(&field.ty, field.style, value, &at)?;
            fitted.insert(name, value);
        }
        Ok(fitted)
    }

    fn value(
        self,
        ty: &Type,
        style: Option<Style>,
        value: Value,
        at: &str,
    ) -> Result<Value, Misfit> {
        let expected =
            |what: &str| Err(Misfit::new(at, format!("{} is not {what}", shown(&value))));
        match (self.types.resolve(ty), style, &value) {
            (_, _, Value::Null) => Ok(value),
            (ty, Some(Style::Json), Value::String(text)) => {
                let read = serde_json::from_str(text);
                let json =
                    read.map_err(|error| Misfit::new(at, format!("is not JSON: {error}")))?;
                self.value(ty, None, json, at).map(|_| value)
            }
            (ty, Some(Style::Json), _) => Ok(self.value(ty, None, value, at)?.to_string().into()),
            (Type::Array(_), Some(Style::Comma), Value::String(_)) => Ok(value),
            (Type::Array(_), Some(Style::Comma), Value::Array(items)) => {
                let text = |item: &Value| item.as_str().map_or(item.to_string(), str::to_owned);
                Ok(items.iter().map(text).collect::<Vec<_>>().join(",").into())
            }
            (Type::Any, ..)
            | (Type::String, _, Value::String(_))
            | (Type::Float | Type::Double, _, Value::Number(_))
            | (Type::Boolean, _, Value::Bool(_)) => Ok(value),
            (Type::Integer, _, _) => match value.as_i64().map(i32::try_from) {
                Some(Ok(_)) => Ok(value),
                _ => expected("a 32-bit integer"),
            },
            (Type::Long, _, _) if value.as_i64().is_some() => Ok(value),
            (Type::Long, ..) => expected("an integer"),
            (Type::Enum(values), ..) => match known(values, &value) {
                Ok(()) => Ok(value),
                Err(reason) => Err(Misfit::new(at, reason)),
            },
            (Type::Array(array), _, Value::Array(_) | Value::Object(_)) => {
                self.list(array, value, at)
            }
            (Type::Object(fields), _, Value::Object(_)) => {
                let members = match value {
                    Value::Object(members) => members,
                    _ => Map::new(),
                };
                self.object(fields, members, at).map(Value::Object)
            }
            (Type::Map(values), _, Value::Object(members)) => {
                let mut fitted = Fields::new();
                for (name, value) in members {
                    let value = self.value(values, None, value.clone(), &join(at, name))?;
                    fitted.insert(name.clone(), value);
                }
                Ok(Value::Object(fitted))
            }
            (Type::String | Type::Named(_), ..) => expected("text"),
            (Type::Float | Type::Double, ..) => expected("a number"),
            (Type::Boolean, ..) => expected("true or false"),
            (Type::Array(_), ..) => expected("a list"),
            (Type::Object(_) | Type::Map(_), ..) => expected("an object"),
        }
    }

    /// Fits a list, with or without its wrapper.
    fn list(self, array: &Array, value: Value, at: &str) -> Result<Value, Misfit> {
        let (items, at) = match (&array.wrapper, value) {
            (None, Value::Array(items)) => (items, at.to_owned()),
            (Some(wrapper), Value::Array(items)) => (items, join(at, wrapper)),
            (Some(wrapper), Value::Object(mut members)) => {
                let inner = join(at, wrapper);
                match (members.remove(wrapper), members.keys().next()) {
                    (Some(Value::Array(items)), None) => (items, inner),
                    (None, None) => return Ok(Value::Object(members)),
                    (Some(_), None) => return Err(Misfit::new(&inner, "is not a list")),
                    (_, Some(other)) => {
                        let reason = format!("is not documented; did you mean `{wrapper}`?");
                        return Err(Misfit::new(&join(at, other), reason));
                    }
                }
            }
            (None, _) | (Some(_), _) => return Err(Misfit::new(at, "is not a list")),
        };
        let items = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| self.value(&array.items, None, item, &format!("{at}/{index}")));
        let items = Value::Array(items.collect::<Result<_, _>>()?);
        Ok(match &array.wrapper {
            Some(wrapper) => json!({ wrapper: items }),
            None => items,
        })
    }
}

/// Checks that a value is one of the documented ones.
fn known(values: &Enum, value: &Value) -> Result<(), String> {
    let text = match value {
        Value::String(text) if !values.integer => text.clone(),
        Value::Number(number) if values.integer => number.to_string(),
        other => {
            let what = if values.integer { "an integer" } else { "text" };
            return Err(format!("{} is not {what}", shown(other)));
        }
    };
    let mut known = values.values.iter().map(|known| known.value.as_str());
    if known.clone().any(|known| known == text) {
        return Ok(());
    }
    let help = match values.integer {
        true => format!("one of {}", known.by_ref().collect::<Vec<_>>().join(", ")),
        false => help(&text, known),
    };
    Err(format!(
        "`{}` is not a documented value; {help}",
        shorten(&text)
    ))
}

/// Returns a value as it may be repeated in a message of one line.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{}`", shorten(text)),
        other => shorten(&other.to_string()),
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Turns the number of a Unix time into text, where the service sends it as text.
fn unix_text(field: &Field, value: Value) -> Value {
    let is_unix = matches!(
        field.format,
        Some(Format::UnixSeconds | Format::UnixMilliseconds)
    );
    match value {
        Value::Number(number) if is_unix && matches!(field.ty, Type::String) => {
            number.to_string().into()
        }
        value => value,
    }
}

#[cfg(test)]
mod tests;

//! Validates the parameters of a call against the spec of its operation, and parses their values.

use std::collections::BTreeMap;

use live_spec::{Array, Enum, Field, Location, Operation, Range, Style, Type};
use serde_json::{Map, Number, Value};

use super::{CatalogEntry, Types};
use crate::request::call::{Call, Signature};
use crate::request::parameters::ParameterTree;
use crate::response::service_error::ServiceError;

/// The valid parameters of a call.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    values: BTreeMap<String, Argument>,
    /// The names of parameters that the operation does not have. The service ignores them.
    pub(crate) unknown: Vec<String>,
}

/// A valid parameter.
#[derive(Debug)]
struct Argument {
    value: Value,
    /// The text as received, or `None` if the parameter was sent as several flat names.
    text: Option<String>,
}

impl Arguments {
    /// Returns the value of a parameter.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).map(|argument| &argument.value)
    }

    /// Returns the text of a parameter as received.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.text.as_deref()
    }

    /// Returns the value of an integer parameter.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.value(name)?.as_i64()
    }
}

/// Parameters as received.
#[derive(Debug, Default)]
pub(crate) struct RawParameters {
    query: ParameterTree,
    form: ParameterTree,
    /// Whether a parameter may be in the query or in the form, whatever its spec says.
    anywhere: bool,
}

impl RawParameters {
    /// Collects the parameters of a call.
    ///
    /// With ACS3-HMAC-SHA256, the spec states the location of every parameter. Clients that use
    /// HMAC-SHA1 send all of them in one place.
    pub(crate) fn new(operation: &Operation, call: &Call) -> Self {
        let names = operation.request.iter().map(|field| field.name.as_str());
        let names: Vec<_> = names.collect();
        if matches!(call.signature, Some(Signature::HmacSha1(_))) {
            return Self {
                query: ParameterTree::new(call.query.iter().chain(&call.form), &names),
                form: ParameterTree::default(),
                anywhere: true,
            };
        }
        Self {
            query: ParameterTree::new(&call.query, &names),
            form: ParameterTree::new(&call.form, &names),
            anywhere: false,
        }
    }

    /// Returns a parameter from its location. The error states that it was sent in the wrong one.
    fn get(&self, field: &Field) -> Result<Option<&ParameterTree>, &'static str> {
        let [query, form] = [&self.query, &self.form].map(|part| part.get(&field.name));
        match field.location {
            _ if self.anywhere => Ok(query),
            Location::Query if query.is_none() && form.is_some() => {
                Err("it belongs in the query, not in the body")
            }
            Location::Body if form.is_none() && query.is_some() => {
                Err("it belongs in the body, not in the query")
            }
            Location::Query => Ok(query),
            Location::Body => Ok(form),
        }
    }
}

/// Checks the parameters in the order of the spec. Fails at the first that is missing or invalid.
pub(crate) fn check(entry: &CatalogEntry, sent: &RawParameters) -> Result<Arguments, ServiceError> {
    let mut arguments = Arguments::default();
    for field in &entry.operation.request {
        let found = match sent.get(field) {
            Ok(found) => found,
            Err(reason) if field.required => {
                return Err(missing(entry, &field.name, Some(reason)));
            }
            Err(reason) => return Err(invalid(entry, &field.name, reason)),
        };
        let read = match found {
            Some(sent) => read_field(&entry.types, field, sent)
                .map_err(|reason| invalid(entry, &field.name, &reason))?
                .map(|value| Argument {
                    value,
                    text: sent.text.clone(),
                }),
            None => None,
        };
        match read {
            Some(argument) => {
                arguments.values.insert(field.name.clone(), argument);
            }
            None if field.required => return Err(missing(entry, &field.name, None)),
            None => {}
        }
    }
    let fields = &entry.operation.request;
    let names = sent.query.names().chain(sent.form.names());
    let unknown = names.filter(|name| fields.iter().all(|field| field.name != *name));
    arguments.unknown = unknown.map(str::to_owned).collect();
    Ok(arguments)
}

/// Creates the error for a missing parameter, with the code that the operation documents, otherwise
/// with that of the gateway. `reason` states why a parameter that was sent does not count.
fn missing(entry: &CatalogEntry, name: &str, reason: Option<&str>) -> ServiceError {
    let own = format!("Missing{name}");
    let documented = |code: &&str| {
        entry
            .operation
            .errors
            .iter()
            .any(|error| error.code == **code)
    };
    let code = [own.as_str(), "MissingParameter"]
        .into_iter()
        .find(documented)
        .unwrap_or(&own);
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let detail = format!("{name} is mandatory for this action{reason}");
    entry.error(code, 400, &detail)
}

/// Creates the error for an invalid parameter, with the closest code that the operation documents,
/// otherwise with a code of the usual form.
pub(crate) fn invalid(entry: &CatalogEntry, name: &str, reason: &str) -> ServiceError {
    let malformed = format!("Invalid{name}.Malformed");
    let plain = format!("Invalid{name}");
    let family = format!("Invalid{name}.");
    let of_parameter = format!("InvalidParameter.{name}");
    let documented = |wanted: &str| {
        entry
            .operation
            .errors
            .iter()
            .map(|error| error.code.as_str())
            .find(|code| *code == wanted)
    };
    let relative = || {
        let codes = entry
            .operation
            .errors
            .iter()
            .map(|error| error.code.as_str());
        codes
            .filter(|code| !code.ends_with(".NotFound"))
            .find(|code| code.starts_with(&family))
    };
    let code = documented(&malformed)
        .or_else(|| documented(&plain))
        .or_else(relative)
        .or_else(|| documented(&of_parameter))
        .or_else(|| documented("InvalidParameter.Malformed"))
        .or_else(|| documented("InvalidParameter"))
        .unwrap_or(&malformed);
    entry.error(
        code,
        400,
        &format!("The parameter {name} is invalid: {reason}"),
    )
}

/// Reads a parameter or a nested field. Empty text counts as missing, except for text types.
fn read_field(types: &Types, field: &Field, sent: &ParameterTree) -> Result<Option<Value>, String> {
    let ty = types.resolve(&field.ty);
    if matches!(sent.text.as_deref(), Some("")) && !is_text(ty) && sent.names().next().is_none() {
        return Ok(None);
    }
    let value = match (ty, field.style) {
        (ty, Some(Style::Json)) => {
            let value = from_json(text_of(sent, field, "JSON text")?)?;
            check_json(types, ty, &value)?;
            value
        }
        (Type::Array(array), Some(Style::Comma)) => {
            let items = text_of(sent, field, "text with commas between the items")?
                .split(',')
                .map(|item| scalar(types, &array.items, item));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        (ty, _) => read(types, ty, sent)?,
    };
    check_bounds(field, &value)?;
    Ok(Some(value))
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::String | Type::Any => true,
        Type::Enum(values) => !values.integer,
        _ => false,
    }
}

/// Reads a value that is sent as flat names.
fn read(types: &Types, ty: &Type, sent: &ParameterTree) -> Result<Value, String> {
    match types.resolve(ty) {
        Type::Array(array) => {
            let items = sent.items()?;
            if items.is_empty() {
                return Err("list items must be numbered .1, .2 and so on".into());
            }
            let items = items
                .into_iter()
                .map(|item| read(types, &array.items, item));
            Ok(Value::Array(items.collect::<Result<_, _>>()?))
        }
        Type::Object(fields) => {
            let mut object = Map::new();
            for field in fields {
                let value = match sent.get(&field.name) {
                    Some(sent) => read_field(types, field, sent)
                        .map_err(|reason| format!("{}: {reason}", field.name))?,
                    None => None,
                };
                match value {
                    Some(value) => {
                        object.insert(field.name.clone(), value);
                    }
                    None if field.required => return Err(format!("{} is missing", field.name)),
                    None => {}
                }
            }
            Ok(Value::Object(object))
        }
        Type::Map(values) => {
            let entries = sent.entries().map(|(name, sent)| {
                read(types, values, sent).map(|value| (name.to_owned(), value))
            });
            Ok(Value::Object(entries.collect::<Result<_, _>>()?))
        }
        ty => scalar(types, ty, text(sent)?),
    }
}

/// Returns the text of a parameter that some clients send as flat names instead. The error states
/// the form that is expected.
fn text_of<'s>(sent: &'s ParameterTree, field: &Field, form: &str) -> Result<&'s str, String> {
    sent.text.as_deref().ok_or_else(|| {
        let name = &field.name;
        let flat = sent.names().next().unwrap_or_default();
        format!("it must be one {form}, `{name}=…`, instead of `{name}.{flat}=…`")
    })
}

fn text(sent: &ParameterTree) -> Result<&str, String> {
    sent.text
        .as_deref()
        .ok_or_else(|| "a single value is expected".into())
}

fn from_json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is not valid JSON ({error})"))
}

/// Parses a value that is sent as one text.
fn scalar(types: &Types, ty: &Type, text: &str) -> Result<Value, String> {
    let number = |what: &str, number: Option<Number>| {
        number
            .map(Value::Number)
            .ok_or_else(|| format!("`{text}` is not {what}"))
    };
    match types.resolve(ty) {
        Type::String | Type::Any => Ok(text.into()),
        Type::Integer => number(
            "a 32-bit integer",
            text.parse::<i32>().ok().map(Number::from),
        ),
        Type::Long => number("an integer", text.parse::<i64>().ok().map(Number::from)),
        Type::Float | Type::Double => number(
            "a number",
            text.parse::<f64>().ok().and_then(Number::from_f64),
        ),
        Type::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err(format!("`{text}` is not a boolean")),
        },
        Type::Enum(values) if values.integer => {
            let value = number("an integer", text.parse::<i64>().ok().map(Number::from))?;
            check_member(values, text).map(|()| value)
        }
        Type::Enum(values) => check_member(values, text).map(|()| text.into()),
        Type::Array(_) | Type::Object(_) | Type::Map(_) | Type::Named(_) => from_json(text),
    }
}

/// Checks that a text is one of the known values. Case is ignored because the documentation is
/// inconsistent.
fn check_member(values: &Enum, text: &str) -> Result<(), String> {
    if values
        .values
        .iter()
        .any(|known| known.value.eq_ignore_ascii_case(text))
    {
        return Ok(());
    }
    let known: Vec<_> = values
        .values
        .iter()
        .map(|known| known.value.as_str())
        .collect();
    Err(format!("`{text}` is not one of {}", known.join(", ")))
}

/// Checks that a JSON object has all fields that are required, and that those it has are valid.
pub(crate) fn check_object(
    types: &Types,
    fields: &[Field],
    members: &Map<String, Value>,
) -> Result<(), String> {
    fields.iter().try_for_each(|field| {
        let problem = match members.get(&field.name) {
            Some(value) => {
                check_json(types, &field.ty, value).and_then(|()| check_bounds(field, value))
            }
            None if field.required => Err("is missing".into()),
            None => Ok(()),
        };
        problem.map_err(|reason| format!("{}: {reason}", field.name))
    })
}

/// Checks that JSON has the documented structure. Numbers may be quoted; fields may be unknown or
/// null.
fn check_json(types: &Types, ty: &Type, value: &Value) -> Result<(), String> {
    match (types.resolve(ty), value) {
        (Type::Any, _) | (_, Value::Null) => Ok(()),
        (Type::Array(Array { items, .. }), Value::Array(values)) => {
            values.iter().enumerate().try_for_each(|(index, value)| {
                check_json(types, items, value).map_err(|reason| format!("[{index}] {reason}"))
            })
        }
        (Type::Object(fields), Value::Object(values)) => check_object(types, fields, values),
        (Type::Map(ty), Value::Object(values)) => values.iter().try_for_each(|(name, value)| {
            check_json(types, ty, value).map_err(|reason| format!("{name}: {reason}"))
        }),
        (Type::Array(_), _) => Err("a list is expected".into()),
        (Type::Object(_) | Type::Map(_), _) => Err("an object is expected".into()),
        (_, Value::Array(_) | Value::Object(_)) => Err("a single value is expected".into()),
        (ty, Value::String(text)) => scalar(types, ty, text).map(drop),
        (ty, value) => scalar(types, ty, &value.to_string()).map(drop),
    }
}

/// Checks the format, range and length of a field.
fn check_bounds(field: &Field, value: &Value) -> Result<(), String> {
    if let Some(format) = field.format {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        if !text.is_empty() && !value.is_null() && !format.accepts(&text) {
            let example = format.example();
            return Err(format!("`{text}` does not have the form of `{example}`"));
        }
    }
    let number = match value {
        Value::Number(number) => number.as_f64(),
        _ => None,
    };
    if let Some(number) = number {
        check_range(field.range, number)?;
    }
    let length = match value {
        Value::String(text) => Some(text.chars().count()),
        Value::Array(items) => Some(items.len()),
        _ => None,
    };
    match length {
        Some(length) => check_range(field.length, u64::try_from(length).unwrap_or(u64::MAX))
            .map_err(|reason| format!("its length {reason}")),
        None => Ok(()),
    }
}

fn check_range<T: PartialOrd + std::fmt::Display>(range: Range<T>, value: T) -> Result<(), String> {
    if let Some(min) = range.min.filter(|min| value < *min) {
        return Err(format!("{value} is less than {min}"));
    }
    if let Some(max) = range.max.filter(|max| value > *max) {
        return Err(format!("{value} is greater than {max}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! Checks the parameters of a call against the spec of its operation, and reads them into values.

use std::collections::BTreeMap;

use live_spec::{Array, Enum, Field, Location, Operation, Range, Style, Type};
use serde_json::{Map, Number, Value};

use crate::call::{Call, Proof};
use crate::catalog::{Known, Types};
use crate::parameters::Tree;
use crate::refusal::Refusal;

/// Parameters that passed.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    values: BTreeMap<String, Argument>,
    /// Names that the operation does not have. The service ignores them.
    pub(crate) unknown: Vec<String>,
}

/// A parameter that passed.
#[derive(Debug)]
struct Argument {
    value: Value,
    text: Option<String>,
}

impl Arguments {
    /// A parameter of any type.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).map(|argument| &argument.value)
    }

    /// The text of a parameter as it was sent.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.text.as_deref()
    }

    /// A parameter that is an integer.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.value(name)?.as_i64()
    }
}

/// Parameters as they were sent.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    query: Tree,
    form: Tree,
    /// Whether a parameter may be in either part.
    anywhere: bool,
}

impl Sent {
    /// With ACS3-HMAC-SHA256, every parameter has its part of the request. Clients of HMAC-SHA1 put all of them into
    /// one.
    pub(crate) fn new(operation: &Operation, call: &Call) -> Self {
        let names = operation.request.iter().map(|field| field.name.as_str());
        let names: Vec<_> = names.collect();
        if matches!(call.proof, Some(Proof::HmacSha1(_))) {
            return Self {
                query: Tree::new(call.query.iter().chain(&call.form), &names),
                form: Tree::default(),
                anywhere: true,
            };
        }
        Self {
            query: Tree::new(&call.query, &names),
            form: Tree::new(&call.form, &names),
            anywhere: false,
        }
    }

    /// A parameter, if it is where it belongs. The error says where it is instead.
    fn get(&self, field: &Field) -> Result<Option<&Tree>, &'static str> {
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

/// Checks parameters in the order of the spec and refuses the first that is missing or wrong.
pub(crate) fn check(known: &Known, sent: &Sent) -> Result<Arguments, Refusal> {
    let mut arguments = Arguments::default();
    for field in &known.operation.request {
        let found = match sent.get(field) {
            Ok(found) => found,
            Err(reason) if field.required => {
                return Err(missing(&known.operation, &field.name, Some(reason)));
            }
            Err(reason) => return Err(wrong(&known.operation, &field.name, reason)),
        };
        let read = match found {
            Some(sent) => read_field(&known.types, field, sent)
                .map_err(|reason| wrong(&known.operation, &field.name, &reason))?
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
            None if field.required => return Err(missing(&known.operation, &field.name, None)),
            None => {}
        }
    }
    let fields = &known.operation.request;
    let names = sent.query.names().chain(sent.form.names());
    let unknown = names.filter(|name| fields.iter().all(|field| field.name != *name));
    arguments.unknown = unknown.map(str::to_owned).collect();
    Ok(arguments)
}

/// The refusal of a call that lacks a parameter: the code that the operation documents, or the gateway's. `reason` is
/// what is wrong with one that was sent.
fn missing(operation: &Operation, name: &str, reason: Option<&str>) -> Refusal {
    let own = format!("Missing{name}");
    let documented = |code: &&str| operation.errors.iter().any(|error| error.code == **code);
    let code = [own.as_str(), "MissingParameter"]
        .into_iter()
        .find(documented)
        .unwrap_or(&own);
    let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let detail = format!("{name} is mandatory for this action{reason}");
    Refusal::documented(operation, code, 400, &detail)
}

/// The refusal of a call with a wrong parameter: the closest code that the operation documents, or one made up
/// the way its documented relatives are.
fn wrong(operation: &Operation, name: &str, reason: &str) -> Refusal {
    let malformed = format!("Invalid{name}.Malformed");
    let plain = format!("Invalid{name}");
    let family = format!("Invalid{name}.");
    let documented = |wanted: &str| {
        operation
            .errors
            .iter()
            .map(|error| error.code.as_str())
            .find(|code| *code == wanted)
    };
    let relative = || {
        let codes = operation.errors.iter().map(|error| error.code.as_str());
        codes
            .filter(|code| !code.ends_with(".NotFound"))
            .find(|code| code.starts_with(&family))
    };
    let code = documented(&malformed)
        .or_else(|| documented(&plain))
        .or_else(relative)
        .or_else(|| documented("InvalidParameter.Malformed"))
        .or_else(|| documented("InvalidParameter"))
        .unwrap_or(&malformed);
    Refusal::documented(
        operation,
        code,
        400,
        &format!("The parameter {name} is invalid: {reason}"),
    )
}

/// Reads a parameter or a field below one. Text that is empty counts as not sent, except where text is wanted.
fn read_field(types: &Types, field: &Field, sent: &Tree) -> Result<Option<Value>, String> {
    let ty = types.resolve(&field.ty);
    if matches!(sent.text.as_deref(), Some("")) && !is_text(ty) && sent.names().next().is_none() {
        return Ok(None);
    }
    let value = match (ty, field.style) {
        (ty, Some(Style::Json)) => {
            let value = from_json(text(sent)?)?;
            conform(types, ty, &value)?;
            value
        }
        (Type::Array(array), Some(Style::Comma)) => {
            let items = text(sent)?
                .split(',')
                .map(|item| scalar(types, &array.items, item));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        (ty, _) => read(types, ty, sent)?,
    };
    within(field, &value)?;
    Ok(Some(value))
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::String | Type::Any => true,
        Type::Enum(values) => !values.integer,
        _ => false,
    }
}

/// Reads a value that is written flat.
fn read(types: &Types, ty: &Type, sent: &Tree) -> Result<Value, String> {
    match types.resolve(ty) {
        Type::Array(array) => {
            let items = sent.items()?;
            if items.is_empty() {
                return Err("a list is written as .1, .2 and so on".into());
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

fn text(sent: &Tree) -> Result<&str, String> {
    sent.text
        .as_deref()
        .ok_or_else(|| "it is not a structure".into())
}

fn from_json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is not JSON ({error})"))
}

/// Reads a value that is written as one text.
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
            _ => Err(format!("`{text}` is neither true nor false")),
        },
        Type::Enum(values) if values.integer => {
            let value = number("an integer", text.parse::<i64>().ok().map(Number::from))?;
            member(values, text).map(|()| value)
        }
        Type::Enum(values) => member(values, text).map(|()| text.into()),
        Type::Array(_) | Type::Object(_) | Type::Map(_) | Type::Named(_) => from_json(text),
    }
}

/// Whether a text is one of the known values. Case is ignored: the documentation itself is not of one mind.
fn member(values: &Enum, text: &str) -> Result<(), String> {
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

/// Checks that JSON has the documented structure. Numbers may be quoted, fields unknown or null.
fn conform(types: &Types, ty: &Type, value: &Value) -> Result<(), String> {
    match (types.resolve(ty), value) {
        (Type::Any, _) | (_, Value::Null) => Ok(()),
        (Type::Array(Array { items, .. }), Value::Array(values)) => {
            values.iter().enumerate().try_for_each(|(index, value)| {
                conform(types, items, value).map_err(|reason| format!("[{index}] {reason}"))
            })
        }
        (Type::Object(fields), Value::Object(values)) => fields.iter().try_for_each(|field| {
            let problem = match values.get(&field.name) {
                Some(value) => conform(types, &field.ty, value).and_then(|()| within(field, value)),
                None if field.required => Err("is missing".into()),
                None => Ok(()),
            };
            problem.map_err(|reason| format!("{}: {reason}", field.name))
        }),
        (Type::Map(ty), Value::Object(values)) => values.iter().try_for_each(|(name, value)| {
            conform(types, ty, value).map_err(|reason| format!("{name}: {reason}"))
        }),
        (Type::Array(_), _) => Err("a list is expected".into()),
        (Type::Object(_) | Type::Map(_), _) => Err("an object is expected".into()),
        (_, Value::Array(_) | Value::Object(_)) => Err("a single value is expected".into()),
        (ty, Value::String(text)) => scalar(types, ty, text).map(drop),
        (ty, value) => scalar(types, ty, &value.to_string()).map(drop),
    }
}

/// Checks the bounds of a field.
fn within(field: &Field, value: &Value) -> Result<(), String> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        _ => None,
    };
    if let Some(number) = number {
        bounds(field.range, number)?;
    }
    let length = match value {
        Value::String(text) => Some(text.chars().count()),
        Value::Array(items) => Some(items.len()),
        _ => None,
    };
    match length {
        Some(length) => bounds(field.length, u64::try_from(length).unwrap_or(u64::MAX))
            .map_err(|reason| format!("its length {reason}")),
        None => Ok(()),
    }
}

fn bounds<T: PartialOrd + std::fmt::Display>(range: Range<T>, value: T) -> Result<(), String> {
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

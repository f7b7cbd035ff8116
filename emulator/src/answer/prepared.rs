//! Answers that were checked against the spec of their operation.

use std::time::Duration;

use serde_json::{Map, Value};

use super::{Answer, Base, Edit};
use crate::catalog::{CatalogEntry, fit, synthesize};
use crate::response::Fields;
use crate::response::service_error::ServiceError;

/// An answer whose members fit the operation.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    base: PreparedBase,
    edits: Vec<PreparedEdit>,
    pub(super) times: u32,
    pub(super) after: Option<Duration>,
}

#[derive(Clone, Debug)]
enum PreparedBase {
    Exact(Fields),
    Documented,
    Usual,
    Error(ServiceError),
}

#[derive(Clone, Debug)]
enum PreparedEdit {
    Set(String, Value),
    Merge(Fields),
}

impl Prepared {
    /// Checks an answer. The error names the member that does not fit.
    pub(super) fn new(entry: &CatalogEntry, answer: Answer) -> Result<Self, String> {
        if answer.times == 0 {
            return Err("an answer is given at least once, but `times` is 0".into());
        }
        let lenient = answer.undocumented;
        let base = match answer.base {
            Base::Exact(value) => PreparedBase::Exact(members(entry, value?, lenient)?),
            Base::Documented => PreparedBase::Documented,
            Base::Usual => PreparedBase::Usual,
            Base::Error(error) => PreparedBase::Error(error),
        };
        if matches!(base, PreparedBase::Error(_)) && !answer.edits.is_empty() {
            return Err("an error has no members to set or merge".into());
        }
        let edit = |edit| match edit {
            Edit::Merge(value) => Ok(PreparedEdit::Merge(members(entry, value?, lenient)?)),
            Edit::Set(pointer, value) if lenient => {
                fit::tokens(&pointer).map_err(|misfit| misfit.to_string())?;
                Ok(PreparedEdit::Set(pointer, value?))
            }
            Edit::Set(pointer, value) => {
                let (pointer, value) =
                    fit::at(entry, &pointer, value?).map_err(|misfit| explain(&misfit))?;
                Ok(PreparedEdit::Set(pointer, value))
            }
        };
        let edits = answer.edits.into_iter().map(edit);
        Ok(Self {
            base,
            edits: edits.collect::<Result<_, String>>()?,
            times: answer.times,
            after: answer.after,
        })
    }

    /// Returns the response. `usual` executes the operation.
    pub(crate) fn answer(
        &self,
        entry: &CatalogEntry,
        usual: impl FnOnce() -> Result<Fields, ServiceError>,
    ) -> Result<Fields, ServiceError> {
        let mut fields = match &self.base {
            PreparedBase::Exact(fields) => fields.clone(),
            PreparedBase::Documented => {
                let mut fields = synthesize::respond(entry);
                // The documented one is not an ID of this call.
                fields.remove("RequestId");
                fields
            }
            PreparedBase::Usual => usual()?,
            PreparedBase::Error(error) => return Err(error.clone()),
        };
        for edit in &self.edits {
            match edit {
                PreparedEdit::Merge(members) => merge(&mut fields, members),
                PreparedEdit::Set(pointer, value) => {
                    let mut whole = Value::Object(fields);
                    set(&mut whole, pointer, value).ok_or_else(|| {
                        let name = &entry.operation.name;
                        let message = format!(
                            "The answer to {name} sets {pointer}, but the response has no such place."
                        );
                        ServiceError::internal(&message)
                    })?;
                    fields = match whole {
                        Value::Object(fields) => fields,
                        _ => Fields::new(),
                    };
                }
            }
        }
        Ok(fields)
    }
}

fn explain(misfit: &fit::Misfit) -> String {
    format!("{misfit} (`undocumented` sends it anyway)")
}

fn members(entry: &CatalogEntry, value: Value, lenient: bool) -> Result<Fields, String> {
    let Value::Object(members) = value else {
        return Err("a response is an object".into());
    };
    if lenient {
        return Ok(members);
    }
    fit::members(entry, members).map_err(|misfit| explain(&misfit))
}

/// Merges objects; other values replace each other, and null removes a member.
fn merge(fields: &mut Fields, members: &Fields) {
    for (name, value) in members {
        match (fields.get_mut(name), value) {
            (_, Value::Null) => {
                fields.remove(name);
            }
            (Some(Value::Object(inner)), Value::Object(members)) => merge(inner, members),
            _ => {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
}

/// Sets the value at a pointer. Adds objects that are missing, but no items of lists.
fn set(whole: &mut Value, pointer: &str, value: &Value) -> Option<()> {
    let mut place = whole;
    for token in fit::tokens(pointer).ok()? {
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        place = match place {
            Value::Object(members) => members.entry(token).or_insert(Value::Null),
            Value::Array(items) => items.get_mut(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    *place = value.clone();
    Some(())
}

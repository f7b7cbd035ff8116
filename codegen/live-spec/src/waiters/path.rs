//! Paths to states in responses.

use crate::diagnostics::Diagnostic;
use crate::model::{Family, Field, Located, Operation, Type, Waiter};
use crate::words::help;

/// What marks a list in a path.
const LIST: &str = "[]";

/// The end of a path.
pub(super) struct Found<'f> {
    /// The path as it is in the JSON of a response, with the objects that wrap lists.
    json: String,
    /// Type of the state.
    pub(super) ty: &'f Type,
    /// Members of the items of the only list on the way.
    pub(super) items: Option<&'f [Field]>,
}

/// Returns the path to the state of a waiter in the JSON of a response, which names the objects
/// that wrap lists too: `CasterList.Caster[].Status`.
#[must_use]
pub fn state_path(family: &Family, waiter: &Waiter) -> Option<String> {
    let mut operations = family.operations.iter();
    let operation = operations.find(|operation| operation.name == waiter.operation)?;
    Some(find(family, operation, &waiter.state).ok()?.json)
}

/// Returns the member of the items that a waiter compares with a parameter.
#[must_use]
pub fn item_member<'f>(family: &'f Family, waiter: &Waiter) -> Option<&'f Field> {
    let mut operations = family.operations.iter();
    let operation = operations.find(|operation| operation.name == waiter.operation)?;
    let found = find(family, operation, &waiter.state).ok()?;
    let item = waiter.item.as_ref()?;
    let mut members = found.items?.iter();
    members.find(|member| member.name == item.text)
}

/// Follows a path such as `CasterList[].Status` through a response.
pub(super) fn find<'f>(
    family: &'f Family,
    operation: &'f Operation,
    path: &Located,
) -> Result<Found<'f>, Box<Diagnostic>> {
    let wrong = |message: String| Diagnostic::new(path.at.clone(), message);
    let mut found = Found {
        json: String::new(),
        ty: &Type::Any,
        items: None,
    };
    let mut fields = operation.response.as_slice();
    for step in path.text.split('.') {
        let (name, is_list) = match step.strip_suffix(LIST) {
            Some(name) => (name, true),
            None => (step, false),
        };
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            let names = fields.iter().map(|field| field.name.as_str());
            let message = format!("the response has no field `{name}` here");
            return Err(wrong(message)
                .help(match fields {
                    [] => "what is before it has no fields".to_owned(),
                    _ => help(name, names),
                })
                .into());
        };
        found
            .json
            .push_str(if found.json.is_empty() { "" } else { "." });
        found.json.push_str(name);
        found.ty = family.resolve(&field.ty);
        if let Type::Array(array) = found.ty {
            if !is_list {
                let help = format!("write `{name}{LIST}` for the states of its items");
                return Err(wrong(format!("`{name}` is a list")).help(help).into());
            }
            if let Some(wrapper) = &array.wrapper {
                found.json.push('.');
                found.json.push_str(wrapper);
            }
            found.json.push_str(LIST);
            found.ty = family.resolve(&array.items);
            found.items = Some(members(found.ty));
        } else if is_list {
            let help = format!("write `{name}`");
            return Err(wrong(format!("`{name}` is not a list")).help(help).into());
        }
        fields = members(found.ty);
    }
    match found.ty {
        Type::Array(_) | Type::Object(_) | Type::Map(_) => {
            let message = format!("`{}` is not a state", path.text);
            Err(wrong(message)
                .help("name a field that holds text or a number")
                .into())
        }
        _ => Ok(found),
    }
}

fn members(ty: &Type) -> &[Field] {
    match ty {
        Type::Object(fields) => fields,
        _ => &[],
    }
}

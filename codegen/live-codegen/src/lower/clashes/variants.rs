//! Finds clashes among the variants of each enum.

use live_spec::{
    Content, Diagnostic, Enum, Family, Field, GatewayError, Notification, Operation,
    OperationError, Type,
};

use super::scope::{HELP, Named, Scope, add};
use crate::lower::naming;
use crate::lower::parts::parts;
use crate::names::pascal;

/// Placeholder for the variable part of a documented code, which has no variant.
const VARYING: &str = "%s";

/// Finds variants of a family whose name in Rust is taken.
pub(super) fn clashes(family: &Family, found: &mut Vec<Diagnostic>) {
    for named in &family.types {
        of_type(&named.ty, found);
    }
    for operation in &family.operations {
        of_fields(&operation.request, found);
        of_fields(&operation.response, found);
        of_errors(operation, found);
    }
    for notification in &family.notifications {
        of_kinds(notification, found);
        for part in parts(notification) {
            of_fields(part.fields, found);
        }
    }
}

/// Finds error codes of the gateway whose name in Rust is taken.
pub(super) fn gateway_clashes(errors: &[GatewayError], found: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    for error in errors {
        let named = Named {
            part: "the variant",
            wire: &error.code,
            rust: naming::gateway_error(error),
            at: &error.at,
            help: HELP,
        };
        let stated = error.name_in_rust.as_ref();
        add(&mut scope, named, stated, &pascal(&error.code), found);
    }
}

fn of_fields(fields: &[Field], found: &mut Vec<Diagnostic>) {
    for field in fields {
        of_type(&field.ty, found);
    }
}

fn of_type(ty: &Type, found: &mut Vec<Diagnostic>) {
    match ty {
        Type::Array(array) => of_type(&array.items, found),
        Type::Map(values) => of_type(values, found),
        Type::Object(fields) => of_fields(fields, found),
        Type::Enum(known) => of_values(known, found),
        _ => {}
    }
}

fn of_values(known: &Enum, found: &mut Vec<Diagnostic>) {
    let owner = "the variant for all other values";
    let mut scope = Scope::default().reserve(&["Unrecognized"], owner);
    for value in &known.values {
        let named = Named {
            part: "the variant",
            wire: &value.value,
            rust: naming::value(value),
            at: &value.at,
            help: "state a name for Rust: `{ name: …, doc: … }`",
        };
        let stated = value.name_in_rust.as_ref();
        add(&mut scope, named, stated, &pascal(&value.value), found);
    }
}

fn of_kinds(notification: &Notification, found: &mut Vec<Diagnostic>) {
    let Content::Kinds(kinds) = &notification.content else {
        return;
    };
    let mut scope = Scope::default()
        .reserve(&["Unrecognized"], "the variant for all other kinds")
        .reserve(&["Self"], "a word that Rust reserves");
    for kind in kinds {
        let named = Named {
            part: "the variant",
            wire: &kind.name,
            rust: kind.name.clone(),
            at: &kind.at,
            help: "choose another name for this kind",
        };
        scope.add(named, found);
    }
}

fn of_errors(operation: &Operation, found: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    for (index, error) in operation.errors.iter().enumerate() {
        let mut earlier = operation.errors[..index].iter();
        if let Some(first) = earlier.find(|first| first.code == error.code) {
            found.extend(other_name(error, first));
            continue;
        }
        if error.code.contains(VARYING) {
            found.extend(error.name_in_rust.as_ref().map(|name| {
                let message = format!("`{}` has a variable part, so no variant", error.code);
                Diagnostic::new(name.at.clone(), message).help("remove `name`")
            }));
            continue;
        }
        let named = Named {
            part: "the variant",
            wire: &error.code,
            rust: naming::error(error),
            at: &error.at,
            help: HELP,
        };
        let stated = error.name_in_rust.as_ref();
        let derived = naming::error_code(&error.code);
        add(&mut scope, named, stated, &derived, found);
    }
}

/// Reports that a code has another name with another status: it has one variant.
fn other_name(error: &OperationError, first: &OperationError) -> Option<Diagnostic> {
    let name = |error: &OperationError| error.name_in_rust.as_ref().map(|name| name.text.clone());
    if name(error) == name(first) {
        return None;
    }
    let (code, status) = (&error.code, first.status);
    let message = format!("`{code}` has another name with status {status}");
    let differs = Diagnostic::new(error.at.clone(), message);
    let differs = differs.help("give it the same `name` with every status");
    Some(differs.related(first.at.clone(), "also stated here"))
}

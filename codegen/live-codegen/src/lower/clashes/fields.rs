//! Finds clashes among the fields, setters and type parameters of each structure.

use live_spec::{Diagnostic, Family, Field, Operation, Type};

use super::scope::{HELP, Named, Scope, add};
use crate::lower::parts::parts;
use crate::lower::usage::Usage;
use crate::lower::{naming, pages};
use crate::names::snake;

/// Methods that builders and objects of requests have, which setters would hide.
const METHODS: &[&str] = &[
    "borrow",
    "build",
    "builder",
    "clone",
    "default",
    "eq",
    "extra_member",
    "extra_members_mut",
    "fmt",
    "from",
    "if_some",
    "into",
    "into_future",
    "ne",
    "new",
    "param",
    "send",
    "to_owned",
];

/// Fields that the generator adds.
const ADDED: &[&str] = &["extra_members", "extra_parameters"];

/// Finds fields of a family whose name in Rust is taken.
pub(super) fn clashes(family: &Family, found: &mut Vec<Diagnostic>) {
    for operation in &family.operations {
        let mut scope = with_setters();
        if operation.pages.is_some() {
            scope = scope.reserve(&pages::METHODS, "a method of builders that fetch pages");
        }
        fields(scope, "the setter", &operation.request, found);
        type_parameters(operation, found);
        fields(with_fields(), "the field", &operation.response, found);
        inside(&operation.request, true, found);
        inside(&operation.response, false, found);
    }
    for part in family.notifications.iter().flat_map(parts) {
        if part.written {
            let scope = with_setters().reserve(&["to_json"], "a method of responses");
            fields(scope, "the setter", part.fields, found);
        } else {
            fields(with_fields(), "the field", part.fields, found);
        }
        inside(part.fields, part.written, found);
    }
    let usage = Usage::of(family);
    for named in &family.types {
        let written = usage.written.contains(named.name.as_str());
        of_type(&named.ty, written, found);
    }
}

fn with_fields<'a>() -> Scope<'a> {
    Scope::default().reserve(ADDED, "a field of every object")
}

fn with_setters<'a>() -> Scope<'a> {
    with_fields().reserve(METHODS, "a method of builders or objects")
}

fn fields<'a>(
    mut scope: Scope<'a>,
    part: &'static str,
    fields: &'a [Field],
    found: &mut Vec<Diagnostic>,
) {
    for field in fields {
        let named = Named {
            part,
            wire: &field.name,
            rust: naming::field(field),
            at: &field.at,
            help: HELP,
        };
        let derived = snake(&field.name);
        add(
            &mut scope,
            named,
            field.name_in_rust.as_ref(),
            &derived,
            found,
        );
    }
}

/// Checks the objects inside fields.
fn inside(fields: &[Field], written: bool, found: &mut Vec<Diagnostic>) {
    for field in fields {
        of_type(&field.ty, written, found);
    }
}

fn of_type(ty: &Type, written: bool, found: &mut Vec<Diagnostic>) {
    match ty {
        Type::Array(array) => of_type(&array.items, written, found),
        Type::Map(values) => of_type(values, written, found),
        Type::Object(members) => {
            if written {
                fields(with_setters(), "the setter", members, found);
            } else {
                fields(with_fields(), "the field", members, found);
            }
            inside(members, written, found);
        }
        _ => {}
    }
}

/// Checks the type parameters of a builder, one for each required parameter. Names of fields that
/// differ only in underscores give the same one.
fn type_parameters(operation: &Operation, found: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default();
    let mut setters = Scope::default();
    for field in operation.request.iter().filter(|field| field.required) {
        let named = |part, rust| Named {
            part,
            wire: &field.name,
            rust,
            at: &field.at,
            help: HELP,
        };
        // Setters that clash are reported already.
        let setter = named("the setter", naming::field(field));
        if setters.add(setter, &mut Vec::new()) {
            let parameter = named("the type parameter", naming::part(field));
            scope.add(parameter, found);
        }
    }
}

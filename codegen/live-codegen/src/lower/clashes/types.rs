//! Finds clashes among the types of each family, which all are in one module.

use live_spec::{Diagnostic, Family, Field, Type};

use super::scope::{HELP, Named, Scope, add};
use crate::lower::naming;
use crate::names::{TypeNames, has_words, pascal};

/// Names with another meaning in generated code.
const RESERVED: &[&str] = &[
    "BTreeMap",
    "C",
    "Client",
    "Default",
    "Err",
    "Error",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "OperationInfo",
    "Option",
    "Result",
    "Self",
    "Set",
    "Some",
    "String",
    "Unset",
    "Vec",
];

/// What to do about a type without a name of its own.
const HELP_INSIDE: &str = "move it to types.yaml under a name of its own, \
                    or state a name of this field for Rust: `name: …`";

/// Finds types of a family whose name in Rust is taken.
pub(super) fn clashes(family: &Family, found: &mut Vec<Diagnostic>) {
    let mut scope = Scope::default().reserve(RESERVED, "a name with a meaning of its own in Rust");
    for operation in &family.operations {
        let name = &operation.name;
        let kinds = ["builder", "request", "response", "type of error codes"];
        for (kind, type_name) in kinds.iter().zip(TypeNames::of(name).into_array()) {
            scope.reserve_for(type_name, format!("the {kind} of `{name}`"), &operation.at);
        }
    }
    for named in &family.types {
        let ty = Named {
            part: "the type",
            wire: &named.name,
            rust: naming::named(named),
            at: &named.at,
            help: HELP,
        };
        let stated = named.name_in_rust.as_ref();
        add(&mut scope, ty, stated, &pascal(&named.name), found);
    }
    for named in &family.types {
        of_type(&mut scope, &naming::named(named), &named.ty, found);
    }
    for operation in &family.operations {
        of_fields(&mut scope, &operation.name, &operation.request, found);
        of_fields(&mut scope, &operation.name, &operation.response, found);
    }
}

fn of_fields<'a>(
    scope: &mut Scope<'a>,
    root: &str,
    fields: &'a [Field],
    found: &mut Vec<Diagnostic>,
) {
    for field in fields {
        // A field without a name is reported as such.
        let has_name = field.name_in_rust.is_some() || has_words(&field.name);
        if has_name && has_own_type(&field.ty) {
            let ty = Named {
                part: "the type",
                wire: &field.name,
                rust: naming::inner(root, field),
                at: &field.at,
                help: HELP_INSIDE,
            };
            scope.add(ty, found);
        }
        of_type(scope, root, &field.ty, found);
    }
}

fn of_type<'a>(scope: &mut Scope<'a>, root: &str, ty: &'a Type, found: &mut Vec<Diagnostic>) {
    match ty {
        Type::Array(array) => of_type(scope, root, &array.items, found),
        Type::Map(values) => of_type(scope, root, values, found),
        Type::Object(fields) => of_fields(scope, root, fields, found),
        _ => {}
    }
}

/// Returns whether a field or its items have a type that is described there.
fn has_own_type(ty: &Type) -> bool {
    match ty {
        Type::Enum(_) | Type::Object(_) => true,
        Type::Array(array) => has_own_type(&array.items),
        Type::Map(values) => has_own_type(values),
        _ => false,
    }
}

//! Finds clashes among the types of each family, which all are in one module.

use live_spec::{Diagnostic, Family};

use super::scope::{HELP, Named, Scope, add};
use crate::lower::inner::{InnerNames, each_inner};
use crate::lower::naming;
use crate::names::{TypeNames, pascal};

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
    let names = InnerNames::of(family);
    each_inner(family, &mut |field, inner| {
        let ty = Named {
            part: "the type",
            wire: &field.name,
            rust: names.choose(inner),
            at: &field.at,
            help: HELP_INSIDE,
        };
        scope.add(ty, found);
    });
}

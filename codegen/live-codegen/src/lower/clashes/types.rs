//! Finds clashes among the types of each family, which all are in one module.

use live_spec::{Content, Diagnostic, Family};

use super::scope::{HELP, Named, Scope, add};
use crate::lower::inner::{InnerNames, each_inner};
use crate::lower::naming;
use crate::lower::parts::parts;
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

/// What to do about a type of a notification.
const HELP_NOTIFICATION: &str = "choose another name for this notification, \
                    or for the kind if it has several";

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
    notifications(family, &mut scope, found);
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

/// Adds the types of notifications: of the fields, of kinds and of responses.
fn notifications<'a>(family: &'a Family, scope: &mut Scope<'a>, found: &mut Vec<Diagnostic>) {
    for notification in &family.notifications {
        if let Content::Kinds(_) = notification.content {
            let kinds = Named {
                part: "the type",
                wire: &notification.name,
                rust: notification.name.clone(),
                at: &notification.at,
                help: HELP_NOTIFICATION,
            };
            scope.add(kinds, found);
        }
        for part in parts(notification) {
            let ty = Named {
                part: part.what,
                wire: part.wire,
                rust: part.name,
                at: part.at,
                help: HELP_NOTIFICATION,
            };
            scope.add(ty, found);
        }
    }
}

//! API names that clash with other names in Rust.

mod fields;
mod scope;
mod types;
mod variants;

use live_spec::{Diagnostic, Service, is_family_name};

use super::waiters;
use crate::names::{family_clash, method_clash, snake};

/// Finds names that clash in Rust: of families, companions, operations, fields, types, variants and
/// waits.
///
/// No name depends on the order in which a spec states things: a clash is reported instead of
/// giving the later one another name.
///
/// Also accepts specs with other mistakes, such as the [service](live_spec::Draft::service) of a
/// draft.
#[must_use]
pub fn name_clashes(service: &Service) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    families(service, &mut found);
    companions(service, &mut found);
    methods(service, &mut found);
    variants::gateway_clashes(&service.errors, &mut found);
    for family in &service.families {
        types::clashes(family, &mut found);
        fields::clashes(family, &mut found);
        variants::clashes(family, &mut found);
        waiters::clashes(family, &mut found);
    }
    found
}

/// Finds families whose name cannot be that of a module and a cargo feature.
fn families(service: &Service, found: &mut Vec<Diagnostic>) {
    for family in &service.families {
        let name = &family.name;
        if let (true, Some(owner)) = (is_family_name(name), family_clash(name)) {
            let message = format!("a family cannot be named `{name}`: that is {owner}");
            found.push(Diagnostic::new(family.at.clone(), message).help(format!(
                "choose another name, such as `{name}s`, and rename the folder"
            )));
        }
    }
}

/// Finds companions whose name cannot be that of a module and a cargo feature. That a family has
/// the name is a mistake of the specs.
fn companions(service: &Service, found: &mut Vec<Diagnostic>) {
    for companion in &service.companions {
        let name = &companion.name;
        if let (true, Some(owner)) = (is_family_name(name), family_clash(name)) {
            let message = format!("a companion cannot be named `{name}`: that is {owner}");
            let clash = Diagnostic::new(companion.at.clone(), message);
            found.push(clash.help("choose another name"));
        }
    }
}

/// Finds operations whose name cannot be that of a method of the client. Two operations have the
/// same method only if their names differ by case, which the specs may not.
fn methods(service: &Service, found: &mut Vec<Diagnostic>) {
    let families = service.families.iter();
    for operation in families.flat_map(|family| &family.operations) {
        let (name, method) = (&operation.name, snake(&operation.name));
        if let Some(owner) = method_clash(&method) {
            let message = format!("the method of `{name}` would be `{method}`, which is {owner}");
            let taken = Diagnostic::new(operation.at.clone(), message);
            found.push(taken.help("omit this operation: remove its file"));
        }
    }
}

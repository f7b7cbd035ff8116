//! Names of the API for which Rust has another meaning.

use std::collections::BTreeMap;

use live_spec::{Diagnostic, Operation, Service, is_family_name};

use crate::names::{family_clash, method_clash, snake};

/// Finds families and operations that cannot have the Rust name that they should have.
///
/// Specs that have other mistakes may be given as well, as far as they could be read.
#[must_use]
pub fn name_clashes(service: &Service) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    families(service, &mut found);
    methods(service, &mut found);
    found
}

/// Finds families that cannot be a module and a cargo feature.
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

/// Finds operations that cannot have a method of the client of their own.
fn methods(service: &Service, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &Operation> = BTreeMap::new();
    for operation in service
        .families
        .iter()
        .flat_map(|family| &family.operations)
    {
        let (name, method) = (&operation.name, snake(&operation.name));
        if let Some(owner) = method_clash(&method) {
            let message = format!("the method of `{name}` would be `{method}`, which is {owner}");
            let taken = Diagnostic::new(operation.at.clone(), message);
            found.push(taken.help("leave this operation out: remove its file"));
        } else if let Some(first) = seen.get(&method).filter(|first| first.name != *name) {
            let message = format!(
                "the methods of `{name}` and `{}` would both be `{method}`",
                first.name
            );
            let collides = Diagnostic::new(operation.at.clone(), message)
                .help("leave one of the operations out: remove its file");
            found.push(collides.related(first.at.clone(), "the other one"));
        } else {
            seen.insert(method, operation);
        }
    }
}

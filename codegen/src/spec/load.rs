//! Puts the files of a folder of specs together.

use std::collections::BTreeMap;
use std::path::Path;

use super::reader::{Report, Value};
use super::service::{self, ServiceFile};
use super::types::{self, Types};
use super::yaml::{self, Node};
use super::{Family, Operation, Place, Service, Sources, check, operation};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Reads and checks all specs.
///
/// # Errors
///
/// Fails with all that is wrong with them.
pub fn load(sources: &Sources) -> Result<Service, Diagnostics> {
    let report = Report::default();
    // The glossary comes first, so that a broken one is told from a spec that lacks an explanation.
    let glossary = read(sources, Path::new("glossary.yaml"), &report, |root| {
        service::glossary(&root)
    })
    .filter(|_| report.is_empty());
    let service = read(sources, Path::new("service.yaml"), &report, |root| {
        service::service(&root, glossary.as_ref())
    });
    let families = families(sources, service.as_ref(), &report);
    check::repeated_operations(&families, &report);
    check::methods(&families, &report);
    if let Some(glossary) = &glossary {
        check::docs(&families, glossary, &report);
        check::common_entries(&families, glossary, &report);
    }
    for family in &families {
        check::cycles(&family.types, &report);
        check::named_defaults(family, &report);
        check::left_out(family, &report);
        check::examples(family, &report);
        check::nested_styles(family, &report);
    }
    let service = service.map(|file| Service {
        product: file.product,
        version: file.version,
        title: file.title,
        reference: file.reference,
        endpoints: file.endpoints,
        errors: file.errors,
        families,
        glossary: glossary.unwrap_or_default(),
    });
    // Half of what a broken spec uses may not have been read, and would look unused.
    if let (Some(service), true) = (&service, report.is_empty()) {
        check::unused_entries(service, &report);
        service
            .families
            .iter()
            .for_each(|family| check::unused_types(family, &report));
    }
    Diagnostics::check(report.into_diagnostics())?;
    service.ok_or_else(|| {
        Diagnostic::new(Place::file("service.yaml"), "this file could not be read").into()
    })
}

/// Reads a file that must be there.
fn read<T>(
    sources: &Sources,
    path: &Path,
    report: &Report,
    read: impl FnOnce(Value<'_>) -> Option<T>,
) -> Option<T> {
    let node = parse(sources, path, report)?;
    read(Value::root(&node, &Place::file(path), report))
}

fn parse(sources: &Sources, path: &Path, report: &Report) -> Option<Node> {
    let file = Place::file(path);
    let Some(text) = sources.text(path) else {
        let problem = if sources.is_binary(path) {
            "this file is not UTF-8 text"
        } else {
            "this file is missing"
        };
        report.error(&file, problem);
        return None;
    };
    match yaml::parse(text) {
        Ok(node) => Some(node),
        Err(error) => {
            report.add(Diagnostic::at_offset(file, error.offset, error.message));
            None
        }
    }
}

/// Files of a family.
#[derive(Default)]
struct Folder<'s> {
    glossary: Option<&'s Path>,
    types: Option<&'s Path>,
    /// Files of operations, by the name of the operation.
    operations: BTreeMap<&'s str, &'s Path>,
}

fn families(sources: &Sources, service: Option<&ServiceFile>, report: &Report) -> Vec<Family> {
    let folders = folders(sources, report);
    if let Some(service) = service {
        for (name, _, at) in service
            .families
            .iter()
            .filter(|(name, ..)| !folders.contains_key(name.as_str()))
        {
            let empty =
                Diagnostic::new(at.clone(), format!("the family `{name}` has no operations"));
            report.add(empty.help(format!(
                "add files to the folder `{name}`, or remove this entry"
            )));
        }
    }
    let family = |(name, folder): (&str, &Folder<'_>)| {
        let described =
            service.map(|service| service.families.iter().find(|(family, ..)| family == name));
        if let Some(None) = described {
            let at = folder
                .operations
                .values()
                .copied()
                .chain(folder.types)
                .chain(folder.glossary)
                .next()
                .unwrap_or(Path::new(name));
            let unknown =
                Diagnostic::new(Place::file(at), format!("the family `{name}` is not known"));
            report.add(unknown.help(format!(
                "say what `{name}` is for under `families:` in service.yaml"
            )));
        }
        let doc = described
            .flatten()
            .map(|(_, doc, _)| doc.clone())
            .unwrap_or_default();
        let glossary = folder
            .glossary
            .and_then(|path| read(sources, path, report, |root| service::glossary(&root)));
        let node = folder
            .types
            .and_then(|path| Some((path, parse(sources, path, report)?)));
        let (types, named) = match &node {
            Some((path, node)) => {
                types::named_types(&Value::root(node, &Place::file(*path), report))
            }
            None => (Types::default(), Vec::new()),
        };
        let operation = |(name, path): (&&str, &&Path)| -> Option<Operation> {
            read(sources, path, report, |root| {
                operation::operation(&root, name, &types)
            })
        };
        let operations = folder.operations.iter().filter_map(operation).collect();
        Family {
            name: name.to_owned(),
            doc,
            glossary: glossary.unwrap_or_default(),
            types: named,
            operations,
        }
    };
    folders
        .iter()
        .map(|(name, folder)| family((name, folder)))
        .collect()
}

/// Sorts the files into families, and notes those that belong nowhere.
fn folders<'s>(sources: &'s Sources, report: &Report) -> BTreeMap<&'s str, Folder<'s>> {
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for path in sources.paths() {
        let misplaced = |message: &str, help: &str| {
            report.add(Diagnostic::new(Place::file(path), message).help(help));
        };
        let parts: Option<Vec<_>> = path.iter().map(|part| part.to_str()).collect();
        match parts.as_deref() {
            Some(["service.yaml" | "glossary.yaml"]) => {}
            Some([name]) if !name.ends_with(".yaml") => {}
            Some([_]) => misplaced(
                "this file belongs nowhere",
                "move it to the folder of its family",
            ),
            Some([family, name]) => match name.strip_suffix(".yaml") {
                Some("glossary") => folders.entry(family).or_default().glossary = Some(path),
                Some("types") => folders.entry(family).or_default().types = Some(path),
                Some(operation) => {
                    folders
                        .entry(family)
                        .or_default()
                        .operations
                        .insert(operation, path);
                }
                None => misplaced(
                    "this file is not a spec",
                    "the name of a spec ends in `.yaml`",
                ),
            },
            Some(_) => misplaced(
                "this file is too deep",
                "families are folders right below the folder of the specs",
            ),
            None => misplaced(
                "the name of this file is not UTF-8",
                "name it after the operation it describes",
            ),
        }
    }
    folders
}

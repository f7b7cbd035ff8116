//! Loads all specs of a folder.

use std::collections::BTreeMap;
use std::path::Path;

use crate::check;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::fields::{self, Types};
use crate::model::{Family, Glossary, Operation, Service};
use crate::notifications;
use crate::operation;
use crate::pages;
use crate::place::Place;
use crate::reader::{Report, Value};
use crate::service::{self, ServiceFile};
use crate::sources::Sources;
use crate::waiters;
use crate::yaml::{self, Node};

/// Reads and checks all specs. [`Draft::check`] also returns the warnings.
///
/// # Errors
///
/// Fails with all mistakes in them.
pub fn load(sources: &Sources) -> Result<Service, Diagnostics> {
    Ok(Draft::read(sources).check([])?.service)
}

/// Specs without mistakes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The specs.
    pub service: Service,
    /// What is allowed but doubtful.
    pub warnings: Diagnostics,
}

/// Specs that may contain mistakes: the parts that could be read, and the mistakes found so far.
///
/// Callers apply checks of their own to the draft, so that one run reports all mistakes.
#[derive(Clone, Debug)]
pub struct Draft {
    service: Service,
    found: Vec<Diagnostic>,
}

impl Draft {
    /// Reads and checks all specs. Parts that cannot be read are missing or empty.
    #[must_use]
    pub fn read(sources: &Sources) -> Self {
        let report = Report::default();
        // The glossary comes first, to distinguish a broken one from a missing explanation.
        let glossary = read(sources, Path::new("glossary.yaml"), &report, |root| {
            service::glossary(&root)
        })
        .filter(|_| report.is_clean());
        let file = read(sources, Path::new("service.yaml"), &report, |root| {
            service::service(&root, glossary.as_ref())
        });
        let families = families(sources, file.as_ref(), &report);
        check::repeated_operations(&families, &report);
        check::names_that_differ_by_case(&families, &report);
        check::reserved_parameters(&families, &report);
        check::modelines(sources, &report);
        if let Some(file) = &file {
            check::classes(&families, &file.errors, &report);
        }
        if let Some(glossary) = &glossary {
            check::docs(&families, glossary, &report);
            check::common_entries(&families, glossary, &report);
            check::formats(&families, glossary, &report);
        }
        for family in &families {
            check::cycles(&family.types, &report);
            check::named_defaults(family, &report);
            check::left_out(family, &report);
            check::examples(family, &report);
            check::nested_styles(family, &report);
            // What they name may be in a part that could not be read.
            if !report.is_unread(&family.name) {
                let gateway = file.as_ref().map_or(&[][..], |file| &file.errors);
                pages::check(family, &report);
                waiters::check(family, gateway, &report);
            }
        }
        notifications::check(&families, &report);
        let file = file.unwrap_or_default();
        let service = Service {
            product: file.product,
            version: file.version,
            title: file.title,
            reference: file.reference,
            operation_reference: file.operation_reference,
            endpoints: file.endpoints,
            errors: file.errors,
            families,
            companions: file.companions,
            glossary: glossary.unwrap_or_default(),
            guide: sources.text(Path::new("guide.md")).map(str::to_owned),
        };
        check::borrowed_facts(&service, &report);
        Self {
            service,
            found: report.into_diagnostics(),
        }
    }

    /// Returns the parts of the specs that could be read. They include families without a folder.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Returns the specs and all warnings if there are no mistakes. What the caller found counts
    /// too.
    ///
    /// # Errors
    ///
    /// Fails with the caller's mistakes and warnings and those of the draft.
    pub fn check(
        self,
        found: impl IntoIterator<Item = Diagnostic>,
    ) -> Result<Checked, Diagnostics> {
        let mut found: Vec<_> = found.into_iter().chain(self.found).collect();
        // Unread parts of a broken spec may use entries that would look unused.
        if found.iter().all(Diagnostic::is_warning) {
            let report = Report::default();
            check::unused_entries(&self.service, &report);
            for family in &self.service.families {
                check::unused_types(family, &report);
            }
            found.extend(report.into_diagnostics());
        }
        Ok(Checked {
            warnings: Diagnostics::check(found)?,
            service: self.service,
        })
    }
}

/// Reads a required file.
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
        report.add(match sources.problem(path) {
            Some((problem, help)) => Diagnostic::new(file, problem).help(help).unread(),
            None => Diagnostic::new(file, "this file is missing").unread(),
        });
        return None;
    };
    match yaml::parse(text) {
        Ok(node) => {
            report.rewritten(yaml::rewritten(text, &node, &file));
            Some(node)
        }
        Err(error) => {
            report.add(Diagnostic::syntax(file, error));
            None
        }
    }
}

/// Files of a family.
#[derive(Default)]
struct Folder<'s> {
    glossary: Option<&'s Path>,
    types: Option<&'s Path>,
    waiters: Option<&'s Path>,
    notifications: Option<&'s Path>,
    /// Files of operations, by operation name.
    operations: BTreeMap<&'s str, &'s Path>,
}

impl<'s> Folder<'s> {
    /// Returns a file of the folder to point at, or the folder itself.
    fn first(&self, name: &'s str) -> &'s Path {
        let operations = self.operations.values().copied();
        let mut files = operations
            .chain(self.types)
            .chain(self.glossary)
            .chain(self.waiters)
            .chain(self.notifications);
        files.next().unwrap_or(Path::new(name))
    }
}

/// Reads all families: those that have a folder and those that `service.yaml` declares.
fn families(sources: &Sources, service: Option<&ServiceFile>, report: &Report) -> Vec<Family> {
    let folders = folders(sources, report);
    let declared = service.map_or(&[][..], |service| &service.families);
    let mut families: Vec<_> = folders
        .iter()
        .map(|(name, folder)| {
            let declaration = declared.iter().find(|(declared, ..)| declared == name);
            if declaration.is_none() && service.is_some() {
                report.add(undeclared_family(name, folder));
            }
            let (doc, at) = match declaration {
                Some((_, doc, at)) => (doc.clone(), at.clone()),
                None => (String::new(), Place::file(folder.first(name))),
            };
            let family = Family {
                name: (*name).to_owned(),
                doc,
                at,
                glossary: Glossary::default(),
                types: Vec::new(),
                operations: Vec::new(),
                waiters: Vec::new(),
                notifications: Vec::new(),
            };
            read_folder(sources, family, folder, report)
        })
        .collect();
    for (name, doc, at) in declared {
        if folders.contains_key(name.as_str()) {
            continue;
        }
        let empty = Diagnostic::new(at.clone(), format!("the family `{name}` has no operations"));
        report.add(empty.help(format!(
            "add files to the folder `{name}`, or remove this entry"
        )));
        families.push(Family {
            name: name.clone(),
            doc: doc.clone(),
            at: at.clone(),
            glossary: Glossary::default(),
            types: Vec::new(),
            operations: Vec::new(),
            waiters: Vec::new(),
            notifications: Vec::new(),
        });
    }
    families.sort_by(|a, b| a.name.cmp(&b.name));
    families
}

fn undeclared_family(name: &str, folder: &Folder<'_>) -> Diagnostic {
    let undeclared = Diagnostic::new(
        Place::file(folder.first(name)),
        format!("the family `{name}` is not declared"),
    );
    undeclared.help(format!(
        "describe `{name}` under `families:` in service.yaml"
    ))
}

/// Reads the files of a family.
fn read_folder(sources: &Sources, family: Family, folder: &Folder<'_>, report: &Report) -> Family {
    let glossary = folder
        .glossary
        .and_then(|path| read(sources, path, report, |root| service::glossary(&root)));
    let node = folder
        .types
        .map(|path| (path, parse(sources, path, report)));
    let (types, named) = match &node {
        Some((_, None)) => (Types::unread(), Vec::new()),
        Some((path, Some(node))) => {
            let root = Value::root(node, &Place::file(*path), report);
            fields::named_types(&root, Some(sources))
        }
        None => (Types::none(sources), Vec::new()),
    };
    let operation = |(name, path): (&&str, &&Path)| -> Option<Operation> {
        read(sources, path, report, |root| {
            operation::operation(&root, name, &types)
        })
    };
    let waiters = folder
        .waiters
        .and_then(|path| read(sources, path, report, |root| waiters::waiters(&root)));
    let notifications = folder.notifications.and_then(|path| {
        read(sources, path, report, |root| {
            notifications::notifications(&root, &types)
        })
    });
    Family {
        glossary: glossary.unwrap_or_default(),
        notifications: notifications.unwrap_or_default(),
        waiters: waiters.unwrap_or_default(),
        types: named,
        operations: folder.operations.iter().filter_map(operation).collect(),
        ..family
    }
}

/// Assigns the files to families, and reports misplaced ones.
fn folders<'s>(sources: &'s Sources, report: &Report) -> BTreeMap<&'s str, Folder<'s>> {
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for path in sources.paths() {
        let misplaced = |message: &str, help: &str| {
            let misplaced = Diagnostic::new(Place::file(path), message);
            report.add(misplaced.help(help).unread());
        };
        let parts: Option<Vec<_>> = path.iter().map(|part| part.to_str()).collect();
        match parts.as_deref() {
            Some(["service.yaml" | "glossary.yaml"]) => {}
            Some([name]) if !name.ends_with(".yaml") => {}
            Some([_]) => misplaced(
                "this file does not belong to a family",
                "move it to the folder of its family",
            ),
            Some([family, name]) => match name.strip_suffix(".yaml") {
                Some("glossary") => folders.entry(family).or_default().glossary = Some(path),
                Some("waiters") => folders.entry(family).or_default().waiters = Some(path),
                Some("notifications") => {
                    folders.entry(family).or_default().notifications = Some(path);
                }
                Some("types") => folders.entry(family).or_default().types = Some(path),
                Some(name @ ("waiter" | "notification" | "type")) => misplaced(
                    "this is no name of a spec",
                    &format!("did you mean `{name}s.yaml`?"),
                ),
                Some(operation) => {
                    folders
                        .entry(family)
                        .or_default()
                        .operations
                        .insert(operation, path);
                }
                None => misplaced(
                    "this file is not a spec",
                    "the name of a spec must end in `.yaml`",
                ),
            },
            Some(_) => misplaced(
                "this file is nested too deeply",
                "move it to the folder of its family, directly below the folder of the specs",
            ),
            None => misplaced(
                "the name of this file is not UTF-8",
                "name it after the operation that it describes",
            ),
        }
    }
    folders
}

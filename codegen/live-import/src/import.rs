//! Imports operations: builds their specs, and merges them into those that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use live_spec::yaml::Node;
use live_spec::{Files, Place, Sources};

use crate::build::{self, Built, Product};
use crate::found::{self, Found};
use crate::hosts;
use crate::input::Metadata;
use crate::json::{MetadataError, ReadResult};
use crate::merge::{self, Conflict, Difference, Entry, Types};
use crate::metadata::Operation;
use crate::report::{Outcome, Report};
use crate::specs;
use crate::writer;

const COMMENT: &str = "# yaml-language-server: $schema=../operation.schema.json";

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Names of the operations to import; all if empty.
    pub operations: Vec<String>,
    /// Family of operations without a spec.
    pub family: Option<String>,
    /// Whether to import metadata that does not say of which product and version it is.
    pub unlabelled: bool,
}

/// Result of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Texts of new and changed specs, by path relative to the folder of the specs.
    pub files: Files,
    /// Outcome for each operation.
    pub report: Report,
}

/// Turns metadata into specs. Writes no files, and omits operations that are not understood or
/// conflict with their spec.
///
/// # Errors
///
/// Fails if this is no metadata, if it is that of another product, if it lacks a selected
/// operation, or if `service.yaml` does not state the product.
pub fn import(
    metadata: &Metadata,
    sources: &Sources,
    selection: &Selection,
) -> Result<Import, MetadataError> {
    let product = specs::product(sources)?;
    if let Some(family) = &selection.family {
        specs::check_family(sources, family)?;
    }
    let found = found::read(&metadata.content, &product, selection.unlabelled)?;
    for name in &selection.operations {
        if !found.operations.iter().any(|(found, _)| found == name) {
            let names = found.operations.iter().map(|(name, _)| name.as_str());
            let help = live_spec::help(name, names);
            return Err(MetadataError::new(
                "--operation",
                format!("the metadata has no `{name}` ({help})"),
            ));
        }
    }
    let mut importer = Importer {
        product: &product,
        sources,
        selection,
        is_single: found.operations.len() == 1,
        files: Files::new(),
        reasons: Reasons::default(),
    };
    let service = sources.text(Path::new("service.yaml")).unwrap_or_default();
    let mut report = Report {
        absent: absent(&found, sources, selection),
        hosts: match selection.operations.is_empty() {
            true => hosts::news(&found.hosts, service),
            false => Vec::new(),
        },
        ..Report::default()
    };
    let mut silent = Silent::default();
    report.notes = found.notes;
    for (name, operation) in found.operations {
        let is_selected = selection.operations.is_empty() || selection.operations.contains(&name);
        if !is_selected {
            continue;
        }
        let outcome = operation
            .and_then(|operation| {
                silent.note(&operation);
                importer.import(&operation)
            })
            .unwrap_or_else(Outcome::Failed);
        report.operations.push((name, outcome));
    }
    report.notes.extend(silent.notes());
    report.idle = importer.reasons.idle(sources)?;
    Ok(Import {
        files: importer.files,
        report,
    })
}

/// Returns the operations with a spec that metadata of the whole product does not have.
fn absent(found: &Found, sources: &Sources, selection: &Selection) -> Vec<String> {
    if !found.is_whole || !selection.operations.is_empty() {
        return Vec::new();
    }
    let names: BTreeSet<_> = found
        .operations
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let specs = specs::operations(sources).map(|(name, _)| name);
    let mut absent: Vec<_> = specs
        .filter(|name| !names.contains(name))
        .map(str::to_owned)
        .collect();
    absent.sort();
    absent
}

/// Counts operations about whose sides metadata says nothing, which is told once for all of them.
#[derive(Default)]
struct Silent {
    operations: usize,
    responses: usize,
    errors: usize,
}

impl Silent {
    fn note(&mut self, operation: &Operation) {
        self.operations += 1;
        self.responses += usize::from(!operation.known.response);
        self.errors += usize::from(!operation.known.errors);
    }

    fn notes(&self) -> Vec<String> {
        let sides = [
            (self.responses, "responses", "no response"),
            (self.errors, "error codes", "no error codes"),
        ];
        let silent = sides.into_iter().filter(|(count, ..)| *count > 0);
        let note = |(count, side, nothing)| {
            let operations = match count {
                count if count == self.operations => "any operation".to_owned(),
                count => format!("{count} of {} operations", self.operations),
            };
            format!(
                "the metadata does not state the {side} of {operations}: they were not compared, and new specs have {nothing}"
            )
        };
        silent.map(note).collect()
    }
}

/// Reasons in the types of families. Any operation of a family may need them.
#[derive(Default)]
struct Reasons {
    /// Specs that were compared completely.
    compared: BTreeSet<PathBuf>,
    /// Needed reasons, by file of types.
    used: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Reasons {
    /// Returns the reasons that nothing needs. Considers only families whose operations were all
    /// compared, and no types that notifications use.
    fn idle(&self, sources: &Sources) -> ReadResult<Vec<Entry>> {
        let mut idle = Vec::new();
        for (path, used) in &self.used {
            let is_open = |spec: &&Path| {
                let name = spec.file_stem().and_then(|stem| stem.to_str());
                name.is_some_and(live_spec::is_pascal_case)
                    && spec.parent() == path.parent()
                    && !self.compared.contains(*spec)
            };
            if sources.paths().find(is_open).is_some() {
                continue;
            }
            let types = specs::types(sources, path)?;
            let notified = specs::notified(sources, path, &types)?;
            let is_notified = |reason: &Entry| {
                let name = reason.path.split('.').next();
                name.is_some_and(|name| notified.contains(name))
            };
            let mut reasons = merge::reasons_of_types(&Node::Map(types), &Place::file(path));
            reasons.retain(|reason| !used.contains(&reason.path) && !is_notified(reason));
            idle.append(&mut reasons);
        }
        Ok(idle)
    }
}

struct Importer<'a> {
    product: &'a Product,
    sources: &'a Sources,
    selection: &'a Selection,
    /// Whether the metadata is that of one operation.
    is_single: bool,
    files: Files,
    reasons: Reasons,
}

impl Importer<'_> {
    /// Builds the spec of an operation, and adds it to the files if it is new or changed.
    fn import(&mut self, operation: &Operation) -> ReadResult<Outcome> {
        let name = operation.name.as_str();
        let built = build::build(operation, self.product);
        let family = self.selection.family.as_deref();
        if let Some(path) = specs::file_of(self.sources, name) {
            let is_named = self.is_single || self.selection.operations.iter().any(|is| is == name);
            if let Some(family) = family.filter(|_| is_named)
                && path.parent() != Some(Path::new(family))
            {
                let message = format!(
                    "it has the spec {}, so it is not of the family `{family}`",
                    path.display()
                );
                return Err(MetadataError::new("--family", message));
            }
            return self.reimport(path, &built, operation);
        }
        let Some(family) = family else {
            let nearest = specs::nearest(self.sources, name);
            return Ok(Outcome::Unplaced { nearest });
        };
        let path = Path::new(family).join(format!("{name}.yaml"));
        self.files
            .insert(path.clone(), writer::write(&built.spec, COMMENT));
        Ok(Outcome::New {
            path,
            notes: built.notes,
        })
    }

    /// Imports an operation with an existing spec.
    fn reimport(
        &mut self,
        path: &Path,
        built: &Built,
        operation: &Operation,
    ) -> ReadResult<Outcome> {
        let spec = specs::tree(self.sources, path)?.unwrap_or(Node::Null);
        let types_path = path.with_file_name("types.yaml");
        let named = specs::types(self.sources, &types_path)?;
        let types = Types {
            file: &types_path,
            named: &named,
        };
        let merged = merge::merge(spec, path, built, operation, types);
        if operation.known.response && operation.known.types {
            self.reasons.compared.insert(path.to_owned());
        }
        let used = self.reasons.used.entry(types_path).or_default();
        used.extend(merged.used_of_types);
        let mut conflicts = merged.conflicts;
        let comment = match comment(self.sources.text(path).unwrap_or_default()) {
            Ok(comment) => comment,
            Err(()) => {
                conflicts.extend(merged.added.iter().map(|added| Conflict {
                    path: added.clone(),
                    place: Place::file(path),
                    key: "type".to_owned(),
                    difference: Difference::Commented,
                }));
                COMMENT.to_owned()
            }
        };
        let path = path.to_owned();
        if !conflicts.is_empty() || !merged.idle.is_empty() {
            return Ok(Outcome::Conflicting {
                path,
                conflicts,
                idle: merged.idle,
                lacks: merged.added,
            });
        }
        if merged.added.is_empty() {
            return Ok(Outcome::Unchanged);
        }
        self.files
            .insert(path.clone(), writer::write(&merged.spec, &comment));
        Ok(Outcome::Extended {
            path,
            added: merged.added,
        })
    }
}

/// Returns the comment at the start of a file. Fails if there are further comments.
fn comment(text: &str) -> Result<String, ()> {
    let head: Vec<_> = text
        .lines()
        .take_while(|line| line.starts_with('#'))
        .collect();
    let mut rest = text.lines().skip(head.len());
    if rest.any(|line| line.trim_start().starts_with('#') || line.contains(" #")) {
        return Err(());
    }
    Ok(head.join("\n"))
}

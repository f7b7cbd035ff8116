//! Turns machine-readable metadata of an API into specs.
//!
//! Two formats are told apart by their shape: the vendor's own metadata of operations (`apis`, or a single operation),
//! and facts merged from several sources (`operations`). Both are read into one description of an operation, of which
//! the tree of a spec is built, and the tree is merged into the spec that is there or written down as a new one.
//!
//! Prose is never taken over. A new spec lacks its summary and the docs that the glossary does not have, and loading
//! it says where.

mod api_docs;
mod build;
mod facts;
mod families;
mod json;
mod json_types;
mod merge;
mod metadata;
mod samples;
mod scalars;
mod values;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use live_spec::yaml::{self, Node};
use live_spec::{Files, Sources, is_family_name, is_pascal_case};

use api_docs::Document;
use build::{Built, Product};
use json::{At, Reading};
use metadata::Operation;

pub use json::Fault;
pub use merge::Conflict;

const COMMENT: &str = "# yaml-language-server: $schema=../operation.schema.json";

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Name of a lone operation whose metadata does not name it.
    pub name: Option<String>,
    /// Names of the operations to import; all if empty.
    pub operations: Vec<String>,
    /// Family of operations that have no spec yet, in place of the one they belong to.
    pub family: Option<String>,
}

/// What comes of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Texts of the specs that are new or change, by their paths below the folder of the specs.
    pub files: Files,
    /// What became of each operation.
    pub report: Report,
}

/// What became of each operation.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Names of operations and what became of them, in the order of the metadata.
    pub operations: Vec<(String, Outcome)>,
    /// Reasons in the types of families that excuse nothing in any operation: file and path. Only families of which
    /// all operations were imported are told.
    pub idle: Vec<(PathBuf, String)>,
}

/// What became of an operation.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It has a spec now.
    New {
        /// The spec.
        path: PathBuf,
        /// What could not be stated in it.
        notes: Vec<String>,
    },
    /// Its spec says more now.
    Extended {
        /// The spec.
        path: PathBuf,
        /// Paths in the YAML of what was added.
        added: Vec<String>,
    },
    /// Its spec says it all.
    Unchanged,
    /// Its spec says something else, or gives reasons for nothing, and stays as it is.
    Conflicting {
        /// The spec.
        path: PathBuf,
        /// The differences.
        conflicts: Vec<Conflict>,
        /// Paths of reasons and omissions that nothing in the metadata calls for.
        idle: Vec<String>,
    },
    /// It was not understood.
    Faulty(Fault),
}

/// Makes specs of metadata. Nothing is written; an operation that is not understood or conflicts with its spec is
/// left out.
///
/// # Errors
///
/// When the text is not metadata, when an operation that was asked for is not in it, or when `service.yaml` does not
/// say which product the specs are for.
pub fn import(text: &str, sources: &Sources, selection: &Selection) -> Result<Import, Fault> {
    let product = product(sources)?;
    if let Some(family) = &selection.family
        && !is_family_name(family)
    {
        let message = format!("`{family}` is not the name of a family, such as `stream_monitor`");
        return Err(Fault::new("--family", message));
    }
    // Some editors put a mark before what they write.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let node = yaml::parse_json(text)
        .map_err(|error| Fault::new("", format!("this is not JSON: {}", error.message)))?;
    let found = operations(&At::root(&node), selection)?;
    for name in &selection.operations {
        if !found.iter().any(|(found, _)| found == name) {
            let names = found.iter().map(|(name, _)| name.as_str());
            let help = live_spec::help(name, names);
            return Err(Fault::new(
                "--operation",
                format!("there is no `{name}` ({help})"),
            ));
        }
    }
    let mut import = Import {
        files: Files::new(),
        report: Report::default(),
    };
    let mut reasons = Reasons::default();
    for (name, operation) in found {
        let is_selected = selection.operations.is_empty() || selection.operations.contains(&name);
        if !is_selected {
            continue;
        }
        let outcome = operation
            .and_then(|operation| {
                let family = selection.family.as_deref();
                let files = &mut import.files;
                one(&operation, &product, sources, family, files, &mut reasons)
            })
            .unwrap_or_else(Outcome::Faulty);
        import.report.operations.push((name, outcome));
    }
    import.report.idle = reasons.idle(sources)?;
    Ok(import)
}

/// Reasons in the types of families, which any operation of the family may need.
#[derive(Default)]
struct Reasons {
    /// Specs that were compared.
    compared: BTreeSet<PathBuf>,
    /// Reasons that were needed, by the file of the types.
    used: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Reasons {
    fn idle(&self, sources: &Sources) -> Reading<Vec<(PathBuf, String)>> {
        let mut idle = Vec::new();
        for (path, used) in &self.used {
            let is_open = |spec: &&Path| {
                let is_operation =
                    !spec.ends_with("types.yaml") && !spec.ends_with("glossary.yaml");
                is_operation && spec.parent() == path.parent() && !self.compared.contains(*spec)
            };
            if sources.paths().find(is_open).is_some() {
                continue;
            }
            let reasons = merge::reasons_of_types(&types(sources, path)?);
            let unused = reasons.into_iter().filter(|reason| !used.contains(reason));
            idle.extend(unused.map(|reason| (path.clone(), reason)));
        }
        Ok(idle)
    }
}

/// An operation by its name, as far as it is understood.
type Named = (String, Reading<Operation>);

fn operations(root: &At<'_>, selection: &Selection) -> Reading<Vec<Named>> {
    let named = |name: &str, at: &At<'_>, read: &dyn Fn() -> Reading<Operation>| {
        let operation = if is_pascal_case(name) {
            read()
        } else {
            Err(at.fault(format!("`{name}` is not the name of an operation")))
        };
        (name.to_owned(), operation)
    };
    if let Some(apis) = root.member("apis")? {
        let document = Document::of(root)?;
        return Ok(some(&apis)?
            .map(|(name, at)| named(name, &at, &|| document.operation(name, &at)))
            .collect());
    }
    if let Some(operations) = root.member("operations")? {
        return Ok(some(&operations)?
            .map(|(name, at)| named(name, &at, &|| facts::operation(name, &at)))
            .collect());
    }
    if root.has("methods") && (root.has("parameters") || root.has("responses")) {
        let stated = root.member("name")?;
        let name = match (&stated, &selection.name) {
            (Some(name), _) => name.text()?,
            (None, Some(name)) => name,
            (None, None) => return Err(root.fault("`name` is missing")),
        };
        let document = Document::of(root)?;
        return Ok(vec![named(name, root, &|| document.operation(name, root))]);
    }
    Err(root.fault(
        "this is not metadata: it has no `apis`, no `operations`, and no `methods` with `parameters` or `responses`",
    ))
}

/// The members of an object that has some.
fn some<'a>(at: &At<'a>) -> Reading<std::vec::IntoIter<(&'a str, At<'a>)>> {
    let members = at.unique_members()?;
    if members.is_empty() {
        return Err(at.fault("there are no operations"));
    }
    Ok(members.into_iter())
}

fn product(sources: &Sources) -> Reading<Product> {
    let service = tree(sources, Path::new("service.yaml"))?;
    let service = service.unwrap_or(Node::Null);
    let text = |key: &str| match merge::get(&service, key) {
        Some(Node::Text(text)) => Ok(text.clone()),
        _ => Err(Fault::new("service.yaml", format!("`{key}` is missing"))),
    };
    Ok(Product {
        code: text("product")?,
        version: text("version")?,
        reference: text("reference")?,
    })
}

/// The tree of a file of the specs, if there is such a file.
fn tree(sources: &Sources, path: &Path) -> Reading<Option<Node>> {
    let Some(text) = sources.text(path) else {
        return Ok(None);
    };
    let unread = |error: yaml::SyntaxError| Fault::new(path.display().to_string(), error.message);
    yaml::parse(text).map(Some).map_err(unread)
}

/// The named types of a family.
fn types(sources: &Sources, path: &Path) -> Reading<Vec<(String, Node)>> {
    Ok(match tree(sources, path)? {
        Some(Node::Map(types)) => types,
        _ => Vec::new(),
    })
}

/// Makes the spec of an operation and adds it to the files, unless there is nothing to write.
fn one(
    operation: &Operation,
    product: &Product,
    sources: &Sources,
    family: Option<&str>,
    files: &mut Files,
    reasons: &mut Reasons,
) -> Reading<Outcome> {
    let name = operation.name.as_str();
    let Built { spec, notes } = build::build(operation, product);
    let file_name = format!("{name}.yaml");
    let existing = sources.paths().find(|path| path.ends_with(&file_name));
    if let Some(path) = existing {
        return again(path, &spec, operation, sources, files, reasons);
    }
    let Some(family) = family.or_else(|| families::of(name)) else {
        return Err(Fault::new(
            "",
            format!("no family is known for `{name}`; state it with `--family`"),
        ));
    };
    let path = Path::new(family).join(file_name);
    files.insert(path.clone(), writer::write(&spec, COMMENT));
    Ok(Outcome::New { path, notes })
}

/// Imports an operation that has a spec.
fn again(
    path: &Path,
    built: &Node,
    operation: &Operation,
    sources: &Sources,
    files: &mut Files,
    reasons: &mut Reasons,
) -> Reading<Outcome> {
    let spec = tree(sources, path)?.unwrap_or(Node::Null);
    let types_path = path.with_file_name("types.yaml");
    let merged = merge::merge(spec, built, operation, &types(sources, &types_path)?);
    reasons.compared.insert(path.to_owned());
    let used = reasons.used.entry(types_path).or_default();
    used.extend(merged.used_of_types);
    let mut conflicts = merged.conflicts;
    let comment = match comment(sources.text(path).unwrap_or_default()) {
        Ok(comment) => comment,
        Err(()) => {
            conflicts.extend(merged.added.iter().map(|path| Conflict {
                path: path.clone(),
                ours: "nothing, and comments that rewriting the file would lose".to_owned(),
                theirs: "this; add it by hand".to_owned(),
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
        });
    }
    if merged.added.is_empty() {
        return Ok(Outcome::Unchanged);
    }
    files.insert(path.clone(), writer::write(&merged.spec, &comment));
    Ok(Outcome::Extended {
        path,
        added: merged.added,
    })
}

/// The comment that a file starts with, unless there are more comments further down.
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

impl Report {
    /// Whether every operation was understood, none conflicts with its spec, and every reason is needed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.idle.is_empty()
            && !self.operations.iter().any(|(_, outcome)| {
                matches!(outcome, Outcome::Conflicting { .. } | Outcome::Faulty(_))
            })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut are_idle = !self.idle.is_empty();
        let (mut new, mut extended, mut unchanged, mut conflicting, mut faulty) = (0, 0, 0, 0, 0);
        for (name, outcome) in &self.operations {
            match outcome {
                Outcome::New { path, notes } => {
                    new += 1;
                    writeln!(f, "{}: new", path.display())?;
                    for note in notes {
                        writeln!(f, "    {note}")?;
                    }
                }
                Outcome::Extended { path, added } => {
                    extended += 1;
                    writeln!(f, "{}: added {}", path.display(), added.join(", "))?;
                }
                Outcome::Unchanged => unchanged += 1,
                Outcome::Conflicting {
                    path,
                    conflicts,
                    idle,
                } => {
                    conflicting += 1;
                    writeln!(f, "{}: differs, and was left as it is", path.display())?;
                    for Conflict { path, ours, theirs } in conflicts {
                        writeln!(f, "    {path}: here {ours}; imported {theirs}")?;
                    }
                    are_idle |= !idle.is_empty();
                    for path in idle {
                        writeln!(f, "    {path}: not needed")?;
                    }
                }
                Outcome::Faulty(fault) => {
                    faulty += 1;
                    writeln!(f, "{name}: not imported: {fault}")?;
                }
            }
        }
        for (path, reason) in &self.idle {
            writeln!(f, "{}: {reason}: not needed", path.display())?;
        }
        if conflicting > 0 {
            writeln!(
                f,
                "correct what differs, or give the reason in a `why:` beside it, under the key that differs"
            )?;
        }
        if are_idle {
            writeln!(
                f,
                "remove what is not needed: the metadata gives no cause for it"
            )?;
        }
        if new + extended > 0 {
            writeln!(
                f,
                "what the metadata cannot say is missing: `cargo xtask codegen` lists each `summary:` and `doc:` to write"
            )?;
        }
        writeln!(
            f,
            "{new} new, {extended} extended, {unchanged} unchanged, {conflicting} conflicting, {faulty} not understood"
        )
    }
}

//! Turns machine-readable metadata of an API into specs.
//!
//! Two formats are recognized by their structure: the vendor's metadata (`apis`, or a single
//! operation), and facts merged from several sources (`operations`). Both become one description of
//! an operation, from which the tree of a spec is built. The tree is merged into an existing spec
//! or written as a new one.
//!
//! Prose is never imported. A new spec lacks its summary and the docs that no glossary has; loading
//! it reports where.

// The layers, top first. Each imports only from the layers below it.
mod page;
mod facts;
mod api_docs;
mod json_types;
mod build;
mod merge;
mod samples;
mod values;
mod scalars;
mod metadata;
mod json;
mod families;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use live_spec::yaml::{self, Node};
use live_spec::{Files, Sources, is_family_name, is_pascal_case};

use api_docs::Document;
use build::{Built, Product};
use json::{Located, ReadResult};
use metadata::Operation;

pub use json::MetadataError;
pub use merge::Conflict;
pub use page::{PageError, Skeleton, Transcript, skeleton, transcribe};

const COMMENT: &str = "# yaml-language-server: $schema=../operation.schema.json";

/// What to import.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Name of a single operation whose metadata does not contain its name.
    pub name: Option<String>,
    /// Names of the operations to import; all if empty.
    pub operations: Vec<String>,
    /// Family of operations without a spec, overriding the built-in one.
    pub family: Option<String>,
}

/// Result of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Texts of new and changed specs, by path relative to the folder of the specs.
    pub files: Files,
    /// Outcome for each operation.
    pub report: Report,
}

/// Outcome for each operation.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Names of operations and their outcomes, in the order of the metadata.
    pub operations: Vec<(String, Outcome)>,
    /// Reasons in the types of families that no operation needs: file and path. Lists only families
    /// whose operations were all imported.
    pub idle: Vec<(PathBuf, String)>,
}

/// Outcome for an operation.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A new spec.
    New {
        /// The spec.
        path: PathBuf,
        /// Facts that the spec cannot express.
        notes: Vec<String>,
    },
    /// An extended spec.
    Extended {
        /// The spec.
        path: PathBuf,
        /// YAML paths of the additions.
        added: Vec<String>,
    },
    /// The spec is complete.
    Unchanged,
    /// The spec contradicts the metadata or contains unneeded reasons, and is unchanged.
    Conflicting {
        /// The spec.
        path: PathBuf,
        /// The differences.
        conflicts: Vec<Conflict>,
        /// Paths of reasons and omissions that the metadata does not require.
        idle: Vec<String>,
    },
    /// The metadata is not understood.
    Failed(MetadataError),
}

/// Turns metadata into specs. Writes no files, and omits operations that are not understood or
/// conflict with their spec.
///
/// # Errors
///
/// Fails if the text is not metadata or lacks a selected operation, or if `service.yaml` does not
/// state the product.
pub fn import(
    text: &str,
    sources: &Sources,
    selection: &Selection,
) -> Result<Import, MetadataError> {
    let product = product(sources)?;
    if let Some(family) = &selection.family
        && !is_family_name(family)
    {
        let message = format!("`{family}` is not the name of a family, such as `stream_monitor`");
        return Err(MetadataError::new("--family", message));
    }
    // Some editors write a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let node = yaml::parse_json(text)
        .map_err(|error| MetadataError::new("", format!("this is not JSON: {}", error.message)))?;
    let found = operations(&Located::root(&node), selection)?;
    for name in &selection.operations {
        if !found.iter().any(|(found, _)| found == name) {
            let names = found.iter().map(|(name, _)| name.as_str());
            let help = live_spec::help(name, names);
            return Err(MetadataError::new(
                "--operation",
                format!("the metadata has no `{name}` ({help})"),
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
                import_operation(&operation, &product, sources, family, files, &mut reasons)
            })
            .unwrap_or_else(Outcome::Failed);
        import.report.operations.push((name, outcome));
    }
    import.report.idle = reasons.idle(sources)?;
    Ok(import)
}

/// Reasons in the types of families. Any operation of a family may need them.
#[derive(Default)]
struct Reasons {
    /// Specs that were compared.
    compared: BTreeSet<PathBuf>,
    /// Needed reasons, by file of types.
    used: BTreeMap<PathBuf, BTreeSet<String>>,
}

impl Reasons {
    fn idle(&self, sources: &Sources) -> ReadResult<Vec<(PathBuf, String)>> {
        let mut idle = Vec::new();
        for (path, used) in &self.used {
            let is_open = |spec: &&Path| {
                // Other files of a family have names in lower case.
                let name = spec.file_stem().and_then(|stem| stem.to_str());
                name.is_some_and(is_pascal_case)
                    && spec.parent() == path.parent()
                    && !self.compared.contains(*spec)
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

/// The name of an operation, and its metadata if understood.
type Named = (String, ReadResult<Operation>);

fn operations(root: &Located<'_>, selection: &Selection) -> ReadResult<Vec<Named>> {
    let named = |name: &str, at: &Located<'_>, read: &dyn Fn() -> ReadResult<Operation>| {
        let operation = if is_pascal_case(name) {
            read()
        } else {
            Err(at.error(format!("`{name}` is not the name of an operation")))
        };
        (name.to_owned(), operation)
    };
    if let Some(apis) = root.member("apis")? {
        let document = Document::of(root)?;
        return Ok(nonempty(&apis)?
            .map(|(name, at)| named(name, &at, &|| document.operation(name, &at)))
            .collect());
    }
    if let Some(operations) = root.member("operations")? {
        return Ok(nonempty(&operations)?
            .map(|(name, at)| named(name, &at, &|| facts::operation(name, &at)))
            .collect());
    }
    if root.has("methods") && (root.has("parameters") || root.has("responses")) {
        let stated = root.member("name")?;
        let name = match (&stated, &selection.name) {
            (Some(name), _) => name.text()?,
            (None, Some(name)) => name,
            (None, None) => return Err(root.error("`name` is missing")),
        };
        let document = Document::of(root)?;
        return Ok(vec![named(name, root, &|| document.operation(name, root))]);
    }
    Err(root.error(
        "this is not metadata: it has no `apis`, no `operations`, and no `methods` with `parameters` or `responses`",
    ))
}

/// Returns the members of an object, which must not be empty.
fn nonempty<'a>(at: &Located<'a>) -> ReadResult<std::vec::IntoIter<(&'a str, Located<'a>)>> {
    let members = at.unique_members()?;
    if members.is_empty() {
        return Err(at.error("there are no operations"));
    }
    Ok(members.into_iter())
}

fn product(sources: &Sources) -> ReadResult<Product> {
    let service = tree(sources, Path::new("service.yaml"))?;
    let service = service.unwrap_or(Node::Null);
    let text = |key: &str| match merge::get(&service, key) {
        Some(Node::Text(text)) => Ok(text.clone()),
        _ => Err(MetadataError::new(
            "service.yaml",
            format!("`{key}` is missing"),
        )),
    };
    Ok(Product {
        code: text("product")?,
        version: text("version")?,
        operation_reference: text("operation_reference").ok(),
    })
}

/// Parses a file of the specs, if it exists.
fn tree(sources: &Sources, path: &Path) -> ReadResult<Option<Node>> {
    let Some(text) = sources.text(path) else {
        return Ok(None);
    };
    let unread =
        |error: yaml::SyntaxError| MetadataError::new(path.display().to_string(), error.message);
    yaml::parse(text).map(Some).map_err(unread)
}

/// Reads the named types of a family.
fn types(sources: &Sources, path: &Path) -> ReadResult<Vec<(String, Node)>> {
    Ok(match tree(sources, path)? {
        Some(Node::Map(types)) => types,
        _ => Vec::new(),
    })
}

/// Builds the spec of an operation, and adds it to the files if it is new or changed.
fn import_operation(
    operation: &Operation,
    product: &Product,
    sources: &Sources,
    family: Option<&str>,
    files: &mut Files,
    reasons: &mut Reasons,
) -> ReadResult<Outcome> {
    let name = operation.name.as_str();
    let Built { spec, notes } = build::build(operation, product);
    let file_name = format!("{name}.yaml");
    let existing = sources.paths().find(|path| path.ends_with(&file_name));
    if let Some(path) = existing {
        return reimport(path, &spec, operation, sources, files, reasons);
    }
    let Some(family) = family.or_else(|| families::of(name)) else {
        return Err(MetadataError::new(
            "",
            format!("the family of `{name}` is unknown; set it with `--family`"),
        ));
    };
    let path = Path::new(family).join(file_name);
    files.insert(path.clone(), writer::write(&spec, COMMENT));
    Ok(Outcome::New { path, notes })
}

/// Imports an operation with an existing spec.
fn reimport(
    path: &Path,
    built: &Node,
    operation: &Operation,
    sources: &Sources,
    files: &mut Files,
    reasons: &mut Reasons,
) -> ReadResult<Outcome> {
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
                ours: "nothing, and comments that a rewrite of the file would lose".to_owned(),
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

impl Report {
    /// Returns whether all operations were understood, none conflicts with its spec, and all
    /// reasons are needed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.idle.is_empty()
            && !self.operations.iter().any(|(_, outcome)| {
                matches!(outcome, Outcome::Conflicting { .. } | Outcome::Failed(_))
            })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut are_idle = !self.idle.is_empty();
        let (mut new, mut extended, mut unchanged, mut conflicting, mut failed) = (0, 0, 0, 0, 0);
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
                    writeln!(
                        f,
                        "{}: conflicts with the metadata, not changed",
                        path.display()
                    )?;
                    for Conflict { path, ours, theirs } in conflicts {
                        writeln!(f, "    {path}: here {ours}; imported {theirs}")?;
                    }
                    are_idle |= !idle.is_empty();
                    for path in idle {
                        writeln!(f, "    {path}: not needed")?;
                    }
                }
                Outcome::Failed(error) => {
                    failed += 1;
                    writeln!(f, "{name}: not imported: {error}")?;
                }
            }
        }
        for (path, reason) in &self.idle {
            writeln!(f, "{}: {reason}: not needed", path.display())?;
        }
        if conflicting > 0 {
            writeln!(
                f,
                "correct each difference, or give the reason under the differing key of a `why:` beside it"
            )?;
        }
        if are_idle {
            writeln!(
                f,
                "remove entries that are not needed: the metadata does not require them"
            )?;
        }
        if new + extended > 0 {
            writeln!(
                f,
                "metadata has no prose: `cargo xtask codegen` lists each missing `summary:` and `doc:`"
            )?;
        }
        writeln!(
            f,
            "{new} new, {extended} extended, {unchanged} unchanged, {conflicting} conflicting, {failed} not understood"
        )
    }
}

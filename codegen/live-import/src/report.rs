//! What an import did, and what it did not do.

use std::fmt;
use std::path::PathBuf;

use live_spec::Diagnostic;

use crate::json::MetadataError;
use crate::merge::{Conflict, Entry};

/// Outcome for each operation.
///
/// Its text says what was written and what was not understood. Differences have places in specs:
/// [`diagnostics`](Self::diagnostics) returns them for display with an excerpt.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Notes about the metadata as a whole.
    pub notes: Vec<String>,
    /// Names of operations and their outcomes, in the order of the metadata.
    pub operations: Vec<(String, Outcome)>,
    /// Reasons in the types of families that no operation needs. Lists only families whose
    /// operations were all imported.
    pub idle: Vec<Entry>,
    /// Regions whose host differs from that in service.yaml.
    pub hosts: Vec<String>,
    /// Operations with a spec that the metadata of the whole product does not have.
    pub absent: Vec<String>,
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
        /// Reasons and omissions that the metadata does not require.
        idle: Vec<Entry>,
        /// YAML paths of what the import would add to the spec otherwise.
        lacks: Vec<String>,
    },
    /// An operation without a spec for which no family was chosen.
    Unplaced {
        /// The operation with a spec that is most like it, and its family.
        nearest: Option<(String, String)>,
    },
    /// The metadata is not understood.
    Failed(MetadataError),
}

impl Report {
    /// Returns whether all operations were understood, none conflicts with its spec, and all
    /// reasons are needed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.idle.is_empty()
            && !self.operations.iter().any(|(_, outcome)| {
                matches!(
                    outcome,
                    Outcome::Conflicting { .. } | Outcome::Unplaced { .. } | Outcome::Failed(_)
                )
            })
    }

    /// Returns the differences between specs and metadata, and what specs state without need.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (_, outcome) in &self.operations {
            if let Outcome::Conflicting {
                conflicts, idle, ..
            } = outcome
            {
                found.extend(conflicts.iter().map(Conflict::diagnostic));
                found.extend(idle.iter().map(not_needed));
            }
        }
        found.extend(self.idle.iter().map(not_needed));
        found
    }
}

fn not_needed(entry: &Entry) -> Diagnostic {
    let message = format!("the metadata does not require `{}`", entry.path);
    Diagnostic::new(entry.place.clone(), message).help("remove it")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut new, mut extended, mut unchanged, mut conflicting, mut failed) = (0, 0, 0, 0, 0);
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for host in &self.hosts {
            writeln!(f, "note: the metadata states another host for {host}")?;
        }
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
                Outcome::Conflicting { path, lacks, .. } => {
                    conflicting += 1;
                    write!(f, "{}: conflicts, so not changed", path.display())?;
                    match lacks.as_slice() {
                        [] => writeln!(f)?,
                        lacks => writeln!(f, "; would add {}", lacks.join(", "))?,
                    }
                }
                Outcome::Unplaced { nearest } => {
                    failed += 1;
                    write!(
                        f,
                        "{name}: not imported: it has no spec, so choose its family with `--family`"
                    )?;
                    match nearest {
                        Some((other, family)) => {
                            writeln!(f, ", such as `--family {family}`, where `{other}` is")?;
                        }
                        None => writeln!(f)?,
                    }
                }
                Outcome::Failed(error) => {
                    failed += 1;
                    writeln!(f, "{name}: not imported: {error}")?;
                }
            }
        }
        if new + extended > 0 {
            writeln!(
                f,
                "metadata has no prose: `cargo xtask codegen` lists each missing `summary:` and `doc:`"
            )?;
        }
        writeln!(
            f,
            "{new} new, {extended} extended, {unchanged} unchanged, {conflicting} conflicting, {failed} not imported"
        )
    }
}

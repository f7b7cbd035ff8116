//! Merges metadata into existing specs.

mod comma_list;
mod conflict;
mod fields;
mod merger;
mod paths;
mod reasons;
mod tree;

use std::collections::BTreeSet;
use std::path::Path;

use live_spec::Step;
use live_spec::yaml::Node;

use crate::build::Built;
use crate::metadata::Operation;

use merger::Merger;
use paths::{Paths, below};

pub use conflict::{Conflict, Difference};
pub(crate) use merger::Types;
pub use reasons::Entry;
use reasons::reasons;
pub(crate) use reasons::reasons_of_types;
pub(crate) use tree::get;

/// A spec after the merge.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) spec: Node,
    /// Paths of the additions.
    pub(crate) added: Vec<String>,
    pub(crate) conflicts: Vec<Conflict>,
    /// Reasons without a difference, and omissions that nothing would add.
    pub(crate) idle: Vec<Entry>,
    /// Paths of reasons in the family's types that this operation needs.
    pub(crate) used_of_types: BTreeSet<String>,
}

/// Adds missing parts of the tree built from metadata to the spec in a file. `types` are those of
/// its family.
pub(crate) fn merge(
    mut spec: Node,
    file: &Path,
    built: &Built,
    operation: &Operation,
    types: Types<'_>,
) -> Merged {
    let left_out = match get(&spec, "left_out") {
        Some(Node::Map(paths)) => paths.iter().map(|(path, _)| path.clone()).collect(),
        _ => Vec::new(),
    };
    let known = operation.known;
    let at = Paths::root(file);
    let mut stated = reasons("", &spec, &at.place);
    for (index, path) in left_out.iter().enumerate() {
        let step = at.key(&spec, "left_out");
        stated.push(Entry {
            path: below("left_out", path),
            place: step.place.child(Step::Key(index)),
        });
    }
    let mut merger = Merger {
        types,
        known,
        unnamed: &built.values,
        left_out,
        used: BTreeSet::new(),
        used_of_types: BTreeSet::new(),
        added: Vec::new(),
        conflicts: Vec::new(),
    };
    merger.operation(&at, &mut spec, &built.spec, operation);
    // Only metadata that is complete tells which reasons are not needed.
    if !known.response || !known.types {
        stated.clear();
    }
    stated.retain(|entry| {
        let is_known = known.errors || entry.path != "why.errors";
        is_known && !merger.used.contains(&entry.path)
    });
    Merged {
        idle: stated,
        spec,
        added: merger.added,
        conflicts: merger.conflicts,
        used_of_types: merger.used_of_types,
    }
}

//! Locations in specs, which let later stages point at the source.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A node of a spec file: the file, and the steps from the root of its YAML document to the node.
///
/// Line and column are not stored. Diagnostics look them up, which costs a second parse of files
/// with mistakes and nothing for correct ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    file: Arc<PathBuf>,
    steps: Vec<Step>,
}

/// One step down a YAML document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the value of the n-th entry of a mapping. Entries are identified by index to distinguish
    /// repeated keys.
    Value(usize),
    /// To the key of the n-th entry of a mapping. Always the last step.
    Key(usize),
    /// To the n-th item of a sequence.
    Item(usize),
}

impl Place {
    /// Returns the root of a file, given its path relative to the folder of the specs.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            file: Arc::new(path.into()),
            steps: Vec::new(),
        }
    }

    /// Returns the node one step below this one.
    #[must_use]
    pub fn child(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.steps.len() + 1);
        steps.extend_from_slice(&self.steps);
        steps.push(step);
        Self {
            file: Arc::clone(&self.file),
            steps,
        }
    }

    /// Returns the path of the file, relative to the folder of the specs.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Returns the steps from the root of the document to the node.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

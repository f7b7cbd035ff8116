//! Where a piece of a spec is written, kept so that a later stage can still point at it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A node of a spec file: the file, and the way to the node from the root of its YAML document.
///
/// Line and column are not stored. They are looked up when a diagnostic needs them, which costs a second parse of
/// a file that is wrong, and nothing for one that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    file: Arc<PathBuf>,
    steps: Vec<Step>,
}

/// One step down a YAML document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the value of the n-th entry of a mapping. Entries are counted, not named, so that repeated keys differ.
    Value(usize),
    /// To the key of the n-th entry of a mapping. Only ever the last step.
    Key(usize),
    /// To the n-th item of a sequence.
    Item(usize),
}

impl Place {
    /// The root of a file, named by its path below the folder of the specs.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            file: Arc::new(path.into()),
            steps: Vec::new(),
        }
    }

    /// The node that is one step below this one.
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

    /// Path of the file below the folder of the specs.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// The way to the node from the root of the document.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

//! What the emulator does for each operation.

use std::fmt;

use super::monitor;
use crate::catalog::{Catalog, CatalogEntry};

/// What the emulator does for an operation. Its text is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationSupport {
    /// The name of the operation.
    pub operation: String,
    /// The family of the operation.
    pub family: String,
    /// Whether calls read and change state. All other operations answer with their documented
    /// example.
    pub modelled: bool,
    /// Whether the answer is one page of a list.
    pub paged: bool,
}

impl OperationSupport {
    /// Returns the operations of a catalog, sorted by family and name.
    pub(crate) fn all(catalog: &Catalog) -> Vec<Self> {
        let names = catalog.names();
        let entries = names.iter().filter_map(|name| catalog.operation(name));
        let mut all: Vec<_> = entries.map(Self::of).collect();
        all.sort_by(|one, other| one.family.cmp(&other.family));
        all
    }

    fn of(entry: &CatalogEntry) -> Self {
        Self {
            operation: entry.operation.name.clone(),
            family: entry.family.to_string(),
            modelled: monitor::models(&entry.operation.name),
            paged: entry.operation.pages.is_some(),
        }
    }

    /// Returns in words what calls are answered with.
    #[must_use]
    pub fn answers(&self) -> &'static str {
        match (self.modelled, self.paged) {
            (true, true) => "state, in pages",
            (true, false) => "state",
            (false, true) => "documented example, in pages",
            (false, false) => "documented example",
        }
    }
}

impl fmt::Display for OperationSupport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answers = self.answers();
        write!(f, "{:<20} {:<48} {answers}", self.family, self.operation)
    }
}

//! How many items the lists have that are not modelled.

use std::collections::HashMap;

/// The number of items, in general and for operations with a number of their own.
#[derive(Debug)]
pub(crate) struct ListItems {
    every: usize,
    of: HashMap<String, usize>,
}

impl ListItems {
    pub(crate) fn new(every: usize) -> Self {
        Self {
            every,
            of: HashMap::new(),
        }
    }

    /// Sets the number of all lists, also of those that had one of their own.
    pub(crate) fn set(&mut self, items: usize) {
        *self = Self::new(items);
    }

    /// Sets the number of one operation.
    pub(crate) fn set_of(&mut self, operation: &str, items: usize) {
        self.of.insert(operation.to_owned(), items);
    }

    pub(crate) fn of(&self, operation: &str) -> usize {
        self.of.get(operation).copied().unwrap_or(self.every)
    }
}

//! The keys of metadata. Each object has a closed list: a key that nobody knows is told, because
//! formats change, and a key that changes what a request means must not be overlooked.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::json::{Located, ReadResult};

/// An object of a format, with the keys that it may have.
pub(crate) struct Object {
    /// What it is called in notes.
    pub(crate) name: &'static str,
    /// Keys that are read.
    pub(crate) read: &'static [&'static str],
    /// Keys that say nothing about requests and responses: prose, and data for consoles.
    pub(crate) ignored: &'static [&'static str],
    /// Keys that specs cannot express, each with what it means.
    pub(crate) refused: &'static [(&'static str, &'static str)],
}

/// Keys that are not known.
#[derive(Debug, Default)]
pub(crate) struct UnknownKeys(RefCell<Places>);

/// The first place and the number of places, by object and key.
type Places = BTreeMap<(&'static str, String), (String, usize)>;

impl UnknownKeys {
    /// Records the keys of an object that are not known.
    ///
    /// # Errors
    ///
    /// Fails if a key means something that specs cannot express.
    pub(crate) fn check(&self, at: &Located<'_>, object: &Object) -> ReadResult<()> {
        for (key, value) in at.members()? {
            if object.read.contains(&key) || object.ignored.contains(&key) {
                continue;
            }
            if let Some((_, meaning)) = object.refused.iter().find(|(known, _)| *known == key) {
                if value.is_off() {
                    continue;
                }
                return Err(value.error(format!("{meaning}, which specs cannot express")));
            }
            let mut found = self.0.borrow_mut();
            let entry = found.entry((object.name, key.to_owned()));
            entry.or_insert_with(|| (value.path().to_owned(), 0)).1 += 1;
        }
        Ok(())
    }

    /// Returns a note for each unknown key.
    pub(crate) fn notes(&self) -> Vec<String> {
        let found = self.0.borrow();
        let note = |((object, key), (path, places)): (&(&str, String), &(String, usize))| {
            let more = match places {
                1 => String::new(),
                places => format!(" and {} more", places - 1),
            };
            format!("`{key}` of {object} is not known, and was not read: {path}{more}")
        };
        found.iter().map(note).collect()
    }
}

//! Mappings of a spec under construction.

use live_spec::Word;
use live_spec::yaml::Node;

use crate::metadata::Why;

/// What is said of everything that metadata marks as deprecated.
pub(super) const DEPRECATED: &str = "The service marks it as deprecated.";

/// Returns the keyword for a value.
pub(super) fn word<W: Word + PartialEq>(value: W) -> &'static str {
    let found = W::WORDS.iter().find(|(_, known)| *known == value);
    found.map_or("", |(word, _)| word)
}

/// Entries of a mapping, in the order of specs.
#[derive(Debug, Default)]
pub(super) struct Entries(pub(super) Vec<(String, Node)>);

impl Entries {
    pub(super) fn add(&mut self, key: &str, value: Node) {
        self.0.push((key.to_owned(), value));
    }

    pub(super) fn text(&mut self, key: &str, value: impl Into<String>) {
        self.add(key, Node::Text(value.into()));
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    /// Adds the reasons, if any, with one text for each key.
    pub(super) fn why(&mut self, why: &Why) {
        let mut reasons: Vec<(&str, String)> = Vec::new();
        for (key, reason) in why {
            match reasons.iter_mut().find(|(known, _)| known == key) {
                Some((_, text)) => *text += &format!(" {reason}"),
                None => reasons.push((key, reason.clone())),
            }
        }
        if !reasons.is_empty() {
            let mut mapping = Self::default();
            for (key, text) in reasons {
                mapping.text(key, text);
            }
            self.add("why", mapping.into());
        }
    }
}

impl From<Entries> for Node {
    fn from(entries: Entries) -> Self {
        Self::Map(entries.0)
    }
}

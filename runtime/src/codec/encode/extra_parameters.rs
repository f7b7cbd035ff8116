//! Parameters that the documentation lacks.

use std::fmt;

use crate::support::mask::{MASK, is_secret_name};

/// Parameters of a request in addition to its typed fields, by name and text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ExtraParameters(pub(super) Vec<(String, String)>);

impl ExtraParameters {
    /// Adds a parameter. It replaces an earlier one with the same name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0.retain(|(earlier, _)| *earlier != name);
        self.0.push((name, value.into()));
    }

    /// Returns names and values, in the order added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Values are masked if the name indicates a secret.
impl fmt::Debug for ExtraParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.iter().map(|(name, value)| match is_secret_name(name) {
            true => (name, MASK),
            false => (name, value),
        });
        f.debug_map().entries(shown).finish()
    }
}

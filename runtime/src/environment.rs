//! Access to environment variables.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

/// The value of a variable; one that is empty or not Unicode counts as unset.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where providers of credentials look up variables: in the environment of the process, which is the default, or
/// among given ones.
///
/// A variable that is empty counts as unset. `Debug` shows no values.
#[derive(Clone, Default)]
pub struct Environment {
    given: Option<Arc<BTreeMap<String, Zeroizing<String>>>>,
}

impl Environment {
    /// The environment of the process, read at each look-up.
    #[must_use]
    pub fn of_process() -> Self {
        Self::default()
    }

    /// An environment of these variables alone. The home directory is what `HOME` says.
    pub fn of<N: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let given = variables
            .into_iter()
            .map(|(name, value)| (name.into(), Zeroizing::new(value.into())))
            .collect();
        Self {
            given: Some(Arc::new(given)),
        }
    }

    pub(crate) fn variable(&self, name: &str) -> Option<String> {
        match &self.given {
            None => variable(name),
            Some(given) => given
                .get(name)
                .filter(|value| !value.is_empty())
                .map(|value| value.to_string()),
        }
    }

    /// Whether a variable says `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.variable(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn home(&self) -> Option<PathBuf> {
        match &self.given {
            None => std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
            Some(_) => self.variable("HOME").map(PathBuf::from),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.given {
            None => f.write_str("Environment(of the process)"),
            Some(given) => f.debug_set().entries(given.keys()).finish(),
        }
    }
}

//! Access to environment variables.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

/// Returns the value of a variable; `None` if it is unset, empty or not Unicode.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Parses a boolean variable. The error lists the valid values.
pub(crate) fn flag(name: &str, value: Option<&str>) -> Result<bool, String> {
    let value = value.unwrap_or_default();
    let is_one_of = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
    if is_one_of(&["true", "1", "yes", "on"]) {
        Ok(true)
    } else if is_one_of(&["", "false", "0", "no", "off"]) {
        Ok(false)
    } else {
        Err(format!(
            "{name} is {value:?}; expected true, 1, yes or on, or false, 0, no, off or empty"
        ))
    }
}

/// The environment in which credential providers look up variables: that of the process, which is
/// the default, or a given set.
///
/// An empty variable counts as unset. `Debug` shows no values.
#[derive(Clone, Default)]
pub struct Environment {
    given: Option<Arc<BTreeMap<String, Zeroizing<String>>>>,
}

impl Environment {
    /// Returns the environment of the process, which is read at each lookup.
    #[must_use]
    pub fn of_process() -> Self {
        Self::default()
    }

    /// Creates an environment with only these variables. The home directory is the value of `HOME`.
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

    /// Parses a boolean variable; see [`flag`].
    pub(crate) fn flag(&self, name: &str) -> Result<bool, String> {
        flag(name, self.variable(name).as_deref())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_parsed_or_rejected() {
        for (value, expected) in [
            (None, Some(false)),
            (Some("true"), Some(true)),
            (Some("TRUE"), Some(true)),
            (Some("1"), Some(true)),
            (Some("Yes"), Some(true)),
            (Some("on"), Some(true)),
            (Some(""), Some(false)),
            (Some("False"), Some(false)),
            (Some("0"), Some(false)),
            (Some("no"), Some(false)),
            (Some("off"), Some(false)),
            (Some("2"), None),
            (Some("true "), None),
            (Some("enabled"), None),
        ] {
            assert_eq!(flag("FLAG", value).ok(), expected, "{value:?}");
        }
        let environment = Environment::of([("FLAG", "maybe")]);
        assert_eq!(
            environment.flag("FLAG").unwrap_err(),
            "FLAG is \"maybe\"; expected true, 1, yes or on, or false, 0, no, off or empty"
        );
        assert_eq!(environment.flag("OTHER"), Ok(false));
    }
}

//! Access to environment variables.

/// The value of a variable; one that is empty or not Unicode counts as unset.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

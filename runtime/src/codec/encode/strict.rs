//! What strict clients refuse: names and values that the documentation lacks.

use std::fmt::Display;

use crate::support::suggest::{did_you_mean, suggest};

/// The documented values of an enum, of any type.
pub trait KnownValues {
    /// Returns the values as they are sent.
    fn texts(&self) -> Vec<String>;
}

impl<T: Display> KnownValues for &[T] {
    fn texts(&self) -> Vec<String> {
        self.iter().map(T::to_string).collect()
    }
}

/// Returns what is wrong with an undocumented parameter.
pub(super) fn undocumented_name(name: &str, documented: &[String]) -> String {
    let names = documented.iter().map(String::as_str);
    format!("is not documented{}", did_you_mean(name, names))
}

/// Returns what is wrong with an undocumented value.
pub(super) fn undocumented_value(value: &dyn Display, known: &dyn KnownValues) -> String {
    let (value, known) = (value.to_string(), known.texts());
    match suggest(&value, known.iter().map(String::as_str)) {
        Some(meant) => format!("is `{value}`, which is not documented; did you mean `{meant}`?"),
        None => format!(
            "is `{value}`, which is not documented; expected `{}`",
            known.join("`, `")
        ),
    }
}

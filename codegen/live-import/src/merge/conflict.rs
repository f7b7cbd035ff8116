//! Differences between a spec and metadata.

use live_spec::yaml::Node;
use live_spec::{Diagnostic, Place};

use crate::writer::flow;

/// A difference without a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Path in the YAML, `request.Status.type`.
    pub path: String,
    /// Where the spec states its value, or would state it.
    pub place: Place,
    /// The key under which `why:` could give a reason.
    pub key: String,
    /// What differs.
    pub difference: Difference,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The values of a key, each as YAML. A side without the key states nothing.
    Value {
        /// In the spec.
        ours: Option<String>,
        /// In the metadata.
        theirs: Option<String>,
    },
    /// The known values of an enum.
    Values {
        /// Those that only the metadata has.
        new: Vec<String>,
        /// Those that only the spec has.
        gone: Vec<String>,
    },
    /// A field or an error code that the metadata does not have.
    Gone,
    /// A field that a type of the family does not have.
    New,
    /// An addition that would lose the comments in the file.
    Commented,
}

impl Difference {
    pub(crate) fn between(ours: Option<&Node>, theirs: Option<&Node>) -> Self {
        Self::Value {
            ours: ours.map(flow),
            theirs: theirs.map(flow),
        }
    }
}

impl Conflict {
    /// Returns what to tell whoever maintains the spec.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let path = &self.path;
        let shown = |value: &Option<String>| match value {
            Some(value) => format!("`{value}`"),
            None => "not stated".to_owned(),
        };
        let message = match &self.difference {
            Difference::Value { ours, theirs } => format!(
                "`{path}` is {} here, but {} in the metadata",
                shown(ours),
                shown(theirs)
            ),
            Difference::Values { new, gone } => {
                let listed = |side: &str, values: &[String]| match values {
                    [] => None,
                    values => Some(format!("{side} has `{}`", values.join("`, `"))),
                };
                let parts = [listed("the metadata", new), listed("the spec", gone)];
                let parts: Vec<_> = parts.into_iter().flatten().collect();
                format!("`{path}` differs: only {}", parts.join(", and only "))
            }
            Difference::Gone => format!("the metadata does not have `{path}`"),
            Difference::New => format!("the metadata also has `{path}`"),
            Difference::Commented => {
                format!("the metadata also has `{path}`, and this file has comments")
            }
        };
        let help = match &self.difference {
            Difference::Commented => {
                "add it by hand: an import would write the file without its comments".to_owned()
            }
            Difference::New => "add it to the type by hand".to_owned(),
            _ => format!(
                "correct it, or give the reason under `why: {{ {}: … }}`",
                self.key
            ),
        };
        Diagnostic::new(self.place.clone(), message).help(help)
    }
}

//! Finds the families that types belong to, for advice about types of other families.

use std::path::Path;

use crate::sources::Sources;
use crate::yaml::{self, Node};

/// Returns what to do about a type that a file uses and another family has. Reads the types again,
/// which costs nothing where there is no mistake.
pub(crate) fn advice(sources: &Sources, name: &str, file: &Path) -> Option<String> {
    let own = file.parent()?;
    let home = sources.paths().find(|path| {
        path.file_name().is_some_and(|name| name == "types.yaml")
            && path.parent().is_some_and(|family| family != own)
            && sources.text(path).is_some_and(|text| has(text, name))
    })?;
    Some(format!(
        "this is a type of the family `{}`, and families share no types: \
         describe it in {}/types.yaml too",
        home.parent()?.display(),
        own.display()
    ))
}

fn has(text: &str, name: &str) -> bool {
    match yaml::parse(text) {
        Ok(Node::Map(types)) => types.iter().any(|(key, _)| key == name),
        _ => false,
    }
}

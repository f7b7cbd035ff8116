//! Choices that the names of operations suggest.

use std::fmt;

use live_spec::is_family_name;

use crate::page::known::{self, Known};

/// Why a page became no spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageError(String);

impl PageError {
    pub(crate) fn new(message: String) -> Self {
        Self(message)
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PageError {}

/// Chooses the family of an operation.
pub(crate) fn family_of(
    name: &str,
    known: &Known,
    wanted: Option<&str>,
    notes: &mut Vec<String>,
) -> Result<String, PageError> {
    let listed = || known.families.join(", ");
    if let Some(operation) = known.operations.get(name) {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != operation.family) {
            return Err(PageError(format!(
                "`{name}` belongs to the family `{}`, not to `{wanted}`: its spec is {}",
                operation.family,
                operation.path.display()
            )));
        }
        return Ok(operation.family.clone());
    }
    if let Some(wanted) = wanted {
        if known.families.iter().any(|family| family == wanted) {
            return Ok(wanted.to_owned());
        }
        let problem = if is_family_name(wanted) {
            format!(
                "there is no family `{wanted}`; add it under `families` in service.yaml, or choose one of {}",
                listed()
            )
        } else {
            format!(
                "`{wanted}` is not the name of a family; choose one of {}",
                listed()
            )
        };
        return Err(PageError(problem));
    }
    match known.nearest_family(name) {
        Some((family, operation)) => {
            notes.push(format!("chose the family `{family}`, as `{operation}` has a similar name; `--family` chooses another"));
            Ok(family.to_owned())
        }
        None => Err(PageError(format!(
            "no operation with a similar name says to which family `{name}` belongs; set it with `--family`: {}",
            listed()
        ))),
    }
}

/// Guesses the access level from the verb of an operation.
pub(crate) fn access_of(name: &str) -> &'static str {
    let verb = known::words_of(name).into_iter().next().unwrap_or_default();
    match verb.as_str() {
        "list" => "list",
        "describe" | "get" | "query" | "check" | "verify" | "search" => "get",
        "add" | "create" => "create",
        "delete" | "remove" | "batchdelete" => "delete",
        _ => "update",
    }
}

//! Writes the skeleton of a spec.

use std::path::PathBuf;

use live_spec::{Sources, is_pascal_case};

use crate::page::choices::{PageError, access_of, family_of};
use crate::page::known::Known;

/// A spec to fill in.
#[derive(Clone, Debug)]
pub struct Skeleton {
    /// Path of the spec, relative to the folder of the specs.
    pub path: PathBuf,
    /// The spec.
    pub text: String,
    /// What people should know: choices made.
    pub notes: Vec<String>,
}

/// Writes the skeleton of the spec of an operation.
///
/// # Errors
///
/// Fails if the name is not one of an operation, if the operation has a spec, or if its family is
/// unknown.
pub fn skeleton(
    name: &str,
    sources: &Sources,
    family: Option<&str>,
) -> Result<Skeleton, PageError> {
    if !is_pascal_case(name) {
        return Err(PageError::new(format!(
            "`{name}` is not the name of an operation, such as `StopLiveStreamMonitor`"
        )));
    }
    let known = Known::read(sources);
    let is_other = |other: &&String| other.eq_ignore_ascii_case(name);
    if let Some(other) = known.operations.keys().find(is_other)
        && let Some(operation) = known.operations.get(other)
    {
        return Err(PageError::new(format!(
            "`{other}` has a spec: {}",
            operation.path.display()
        )));
    }
    let mut notes = Vec::new();
    let family = family_of(name, &known, family, &mut notes)?;
    let pattern = known.operation_reference.as_ref();
    let reference =
        pattern.map(|pattern| pattern.replace("{operation}", &name.to_ascii_lowercase()));
    let reference = match reference {
        Some(reference) => format!("reference: {reference}\n"),
        None => "# reference: https://…\n".to_owned(),
    };
    let method = known.usual_method(name, &family);
    let access = access_of(name);
    let product = &known.product;
    let text = format!(
        "# yaml-language-server: $schema=../operation.schema.json
# Fill in what is empty, or remove its key, and decide what `check:` marks. Remove these comments when that is
# done.
operation: {name}
# One sentence with a verb and a full stop: Stops watching the inputs of a monitoring session.
summary:
# Paragraphs that say more, if there is more to say.
# doc: >-
# check: the usual address of such pages.
{reference}# Date of the page, if it states one.
# revised: YYYY-MM-DD
# check: operations with the same verb use this method.
method: {method}
# check: the action is named after the operation; the verb suggests the level: create, update, delete, get, list.
ram: {{ action: \"{product}:{name}\", access: {access} }}
# Calls per second or minute.
# limit: 10/s
# How a list is fetched page by page, if it is.
# pages: {{ page: PageNum, size: PageSize, items: List, total: TotalNum }}
# One parameter on each line. Other types: integer, long, double, boolean, array, object, map. Names that
# glossary.yaml explains need no doc.
request:
  # DomainName: {{ type: string, required: true, example: example.com }}
  # PageSize: {{ type: integer, default: 10, min: 1, max: 100, doc: …, example: 10 }}
response:
  RequestId: {{ type: string }}
# Codes that the page lists. Those that no glossary explains need a doc.
errors:
  # - {{ status: 404, code: InvalidDomain.NotFound }}
"
    );
    let path = PathBuf::from(family).join(format!("{name}.yaml"));
    Ok(Skeleton { path, text, notes })
}

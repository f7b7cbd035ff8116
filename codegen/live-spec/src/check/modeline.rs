//! Checks the line by which editors find the JSON Schema of a file.

use std::path::Path;

use crate::diagnostics::Diagnostic;
use crate::place::Place;
use crate::reader::Report;
use crate::sources::Sources;

const START: &str = "# yaml-language-server: $schema=";

/// Reports files whose first line names the schema of other files, or no schema although other
/// files have such a line.
pub(crate) fn modelines(sources: &Sources, report: &Report) {
    let files: Vec<_> = sources
        .paths()
        .filter_map(|path| Some((path, schema_of(path)?, named(sources.text(path)?))))
        .collect();
    let are_named = files.iter().any(|(.., named)| named.is_some());
    for (path, schema, named) in files {
        let message = match named {
            Some(named) if named == schema => continue,
            Some(_) => "the first line names the schema of other files",
            // That it is empty is another mistake.
            None if sources.text(path).is_none_or(|text| text.trim().is_empty()) => continue,
            None if are_named => "the first line does not name the schema of this file",
            None => continue,
        };
        let folders = path.iter().count().saturating_sub(1);
        let line = format!("{START}{}{schema}", "../".repeat(folders));
        let found = Diagnostic::warning(Place::file(path), message);
        report.add(found.help(format!("start the file with `{line}`")));
    }
}

/// Returns the file name of the schema that the first line names.
fn named(text: &str) -> Option<&str> {
    let first = text.trim_start_matches('\u{feff}').lines().next()?;
    let address = first.trim_end().strip_prefix(START)?;
    Some(address.rsplit('/').next().unwrap_or(address))
}

/// Returns the file name of the schema for a file of the specs.
fn schema_of(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?;
    let is_in_family = path.iter().count() == 2;
    Some(match name {
        "service.yaml" if !is_in_family => "service.schema.json",
        "glossary.yaml" => "glossary.schema.json",
        "types.yaml" if is_in_family => "types.schema.json",
        "notifications.yaml" if is_in_family => "notifications.schema.json",
        "waiters.yaml" if is_in_family => "waiters.schema.json",
        name if is_in_family && name.ends_with(".yaml") => "operation.schema.json",
        _ => return None,
    })
}

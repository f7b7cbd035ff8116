//! Readers of values whose commonest mistakes need more advice than their form gives.

use crate::diagnostics::Diagnostic;
use crate::reader::{Mapping, Value};

/// Reads a required key whose absence gets advice.
pub(crate) fn required<'m, 'a>(
    mapping: &'m Mapping<'a>,
    key: &'static str,
) -> Option<&'m Value<'a>> {
    let help = match key {
        "type" => "state it: `type: string`, or what the value is",
        "items" => "say what the list holds: `items: string`, or a mapping with `type`",
        "values" => "say what the map holds: `values: string`, or a mapping with `type`",
        "fields" => "list what the object holds: `fields: { Name: { type: string } }`",
        _ => return mapping.required(key),
    };
    let value = mapping.optional(key);
    if value.is_none() {
        let missing = Diagnostic::new(mapping.label().clone(), format!("`{key}` is missing"));
        mapping.report().add(missing.help(help));
    }
    value
}

/// Reads an example or default. Lists and objects are written as JSON text.
pub(crate) fn scalar(value: &Value<'_>) -> Option<String> {
    if !value.is_list() && !value.is_mapping() {
        return value.scalar();
    }
    let found = if value.is_list() {
        "a list"
    } else {
        "a mapping"
    };
    let message = format!("expected text, a number, `true` or `false`, found {found}");
    let structured = Diagnostic::new(value.place.clone(), message);
    value.report().add(structured.help(
        "put it in quotes; if the service wants JSON text here, \
         describe its structure with `type` and `style: json`",
    ));
    None
}

/// Reads the reason for a deprecation.
pub(crate) fn deprecated(value: &Value<'_>) -> Option<String> {
    if !value.is_boolean() {
        return value.text().map(str::to_owned);
    }
    let message = "`deprecated` is the reason, not `true` or `false`";
    let bare = Diagnostic::new(value.place.clone(), message);
    value
        .report()
        .add(bare.help("say what to use instead: `deprecated: Use Other.`, or remove it"));
    None
}

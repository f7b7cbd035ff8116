//! Warnings about what is allowed in one entry but doubtful. Those that need other files are in
//! [`check::doubts`](crate::check).
//!
//! A reason under `why`, by the key that is doubtful, settles most of them.

mod prose;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::model::{Field, Notification, Operation, Style, Type};
use crate::reader::{Entry, Mapping, Report};
use crate::yaml::{self, Node};

pub(crate) use prose::prose;

/// Reports what is doubtful in a field.
pub(crate) fn field(mapping: &Mapping<'_>, field: &Field) {
    prose(mapping.optional("doc"));
    prose(mapping.optional("deprecated"));
    let has_reason = |key: &str| field.why.contains_key(key);
    if let (true, Some(default)) = (field.required, mapping.optional("default"))
        && !has_reason("default")
        && !has_reason("required")
    {
        let both = Diagnostic::warning(
            default.label.clone(),
            "a parameter that is required needs no default",
        );
        mapping.report().add(both.help(
            "remove one of them; if the documentation states both, \
             give the reason: `why: { default: … }`",
        ));
    }
    if field.name.contains(char::is_whitespace) && !has_reason("type") {
        let message = format!("`{}` has a space in its name", field.name);
        let odd = Diagnostic::warning(field.at.clone(), message);
        mapping.report().add(odd.help(
            "check that this is the name as sent; if it is, give the reason: `why: { type: … }`",
        ));
    }
    if let (Type::String, Some(example)) = (&field.ty, mapping.optional("example"))
        && !has_reason("type")
        && field.example.as_deref().is_some_and(is_json)
    {
        let json = Diagnostic::warning(
            example.place.clone(),
            format!(
                "`{}` holds JSON, but its structure is not described",
                field.name
            ),
        );
        mapping.report().add(json.help(
            "describe it with `type` and `style: json`, \
             or say why it stays text: `why: { type: … }`",
        ));
    }
}

/// Returns whether a text is a JSON object or list.
fn is_json(text: &str) -> bool {
    matches!(yaml::parse_json(text), Ok(Node::Map(_) | Node::List(_)))
}

/// Reports what is doubtful in an operation.
pub(crate) fn operation(mapping: &Mapping<'_>, operation: &Operation) {
    for key in ["summary", "doc", "deprecated"] {
        prose(mapping.optional(key));
    }
    response(mapping, operation);
    page(mapping, &operation.why);
    indexed(operation, mapping.report());
}

/// Reports what is doubtful in a notification.
pub(crate) fn notification(mapping: &Mapping<'_>, notification: &Notification) {
    for key in ["summary", "doc"] {
        prose(mapping.optional(key));
    }
    page(mapping, &notification.why);
    let keys = ["reference", "revised"];
    if keys.iter().all(|key| mapping.optional(key).is_none())
        && !notification.why.contains_key("reference")
    {
        let missing = Diagnostic::warning(notification.at.clone(), "`reference` is missing");
        mapping.report().add(missing.help(
            "state the address of its page: `reference: https://…`; if there is no page, \
             give the reason: `why: { reference: … }`",
        ));
    }
}

/// Reports a date of a page without its address.
fn page(mapping: &Mapping<'_>, why: &BTreeMap<String, String>) {
    if let (Some(revised), None) = (mapping.optional("revised"), mapping.optional("reference"))
        && !why.contains_key("reference")
    {
        let message = "there is a date of the page, but no address";
        let help = "state `reference`, or remove `revised`";
        let alone = Diagnostic::warning(revised.label.clone(), message);
        mapping.report().add(alone.help(help));
    }
}

/// Reports a response that is missing or has no request ID, which every response should have.
fn response(mapping: &Mapping<'_>, operation: &Operation) {
    if operation.why.contains_key("response") {
        return;
    }
    let id = operation
        .response
        .iter()
        .find(|field| field.name == "RequestId");
    if let Some(id) = id.filter(|id| !matches!(id.ty, Type::String | Type::Any)) {
        let odd = Diagnostic::warning(id.at.clone(), "the request ID is no string");
        mapping.report().add(odd.help(
            "write `type: string`; if the service sends something else, \
             give the reason: `why: { response: … }`",
        ));
    }
    let (place, message) = match mapping.optional("response") {
        None => (&operation.at, "`response` is missing"),
        Some(response) if response.is_text() || response.is_list() => return,
        Some(response) if id.is_none() => (&response.label, "this response has no `RequestId`"),
        Some(_) => return,
    };
    let found = Diagnostic::warning(place.clone(), message);
    mapping.report().add(found.help(
        "state it: `RequestId: { type: string }`; if the service sends none, \
         give the reason: `why: { response: … }`",
    ));
}

/// Reports parameters such as `Tag.1.Key`, which are items of a list, and whether the list is there
/// too.
fn indexed(operation: &Operation, report: &Report) {
    for item in &operation.request {
        let Some(name) = list_of(&item.name) else {
            continue;
        };
        let mut lists = operation.request.iter();
        let (found, settled) = match lists.find(|list| list.name == name) {
            Some(list) if list.style == Some(Style::Repeat) => {
                let message = format!("`{}` is sent by `{name}` already", item.name);
                let twice = Diagnostic::warning(item.at.clone(), message).help(format!(
                    "remove it; if it means something else, say so at `{name}`: \
                     `why: {{ style: … }}`"
                ));
                let settled = list.why.contains_key("style");
                (twice.related(list.at.clone(), "the list"), settled)
            }
            _ => {
                let message = format!("`{}` looks like an item of a list", item.name);
                let alone = Diagnostic::warning(item.at.clone(), message).help(format!(
                    "describe the list: `{name}: {{ type: array, style: repeat, … }}`; \
                     if there is none, give the reason: `why: {{ type: … }}`"
                ));
                (alone, false)
            }
        };
        if !settled && !item.why.contains_key("type") {
            report.add(found);
        }
    }
}

/// Returns the list that a parameter such as `Tag.1.Key` or `Tag.N` is part of.
fn list_of(name: &str) -> Option<&str> {
    let (list, rest) = name.split_once('.')?;
    if !list.starts_with(char::is_alphabetic) {
        return None;
    }
    let index = rest.split('.').next()?;
    let is_number = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    (is_number || matches!(index, "N" | "n")).then_some(list)
}

/// Reports a glossary entry that is not at its place in the alphabet.
pub(crate) fn order(entries: &[Entry<'_>]) {
    for pair in entries.windows(2) {
        let [before, entry] = pair else { continue };
        if entry.name < before.name {
            let message = format!("`{}` is out of alphabetical order", entry.name);
            let unsorted = Diagnostic::warning(entry.value.label.clone(), message);
            let unsorted = unsorted.help(format!("move it before `{}`", before.name));
            entry.value.report().add(unsorted);
            return;
        }
    }
}

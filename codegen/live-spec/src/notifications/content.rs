//! Reads the fields of a notification, or its kinds and what tells them apart.

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::fields::{Owner, Types, fields};
use crate::model::{Content, Field, Located, NotificationKind};
use crate::names::is_pascal_case;
use crate::reader::{Entry, Mapping, Report, Value};
use crate::shapes;
use crate::words::help;

/// What to write where there are neither.
const FIELDS: &str = "list the fields by name, or state `kinds` that have fields each";

/// Reads `fields` or `kinds`, of which a notification has one.
pub(super) fn content(mapping: &Mapping<'_>, types: &Types<'_>) -> Content {
    let (own, kinds) = (mapping.optional("fields"), mapping.optional("kinds"));
    if let (Some(_), Some(kinds)) = (own, kinds) {
        let both = "`fields` and `kinds` exclude each other";
        let both = Diagnostic::new(kinds.label.clone(), both);
        kinds
            .report()
            .add(both.help("move the fields into the kinds, or remove `kinds`"));
    }
    match (own, kinds) {
        (None, Some(kinds)) => Content::Kinds(self::kinds(kinds, types)),
        (own, _) => {
            let own = own.or_else(|| mapping.required_as("fields", Some(FIELDS)));
            let fields = own.map(|own| some_fields(own, Owner::Notification, types));
            Content::Fields(fields.unwrap_or_default())
        }
    }
}

/// Reads a mapping from names to fields that must not be empty.
pub(super) fn some_fields(value: &Value<'_>, owner: Owner, types: &Types<'_>) -> Vec<Field> {
    if value.is_empty() {
        let empty = Diagnostic::new(value.label.clone(), "there are no fields here");
        let help = "list the fields by name: `Name: { type: string }`";
        value.report().add(empty.help(help));
    }
    fields(value, owner, types)
}

/// Reads the kinds of a notification.
fn kinds(value: &Value<'_>, types: &Types<'_>) -> Vec<NotificationKind> {
    let Some(entries) = value.entries() else {
        return Vec::new();
    };
    if entries.len() < 2 {
        let few = Diagnostic::new(value.label.clone(), "a notification has at least two kinds");
        let help = "if there is only one, state its `fields` without `kinds`";
        value.report().add(few.help(help));
    }
    let kinds = entries.iter().filter_map(|entry| kind(entry, types));
    let kinds: Vec<_> = kinds.collect();
    for (index, kind) in kinds.iter().enumerate() {
        told_apart(kind, index, &kinds, value.report());
    }
    kinds
}

fn kind(entry: &Entry<'_>, types: &Types<'_>) -> Option<NotificationKind> {
    name(entry, "the name of a kind, such as `File`");
    let mapping = entry.value.mapping()?;
    let doc = mapping.required("doc");
    doubts::prose(doc);
    let when = mapping.optional("when");
    let fields = mapping.required("fields");
    let kind = NotificationKind {
        name: entry.name.to_owned(),
        doc: doc.and_then(Value::line).unwrap_or_default(),
        when: when.and_then(|when| {
            Some(Located {
                text: when.name()?.to_owned(),
                at: when.place.clone(),
            })
        }),
        fields: fields
            .map(|fields| some_fields(fields, Owner::Notification, types))
            .unwrap_or_default(),
        at: entry.value.label.clone(),
    };
    mapping.finish();
    Some(kind)
}

/// Reports a kind that has no field of its own to tell it by, although it is not the last.
fn told_apart(kind: &NotificationKind, index: usize, kinds: &[NotificationKind], report: &Report) {
    let names = |kind: &NotificationKind| -> Vec<String> {
        kind.fields.iter().map(|field| field.name.clone()).collect()
    };
    let Some(when) = &kind.when else {
        if index + 1 < kinds.len() {
            let message = format!("`{}` lacks `when`, which only the last kind may", kind.name);
            let lacking = Diagnostic::new(kind.at.clone(), message);
            let help = "name a field that only this kind has, or move this kind to the end";
            report.add(lacking.help(help));
        }
        return;
    };
    let own = names(kind);
    if !own.contains(&when.text) {
        let message = format!("`{}` has no field `{}`", kind.name, when.text);
        let unknown = Diagnostic::new(when.at.clone(), message);
        report.add(unknown.help(help(&when.text, own.iter().map(String::as_str))));
        return;
    }
    let others = kinds.iter().filter(|other| other.name != kind.name);
    for other in others {
        let shared = other.fields.iter().find(|field| field.name == when.text);
        if let Some(shared) = shared {
            let message = format!("`{}` has the field `{}` too", other.name, when.text);
            let shared_by = Diagnostic::new(when.at.clone(), message);
            let help = format!("name a field that only `{}` has", kind.name);
            report.add(
                shared_by
                    .related(shared.at.clone(), "described here")
                    .help(help),
            );
            return;
        }
    }
}

/// Reports a key that is not the name of a type.
pub(super) fn name(entry: &Entry<'_>, what: &str) {
    if is_pascal_case(entry.name) {
        return;
    }
    let message = format!("`{}` is not {what}", entry.name);
    let wrong = Diagnostic::new(entry.value.label.clone(), message);
    let report = entry.value.report();
    report.add(match shapes::pascal_case(entry.name) {
        Some(name) => wrong.help(format!("write `{name}`")),
        None => wrong,
    });
}

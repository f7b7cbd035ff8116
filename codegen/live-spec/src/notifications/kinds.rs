//! Reads the kinds of a notification, and checks that each can be told from the others.

use super::{name, some_fields};
use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::fields::{Owner, Types};
use crate::model::{Located, NotificationKind};
use crate::reader::{Entry, Report, Value};
use crate::words::help;

/// Reads the kinds of a notification.
pub(super) fn kinds(value: &Value<'_>, types: &Types<'_>) -> Vec<NotificationKind> {
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

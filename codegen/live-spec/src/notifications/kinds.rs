//! Reads the kinds of a notification, and checks that each is told from the others.

use super::{name, some_fields};
use crate::doubts;
use crate::fields::{Owner, Types};
use crate::model::{Located, NotificationKind};
use crate::reader::{Entry, Value};

/// Reads the kinds of a notification.
pub(super) fn kinds(value: &Value<'_>, types: &Types<'_>) -> Vec<NotificationKind> {
    let entries = value.entries().unwrap_or_default();
    let kinds: Vec<_> = entries
        .iter()
        .filter_map(|entry| kind(entry, types))
        .collect();
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

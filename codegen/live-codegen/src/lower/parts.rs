//! The structs of a notification: its fields or those of its kinds, and its response.

use live_spec::{self as spec, Content, Place};

/// Fields of a notification that become a struct.
pub(super) struct Part<'a> {
    /// What of the notification it is: `the response`.
    pub(super) what: &'static str,
    /// Its name in the specs.
    pub(super) wire: &'a str,
    /// Name of the struct.
    pub(super) name: String,
    /// Its fields.
    pub(super) fields: &'a [spec::Field],
    /// Whether the receiver writes it.
    pub(super) written: bool,
    /// Its location in the specs.
    pub(super) at: &'a Place,
}

/// Returns the parts of a notification.
pub(super) fn parts(notification: &spec::Notification) -> Vec<Part<'_>> {
    let name = &notification.name;
    let mut parts: Vec<_> = match &notification.content {
        Content::Fields(fields) => vec![Part {
            what: "the type",
            wire: name,
            name: name.clone(),
            fields,
            written: false,
            at: &notification.at,
        }],
        Content::Kinds(kinds) => kinds.iter().map(|kind| of_kind(name, kind)).collect(),
    };
    if !notification.response.is_empty() {
        parts.push(Part {
            what: "the type of the response",
            wire: name,
            name: response_name(notification),
            fields: &notification.response,
            written: true,
            at: &notification.at,
        });
    }
    parts
}

fn of_kind<'a>(notification: &str, kind: &'a spec::NotificationKind) -> Part<'a> {
    Part {
        what: "the type of the kind",
        wire: &kind.name,
        name: kind_name(notification, kind),
        fields: &kind.fields,
        written: false,
        at: &kind.at,
    }
}

/// Returns the name of the struct of a kind.
pub(super) fn kind_name(notification: &str, kind: &spec::NotificationKind) -> String {
    format!("{notification}{}", kind.name)
}

/// Returns the name of the struct of the response.
pub(super) fn response_name(notification: &spec::Notification) -> String {
    format!("{}Response", notification.name)
}

//! Lowers notifications.

mod texts;
mod sample;

use live_spec::{self as spec, Content, Sent};

use super::context::Context;
use super::operation::shared_types_of;
use super::parts::{kind_name, response_name};
use super::types::{Site, lower_struct};
use crate::docs::Docs;
use crate::model::{
    Notification, NotificationContent, NotificationKind, NotificationKinds, Notifications, Struct,
    TypeDef,
};

/// Lowers the notifications of a family.
pub(super) fn lower_notifications(context: &mut Context<'_>) -> Notifications {
    let family = context.family;
    let notifications = family.notifications.iter();
    let list: Vec<_> = notifications
        .map(|notification| lower_notification(context, notification))
        .collect();
    let fields = list.iter().flat_map(|it| it.structs());
    let fields = fields.flat_map(|structure: &Struct| &structure.fields);
    let types = list.iter().flat_map(|it| &it.types);
    let shared_types = shared_types_of(context, fields, types);
    Notifications { list, shared_types }
}

fn lower_notification<'a>(
    context: &mut Context<'a>,
    notification: &'a spec::Notification,
) -> Notification {
    let mut types = Vec::new();
    let name = &notification.name;
    let mut content = match &notification.content {
        Content::Fields(fields) => {
            let site = Site::of(name, false, true);
            let structure = lower_struct(context, &site, Docs::default(), fields, &mut types);
            NotificationContent::Fields(structure)
        }
        Content::Kinds(kinds) => NotificationContent::Kinds(NotificationKinds {
            name: name.clone(),
            docs: Docs::default(),
            kinds: kinds
                .iter()
                .map(|kind| lower_kind(context, name, kind, &mut types))
                .collect(),
        }),
    };
    let response = (!notification.response.is_empty())
        .then(|| lower_response(context, notification, &mut types));
    let mut docs = texts::about(context, notification);
    let example = sample::reading(context, notification, &content);
    docs.verbatim(example.iter().map(String::as_str));
    match &mut content {
        NotificationContent::Fields(structure) => structure.docs = docs,
        NotificationContent::Kinds(kinds) => kinds.docs = docs,
    }
    Notification {
        content,
        from_query: texts::from_query(notification.sent == Sent::Query),
        from_json: texts::from_json(notification.sent == Sent::Json),
        response,
        types,
    }
}

fn lower_kind<'a>(
    context: &mut Context<'a>,
    notification: &str,
    kind: &'a spec::NotificationKind,
    types: &mut Vec<TypeDef>,
) -> NotificationKind {
    let site = Site::of(&kind_name(notification, kind), false, true);
    let mut docs = Docs::new(&kind.doc);
    docs.unbroken(&format!("A kind of [`{notification}`]."));
    NotificationKind {
        variant: kind.name.clone(),
        docs: texts::variant(kind),
        when: kind.when.as_ref().map(|when| when.text.clone()),
        structure: lower_struct(context, &site, docs, &kind.fields, types),
    }
}

fn lower_response<'a>(
    context: &mut Context<'a>,
    notification: &'a spec::Notification,
    types: &mut Vec<TypeDef>,
) -> Struct {
    let name = response_name(notification);
    let site = Site::of(&name, true, false);
    let response = &notification.response;
    let mut structure = lower_struct(context, &site, Docs::default(), response, types);
    structure.docs.markdown(&format!(
        "The response to [`{}`], as JSON in the body of the response.",
        notification.name
    ));
    let example = sample::responding(context, &structure, response, types);
    let lines = example.iter().map(String::as_str);
    structure.docs.verbatim(lines);
    structure
}

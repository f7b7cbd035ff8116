//! Notifications that the service sends on its own.

use super::{Docs, Struct, TypeDef};

/// The notifications of a family.
#[derive(Clone, Debug, Default)]
pub struct Notifications {
    /// The notifications, in source order.
    pub list: Vec<Notification>,
    /// Names of the family's types that they use, sorted.
    pub shared_types: Vec<String>,
}

/// A notification: a struct of its fields, or an enum of its kinds.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its fields or kinds.
    pub content: NotificationContent,
    /// Documentation of the function that reads a query.
    pub from_query: Docs,
    /// Documentation of the function that reads JSON.
    pub from_json: Docs,
    /// What the receiver responds with, if it is more than a status.
    pub response: Option<Struct>,
    /// Types that only it uses.
    pub types: Vec<TypeDef>,
}

/// What a notification contains.
#[derive(Clone, Debug)]
pub enum NotificationContent {
    /// The same fields each time.
    Fields(Struct),
    /// One of several kinds.
    Kinds(NotificationKinds),
}

/// The kinds of a notification.
#[derive(Clone, Debug)]
pub struct NotificationKinds {
    /// Name of the enum.
    pub name: String,
    /// Documentation of the enum.
    pub docs: Docs,
    /// Its kinds, in source order.
    pub kinds: Vec<NotificationKind>,
}

/// One kind of a notification.
#[derive(Clone, Debug)]
pub struct NotificationKind {
    /// Name of the variant.
    pub variant: String,
    /// Documentation of the variant.
    pub docs: Docs,
    /// The member that only this kind has. `None` for the last kind, which is what no other is.
    pub when: Option<String>,
    /// Its fields.
    pub structure: Struct,
}

impl Notification {
    /// Returns the structs of the notification itself and of its response.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        let (one, kinds) = match &self.content {
            NotificationContent::Fields(structure) => (Some(structure), &[][..]),
            NotificationContent::Kinds(kinds) => (None, kinds.kinds.as_slice()),
        };
        let kinds = kinds.iter().map(|kind| &kind.structure);
        one.into_iter().chain(kinds).chain(&self.response)
    }
}

//! Notifications that the service sends, as `notifications.yaml` states them.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{Field, FieldPath, Located};
use crate::place::Place;

/// A notification: an HTTP request that the service sends to an address that an operation sets.
#[derive(Clone, Debug)]
pub struct Notification {
    /// PascalCase name, `StreamNotification`.
    pub name: String,
    /// When it is sent, one line.
    pub summary: String,
    /// Further documentation for receivers.
    pub doc: Option<String>,
    /// Address of its documentation page, if there is one.
    pub reference: Option<String>,
    /// Date of the documentation page that the spec was transcribed from, `2025-07-11`.
    pub revised: Option<String>,
    /// How its fields are sent.
    pub sent: Sent,
    /// What the signature of a signed one begins with. `None` if it cannot be signed.
    pub signed: Option<SignedHost>,
    /// The operations that set the address and the key, in source order. Empty if the address is
    /// set elsewhere, such as in the console.
    pub set_by: Vec<SetBy>,
    /// The operations that remove the address.
    pub unset_by: Vec<Located>,
    /// Its fields or kinds.
    pub content: Content,
    /// Fields of the JSON that the receiver responds with. Empty if the response is only a status.
    pub response: Vec<Field>,
    /// Reasons for deviations from the documentation, by the key that deviates.
    pub why: BTreeMap<String, String>,
    /// Its location in the specs.
    pub at: Place,
}

impl Notification {
    /// Returns the fields of all kinds, and those of the response.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        let (own, kinds) = match &self.content {
            Content::Fields(fields) => (fields.as_slice(), &[][..]),
            Content::Kinds(kinds) => (&[][..], kinds.as_slice()),
        };
        let of_kinds = kinds.iter().flat_map(|kind| &kind.fields);
        own.iter().chain(of_kinds).chain(&self.response)
    }
}

/// What a notification contains.
#[derive(Clone, Debug)]
pub enum Content {
    /// The same fields each time, in source order.
    Fields(Vec<Field>),
    /// Fields by kind, where one address receives several kinds.
    Kinds(Vec<NotificationKind>),
}

/// One kind of a notification.
#[derive(Clone, Debug)]
pub struct NotificationKind {
    /// PascalCase name, `File`.
    pub name: String,
    /// When this kind is sent, one line.
    pub doc: String,
    /// The field that only this kind has. `None` for the last kind, which is what no other is.
    pub when: Option<Located>,
    /// Its fields, in source order.
    pub fields: Vec<Field>,
    /// Its location in the specs.
    pub at: Place,
}

/// How the fields of a notification are sent.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum Sent {
    /// GET, with the fields in the query.
    Query,
    /// POST, with the fields as JSON in the body.
    Json,
}

/// The host that is part of what is signed.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum SignedHost {
    /// The domain that the notification is configured for.
    Domain,
    /// The host of the address.
    Address,
}

/// An operation that sets where a notification is sent, or how it is signed. At least one operation
/// of a notification sets the address; another may set the key.
#[derive(Clone, Debug)]
pub struct SetBy {
    /// Name of the operation.
    pub operation: Located,
    /// The parameter with the address. `None` if another operation sets it.
    pub address: Option<FieldPath>,
    /// The parameter with the domain whose notifications are sent there.
    pub domain: Option<FieldPath>,
    /// The parameter with the key that signs them.
    pub key: Option<FieldPath>,
    /// The parameter that says `yes` if they are signed. Without one, a key is enough.
    pub auth: Option<FieldPath>,
}

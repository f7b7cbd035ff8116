//! The grammar of `notifications.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{Address, Field, Line, Path, Text};
use crate::model::{Sent, SignedHost};

/// Notifications about what this family is for, by name. The name is that of the type in Rust.
#[derive(JsonSchema)]
#[schemars(transparent, title = "Notifications of a family")]
pub(in crate::schema) struct NotificationsFile(BTreeMap<String, Notification>);

/// A request that the service sends to an address that an operation sets: with `fields`, or with
/// `kinds` if one address receives several kinds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::schema) struct Notification {
    /// When it is sent, on one line that ends with a full stop.
    summary: Line,
    /// Further documentation for receivers.
    doc: Option<Text>,
    /// Address of its page in the service's documentation.
    reference: Option<Address>,
    /// Date of the page that this was transcribed from, such as `2025-07-11`.
    #[schemars(regex(pattern = r"^2\d{3}-\d{2}-\d{2}$"))]
    revised: Option<String>,
    /// How its fields are sent.
    sent: Sent,
    /// The host that the signature begins with. Absent if it cannot be signed.
    signed: Option<SignedHost>,
    /// The operations that set the address, the key or both, by name, each with its parameters.
    /// Absent, with a reason under `why`, only if no operation sets the address.
    set_by: Option<BTreeMap<String, SetBy>>,
    /// The operations that remove the address.
    #[schemars(length(min = 1))]
    unset_by: Option<Vec<Line>>,
    /// Its fields by name as sent, in the order of the documentation.
    fields: Option<BTreeMap<String, Field>>,
    /// Its kinds by name. The name becomes that of a variant in Rust.
    kinds: Option<BTreeMap<String, NotificationKind>>,
    /// Fields of the JSON object that the receiver responds with. Absent if a status is all it
    /// returns.
    response: Option<BTreeMap<String, Field>>,
    /// Reasons for deviations from the documentation, each under the key that deviates.
    why: Option<BTreeMap<String, Text>>,
}

/// The parameters by which an operation sets where a notification is sent or how it is signed: at
/// least `address` or `key`. Names joined by dots lead through objects.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::schema) struct SetBy {
    /// Parameter with the address.
    address: Option<Path>,
    /// Parameter with the domain whose notifications are sent there.
    domain: Option<Path>,
    /// Parameter with the key that signs them.
    key: Option<Path>,
    /// Parameter that says whether they are signed: a boolean, or `yes`. Without one, a key is
    /// enough.
    auth: Option<Path>,
}

/// One kind of a notification.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::schema) struct NotificationKind {
    /// When this kind is sent, on one line.
    doc: Line,
    /// Name of the field that only this kind has. The last kind may lack it: that is what no other
    /// kind is.
    when: Option<Line>,
    /// Its fields by name as sent, in the order of the documentation.
    fields: BTreeMap<String, Field>,
}

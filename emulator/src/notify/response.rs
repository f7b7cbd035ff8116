//! What the service expects as a response to a notification.

use live_spec::help;
use serde_json::Value;

use crate::catalog::notified::NotificationEntry;
use crate::catalog::validate;

/// The status that says that a notification was taken.
pub(super) const TAKEN: u16 = 200;

/// Returns why the service would not take a response.
pub(super) fn problem(entry: &NotificationEntry, status: u16, body: &[u8]) -> Option<String> {
    if status != TAKEN {
        return Some(format!("the status is {status}, not {TAKEN}"));
    }
    let fields = &entry.notification.response;
    if fields.is_empty() {
        return None;
    }
    let members = match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => members,
        Ok(_) => return Some("the response is not a JSON object".to_owned()),
        Err(error) => return Some(format!("the response is not JSON: {error}")),
    };
    let names = fields.iter().map(|field| field.name.as_str());
    let mut given = members.keys();
    if let Some(unknown) = given.find(|name| !names.clone().any(|known| known == *name)) {
        let help = help(unknown, names);
        return Some(format!("{unknown} is not documented as a response; {help}"));
    }
    validate::check_object(&entry.types, fields, &members).err()
}

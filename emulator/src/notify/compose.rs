//! The members of a notification: those that are set, and the documented examples.

use live_spec::{Field, help};
use serde_json::Value;

use super::Notification;
use super::error::{NotifyError, NotifyErrorKind};
use crate::catalog::notified::{Kind, NotificationEntry};
use crate::catalog::{fit, synthesize};
use crate::response::Fields;

/// Returns the members in the order of the spec.
pub(super) fn members(
    entry: &NotificationEntry,
    notification: &Notification,
) -> Result<Vec<(String, Value)>, NotifyError> {
    let name = entry.name();
    let wrong = |reason: String| NotifyError::new(NotifyErrorKind::Content, reason);
    let kind = kind(entry, notification).map_err(|reason| wrong(format!("{name}: {reason}")))?;
    let name = match kind.name {
        Some(kind) => format!("{name} of kind {kind}"),
        None => name.to_owned(),
    };
    let wrong = |reason: String| wrong(format!("{name}: {reason}"));
    let set = values(&notification.set).map_err(wrong)?;
    let extra = values(&notification.extra).map_err(wrong)?;
    let mut set = fit::notified(&entry.types, kind.fields, set)
        .map_err(|misfit| wrong(format!("{misfit} (`extra` sends it anyway)")))?;
    for left_out in &notification.without {
        let names = kind.fields.iter().map(|field| field.name.as_str());
        if !names.clone().any(|name| name == left_out) {
            let help = help(left_out, names);
            return Err(wrong(format!("/{left_out}: is not documented; {help}")));
        }
    }
    let mut value = |field: &Field| {
        if notification.without.contains(&field.name) || extra.contains_key(&field.name) {
            return None;
        }
        let value = match set.remove(&field.name) {
            Some(value) => value,
            None if kind.when == Some(field.name.as_str()) => {
                synthesize::made_up(&entry.types, field)
            }
            None => synthesize::notified(&entry.types, field)?,
        };
        Some((field.name.clone(), value))
    };
    let mut members: Vec<_> = kind.fields.iter().filter_map(&mut value).collect();
    members.extend(extra.clone());
    Ok(members)
}

/// Collects values by name. The last one of a name counts.
fn values(given: &[(String, Result<Value, String>)]) -> Result<Fields, String> {
    let values = given.iter().map(|(name, value)| match value {
        Ok(value) => Ok((name.clone(), value.clone())),
        Err(reason) => Err(format!("/{name}: cannot be written as JSON: {reason}")),
    });
    values.collect()
}

/// Chooses the kind: the one that is wanted, or the one that the members fit.
fn kind<'e>(entry: &'e NotificationEntry, notification: &Notification) -> Result<Kind<'e>, String> {
    let kinds = entry.kinds();
    let names = || kinds.iter().filter_map(|kind| kind.name);
    if let Some(wanted) = &notification.kind {
        let mut all = kinds.iter();
        return match all.find(|kind| kind.name == Some(wanted)) {
            Some(kind) => Ok(*kind),
            None if names().next().is_none() => Err(format!("has no kinds; leave out `{wanted}`")),
            None => {
                let help = help(wanted, names());
                Err(format!("has no kind `{wanted}`; {help}"))
            }
        };
    }
    let is_set = |name: &str| notification.set.iter().any(|(set, _)| set == name);
    let decided = kinds.iter().find(|kind| kind.when.is_some_and(is_set));
    let knows = |kind: &&Kind<'_>| {
        let known = |name: &String| kind.fields.iter().any(|field| field.name == *name);
        notification.set.iter().all(|(name, _)| known(name))
    };
    let fitting: Vec<_> = kinds.iter().filter(knows).copied().collect();
    match (decided, kinds.as_slice(), fitting.as_slice()) {
        (Some(kind), ..) | (None, [kind], _) | (None, _, [kind]) => Ok(*kind),
        _ => {
            let names = names().collect::<Vec<_>>().join(", ");
            Err(format!("say with `kind` which one it is: {names}"))
        }
    }
}

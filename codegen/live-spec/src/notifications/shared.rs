//! Finds addresses that receive several notifications.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::model::{Family, FieldPath, Notification, Sent};
use crate::reader::Report;

/// Warns of notifications that share an address and are sent in the same way, so that a receiver
/// cannot know which one it got.
pub(super) fn addresses(families: &[Family], report: &Report) {
    let mut seen: BTreeMap<(&str, &[String], bool), (&Notification, &FieldPath)> = BTreeMap::new();
    for notification in families.iter().flat_map(|family| &family.notifications) {
        let addresses = notification.set_by.iter().filter_map(|set_by| {
            let address = set_by.address.as_ref()?;
            Some((set_by.operation.text.as_str(), address))
        });
        for (operation, address) in addresses {
            let is_query = notification.sent == Sent::Query;
            let key = (operation, address.names.as_slice(), is_query);
            let (first, at) = *seen.entry(key).or_insert((notification, address));
            if std::ptr::eq(first, notification) || notification.why.contains_key("set_by") {
                continue;
            }
            let message = format!("`{address}` is the address of `{}` too", first.name);
            let shared = Diagnostic::warning(address.at.clone(), message);
            let shared = shared.related(at.at.clone(), "first named here");
            report.add(shared.help(
                "describe both as `kinds` of one notification, so that a receiver can tell them apart; \
                 if it knows otherwise, give the reason: `why: { set_by: … }`",
            ));
        }
    }
}

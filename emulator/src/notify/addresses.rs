//! The addresses that calls have configured.

use std::fmt;

use live_spec::{FieldPath, SetBy};
use serde_json::Value;

use super::signature::Key;
use super::target;
use crate::catalog::Catalog;
use crate::catalog::notified::NotificationEntry;
use crate::catalog::validate::Arguments;

/// Values of a parameter that says whether notifications are signed, if they are.
const YES: [&str; 2] = ["yes", "true"];

/// An address that a call has configured for a notification. The key that signs is not shown.
#[derive(Clone)]
#[non_exhaustive]
pub struct CallbackAddress {
    /// The name of the notification.
    pub notification: String,
    /// The domain that it is configured for, if it is configured by domain.
    pub domain: Option<String>,
    /// The URL as configured. It need not be one that the emulator calls.
    pub address: String,
    /// Whether notifications are signed: there is a key, and if a parameter says whether to sign,
    /// it says so.
    pub signed: bool,
    pub(super) key: Option<Key>,
}

impl CallbackAddress {
    fn is_for(&self, name: &str, domain: Option<&str>) -> bool {
        let same = match (&self.domain, domain) {
            (Some(own), Some(domain)) => own.eq_ignore_ascii_case(domain),
            (None, None) => true,
            _ => false,
        };
        same && self.notification == name
    }

    /// Returns whether there is a key, used or not.
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Returns the address as it may be printed.
    pub(crate) fn shown(&self) -> String {
        target::shown(&self.address)
    }
}

impl fmt::Debug for CallbackAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackAddress")
            .field("notification", &self.notification)
            .field("domain", &self.domain)
            .field("address", &self.shown())
            .field("signed", &self.signed)
            .field("key", &self.key)
            .finish()
    }
}

/// All configured addresses, in the order of their configuration.
#[derive(Debug, Default)]
pub(crate) struct Addresses(Vec<CallbackAddress>);

impl Addresses {
    /// Follows a call that succeeded: remembers or forgets the addresses that it is about.
    ///
    /// A call with an address replaces what was configured, also the key. A call without one
    /// changes the key of an address that is configured already.
    pub(crate) fn follow(&mut self, catalog: &Catalog, operation: &str, arguments: &Arguments) {
        for entry in catalog.notifications() {
            if entry.is_unset_by(operation) {
                self.unset(entry, arguments);
            }
            if let Some(set_by) = entry.set_by(operation) {
                self.set(entry, set_by, arguments);
            }
        }
    }

    fn set(&mut self, entry: &NotificationEntry, set_by: &SetBy, arguments: &Arguments) {
        let of = |path: &Option<FieldPath>| path.as_ref().and_then(|path| text(path, arguments));
        let domain = of(&set_by.domain);
        let name = entry.name();
        let key = of(&set_by.key).filter(|key| !key.is_empty());
        let auth = of(&set_by.auth).map(|auth| is_yes(&auth));
        let place = self.position(name, domain.as_deref());
        match (of(&set_by.address), place) {
            (Some(address), place) => {
                place.map(|place| self.0.remove(place));
                // An empty address means none.
                if address.is_empty() {
                    return;
                }
                let key = key.map(Key::new);
                let asked = auth.unwrap_or(set_by.auth.is_none());
                self.0.push(CallbackAddress {
                    notification: name.to_owned(),
                    domain,
                    address,
                    signed: asked && key.is_some(),
                    key,
                });
            }
            (None, Some(place)) => {
                if let Some(configured) = self.0.get_mut(place) {
                    if let Some(key) = key {
                        configured.signed |= set_by.auth.is_none();
                        configured.key = Some(Key::new(key));
                    }
                    if let Some(asked) = auth {
                        configured.signed = asked && configured.key.is_some();
                    }
                }
            }
            (None, None) => {}
        }
    }

    /// Forgets the address of the domain that a call names, or all if it names none.
    fn unset(&mut self, entry: &NotificationEntry, arguments: &Arguments) {
        let name = entry.name();
        let domain = entry.domains().find_map(|path| text(path, arguments));
        self.0.retain(|configured| match &domain {
            Some(domain) => !configured.is_for(name, Some(domain)),
            None => configured.notification != name,
        });
    }

    fn position(&self, name: &str, domain: Option<&str>) -> Option<usize> {
        let mut all = self.0.iter();
        all.position(|configured| configured.is_for(name, domain))
    }

    /// Returns the address of a notification for a domain. Without a domain, returns the only
    /// address. The error has the domains to choose from.
    pub(super) fn find(
        &self,
        name: &str,
        domain: Option<&str>,
    ) -> Result<Option<&CallbackAddress>, Vec<&str>> {
        let of_name = self.0.iter().filter(|one| one.notification == name);
        let mut fitting = of_name.clone().filter(|one| match domain {
            // Not every notification is configured by domain.
            Some(_) => one.domain.is_none() || one.is_for(name, domain),
            None => true,
        });
        match (fitting.next(), fitting.next()) {
            (first, None) => Ok(first),
            _ => Err(of_name.filter_map(|one| one.domain.as_deref()).collect()),
        }
    }

    pub(crate) fn all(&self) -> &[CallbackAddress] {
        &self.0
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Returns the text of an argument, also inside an object.
fn text(path: &FieldPath, arguments: &Arguments) -> Option<String> {
    let (first, rest) = path.names.split_first()?;
    let value = arguments.value(first)?;
    match rest.iter().try_fold(value, |value, name| value.get(name))? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn is_yes(text: &str) -> bool {
    YES.iter().any(|yes| text.eq_ignore_ascii_case(yes))
}

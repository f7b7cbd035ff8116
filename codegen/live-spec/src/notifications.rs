//! Reads and checks `notifications.yaml`: what the service sends to addresses that operations set.

mod check;
mod content;
mod shared;

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::fields::{Owner, Types};
use crate::model::{FieldPath, Located, Notification, Sent, SetBy, SignedHost};
use crate::operation::is_date;
use crate::paths::path;
use crate::reader::{Entry, Mapping, Value};
use crate::shapes;
use crate::words::Word;

pub(crate) use check::check;
use content::{content, name, some_fields};

impl Word for Sent {
    const WHAT: &'static str = "way of sending";
    const WORDS: &'static [(&'static str, Self)] = &[("query", Self::Query), ("json", Self::Json)];
}

impl Word for SignedHost {
    const WHAT: &'static str = "host in signatures";
    const WORDS: &'static [(&'static str, Self)] =
        &[("domain", Self::Domain), ("address", Self::Address)];
}

/// What to write where required keys are missing.
const SUMMARY: &str = "say in one sentence when it is sent";
const SENT: &str = "write `sent: query` for GET with a query, `sent: json` for POST with JSON";
const SET_BY: &str = "name the operation and its parameter: `set_by: { SetUrl: { address: Url } }`; \
                      if no operation sets the address, give the reason: `why: { set_by: … }`";
const ADDRESS: &str =
    "name the parameter with the address, or one with a `key`: `address: NotifyUrl`";

/// Reads the notifications of a family.
pub(crate) fn notifications(root: &Value<'_>, types: &Types<'_>) -> Option<Vec<Notification>> {
    let entries = root.entries()?;
    let read = |entry: &Entry<'_>| notification(entry, types);
    Some(entries.iter().filter_map(read).collect())
}

fn notification(entry: &Entry<'_>, types: &Types<'_>) -> Option<Notification> {
    name(
        entry,
        "the name of a notification, such as `StreamNotification`",
    );
    let mapping = entry.value.mapping()?;
    let summary = mapping.required_as("summary", Some(SUMMARY));
    let sent = mapping.required_as("sent", Some(SENT));
    let set_by = mapping.optional("set_by");
    let entries = set_by.and_then(Value::entries);
    let notification = Notification {
        name: entry.name.to_owned(),
        summary: summary.and_then(Value::line).unwrap_or_default(),
        doc: mapping
            .optional("doc")
            .and_then(Value::text)
            .map(str::to_owned),
        reference: mapping.optional("reference").and_then(Value::address),
        revised: mapping.optional("revised").and_then(|revised| {
            revised.shaped_as("a date, such as `2025-07-11`", shapes::date, is_date)
        }),
        sent: sent.and_then(Value::word).unwrap_or(Sent::Json),
        signed: mapping.optional("signed").and_then(Value::word),
        set_by: entries.iter().flatten().filter_map(setter).collect(),
        unset_by: mapping
            .optional("unset_by")
            .map(removers)
            .unwrap_or_default(),
        content: content(&mapping, types),
        response: mapping
            .optional("response")
            .map(|value| some_fields(value, Owner::NotificationResponse, types))
            .unwrap_or_default(),
        why: mapping.reasons(),
        at: entry.value.label.clone(),
    };
    doubts::notification(&mapping, &notification);
    signatures(&mapping, &notification);
    // What could not be read may set the address.
    if let (Some(set_by), Some(entries)) = (set_by, entries)
        && entries.len() == notification.set_by.len()
    {
        addresses(set_by, &notification);
    }
    if !notification.why.contains_key("set_by") {
        mapping.required_as("set_by", Some(SET_BY));
    }
    mapping.finish();
    Some(notification)
}

/// Reads an operation that sets an address or a key.
fn setter(entry: &Entry<'_>) -> Option<SetBy> {
    let mapping = entry.value.mapping()?;
    let parameter = |key| -> Option<FieldPath> { mapping.optional(key).and_then(path) };
    let set_by = SetBy {
        operation: Located {
            text: entry.name.to_owned(),
            at: entry.value.label.clone(),
        },
        address: parameter("address"),
        domain: parameter("domain"),
        key: parameter("key"),
        auth: parameter("auth"),
    };
    if ["address", "key"]
        .iter()
        .all(|key| !entry.value.has_key(key))
    {
        mapping.required_as("address", Some(ADDRESS));
    }
    mapping.finish();
    if let (Some(auth), None) = (&set_by.auth, &set_by.key) {
        let alone = Diagnostic::new(auth.at.clone(), "`auth` has no meaning without `key`");
        let help = "name the parameter with the key too, or remove `auth`";
        entry.value.report().add(alone.help(help));
    }
    if let (Some(address), Some(domain)) = (&set_by.address, &set_by.domain)
        && address.names == domain.names
    {
        let both = format!("`{domain}` is the address already");
        let both = Diagnostic::new(domain.at.clone(), both);
        let both = both.help("name the parameter with the domain, or remove `domain`");
        entry.value.report().add(both);
    }
    Some(set_by)
}

/// Reads the operations that remove the address.
fn removers(value: &Value<'_>) -> Vec<Located> {
    let list = value.list();
    let report = value.report();
    if list.as_ref().is_some_and(Vec::is_empty) {
        let none = Diagnostic::new(value.label.clone(), "there are no operations here");
        report.add(none.help("name those that remove the address, or remove `unset_by`"));
    }
    let mut removers: Vec<Located> = Vec::new();
    for remover in list.iter().flatten().filter_map(operation) {
        match removers.iter().find(|known| known.text == remover.text) {
            Some(known) => {
                let message = format!("`{}` is listed twice", remover.text);
                let repeated = Diagnostic::new(remover.at, message);
                let repeated = repeated.related(known.at.clone(), "first listed here");
                report.add(repeated.help("remove one of them"));
            }
            None => removers.push(remover),
        }
    }
    removers
}

/// Reports operations of which none sets the address.
fn addresses(set_by: &Value<'_>, notification: &Notification) {
    let has_address = |set_by: &SetBy| set_by.address.is_some();
    // What lacks both is reported where it is.
    let is_idle = |set_by: &SetBy| set_by.key.is_none();
    let mut setters = notification.set_by.iter();
    if setters.any(|set_by| has_address(set_by) || is_idle(set_by))
        || notification.why.contains_key("set_by")
    {
        return;
    }
    let message = "no operation here sets the address";
    let missing = Diagnostic::new(set_by.label.clone(), message);
    set_by.report().add(missing.help(SET_BY));
}

/// Reports a signature without a key, and a key without a signature.
fn signatures(mapping: &Mapping<'_>, notification: &Notification) {
    let has_reason = |key: &str| notification.why.contains_key(key);
    if has_reason("signed") {
        return;
    }
    let mut keys = notification.set_by.iter().filter_map(|it| it.key.as_ref());
    let set_by = mapping.optional("set_by");
    match (mapping.optional("signed"), keys.next()) {
        // That nothing sets the address is another mistake.
        (Some(_), None) if set_by.is_none() && !has_reason("set_by") => {}
        (Some(signed), None) if notification.signed.is_some() => {
            let keyless = "no operation sets the key of these signatures";
            let keyless = Diagnostic::new(signed.label.clone(), keyless);
            mapping.report().add(keyless.help(
                "name its parameter: `set_by: { SetUrl: { key: AuthKey } }`; \
                 if the key is set elsewhere, give the reason: `why: { signed: … }`",
            ));
        }
        (Some(signed), Some(_))
            if notification.signed == Some(SignedHost::Domain)
                && notification.set_by.iter().all(|it| it.domain.is_none()) =>
        {
            let message = "no operation names the domain of these signatures";
            let homeless = Diagnostic::new(signed.label.clone(), message);
            mapping.report().add(homeless.help(
                "name its parameter: `set_by: { SetUrl: { domain: DomainName } }`; \
                 if it is known otherwise, give the reason: `why: { signed: … }`",
            ));
        }
        (None, Some(key)) => {
            let message = "there is a key, but `signed` does not say what it signs";
            let unsigned = Diagnostic::warning(key.at.clone(), message);
            mapping.report().add(unsigned.help(
                "state `signed: domain` or `signed: address`; \
                 if the key has another purpose, give the reason: `why: { signed: … }`",
            ));
        }
        _ => {}
    }
}

/// Reads the name of an operation.
fn operation(value: &Value<'_>) -> Option<Located> {
    Some(Located {
        text: value.name()?.to_owned(),
        at: value.place.clone(),
    })
}

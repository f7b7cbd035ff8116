//! Notifications described as JSON, for programs in any language.

use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;

use super::Notification;
use crate::support::members::{Members, object, text};

/// How a notification is described as JSON.
pub const HELP: &str = "\
notification  the notification to send
kind          its kind, where it has several (default: by the members that are set)
domain        the domain whose address and key are used (default: the only one)
set           {\"name\": value}: members in place of their documented examples
extra         {\"name\": value}: members sent as given, documented or not
without       [\"name\"]: members to leave out
to            the http URL of a listener on this machine, in place of the
              configured one
key           key to sign with, in place of the configured one
signed-for    host that is signed, in place of the configured one
unsigned      `true` sends no signature
tampered      `true` signs with a wrong key
sent-at       time that is signed, in seconds since 1970
retries       number of further attempts until the status is 200, 0 to 100
              (default: 0)
pause-ms      time between attempts, 0 to 600000 (default: 1000)
timeout-ms    time to wait for a response, 1 to 600000 (default: 5000)";

/// All members.
const MEMBERS: [&str; 15] = [
    "notification",
    "kind",
    "domain",
    "set",
    "extra",
    "without",
    "to",
    "key",
    "signed-for",
    "unsigned",
    "tampered",
    "sent-at",
    "retries",
    "pause-ms",
    "timeout-ms",
];

/// The longest time that may be asked for, in milliseconds.
const MAX_TIME: u64 = 600_000;

/// The highest number of retries.
const MAX_RETRIES: u64 = 100;

/// The latest time that may be signed, in the year 9999.
const MAX_SECONDS: u64 = 253_402_300_799;

/// Reads a notification. The error names the member that is wrong.
pub(crate) fn notification(json: &[u8]) -> Result<Notification, String> {
    let json = serde_json::from_slice(json).map_err(|error| format!("not JSON: {error}"))?;
    let mut members = Members::new("", json)?;
    let name = members.required("notification")?;
    let mut notification = Notification::new(text("notification", name)?);
    for (name, apply) in [
        ("kind", Notification::kind as fn(_, String) -> _),
        ("domain", Notification::domain),
        ("to", Notification::to),
        ("key", Notification::key),
        ("signed-for", Notification::signed_for),
    ] {
        if let Some(value) = members.take(name) {
            notification = apply(notification, text(name, value)?);
        }
    }
    for (name, apply) in [
        ("set", Notification::set as fn(_, String, Value) -> _),
        ("extra", Notification::extra),
    ] {
        if let Some(values) = members.take(name) {
            for (member, value) in object(name, values)? {
                notification = apply(notification, member, value);
            }
        }
    }
    match members.take("without") {
        None => {}
        Some(Value::Array(names)) => {
            for name in names {
                notification = notification.without(text("without", name)?);
            }
        }
        Some(_) => return Err("without: a list of names is expected".to_owned()),
    }
    let flags = [members.flag("unsigned")?, members.flag("tampered")?];
    notification = match flags.map(|flag| flag == Some(true)) {
        [true, true] => return Err("only one of unsigned and tampered is allowed".to_owned()),
        [true, false] => notification.unsigned(),
        [false, true] => notification.tampered(),
        [false, false] => notification,
    };
    if let Some(seconds) = members.number("sent-at", 0, MAX_SECONDS)? {
        notification = notification.sent_at(UNIX_EPOCH + Duration::from_secs(seconds));
    }
    let pause = members.number("pause-ms", 0, MAX_TIME)?;
    match (members.number("retries", 0, MAX_RETRIES)?, pause) {
        (Some(retries), pause) => {
            let retries = u32::try_from(retries).unwrap_or_default();
            let pause = Duration::from_millis(pause.unwrap_or(1000));
            notification = notification.retries(retries, pause);
        }
        (None, Some(_)) => return Err("pause-ms has no meaning without retries".to_owned()),
        (None, None) => {}
    }
    if let Some(timeout) = members.number("timeout-ms", 1, MAX_TIME)? {
        notification = notification.timeout(Duration::from_millis(timeout));
    }
    members.finish(&MEMBERS)?;
    Ok(notification)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_lists_every_member() {
        let listed = HELP.lines().filter(|line| !line.starts_with(' '));
        let listed = listed.filter_map(|line| line.split(' ').next());
        assert_eq!(listed.collect::<Vec<_>>(), MEMBERS);
    }

    #[test]
    fn mistakes_are_named() {
        for (json, expected) in [
            ("", "not JSON: "),
            ("[]", "an object is expected"),
            ("{}", "notification is missing"),
            (r#"{"notification": ""}"#, "notification: text that is not"),
            (
                r#"{"notification": "A", "sett": {}}"#,
                "sett is unknown; did you mean `set`?",
            ),
            (
                r#"{"notification": "A", "set": 1}"#,
                "set: an object is expected",
            ),
            (
                r#"{"notification": "A", "without": "a"}"#,
                "without: a list of names",
            ),
            (
                r#"{"notification": "A", "to": 1}"#,
                "to: text that is not empty",
            ),
            (
                r#"{"notification": "A", "sent-at": -1}"#,
                "sent-at: a whole number from 0",
            ),
            (
                r#"{"notification": "A", "timeout-ms": 0}"#,
                "timeout-ms: a whole number from 1",
            ),
            (
                r#"{"notification": "A", "pause-ms": 5}"#,
                "pause-ms has no meaning without retries",
            ),
            (
                r#"{"notification": "A", "unsigned": true, "tampered": true}"#,
                "only one of",
            ),
        ] {
            let error = notification(json.as_bytes()).unwrap_err();
            assert!(error.starts_with(expected), "{json}: {error}");
        }
    }
}

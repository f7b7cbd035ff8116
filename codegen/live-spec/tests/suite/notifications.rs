//! Notifications: what is loaded, and what is reported.

#![expect(clippy::panic, reason = "tests fail by panicking")]

use live_spec::{
    Content, Draft, Family, Format, Located, Notification, Sent, Service, SignedHost, Sources,
};

const SERVICE: &str = "
product: live
version: 2016-11-01
title: Live
reference: https://example.com/live
endpoints: { default: live.example.com }
families: { monitor: Sessions., other: Others. }
";

const TYPES: &str = "
YesNo: { doc: A choice., type: string, enum: { yes: Yes., no: No. } }
Size: { doc: A size., type: object, fields: { Width: { type: integer, doc: The width. } } }
";

const SET: &str = "
operation: SetUrl
summary: Sets addresses.
method: POST
request:
  Url: { type: string, doc: An address. }
  Domain: { type: string, doc: A domain. }
  Key: { type: string, secret: true, doc: A key. }
  Auth: { type: YesNo, doc: Whether to sign. }
  Count: { type: integer, doc: How many. }
  More: { type: object, style: json, doc: More., fields: { Url: { type: string, doc: Another address. } } }
response: { RequestId: { type: string, doc: The ID of the request. } }
";

const OTHER: &str = "
operation: RemoveUrl
summary: Removes addresses.
method: POST
response: { RequestId: { type: string, doc: The ID of the request. } }
";

const LIST: &str = "
operation: ListUrls
summary: Lists addresses.
method: POST
response: { RequestId: { type: string, doc: The ID of the request. } }
";

const NOTIFICATIONS: &str = "
StreamNotification:
  summary: Says that a stream started or ended.
  doc: It may come twice.
  reference: https://example.com/streams
  revised: 2025-01-08
  sent: query
  signed: domain
  set_by: { SetUrl: { address: Url, domain: Domain, key: Key, auth: Auth } }
  unset_by: [RemoveUrl]
  fields:
    action: { type: string, enum: { publish: It started. }, doc: What happened., example: publish }
    time: { type: long, format: unix-seconds, doc: When it happened. }
    size: { type: Size, style: json, doc: Its size. }
  response:
    Keep: { type: boolean, required: true, doc: Whether to keep it. }
    Detail: { type: object, doc: More., fields: { Text: { type: string, doc: A text. } } }
FileNotification:
  summary: Says what became of a recording.
  sent: json
  set_by: { SetUrl: { address: More.Url } }
  why: { reference: There is no page. }
  kinds:
    Status:
      doc: Its state changed.
      when: event
      fields: { event: { type: string, doc: What happened. }, id: { type: string, doc: Its ID. } }
    File: { doc: It has a file., fields: { uri: { type: string, doc: Its path. } } }
";

fn sources<'t>(files: &[(&'t str, &'t str)]) -> Sources {
    let base = [
        ("service.yaml", SERVICE),
        ("glossary.yaml", "{}"),
        ("monitor/types.yaml", TYPES),
        ("monitor/SetUrl.yaml", SET),
        ("monitor/ListUrls.yaml", LIST),
        ("other/RemoveUrl.yaml", OTHER),
    ];
    let files = base.iter().chain(files);
    Sources::from_texts(files.map(|(path, text)| (*path, *text)))
}

/// Returns what is wrong or doubtful about the notifications, or nothing.
fn found(files: &[(&str, &str)]) -> String {
    let sources = sources(files);
    let found = match Draft::read(&sources).check([]) {
        Ok(checked) => checked.warnings,
        Err(found) => found,
    };
    found.render(&sources, "", false)
}

fn load() -> Service {
    let sources = sources(&[("monitor/notifications.yaml", NOTIFICATIONS)]);
    live_spec::load(&sources)
        .unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)))
}

fn notifications(family: &Family) -> &[Notification; 2] {
    let notifications = family.notifications.as_slice();
    notifications
        .try_into()
        .unwrap_or_else(|_| panic!("there are two"))
}

#[test]
fn notifications_are_loaded() {
    let service = load();
    let [stream, _] = notifications(&service.families[0]);
    assert_eq!(stream.name, "StreamNotification");
    assert_eq!(stream.summary, "Says that a stream started or ended.");
    assert_eq!(stream.doc.as_deref(), Some("It may come twice."));
    let reference = stream.reference.as_deref();
    assert_eq!(reference, Some("https://example.com/streams"));
    assert_eq!(stream.revised.as_deref(), Some("2025-01-08"));
    assert_eq!(stream.sent, Sent::Query);
    assert_eq!(stream.signed, Some(SignedHost::Domain));
    let [set_by] = stream.set_by.as_slice() else {
        panic!("one operation sets it");
    };
    assert_eq!(set_by.operation.text, "SetUrl");
    let paths = [&set_by.address, &set_by.domain, &set_by.key, &set_by.auth];
    let paths = paths.map(|path| path.as_ref().map(ToString::to_string).unwrap_or_default());
    assert_eq!(paths, ["Url", "Domain", "Key", "Auth"]);
    let texts = |located: &[Located]| -> Vec<String> {
        located.iter().map(|located| located.text.clone()).collect()
    };
    // It belongs to another family.
    assert_eq!(texts(&stream.unset_by), ["RemoveUrl"]);
    let Content::Fields(fields) = &stream.content else {
        panic!("it has fields");
    };
    assert_eq!(fields[1].name, "time");
    assert_eq!(fields[1].format, Some(Format::UnixSeconds));
    let response: Vec<_> = stream.response.iter().map(|field| field.required).collect();
    assert_eq!(response, [true, false]);
    let all: Vec<_> = stream.all_fields().map(|field| &*field.name).collect();
    assert_eq!(all, ["action", "time", "size", "Keep", "Detail"]);
}

#[test]
fn kinds_are_loaded() {
    let service = load();
    let [_, file] = notifications(&service.families[0]);
    assert_eq!(file.why["reference"], "There is no page.");
    let address = file.set_by[0].address.as_ref().map(ToString::to_string);
    assert_eq!(address.as_deref(), Some("More.Url"));
    let Content::Kinds(kinds) = &file.content else {
        panic!("it has kinds");
    };
    let when: Vec<_> = kinds
        .iter()
        .map(|kind| (&*kind.name, kind.when.as_ref().map(|when| &*when.text)))
        .collect();
    assert_eq!(when, [("Status", Some("event")), ("File", None)]);
    let all: Vec<_> = file.all_fields().map(|field| &*field.name).collect();
    assert_eq!(all, ["event", "id", "uri"]);
}

#[test]
fn a_key_may_be_set_by_another_operation_than_the_address() {
    let text = NOTIFICATIONS.replace(
        "{ address: Url, domain: Domain, key: Key, auth: Auth } }",
        "{ address: Url }, SetKey: { domain: Domain, key: Key } }",
    );
    let operation = SET.replace("SetUrl", "SetKey");
    let files = [
        ("monitor/notifications.yaml", text.as_str()),
        ("monitor/SetKey.yaml", &operation),
    ];
    assert_eq!(found(&files), "");
}

#[test]
fn a_glossary_explains_fields_of_notifications_and_types_may_serve_only_them() {
    let text = "
A:
  summary: It happens.
  sent: json
  why: { reference: There is none., set_by: The console sets it. }
  fields: { Id: { type: string }, Size: { type: Size, doc: A size. } }
";
    let set = SET.replace("YesNo", "boolean");
    let with = |types: &str, glossary: &str| {
        found(&[
            ("monitor/SetUrl.yaml", &set),
            ("monitor/notifications.yaml", text),
            ("monitor/types.yaml", types),
            ("monitor/glossary.yaml", glossary),
        ])
    };
    let types = TYPES.replace("YesNo: ", "Unused: ");
    let size = TYPES.lines().last().unwrap_or_default();
    assert_eq!(with(size, "fields: { Id: Its ID. }"), "");
    let unused = with(&types, "fields: { Id: Its ID. }");
    assert!(
        unused.starts_with("error: the type `Unused` is not used\n"),
        "{unused}"
    );
    let unused = with(size, "fields: { Id: Its ID., No: None. }");
    assert!(
        unused.starts_with("error: no spec uses this entry for `No`\n"),
        "{unused}"
    );
    let unexplained = with(size, "{}");
    assert!(
        unexplained.starts_with("error: `Id` has no explanation\n"),
        "{unexplained}"
    );
}

#[test]
fn two_families_cannot_describe_notifications_of_one_name() {
    let text = "
FileNotification:
  summary: It happens.
  sent: json
  why: { reference: There is none., set_by: The console sets it. }
  fields: { Id: { type: string, doc: Its ID. } }
";
    let found = found(&[
        ("monitor/notifications.yaml", NOTIFICATIONS),
        ("other/notifications.yaml", text),
    ]);
    let expected =
        "error: `FileNotification` is described twice\n  --> other/notifications.yaml:2:1\n";
    assert!(found.starts_with(expected), "{found}");
    assert!(
        found.contains("::: monitor/notifications.yaml:18:1"),
        "{found}"
    );
}

#[test]
fn operations_that_cannot_be_read_are_not_reported_as_unknown() {
    for (path, text) in [
        (
            "other/RemoveUrl.yaml",
            OTHER.replace("method: POST", "method: ["),
        ),
        ("monitor/SetUrl.yaml", SET.replace("request:", "requests:")),
    ] {
        let found = found(&[("monitor/notifications.yaml", NOTIFICATIONS), (path, &text)]);
        assert!(found.contains(&format!("> {path}:")), "{found}");
        assert!(!found.contains("notifications.yaml"), "{found}");
    }
}

#[test]
fn operations_that_only_read_set_no_address() {
    let text = NOTIFICATIONS.replace("[RemoveUrl]", "[ListUrls]");
    let found = found(&[("monitor/notifications.yaml", &text)]);
    let expected = "error: `ListUrls` only reads, so it changes no address\n  --> monitor/notifications.yaml:10:14\n";
    assert!(found.starts_with(expected), "{found}");
    assert!(found.contains("::: monitor/ListUrls.yaml:2:12"), "{found}");
}

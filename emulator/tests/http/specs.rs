//! Tests notifications with specs of another product.

use std::path::PathBuf;

use alibabacloud_live_emulator::{Emulator, Notification, NotifyErrorKind};
use serde_json::{Value, json};

use crate::client::Caller;
use crate::receiver::Receiver;

const FILES: [(&str, &str); 7] = [
    (
        "service.yaml",
        "
product: things
version: 2016-11-01
title: Things
reference: https://example.com
endpoints: { default: things.example.com, regions: {} }
errors: []
families: { things: Things. }
",
    ),
    ("glossary.yaml", "fields: {}\nerrors: {}\n"),
    (
        "things/types.yaml",
        "
Part:
  doc: A part.
  type: object
  fields:
    Name: { type: string, doc: The name., example: wheel }
    Note: { type: string, doc: A note. }
",
    ),
    (
        "things/SetHook.yaml",
        "
operation: SetHook
summary: Sets the hook.
reference: https://example.com
method: POST
request:
  Hook:
    type: object
    style: json
    doc: The hook.
    fields: { Url: { type: string, doc: The URL. } }
response: { RequestId: { type: string, doc: D. } }
errors: []
",
    ),
    (
        "things/SetHookKey.yaml",
        "
operation: SetHookKey
summary: Sets the key of the hook.
reference: https://example.com
method: POST
request:
  Key: { type: string, secret: true, doc: The key. }
  Signs: { type: boolean, doc: Whether to sign. }
response: { RequestId: { type: string, doc: D. } }
errors: []
",
    ),
    (
        "things/DeleteHook.yaml",
        "
operation: DeleteHook
summary: Deletes the hook.
reference: https://example.com
method: POST
request: {}
response: { RequestId: { type: string, doc: D. } }
errors: []
",
    ),
    (
        "things/notifications.yaml",
        "
ThingNotification:
  summary: Says that a thing changed.
  reference: https://example.com
  sent: json
  signed: address
  set_by:
    SetHook: { address: Hook.Url }
    SetHookKey: { key: Key, auth: Signs }
  unset_by: [DeleteHook]
  kinds:
    Built:
      doc: A thing was built.
      when: Built
      fields:
        Built: { type: long, format: unix-seconds, doc: The time. }
        Parts: { type: array, items: Part, doc: The parts. }
        Nothing: { type: string, doc: Something without an example. }
    Lost:
      doc: A thing was lost.
      when: Lost
      fields:
        Lost: { type: boolean, doc: Whether it was lost., example: true }
        Part: { type: Part, doc: The part. }
",
    ),
];

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn notifications_come_from_the_specs_of_any_product() {
    let name = format!("emulator-specs-{}", std::process::id());
    let folder = Folder(std::env::temp_dir().join(name));
    std::fs::create_dir_all(folder.0.join("things")).unwrap();
    for (path, text) in FILES {
        std::fs::write(folder.0.join(path), text).unwrap();
    }
    let builder = Emulator::builder().specs(&folder.0);
    let emulator = builder.start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let receiver = Receiver::ok("");
    let send = |notification: Notification| {
        let delivered = emulator.notify_blocking(notification).unwrap();
        let body: Value = serde_json::from_str(&receiver.next().body).unwrap();
        (delivered.signed, body)
    };
    let lost = || Notification::new("ThingNotification").set("Lost", false);

    // A key without an address has nothing to sign.
    caller.ok("SetHookKey", &[("Key", "k"), ("Signs", "true")]);
    let failed = emulator.notify_blocking(lost()).unwrap_err();
    assert_eq!(failed.kind(), NotifyErrorKind::NotConfigured);
    assert!(
        failed.to_string().contains("call SetHook, or give `to`"),
        "{failed}"
    );
    let hook = json!({"Url": receiver.url("/")}).to_string();
    caller.ok("SetHook", &[("Hook", &hook)]);
    let part = json!({"Lost": false, "Part": {"Name": "wheel"}});
    assert_eq!(send(lost()), (false, part.clone()));
    caller.ok("SetHookKey", &[("Key", "k"), ("Signs", "true")]);
    assert_eq!(send(lost()), (true, part.clone()));
    caller.ok("SetHookKey", &[("Signs", "false")]);
    assert_eq!(send(lost()), (false, part));

    // What tells a kind apart is always there, also without an example.
    let (_, built) = send(Notification::new("ThingNotification").kind("Built"));
    assert_eq!(built["Parts"], json!([{"Name": "wheel"}]));
    assert!(built["Built"].is_i64(), "{built}");
    assert_eq!(built.as_object().unwrap().len(), 2);

    caller.ok("DeleteHook", &[]);
    assert!(emulator.callback_addresses().is_empty());
}

//! Tests notifications against a listener of the test.

use std::time::{Duration, UNIX_EPOCH};

use alibabacloud_live_emulator::{Emulator, Fault, Notification, NotifyErrorKind as Kind};
use serde_json::{Value, json};

use crate::client::Caller;
use crate::receiver::{Receiver, response};

const SET: &str = "SetLiveStreamsNotifyUrlConfig";
const DELETE: &str = "DeleteLiveStreamsNotifyUrlConfig";
const RECORDING: &str = "AddLiveRecordNotifyConfig";
const DOMAIN: &str = "push.example.com";
const KEY: &str = "0123456789abcdef";
const TIMESTAMP: &str = "1519375990";

// Computed with hashlib of Python, for the key and the timestamp above.
const FOR_DOMAIN: &str = "afdba09323819de8df9b195474c4df7b";
const FOR_ADDRESS: &str = "237ef9ea08a9113f93bc175df6e8ca8b";
const FOR_CALLBACKS: &str = "27dabd501d9247662c63a98130740df6";

fn start() -> (Emulator, Caller) {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

/// Configures the address of a domain, signed.
fn configure(caller: &Caller, operation: &str, domain: &str, address: &str) {
    let yes = if operation == SET { "yes" } else { "true" };
    caller.ok(
        operation,
        &[
            ("DomainName", domain),
            ("NotifyAuthKey", KEY),
            ("NotifyReqAuth", yes),
            ("NotifyUrl", address),
        ],
    );
}

fn stream() -> Notification {
    let time = UNIX_EPOCH + Duration::from_secs(TIMESTAMP.parse().unwrap());
    Notification::new("StreamNotification").sent_at(time)
}

fn recording() -> Notification {
    let time = UNIX_EPOCH + Duration::from_secs(TIMESTAMP.parse().unwrap());
    Notification::new("RecordingNotification").sent_at(time)
}

fn failure(emulator: &Emulator, notification: Notification) -> (Kind, String) {
    let error = emulator.notify_blocking(notification).unwrap_err();
    (error.kind(), error.to_string())
}

#[test]
fn configured_address_receives_documented_members_signed_for_the_domain() {
    let (emulator, caller) = start();
    let receiver = Receiver::ok("");
    configure(&caller, SET, DOMAIN, &receiver.url("/live?mine=1"));
    let ended = stream()
        .domain(DOMAIN)
        .set("action", "publish_done")
        .set("id", "camera 1&é")
        .set("height", 1080)
        .set("usrargs", "vhost=a&b=c");
    let delivered = emulator.notify_blocking(ended).unwrap();
    assert_eq!((delivered.status, delivered.problem), (200, None));
    assert!(delivered.signed);
    let arrived = receiver.next();
    assert_eq!(
        arrived.line,
        "GET /live?mine=1&action=publish_done&app=example.aliyundoc.com&appname=liveApp%2A%2A%2A%2A&height=1080\
         &id=camera%201%26%C3%A9&ip=192.168.0.1&node=cdnvideocenter01020711%2A%2A%2A%2A.cm3&time=1609220385\
         &usrargs=vhost%3Da%26b%3Dc&width=1280"
    );
    assert_eq!(arrived.header("ALI-LIVE-TIMESTAMP"), Some(TIMESTAMP));
    assert_eq!(arrived.header("ALI-LIVE-SIGNATURE"), Some(FOR_DOMAIN));
    let host = format!("127.0.0.1:{}", receiver.port);
    assert_eq!(arrived.header("host"), Some(host.as_str()));
    assert_eq!(arrived.body, "");
}

#[test]
fn kinds_are_told_apart_by_members_and_sent_as_json() {
    let (emulator, caller) = start();
    let receiver = Receiver::ok("");
    configure(&caller, RECORDING, "a.example.com", &receiver.url("/"));
    let file = recording()
        .set("uri", "a.flv")
        .without("push_args")
        .extra("new", [1, 2]);
    emulator.notify_blocking(file).unwrap();
    let arrived = receiver.next();
    assert_eq!(arrived.line, "POST /");
    let content_type = arrived.header("content-type");
    assert_eq!(content_type, Some("application/json; charset=utf-8"));
    assert_eq!(arrived.header("ali-live-signature"), Some(FOR_ADDRESS));
    let body: Value = serde_json::from_str(&arrived.body).unwrap();
    let expected = json!({
        "app": "liveApp****",
        "domain": "demo.aliyundoc.com",
        "duration": 69.403,
        "new": [1, 2],
        "start_time": 1_488_985_786,
        "stop_time": 1_488_985_840,
        "stream": "liveStream****",
        "uri": "a.flv",
    });
    assert_eq!(body, expected);

    let paused = recording().set("event", "record_paused");
    emulator.notify_blocking(paused).unwrap();
    let body: Value = serde_json::from_str(&receiver.next().body).unwrap();
    assert_eq!(body["event"], "record_paused");
    assert_eq!(body.get("uri"), None);

    emulator
        .notify_blocking(recording().kind("Status"))
        .unwrap();
    let body: Value = serde_json::from_str(&receiver.next().body).unwrap();
    assert_eq!(body["event"], "record_started");
}

#[test]
fn answers_are_compared_with_the_documented_ones() {
    let (emulator, caller) = start();
    let ask = |response: &str| {
        let receiver = Receiver::start([response]);
        let parameters = [
            ("DomainName", DOMAIN),
            ("NotifyUrl", "https://callbacks.example.com/"),
            ("OnDemandUrl", &receiver.url("/")),
        ];
        caller.ok(RECORDING, &parameters);
        let asked = Notification::new("OnDemandRecordingNotification").domain(DOMAIN);
        let delivered = emulator.notify_blocking(asked).unwrap();
        assert!(!delivered.signed);
        let line =
            "GET /?app=seq_all&codec=h264&domain=demo.aliyundoc.com&stream=ondemand8&vbitrate=2000";
        assert_eq!(receiver.next().line, line);
        delivered.problem
    };
    let ok = |body: &str| response(200, body);
    let right =
        r#"{"ApiVersion": "1.0", "NeedRecord": true, "Format": ["mp4"], "Interval": {"Mp4": 300}}"#;
    assert_eq!(ask(&ok(right)), None);
    for (response, problem) in [
        (ok("{}"), "NeedRecord: is missing"),
        (
            ok(r#"{"NeedRecord": "maybe"}"#),
            "NeedRecord: `maybe` is not a boolean",
        ),
        (
            ok(r#"{"NeedRecord": true, "Formats": []}"#),
            "Formats is not documented as a response; did you mean `Format`?",
        ),
        (
            ok(r#"{"NeedRecord": true, "Interval": {"Mp4": 3}}"#),
            "Interval: Mp4: 3 is less than 5",
        ),
        (ok("[]"), "the response is not a JSON object"),
        (response(204, ""), "the status is 204, not 200"),
    ] {
        assert_eq!(ask(&response).as_deref(), Some(problem));
    }
    let problem = ask(&ok("yes")).unwrap();
    assert!(
        problem.starts_with("the response is not JSON: "),
        "{problem}"
    );
}

#[test]
fn addresses_are_set_changed_and_removed_by_calls() {
    let (emulator, caller) = start();
    let domain = |name: &str| Notification::new("StreamNotification").domain(name.to_owned());
    let (kind, text) = failure(&emulator, domain("a.example.com"));
    assert_eq!(kind, Kind::NotConfigured);
    assert_eq!(
        text,
        "no address is configured for StreamNotification and the domain a.example.com; call \
         SetLiveStreamsNotifyUrlConfig, or give `to`"
    );
    let receiver = Receiver::ok("");
    configure(&caller, SET, "a.example.com", &receiver.url("/a"));
    configure(&caller, SET, "b.example.com", &receiver.url("/b"));
    emulator.notify_blocking(domain("B.example.com")).unwrap();
    assert!(receiver.next().line.starts_with("GET /b?"));
    let (kind, text) = failure(&emulator, Notification::new("StreamNotification"));
    assert_eq!(kind, Kind::NotConfigured);
    let expected = "StreamNotification is configured for several domains; say which: a.example.com, b.example.com";
    assert_eq!(text, expected);

    // A call without an address changes the rest; one with an address replaces all.
    let signed = || {
        emulator
            .notify_blocking(domain("a.example.com"))
            .unwrap()
            .signed
    };
    assert!(signed());
    caller.ok(
        SET,
        &[("DomainName", "a.example.com"), ("NotifyReqAuth", "no")],
    );
    assert!(!signed());
    caller.ok(
        SET,
        &[("DomainName", "a.example.com"), ("NotifyReqAuth", "yes")],
    );
    assert!(signed());
    let url = receiver.url("/new");
    caller.ok(SET, &[("DomainName", "a.example.com"), ("NotifyUrl", &url)]);
    assert!(!signed());

    caller.ok(DELETE, &[("DomainName", "a.example.com")]);
    assert_eq!(
        failure(&emulator, domain("a.example.com")).0,
        Kind::NotConfigured
    );
    let left = emulator.callback_addresses();
    let left: Vec<_> = left
        .iter()
        .map(|one| one.domain.as_deref().unwrap())
        .collect();
    assert_eq!(left, ["b.example.com"]);
    emulator.clear_callback_addresses();
    assert_eq!(
        failure(&emulator, domain("b.example.com")).0,
        Kind::NotConfigured
    );
}

#[test]
fn calls_that_fail_configure_nothing() {
    let (emulator, caller) = start();
    let parameters = [("DomainName", DOMAIN), ("NotifyUrl", "http://127.0.0.1:1/")];
    let stranger = Caller::with_key(&emulator, &caller.key, "wrong");
    assert_eq!(stranger.call(SET, &parameters).status, 400);
    let without_domain = &parameters[1..];
    caller.rejected(SET, without_domain);
    emulator.inject(Fault::throttle());
    caller.rejected(SET, &parameters);
    assert!(emulator.callback_addresses().is_empty());
    emulator.inject(Fault::error(500, "InternalError").after_execution());
    caller.rejected(SET, &parameters);
    assert_eq!(emulator.callback_addresses().len(), 1);
}

#[test]
fn other_machines_are_never_called() {
    let (emulator, caller) = start();
    let address = "https://callbacks.example.com/recordings?token=private";
    configure(&caller, RECORDING, DOMAIN, address);
    let file = || recording().kind("File");
    let (kind, text) = failure(&emulator, file());
    assert_eq!(kind, Kind::NotLocal);
    assert_eq!(
        text,
        "https://callbacks.example.com/recordings?***: the emulator sends over plain HTTP, without TLS; give `to` \
         with the URL of a local listener"
    );
    let elsewhere = file().to("http://192.0.2.7/");
    assert_eq!(failure(&emulator, elsewhere).0, Kind::NotLocal);

    // A local listener gets the signature of the configured address.
    let receiver = Receiver::start([
        "HTTP/1.1 302 Found\r\nlocation: http://192.0.2.7/\r\ncontent-length: 0\r\n\r\n",
    ]);
    let url = format!("http://localhost:{}/", receiver.port);
    let delivered = emulator.notify_blocking(file().to(url)).unwrap();
    assert_eq!(
        delivered.problem.as_deref(),
        Some("the status is 302, not 200")
    );
    let signature = receiver.next();
    assert_eq!(signature.header("ali-live-signature"), Some(FOR_CALLBACKS));
    assert_eq!(receiver.waiting(), 0);
}

#[test]
fn signatures_can_be_wrong_missing_old_or_of_another_key_and_host() {
    let (emulator, caller) = start();
    let receiver = Receiver::ok("");
    configure(&caller, SET, DOMAIN, &receiver.url("/"));
    let send = |notification: Notification| {
        emulator.notify_blocking(notification).unwrap();
        let arrived = receiver.next();
        let header = |name| arrived.header(name).map(str::to_owned);
        (header("ali-live-timestamp"), header("ali-live-signature"))
    };
    assert_eq!(send(stream().unsigned()), (None, None));
    let (timestamp, signature) = send(stream().tampered());
    assert_eq!(timestamp.as_deref(), Some(TIMESTAMP));
    assert_eq!(signature.as_ref().map(String::len), Some(32));
    assert_ne!(signature.as_deref(), Some(FOR_DOMAIN));
    let (_, signature) = send(stream().signed_for("callbacks.example.com"));
    assert_eq!(signature.as_deref(), Some(FOR_CALLBACKS));
    let (_, signature) = send(stream().key("another"));
    assert_ne!(signature.as_deref(), Some(FOR_DOMAIN));

    let unconfigured = stream().domain("other.example.com").to(receiver.url("/"));
    assert_eq!(send(unconfigured.clone()), (None, None));
    let (_, signature) = send(stream().domain(DOMAIN).key(KEY).to(receiver.url("/")));
    assert_eq!(signature.as_deref(), Some(FOR_DOMAIN));
    let (kind, text) = failure(&emulator, unconfigured.tampered());
    assert_eq!(kind, Kind::Signature);
    assert!(text.ends_with("give `key`"), "{text}");
    emulator.clear_callback_addresses();
    let (kind, text) = failure(&emulator, stream().key(KEY).to(receiver.url("/")));
    assert_eq!(kind, Kind::Signature);
    assert!(text.ends_with("give `domain` or `signed_for`"), "{text}");
    let never = Notification::new("VideoModerationNotification").to(receiver.url("/"));
    assert_eq!(failure(&emulator, never.key(KEY)).0, Kind::Signature);
}

#[test]
fn signed_time_is_that_of_the_service() {
    let (emulator, caller) = start();
    let receiver = Receiver::ok("");
    configure(&caller, SET, DOMAIN, &receiver.url("/"));
    emulator.shift_clock(-3600);
    emulator
        .notify_blocking(Notification::new("StreamNotification"))
        .unwrap();
    let arrived = receiver.next();
    let timestamp: u64 = arrived
        .header("ali-live-timestamp")
        .unwrap()
        .parse()
        .unwrap();
    let now = UNIX_EPOCH.elapsed().unwrap().as_secs();
    assert!((3599..3700).contains(&(now - timestamp)), "{timestamp}");
}

#[test]
fn mistakes_in_notifications_are_named() {
    let (emulator, _) = start();
    let to = |notification: Notification| notification.to("http://127.0.0.1:1/");
    for (notification, kind, expected) in [
        (
            Notification::new("StreamNotifications"),
            Kind::UnknownNotification,
            "there is no notification `StreamNotifications`; did you mean `StreamNotification`?",
        ),
        (
            stream().set("acton", "publish"),
            Kind::Content,
            "StreamNotification: /acton: is not documented; did you mean `action`? (`extra` sends it anyway)",
        ),
        (
            stream().set("action", "published"),
            Kind::Content,
            "StreamNotification: /action: `published` is not a documented value; did you mean `publish`? (`extra` \
             sends it anyway)",
        ),
        (
            stream().set("height", "tall\n"),
            Kind::Content,
            "StreamNotification: /height: `tall\\n` is not a 32-bit integer (`extra` sends it anyway)",
        ),
        (
            stream().without("heigth"),
            Kind::Content,
            "StreamNotification: /heigth: is not documented; did you mean `height`?",
        ),
        (
            stream().kind("File"),
            Kind::Content,
            "StreamNotification: has no kinds; leave out `File`",
        ),
        (
            recording(),
            Kind::Content,
            "RecordingNotification: say with `kind` which one it is: Status, File",
        ),
        (
            recording().kind("Files"),
            Kind::Content,
            "RecordingNotification: has no kind `Files`; did you mean `File`?",
        ),
        (
            recording().kind("File").set("event", "record_started"),
            Kind::Content,
            "RecordingNotification of kind File: /event: is not documented; one of `app`, `domain`, `duration`, \
             `push_args`, `start_time`, `stop_time`, `stream`, `uri` (`extra` sends it anyway)",
        ),
    ] {
        let failed = failure(&emulator, to(notification));
        assert_eq!(failed, (kind, expected.to_owned()));
    }
    let (kind, text) = failure(&emulator, to(stream().set("id", "x".repeat(70_000))));
    assert_eq!(kind, Kind::Content);
    assert!(text.contains("do not fit into a URL"), "{text}");
}

#[test]
fn receivers_that_do_not_answer_properly_are_reported() {
    let (emulator, _) = start();
    let fails = |url: String, kind, part: &str| {
        let notification = stream().to(url).timeout(Duration::from_millis(300));
        let (found, text) = failure(&emulator, notification);
        assert_eq!(found, kind, "{text}");
        assert!(text.contains(part) && !text.contains('\n'), "{text}");
    };
    for beginning in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nx",
    ] {
        let silent = Receiver::silent_after(beginning);
        let part = "/a?*** did not respond within 300ms";
        fails(silent.url("/a?secret=1"), Kind::Timeout, part);
    }
    let huge = Receiver::start([response(200, &"x".repeat(64 * 1024 + 1)).as_str()]);
    fails(huge.url("/"), Kind::TooLarge, "larger than 65536 bytes");
    let endless = Receiver::start([["HTTP/1.1 200 OK\r\n\r\n", &"x".repeat(200_000)]
        .concat()
        .as_str()]);
    fails(endless.url("/"), Kind::TooLarge, "larger than 65536 bytes");
    let closed = Receiver::start([""]);
    fails(closed.url("/"), Kind::Connection, "no response");
    let cut = Receiver::start(["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"]);
    fails(cut.url("/"), Kind::Connection, "the response is incomplete");
    let other = Receiver::start(["SSH-2.0-OpenSSH\r\n\r\n"]);
    fails(other.url("/"), Kind::Connection, "no response");
    fails(
        "http://127.0.0.1:1/".to_owned(),
        Kind::Connection,
        "no connection",
    );
    let largest = Receiver::ok(&"x".repeat(64 * 1024));
    let delivered = emulator
        .notify_blocking(stream().to(largest.url("/")))
        .unwrap();
    assert_eq!(delivered.body.len(), 64 * 1024);
}

#[test]
fn retries_end_with_status_200() {
    let (emulator, _) = start();
    let responses = [response(500, ""), String::new(), response(200, "taken")];
    let receiver = || Receiver::start(responses.each_ref().map(String::as_str));
    let send = |receiver: &Receiver, retries| {
        let notification = stream().to(receiver.url("/"));
        let pause = Duration::from_millis(1);
        let delivered = emulator.notify_blocking(notification.retries(retries, pause));
        delivered.map(|delivered| (delivered.status, delivered.attempts, delivered.text()))
    };
    let first = receiver();
    assert_eq!(send(&first, 5), Ok((200, 3, "taken".to_owned())));
    assert_eq!(first.waiting(), 3);
    assert_eq!(send(&receiver(), 0), Ok((500, 1, String::new())));
    assert_eq!(send(&receiver(), 1).unwrap_err().kind(), Kind::Connection);
}

#[test]
fn every_notification_of_the_specs_can_be_sent() {
    send_all(&start().0);
    // Specs that are full of hazards.
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../codegen/live-codegen/goldens/specs"
    );
    send_all(&Emulator::builder().specs(fixture).start_blocking().unwrap());
}

fn send_all(emulator: &Emulator) {
    let caller = Caller::new(emulator);
    let receiver = Receiver::ok("");
    let all = crate::answers::control(&caller, "GET", "notifications", "").json();
    let all = all["notifications"].as_array().unwrap();
    assert!(all.len() > 3, "{all:?}");
    for one in all {
        let name = one["notification"].as_str().unwrap();
        let kinds = one["kinds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|kind| kind.as_str());
        let kinds: Vec<_> = match kinds.len() {
            0 => vec![None],
            _ => kinds.collect(),
        };
        for kind in kinds {
            let notification = Notification::new(name).to(receiver.url("/"));
            let notification = match kind {
                Some(kind) => notification.kind(kind),
                None => notification,
            };
            emulator.notify_blocking(notification).unwrap();
            let arrived = receiver.next();
            match one["method"].as_str() {
                Some("GET") => assert!(arrived.line.starts_with("GET /?"), "{name}"),
                _ => assert!(
                    serde_json::from_str::<Value>(&arrived.body)
                        .unwrap()
                        .is_object()
                ),
            }
        }
    }
}

#[test]
fn keys_are_printed_nowhere() {
    let (emulator, caller) = start();
    configure(
        &caller,
        SET,
        DOMAIN,
        "https://callbacks.example.com/?token=private",
    );
    let notification = stream().key(KEY).set("usrargs", "private");
    let error = emulator.notify_blocking(notification.clone()).unwrap_err();
    let addresses = emulator.callback_addresses();
    let listed = crate::answers::control(&caller, "GET", "notifications", "").text();
    let printed = format!("{notification:?} {addresses:?} {error} {error:?} {listed}");
    assert!(
        !printed.contains(KEY) && !printed.contains("private"),
        "{printed}"
    );
    assert_eq!(
        addresses[0].address,
        "https://callbacks.example.com/?token=private"
    );
    assert!(addresses[0].signed);
}

#[test]
fn notifications_are_sent_over_the_control_interface() {
    let (emulator, caller) = start();
    let receiver = Receiver::start([response(403, "no").as_str()]);
    let control =
        |method: &str, body: &str| crate::answers::control(&caller, method, "notifications", body);
    configure(&caller, SET, DOMAIN, &receiver.url("/a?b=c"));
    let sent = control(
        "POST",
        r#"{"notification": "StreamNotification", "domain": "push.example.com", "set": {"id": "one"},
            "extra": {"x": 1}, "without": ["ip", "node", "time", "height", "width", "usrargs"], "sent-at": 1519375990,
            "retries": 1, "pause-ms": 0}"#,
    );
    assert_eq!(sent.status, 200, "{}", sent.text());
    let expected = json!({
        "status": 403, "body": "no", "problem": "the status is 403, not 200", "signed": true, "attempts": 2,
    });
    assert_eq!(sent.json(), expected);
    let arrived = receiver.next();
    let line = "GET /a?b=c&action=publish&app=example.aliyundoc.com&appname=liveApp%2A%2A%2A%2A&id=one&x=1";
    assert_eq!(arrived.line, line);
    assert_eq!(arrived.header("ali-live-signature"), Some(FOR_DOMAIN));

    let listed = control("GET", "").json();
    let address = format!("http://127.0.0.1:{}/a?***", receiver.port);
    let expected = json!([{
        "notification": "StreamNotification", "domain": DOMAIN, "address": address, "key": "***", "signed": true,
    }]);
    assert_eq!(listed["addresses"], expected);
    let mut known = listed["notifications"].as_array().unwrap().iter();
    let known = known
        .find(|one| one["notification"] == "RecordingNotification")
        .unwrap();
    let expected = json!({
        "notification": "RecordingNotification", "family": "recording", "method": "POST",
        "kinds": ["Status", "File"], "set-by": [RECORDING, "UpdateLiveRecordNotifyConfig"],
    });
    assert_eq!(*known, expected);

    assert_eq!(control("DELETE", "").text(), "configured addresses: 0\n");
    let missing = control("POST", r#"{"notification": "StreamNotification"}"#);
    assert_eq!(missing.status, 400);
    assert!(
        missing
            .text()
            .starts_with("no address is configured for StreamNotification; call")
    );
    let wrong = control(
        "POST",
        r#"{"notification": "StreamNotification", "too": "x"}"#,
    );
    let expected = "too is unknown; did you mean `to`?\n\nnotification  the notification to send\n";
    assert!(wrong.text().starts_with(expected), "{}", wrong.text());
    let refused = control(
        "POST",
        r#"{"notification": "StreamNotification", "to": "http://127.0.0.1:1/"}"#,
    );
    assert_eq!(refused.status, 502);
    assert!(
        refused
            .text()
            .starts_with("http://127.0.0.1:1/: no connection: ")
    );
    assert_eq!(
        control("PUT", "").header("allow"),
        Some("POST, GET, DELETE")
    );
    assert_eq!(emulator.callback_addresses().len(), 0);
}

#[test]
fn other_machines_cannot_have_notifications_sent() {
    let emulator = Emulator::builder()
        .host([0, 0, 0, 0])
        .start_blocking()
        .unwrap();
    let receiver = Receiver::ok("");
    let mut caller = Caller::new(&emulator);
    caller.addr.set_ip([127, 0, 0, 1].into());
    let body = format!(
        r#"{{"notification": "StreamNotification", "to": "{}"}}"#,
        receiver.url("/")
    );
    let refused = crate::answers::control(&caller, "POST", "notifications", &body);
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("loopback"), "{}", refused.text());
    assert_eq!(receiver.waiting(), 0);
    emulator
        .notify_blocking(stream().to(receiver.url("/")))
        .unwrap();
}

#[test]
fn notifications_are_sent_from_any_runtime_and_given_up_when_dropped() {
    use std::future::Future as _;
    use std::task::{Context, Poll, Waker};

    fn can_be_spawned(_: &impl Send) {}

    let (emulator, _) = start();
    let receiver = Receiver::ok("done");
    let mut context = Context::from_waker(Waker::noop());
    let mut sending = Box::pin(emulator.notify(stream().to(receiver.url("/"))));
    can_be_spawned(&sending);
    let delivered = loop {
        match sending.as_mut().poll(&mut context) {
            Poll::Ready(delivered) => break delivered.unwrap(),
            Poll::Pending => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    assert_eq!(delivered.text(), "done");
    receiver.next();

    let failing = Receiver::start([response(500, "").as_str()]);
    let pause = Duration::from_millis(20);
    let endless = stream().to(failing.url("/")).retries(u32::MAX, pause);
    let mut sending = Box::pin(emulator.notify(endless));
    assert!(sending.as_mut().poll(&mut context).is_pending());
    failing.next();
    drop(sending);
    std::thread::sleep(5 * pause);
    failing.waiting();
    std::thread::sleep(5 * pause);
    assert_eq!(failing.waiting(), 0);
}

#[test]
fn observer_learns_of_each_notification() {
    let (sender, sent) = std::sync::mpsc::channel();
    let emulator = Emulator::builder()
        .on_notification(move |one| sender.send(one.clone()).unwrap())
        .start_blocking()
        .unwrap();
    let receiver = Receiver::ok("");
    let published = stream()
        .domain(DOMAIN)
        .key(KEY)
        .to(receiver.url("/?token=private"));
    emulator.notify_blocking(published).unwrap();
    failure(&emulator, stream().to("http://127.0.0.1:1/"));
    let (first, second) = (sent.recv().unwrap(), sent.recv().unwrap());
    assert_eq!(first.address, receiver.url("/?***"));
    assert_eq!(
        (first.domain.as_deref(), first.method),
        (Some(DOMAIN), "GET")
    );
    assert_eq!(
        (first.status, first.problem, first.signed),
        (Some(200), None, true)
    );
    assert_eq!((second.status, second.signed), (None, false));
    assert!(second.problem.unwrap().contains("no connection"));
}

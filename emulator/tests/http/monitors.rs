//! Tests the life cycle of monitoring sessions.

use alibabacloud_live_emulator::{Emulator, EmulatorBuilder};
use serde_json::Value;

use crate::client::Caller;

const INPUTS: &str = r#"[{"Index":1,"InputUrl":"rtmp://pull.example.com/app/one","LayoutId":1}]"#;

fn create<'a>(name: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut parameters = vec![
        ("MonitorName", name),
        ("Domain", "demo.example.com"),
        ("InputList", INPUTS),
        ("OutputTemplate", "lp_ld"),
    ];
    for (name, value) in more {
        parameters.retain(|(present, _)| present != name);
        parameters.push((name, value));
    }
    parameters
}

fn start(builder: EmulatorBuilder) -> (Emulator, Caller) {
    let emulator = builder.start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

fn created(caller: &Caller, name: &str) -> String {
    let body = caller.ok("CreateLiveStreamMonitor", &create(name, &[]));
    body["MonitorId"].as_str().unwrap().to_owned()
}

fn names(body: &Value) -> Vec<&str> {
    let list = body["LiveStreamMonitorList"].as_array().unwrap();
    list.iter()
        .map(|monitor| monitor["MonitorName"].as_str().unwrap())
        .collect()
}

fn list(caller: &Caller, conditions: &[(&str, &str)]) -> Value {
    caller.ok("DescribeLiveStreamMonitorList", conditions)
}

#[test]
fn session_changes_state_as_documented() {
    let (_emulator, caller) = start(Emulator::builder());
    let id = created(&caller, "one");
    let on = |operation: &str| {
        let response = caller.call(
            &format!("{operation}LiveStreamMonitor"),
            &[("MonitorId", &id)],
        );
        (response.status, response.code())
    };
    let rejected = |status, code: &str| (status, Some(code.to_owned()));
    assert_eq!(on("Stop"), rejected(400, "StreamMonitorAlreadyStop"));
    assert_eq!(on("Start"), (200, None));
    assert_eq!(on("Start"), rejected(400, "StreamMonitorAlreadyStarted"));
    assert_eq!(on("Delete"), rejected(400, "InvalidParameter.Malformed"));
    assert_eq!(on("Stop"), (200, None));
    assert_eq!(on("Stop"), rejected(400, "StreamMonitorAlreadyStop"));
    assert_eq!(on("Start"), (200, None));
    assert_eq!(on("Stop"), (200, None));
    assert_eq!(on("Delete"), (200, None));
    for operation in ["Start", "Stop", "Delete"] {
        assert_eq!(
            on(operation),
            rejected(404, "StreamMonitorNotExist"),
            "{operation}"
        );
    }
}

#[test]
fn created_session_is_listed_and_updated() {
    let (_emulator, caller) = start(Emulator::builder());
    let id = created(&caller, "one");
    let body = list(&caller, &[]);
    let monitor = &body["LiveStreamMonitorList"][0];
    assert_eq!(body["Total"], 1);
    assert_eq!(monitor["MonitorId"], id.as_str());
    assert_eq!(monitor["Region"], "cn-shanghai");
    assert_eq!(monitor["Status"], 0);
    assert_eq!(monitor["InputList"].to_string(), INPUTS);
    assert_eq!(
        monitor["OutputUrls"]["FlvUrl"],
        format!("http://demo.example.com/monitor/{id}.flv")
    );
    for absent in ["StartTime", "StopTime", "MonitorConfig", "CallbackUrl"] {
        assert!(monitor.get(absent).is_none(), "{absent}");
    }

    let changes = [
        ("MonitorId", id.as_str()),
        ("MonitorName", "two"),
        ("App", "app"),
        ("Stream", "stream"),
        ("MonitorConfig", "{\"fpsLowThres\": 0.6}"),
        ("InputList", "[]"),
    ];
    caller.ok("UpdateLiveStreamMonitor", &changes);
    let body = list(&caller, &[("MonitorId", &id)]);
    let monitor = &body["LiveStreamMonitorList"][0];
    assert_eq!(monitor["MonitorName"], "two");
    assert_eq!(monitor["Domain"], "demo.example.com");
    assert_eq!(monitor["MonitorConfig"], "{\"fpsLowThres\": 0.6}");
    assert_eq!(
        monitor["OutputUrls"]["RtmpUrl"],
        "rtmp://demo.example.com/app/stream"
    );
    assert_eq!(monitor["InputList"].to_string(), "[]");
    assert_eq!(
        caller.rejected("UpdateLiveStreamMonitor", &[("MonitorId", &id)]),
        (400, "MissingParameter".into())
    );
}

#[test]
fn invalid_settings_are_rejected() {
    let (_emulator, caller) = start(Emulator::builder());
    let rejected =
        |parameters: &[(&str, &str)]| caller.rejected("CreateLiveStreamMonitor", parameters);
    let malformed = (400, "InvalidParameter.Malformed".to_owned());
    created(&caller, "one");
    assert_eq!(
        rejected(&create("one", &[])),
        (400, "StreamMonitorExist".into())
    );
    assert_eq!(
        rejected(&create("two", &[])[1..]),
        (400, "MissingParameter".into())
    );
    assert_eq!(
        rejected(&create("two", &[("OutputTemplate", "lp_4k")])),
        malformed
    );
    for inputs in [
        "InputConfig",
        "{}",
        r#"[{"Index":"first"}]"#,
        r#"[{"LayoutId":0}]"#,
        r#"[{"PlayConfig":{"VolumeRate":1.5}}]"#,
        r#"[{"LayoutConfig":{"SizeNormalized":[0.1]}}]"#,
        r#"[{"LayoutConfig":{"PositionRefer":"middle"}}]"#,
    ] {
        assert_eq!(
            rejected(&create("two", &[("InputList", inputs)])),
            malformed,
            "{inputs}"
        );
    }
    let lenient = r#"[{"Index":"1","LayoutConfig":{"PositionRefer":"TopLeft"},"New":{}}]"#;
    caller.ok(
        "CreateLiveStreamMonitor",
        &create("two", &[("InputList", lenient)]),
    );
    assert_eq!(
        rejected(&create("three", &[("Domain", "demo.invalid")])),
        (404, "InvalidDomainName.NotFound".into())
    );
    for owner in ["me", "-1", "0", ""] {
        assert_eq!(
            rejected(&create("three", &[("OwnerId", owner)])),
            (400, "InvalidUserId.Malformed".into())
        );
    }
    caller.ok(
        "CreateLiveStreamMonitor",
        &create("three", &[("OwnerId", "1234567890123456")]),
    );
}

#[test]
fn malformed_ids_are_rejected_except_when_listing() {
    let (_emulator, caller) = start(Emulator::builder());
    for id in [
        "",
        "abc",
        "445409ec-7eaa-461d-8f29-4bec2eb9****",
        "445409ec7eaa461d8f294bec2eb90000",
    ] {
        for operation in ["Start", "Stop", "Delete"] {
            let error = caller.rejected(
                &format!("{operation}LiveStreamMonitor"),
                &[("MonitorId", id)],
            );
            assert_eq!(
                error,
                (400, "InvalidMonitorId.Malformed".into()),
                "{operation} {id}"
            );
        }
        let update = [("MonitorId", id), ("InputList", INPUTS)];
        let error = caller.rejected("UpdateLiveStreamMonitor", &update);
        assert_eq!(error, (400, "InvalidMonitorId.Malformed".into()));
    }
    assert_eq!(list(&caller, &[("MonitorId", "abc")])["Total"], 0);
}

#[test]
fn accounts_are_isolated() {
    let (emulator, caller) = start(Emulator::builder().monitor_quota(1));
    let id = created(&caller, "one");
    let other = Caller::with_key(
        &emulator,
        Emulator::OTHER_ACCESS_KEY_ID,
        Emulator::OTHER_ACCESS_KEY_SECRET,
    );
    assert_eq!(list(&other, &[])["Total"], 0);
    let error = other.rejected("StartLiveStreamMonitor", &[("MonitorId", &id)]);
    assert_eq!(error, (401, "IllegalOperation".into()));
    let own = created(&other, "one");
    other.ok("StartLiveStreamMonitor", &[("MonitorId", &own)]);
    caller.ok("StartLiveStreamMonitor", &[("MonitorId", &id)]);

    let temporary = Caller::with_key(
        &emulator,
        Emulator::STS_ACCESS_KEY_ID,
        Emulator::STS_ACCESS_KEY_SECRET,
    )
    .with_token(Emulator::STS_SECURITY_TOKEN);
    assert_eq!(
        list(&temporary, &[])["LiveStreamMonitorList"][0]["MonitorId"],
        id.as_str()
    );
}

#[test]
fn quota_counts_running_sessions() {
    let (_emulator, caller) = start(Emulator::builder().monitor_quota(2));
    let ids = ["one", "two", "three"].map(|name| created(&caller, name));
    caller.ok("StartLiveStreamMonitor", &[("MonitorId", &ids[0])]);
    caller.ok("StartLiveStreamMonitor", &[("MonitorId", &ids[1])]);
    let third = [("MonitorId", ids[2].as_str())];
    let error = caller.rejected("StartLiveStreamMonitor", &third);
    assert_eq!(error, (403, "UserQuotaExceed".into()));
    caller.ok("StopLiveStreamMonitor", &[("MonitorId", &ids[0])]);
    caller.ok("StartLiveStreamMonitor", &third);
}

#[test]
fn lists_are_sorted_filtered_and_paged() {
    let (emulator, caller) = start(Emulator::builder());
    for (position, name) in ["a", "b", "c", "d"].into_iter().enumerate() {
        let id = created(&caller, name);
        if position > 0 {
            emulator.shift_clock(i64::try_from(position).unwrap() * 10);
            caller.ok("StartLiveStreamMonitor", &[("MonitorId", &id)]);
        }
        if name == "b" {
            caller.ok("StopLiveStreamMonitor", &[("MonitorId", &id)]);
        }
    }
    let listed = |conditions: &[(&str, &str)]| names(&list(&caller, conditions)).join("");
    assert_eq!(listed(&[]), "cdab");
    assert_eq!(listed(&[("OrderRule", "0")]), "cdab");
    assert_eq!(listed(&[("OrderRule", "1")]), "dcba");
    assert_eq!(listed(&[("OrderRule", "2")]), "bcda");
    assert_eq!(listed(&[("Status", "1")]), "cd");
    assert_eq!(listed(&[("Status", "0")]), "ab");
    assert_eq!(listed(&[("OrderRule", "2"), ("PageSize", "3")]), "bcd");
    assert_eq!(
        listed(&[("OrderRule", "2"), ("PageSize", "3"), ("PageNum", "2")]),
        "a"
    );
    assert_eq!(
        listed(&[("PageSize", "2147483647"), ("PageNum", "2147483647")]),
        ""
    );
    assert_eq!(listed(&[("PageSize", "-1"), ("PageNum", "0")]), "cdab");
    assert_eq!(list(&caller, &[("PageSize", "1")])["Total"], 4);
    for (name, value) in [
        ("PageNum", "two"),
        ("Status", "2"),
        ("PageSize", "99999999999"),
    ] {
        let code = format!("Invalid{name}.Malformed");
        assert_eq!(
            caller.rejected("DescribeLiveStreamMonitorList", &[(name, value)]),
            (400, code)
        );
    }
}

//! Responses that no documentation describes: odd, incomplete or hostile ones.

use std::time::{Duration, Instant};

use alibabacloud_live::rpc::{CallSettings, RetryPolicy};
use alibabacloud_live::stream_monitor::InputConfig;
use alibabacloud_live::{Client, Error, ErrorKind};
use alibabacloud_live_emulator::{Credential, Emulator, Fault};
use live_tests::client_of;
use serde_json::{Value, json};

use crate::log::Recorded;
use crate::operations::AnyOperation;

const NO_HEADERS: [(&str, &str); 0] = [];

/// Returns what a client makes of the body of a successful response.
fn decode(operation: &str, body: &str) -> Value {
    let body = serde_json::from_str(body).unwrap();
    (AnyOperation::named(operation).decode)(&body)
        .unwrap()
        .value
}

async fn client_and(fault: Fault) -> (Client, Emulator) {
    let emulator = Emulator::start().await.unwrap();
    emulator.inject(fault.always());
    let soon = Duration::from_millis(1);
    let policy = RetryPolicy::standard()
        .base_delay(soon)
        .throttling_base_delay(soon);
    let client = client_of(&emulator).retry_policy(policy).build().unwrap();
    (client, emulator)
}

async fn write(client: &Client) -> Result<(), Error> {
    let start = client.start_live_stream_monitor().monitor_id("a");
    start.send().await?;
    Ok(())
}

#[test]
fn containers_are_met_half_way() {
    let streams = "DescribeLiveStreamsOnlineList";
    let monitors = "DescribeLiveStreamMonitorList";
    let one = r#"{"OnlineInfo":{"LiveStreamOnlineInfo":[{"StreamName":"s"}]}}"#;
    let none = r#"{"OnlineInfo":{"LiveStreamOnlineInfo":[]}}"#;
    for (operation, odd, documented) in [
        (streams, r#"{"OnlineInfo":[{"StreamName":"s"}]}"#, one),
        (streams, r#"{"OnlineInfo":{"StreamName":"s"}}"#, one),
        (
            streams,
            r#"{"OnlineInfo":{"LiveStreamOnlineInfo":{"StreamName":"s"}}}"#,
            one,
        ),
        (
            streams,
            r#"{"OnlineInfo":{"OnlineInfo":[{"StreamName":"s"}]}}"#,
            one,
        ),
        (streams, r#"{"OnlineInfo":"[{\"StreamName\":\"s\"}]"}"#, one),
        (streams, r#"{"OnlineInfo":{}}"#, none),
        (streams, r#"{"OnlineInfo":[]}"#, none),
        (streams, r#"{"OnlineInfo":""}"#, none),
        (streams, r#"{"OnlineInfo":null}"#, none),
        (
            monitors,
            r#"{"LiveStreamMonitorList":{"LiveStreamMonitor":[{"MonitorId":"m"}]}}"#,
            r#"{"LiveStreamMonitorList":[{"MonitorId":"m"}]}"#,
        ),
        (
            monitors,
            r#"{"LiveStreamMonitorList":{"MonitorId":"m"}}"#,
            r#"{"LiveStreamMonitorList":[{"MonitorId":"m"}]}"#,
        ),
        (
            monitors,
            r#"{"LiveStreamMonitorList":{}}"#,
            r#"{"LiveStreamMonitorList":[]}"#,
        ),
        (
            "AddCasterEpisodeGroup",
            r#"{"ProgramId":"p","ItemIds":["a"]}"#,
            r#"{"ProgramId":"p","ItemIds":{"ItemId":["a"]}}"#,
        ),
        (
            "AddCasterEpisodeGroup",
            r#"{"ProgramId":"p","ItemIds":"a"}"#,
            r#"{"ProgramId":"p","ItemIds":{"ItemId":["a"]}}"#,
        ),
    ] {
        assert_eq!(
            decode(operation, odd),
            decode(operation, documented),
            "{odd}"
        );
    }
}

#[tokio::test]
async fn values_that_do_not_fit_are_kept_by_name_and_logged() {
    let body = r#"{"RequestId":"r","TotalNum":3000000000,"OnlineInfo":{"LiveStreamOnlineInfo":[
        {"StreamName":"a","FrameRate":29.97,"TranscodeId":"hd"},
        {"StreamName":"b","FrameRate":"25.5","Height":"abc","PlayDomain":"p","AudioCodecId":"-"}]}}"#;
    let (client, _emulator) = client_and(Fault::response(200, NO_HEADERS, body)).await;
    let log = Recorded::new();
    let streams = client
        .describe_live_streams_online_list()
        .domain_name("d")
        .send()
        .await
        .unwrap();
    let [a, b] = &streams.online_info[..] else {
        panic!("{streams:?}");
    };
    assert_eq!((a.stream_name.as_deref(), a.frame_rate), (Some("a"), None));
    let extra = |name| a.extra_members.get(name);
    assert_eq!(extra("FrameRate"), Some(&json!(29.97)));
    assert_eq!(extra("TranscodeId"), Some(&json!("hd")));
    let extra = |name| b.extra_members.get(name);
    assert_eq!(extra("FrameRate"), Some(&json!("25.5")));
    assert_eq!(extra("Height"), Some(&json!("abc")));
    assert_eq!(extra("PlayDomain"), Some(&json!("p")));
    let total = streams.extra_members.get("TotalNum");
    assert_eq!(
        (streams.total_num, total),
        (None, Some(&json!(3_000_000_000_u64)))
    );

    // serde writes everything back.
    let written = serde_json::to_value(&streams).unwrap();
    let received: Value = serde_json::from_str(body).unwrap();
    assert_eq!(written["TotalNum"], received["TotalNum"]);
    assert_eq!(
        written["OnlineInfo"]["LiveStreamOnlineInfo"][1],
        received["OnlineInfo"]["LiveStreamOnlineInfo"][1]
    );
    assert_eq!(
        serde_json::from_value::<serde_json::Value>(written.clone()).unwrap(),
        written
    );

    let log = log.text();
    for part in [
        "WARN",
        r#"operation="DescribeLiveStreamsOnlineList""#,
        "path=TotalNum",
        "path=OnlineInfo.LiveStreamOnlineInfo[0].FrameRate",
        "found=29.97",
        "path=OnlineInfo.LiveStreamOnlineInfo[1].Height",
        r#"found="abc""#,
    ] {
        assert!(log.contains(part), "{part} is missing in {log}");
    }
}

#[tokio::test]
async fn texts_that_are_not_unicode_are_read() {
    for (body, name) in [
        (&b"\xef\xbb\xbf{\"MonitorId\":\"m\"}"[..], "m"),
        (b"{\"MonitorId\":\"a\x01b\"}", "a\u{fffd}b"),
        (b"{\"MonitorId\":\"a\xc3(\"}", "a\u{fffd}("),
        (br#"{"MonitorId":"\udfff"}"#, "\u{fffd}"),
    ] {
        let (client, _emulator) = client_and(Fault::response(200, NO_HEADERS, body)).await;
        let created = client
            .create_live_stream_monitor()
            .monitor_name("n")
            .domain("d")
            .output_template("lp_sd")
            .input_list([InputConfig::default()])
            .send()
            .await
            .unwrap();
        assert_eq!(created.monitor_id.as_deref(), Some(name));
    }
}

#[tokio::test]
async fn header_gives_the_request_id_that_the_body_lacks() {
    for (body, id) in [
        ("{}", "h"),
        (r#"{"RequestId":""}"#, "h"),
        (r#"{"RequestId":null}"#, "h"),
        (r#"{"RequestId":"b"}"#, "b"),
    ] {
        let fault = Fault::response(200, [("x-acs-request-id", "h")], body);
        let (client, _emulator) = client_and(fault).await;
        let started = client.start_live_stream_monitor().monitor_id("a");
        assert_eq!(started.send().await.unwrap().request_id, id, "{body}");
    }
}

#[tokio::test]
async fn codes_are_read_before_secrets_are_masked() {
    for (secret, status, code) in [
        ("Key", 404, "InvalidAccessKeyId.NotFound"),
        ("hro", 400, "Throttling.User"),
    ] {
        let emulator = Emulator::builder()
            .credential(Credential::access_key("account", "id", secret))
            .start()
            .await
            .unwrap();
        emulator.inject(
            Fault::error(status, code)
                .message(format!("no {secret}"))
                .always(),
        );
        let soon = Duration::from_millis(1);
        let policy = RetryPolicy::standard().throttling_base_delay(soon);
        let client = client_of(&emulator)
            .access_key("id", secret)
            .retry_policy(policy)
            .build()
            .unwrap();
        let error = write(&client).await.unwrap_err();
        assert_eq!(
            (error.code(), error.message()),
            (Some(code), Some("no ***"))
        );
        assert!(error.is_auth() || error.is_throttling());
        assert_eq!(error.attempts(), if error.is_auth() { 1 } else { 3 });
    }
}

#[tokio::test]
async fn text_that_misleads_readers_is_escaped() {
    let body = r#"{"Code":"C\u202e","Message":"a\u2066b\r\nc","RequestId":"r\u061c"}"#;
    let (client, _emulator) = client_and(Fault::response(400, NO_HEADERS, body)).await;
    let log = Recorded::new();
    let error = write(&client).await.unwrap_err();
    for text in [error.to_string(), log.text()] {
        let misleads = |c| matches!(c, '\u{61c}' | '\u{202e}' | '\u{2066}');
        assert!(!text.contains(misleads), "{text}");
        assert!(text.contains("C\\u{202e}: a\\u{2066}b c"), "{text}");
    }
}

#[tokio::test]
async fn large_hostile_bodies_end_within_the_timeouts() {
    const SIZE: usize = 15 * 1024 * 1024;
    let mut nested_quotes = br#"{"Code":"X","Message":""#.to_vec();
    for run in 800..1600 {
        let run = "\\".repeat(run);
        nested_quotes.extend(format!(r#"{run}"AppKey{run}":{run}""#).bytes());
    }
    nested_quotes.extend(br#""}"#);
    let quotes = format!(r#"{{"Code":"X","Message":"{}"}}"#, "\\\"".repeat(SIZE / 2));
    let html = format!("<html>{}", "<p>".repeat(SIZE / 3));
    let path = format!(r#"{{"LiveStreamMonitorList":[{{"{}":tru"#, "a".repeat(SIZE));
    let items = format!(
        r#"{{"LiveStreamMonitorList":[{}{{}}]}}"#,
        "{},".repeat(SIZE / 3)
    );
    for (status, body, kinds) in [
        (400, nested_quotes, &[ErrorKind::Service][..]),
        (400, quotes.into_bytes(), &[ErrorKind::Service]),
        (500, html.into_bytes(), &[ErrorKind::Service]),
        (200, path.into_bytes(), &[ErrorKind::InvalidResponse]),
        (
            200,
            items.into_bytes(),
            &[ErrorKind::Timeout, ErrorKind::ResponseTooLarge],
        ),
    ] {
        let start = String::from_utf8_lossy(&body[..40]).into_owned();
        let (client, _emulator) = client_and(Fault::response(status, NO_HEADERS, body)).await;
        let settings = CallSettings::new()
            .operation_timeout(Duration::from_secs(3))
            .retry_policy(RetryPolicy::off());
        let client = client.with_settings(&settings).unwrap();
        let begun = Instant::now();
        let listed = client.describe_live_stream_monitor_list().send().await;
        let error = listed.unwrap_err();
        assert!(kinds.contains(&error.kind()), "{start}: {error}");
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.may_have_executed(), status != 400);
        // Far below the minutes that it took to mask and decode such bodies completely.
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{start}: {:?}",
            begun.elapsed()
        );
        let debug = format!("{error:?}");
        assert!(debug.len() < 8 * 64 * 1024, "{start}: {}", debug.len());
    }
}

//! Spans and events of a call.

use std::time::Duration;

use alibabacloud_live::rpc::{RateLimit, RateLimits, RetryPolicy};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;

use crate::log::Recorded;

const LIST: &str = "DescribeLiveStreamMonitorList";

#[tokio::test]
async fn spans_and_events_describe_a_call() {
    let log = Recorded::new();
    let emulator = Emulator::start().await.unwrap();
    let limit = RateLimit {
        calls: 3,
        per: Duration::from_secs(3),
    };
    let client = client_of(&emulator)
        .region("cn-shanghai")
        .rate_limits(RateLimits::off().operation(LIST, limit))
        .retry_policy(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    emulator.shift_clock(3600);
    emulator.inject(Fault::empty(503).times(2));
    client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap();
    let text = log.text();
    let served = emulator.requests().pop().unwrap();
    for part in [
        "clock of this machine is wrong",
        "attempt failed, retrying",
        "waited for the rate limit",
        "attempt{number=4",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let call = text
        .lines()
        .rfind(|line| line.contains("close") && !line.contains("attempt{"))
        .unwrap();
    for part in [
        "service=\"live\"",
        &format!("operation=\"{LIST}\""),
        "region=\"cn-shanghai\"",
        " status=200",
        &format!("request_id=\"{}\"", served.request_id),
        "attempts=4",
        "duration_ms=",
    ] {
        assert!(call.contains(part), "{part} is missing in {call}");
    }
    // The call has the status of its last attempt.
    assert!(!call.contains("status=503"), "{call}");
}

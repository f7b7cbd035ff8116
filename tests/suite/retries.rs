//! Retries and their limits.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use alibabacloud_live::rpc::RetryPolicy;
use alibabacloud_live::rpc::retry::{FailedAttempt, Retry};
use alibabacloud_live::{Client, ClientBuilder, Error, ErrorKind, SignatureMethod};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;

use crate::log::Recorded;

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

/// Returns the standard policy with waits short enough for a test.
fn quick() -> RetryPolicy {
    let soon = Duration::from_millis(1);
    RetryPolicy::standard()
        .base_delay(soon)
        .throttling_base_delay(soon)
}

async fn emulator_and(policy: RetryPolicy) -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).retry_policy(policy).build().unwrap();
    (emulator, client)
}

async fn list(client: &Client) -> Result<(), Error> {
    client.describe_live_stream_monitor_list().send().await?;
    Ok(())
}

async fn start(client: &Client) -> Result<(), Error> {
    let start = client.start_live_stream_monitor().monitor_id(ID);
    start.send().await?;
    Ok(())
}

#[tokio::test]
async fn each_attempt_is_signed_again_after_the_requested_wait() {
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let emulator = Emulator::start().await.unwrap();
        let client = client_of(&emulator).signature_method(method);
        let client = client.build().unwrap();
        let pause = Duration::from_millis(60);
        emulator.inject(Fault::throttle().retry_after(pause).times(2));
        let begun = Instant::now();
        list(&client).await.unwrap();
        assert!(begun.elapsed() >= 2 * pause);
        assert!(begun.elapsed() < Duration::from_secs(10));
        let served = emulator.requests();
        let nonces: HashSet<_> = served.iter().map(|request| request.nonce.clone()).collect();
        assert_eq!((served.len(), nonces.len()), (3, 3));
        assert_eq!(served.iter().filter(|request| request.executed).count(), 1);
    }
}

#[tokio::test]
async fn a_throttled_write_is_executed_once() {
    let (emulator, client) = emulator_and(quick()).await;
    emulator.inject(Fault::throttle().times(2));
    let error = start(&client).await.unwrap_err();
    assert_eq!(
        (error.code(), error.attempts()),
        (Some("StreamMonitorNotExist"), 3)
    );
    assert!(error.to_string().contains("attempts 3"), "{error}");
    let served = emulator.requests();
    assert_eq!(served.iter().filter(|request| request.executed).count(), 1);
}

#[tokio::test]
async fn client_token_makes_a_write_safe_to_retry() {
    let (emulator, client) = emulator_and(quick()).await;
    for (token, attempts) in [("8c0f2e", 3), ("", 1)] {
        emulator.clear_faults();
        emulator.inject(Fault::reset().always());
        let start = client.start_live_stream_monitor().monitor_id(ID);
        let error = start.param("ClientToken", token).send().await.unwrap_err();
        assert_eq!(error.attempts(), attempts, "{token:?}");
        assert!(error.may_have_executed());
    }
}

#[tokio::test]
async fn may_have_executed_covers_earlier_attempts() {
    let (emulator, client) = emulator_and(quick()).await;
    emulator.inject(Fault::reset().after_execution());
    emulator.inject(Fault::throttle().always());
    let start = client.start_live_stream_monitor().monitor_id(ID);
    let error = start.param("ClientToken", "t").send().await.unwrap_err();
    assert!(error.is_throttling() && error.may_have_executed());
}

#[tokio::test]
async fn wait_beyond_the_cap_or_operation_timeout_is_not_started() {
    let hour = Duration::from_secs(3600);
    for (policy, timeout) in [
        (quick(), hour),
        (quick().max_retry_after(hour), Duration::from_secs(30)),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let client = client_of(&emulator)
            .retry_policy(policy)
            .operation_timeout(timeout)
            .build()
            .unwrap();
        let retry_after = Duration::from_secs(61);
        emulator.inject(Fault::throttle().retry_after(retry_after));
        let begun = Instant::now();
        let error = list(&client).await.unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(20));
        assert!(error.is_throttling());
        assert_eq!(
            (error.attempts(), error.retry_after()),
            (1, Some(retry_after))
        );
    }
}

#[tokio::test]
async fn all_copies_share_the_budget() {
    let (emulator, client) = emulator_and(quick().budget(3)).await;
    emulator.inject(Fault::empty(503).always());
    let mut attempts = Vec::new();
    for _ in 0..4 {
        let copy = client.clone();
        attempts.push(list(&copy).await.unwrap_err().attempts());
    }
    assert_eq!(attempts, [3, 2, 1, 1]);
    emulator.clear_faults();
    for _ in 0..10 {
        list(&client).await.unwrap();
    }
    emulator.inject(Fault::empty(503).always());
    assert_eq!(list(&client).await.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn nothing_is_retried_when_retries_are_off() {
    let (emulator, client) = emulator_and(RetryPolicy::off()).await;
    for fault in [
        Fault::throttle().retry_after(Duration::from_millis(1)),
        Fault::empty(503),
        Fault::reset(),
    ] {
        emulator.clear_requests();
        emulator.inject(fault);
        assert_eq!(list(&client).await.unwrap_err().attempts(), 1);
        assert_eq!(emulator.requests().len(), 1);
    }
}

#[tokio::test]
async fn classifier_overrides_the_default_classification() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let calls = Arc::clone(&seen);
    let policy = quick().classifier(move |failed: &FailedAttempt<'_>| {
        let call = (failed.operation.name, failed.attempt, failed.idempotent);
        calls.lock().unwrap().push(call);
        match failed.error.code() {
            Some("Settling") => Retry::Retry,
            Some("Throttling.User") => Retry::DoNotRetry,
            _ => Retry::Default,
        }
    });
    let (emulator, client) = emulator_and(policy).await;
    for (fault, attempts) in [
        (Fault::error(409, "Settling"), 3),
        (Fault::throttle(), 1),
        (Fault::error(400, "Throttling"), 3),
        (Fault::empty(503), 1),
    ] {
        emulator.inject(fault.always());
        let error = start(&client).await.unwrap_err();
        assert_eq!(error.attempts(), attempts, "{error}");
        emulator.clear_faults();
    }
    let operation = "StartLiveStreamMonitor";
    let seen = seen.lock().unwrap();
    // The classifier also sees the last attempt, although no other may follow.
    assert_eq!(
        seen[..4],
        [
            (operation, 1, false),
            (operation, 2, false),
            (operation, 3, false),
            (operation, 1, false)
        ]
    );
}

#[tokio::test]
async fn retried_call_returns_only_the_last_attempt() {
    let (emulator, client) = emulator_and(quick()).await;
    let headers: [(&str, &str); 0] = [];
    let body =
        r#"{"RequestId":"first","Code":"Throttling","Total":77,"LiveStreamMonitorList":[{}]}"#;
    emulator.inject(Fault::response(200, headers, body));
    emulator.inject(Fault::response(200, headers, r#"{"RequestId":"second"}"#));
    let listed = client.describe_live_stream_monitor_list().send().await;
    let listed = listed.unwrap();
    assert_eq!(listed.request_id, "second");
    assert_eq!(listed.total, None);
    assert!(listed.live_stream_monitor_list.is_empty());
}

#[tokio::test]
async fn timed_out_call_reports_the_previous_attempt() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .retry_policy(quick())
        .operation_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    emulator.inject(Fault::error(503, "ServiceUnavailable"));
    emulator.inject(Fault::delay(Duration::from_secs(60)));
    let error = list(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_executed());
    assert_eq!(error.attempts(), 2);
    let text = error.to_string();
    for part in ["longer than 1s", "ServiceUnavailable", "status 503"] {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn a_dropped_call_makes_no_further_attempts() {
    let (emulator, client) = emulator_and(quick()).await;
    let pause = Duration::from_millis(500);
    emulator.inject(Fault::throttle().retry_after(pause).always());
    let call = tokio::spawn({
        let client = client.clone();
        async move { list(&client).await }
    });
    while emulator.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    tokio::time::sleep(2 * pause).await;
    assert_eq!(emulator.requests().len(), 1);
    emulator.clear_faults();
    list(&client).await.unwrap();
}

#[tokio::test]
async fn clock_is_corrected_by_the_service() {
    for shift in [-3600, 3600, 300 * 24 * 3600] {
        let emulator = Emulator::builder()
            .clock_shift(shift)
            .start()
            .await
            .unwrap();
        let client = client_of(&emulator).build().unwrap();
        // This applies to writes as well, since the call was rejected before execution.
        let error = start(&client).await.unwrap_err();
        assert_eq!(
            (error.code(), error.attempts()),
            (Some("StreamMonitorNotExist"), 2),
            "{shift}"
        );
        assert_eq!(emulator.requests().len(), 2);
        let copy = client.clone();
        list(&copy).await.unwrap();
        assert_eq!(emulator.requests().len(), 3);
        // Meanwhile the machine's clock is corrected.
        emulator.shift_clock(0);
        list(&client).await.unwrap();
        assert_eq!(emulator.requests().len(), 5);
    }
}

#[tokio::test]
async fn correcting_the_clock_does_not_use_up_an_attempt() {
    let (emulator, client) = emulator_and(quick()).await;
    emulator.shift_clock(3600);
    emulator.inject(Fault::throttle().always());
    let error = list(&client).await.unwrap_err();
    assert!(error.is_throttling());
    assert_eq!((error.attempts(), emulator.requests().len()), (4, 4));

    // A service that keeps rejecting the timestamp is not called again and again.
    emulator.clear_faults();
    emulator.clear_requests();
    emulator.inject(Fault::error(400, "InvalidTimeStamp.Expired").always());
    let error = list(&client).await.unwrap_err();
    assert_eq!((error.attempts(), emulator.requests().len()), (1, 1));
}

#[tokio::test]
async fn absurd_date_does_not_set_the_clock() {
    let (emulator, client) = emulator_and(quick()).await;
    emulator.shift_clock(3600);
    let date = ("date", "Fri, 31 Dec 9999 23:59:59 GMT");
    let body = r#"{"Code":"InvalidTimeStamp.Expired"}"#;
    emulator.inject(Fault::response(400, [date], body));
    // The next response states the right time.
    list(&client).await.unwrap();
    assert_eq!(emulator.requests().len(), 3);

    emulator.clear_requests();
    emulator.inject(Fault::response(400, [date], body).always());
    let error = list(&client).await.unwrap_err();
    assert_eq!((error.attempts(), emulator.requests().len()), (2, 2));
}

#[test]
fn contradictory_settings_are_rejected() {
    let second = Duration::from_secs(1);
    let rejection = |configure: &dyn Fn(ClientBuilder<Client>) -> ClientBuilder<Client>| {
        let builder = Client::builder().access_key("id", "secret");
        let error = configure(builder).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.to_string()
    };
    for (text, reason) in [
        (
            rejection(&|client| client.retry_policy(RetryPolicy::standard().max_attempts(0))),
            "at least one attempt",
        ),
        (
            rejection(&|client| client.attempt_timeout(Duration::ZERO)),
            "attempt_timeout is zero",
        ),
        (
            rejection(&|client| client.operation_timeout(second).attempt_timeout(2 * second)),
            "attempt_timeout is 2s, longer than operation_timeout of 1s",
        ),
        (
            rejection(&|client| client.max_response_bytes(0)),
            "max_response_bytes is zero",
        ),
    ] {
        assert!(text.contains(reason), "{text}");
    }
}

#[tokio::test]
async fn delayed_calls_are_logged_at_info() {
    let recorded = Recorded::new();
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    client.describe_live_stream_monitor_list().await.unwrap();
    assert!(!recorded.text().contains("the call was delayed"));
    emulator.inject(Fault::error(503, "ServiceUnavailable"));
    client.describe_live_stream_monitor_list().await.unwrap();
    let text = recorded.text();
    let lines: Vec<_> = text
        .lines()
        .filter(|line| line.contains("the call was delayed"))
        .collect();
    let [line] = lines[..] else {
        panic!("{text}");
    };
    for part in [
        "INFO",
        "DescribeLiveStreamMonitorList",
        "attempts=2",
        "succeeded=true",
    ] {
        assert!(line.contains(part), "{line}");
    }
}

//! The documented rate limits, honoured by the client and enforced by the emulator.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use alibabacloud_live::rpc::credentials::{CredentialsFuture, ProvideCredentials};
use alibabacloud_live::rpc::{RateLimit, RateLimits, RetryPolicy};
use alibabacloud_live::{Client, ClientBuilder, Credentials, ErrorKind};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;

const LIST: &str = "DescribeLiveStreamMonitorList";

async fn strict_emulator() -> (Emulator, ClientBuilder<Client>) {
    let emulator = Emulator::builder().rate_limits(true).start().await.unwrap();
    let client = client_of(&emulator).retry_policy(RetryPolicy::off());
    (emulator, client)
}

/// Makes this many calls at once and returns how many were throttled.
async fn list_at_once(client: &Client, times: usize) -> usize {
    let calls: Vec<_> = (0..times)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let listed = client.describe_live_stream_monitor_list().send().await;
                listed.is_err_and(|error| error.is_throttling())
            })
        })
        .collect();
    let mut throttled = 0;
    for call in calls {
        throttled += usize::from(call.await.unwrap());
    }
    throttled
}

#[tokio::test]
async fn calls_wait_instead_of_being_throttled() {
    let (emulator, client) = strict_emulator().await;
    let client = client.build().unwrap();
    let begun = Instant::now();
    // The documented limit is 15 calls per second.
    assert_eq!(list_at_once(&client, 20).await, 0);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(emulator.requests().len(), 20);
}

#[tokio::test]
async fn without_the_limit_calls_are_throttled() {
    let (_emulator, client) = strict_emulator().await;
    let client = client.rate_limits(RateLimits::off()).build().unwrap();
    assert!(list_at_once(&client, 60).await > 0);
}

#[tokio::test]
async fn wait_beyond_the_deadline_times_out_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let slow = RateLimit::per_minute(1);
    let client = client_of(&emulator)
        .rate_limits(RateLimits::documented().operation(LIST, slow))
        .operation_timeout(Duration::from_secs(50))
        .build()
        .unwrap();
    let list = || client.describe_live_stream_monitor_list().send();
    list().await.unwrap();
    let begun = Instant::now();
    let error = list().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(
        (error.kind(), error.attempts(), error.may_have_executed()),
        (ErrorKind::Timeout, 0, false)
    );
    let text = error.to_string();
    for part in [LIST, "rate limit of 1 calls per 60s", "timeout of 50s"] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn admitted_calls_have_time_for_their_response() {
    let emulator = Emulator::start().await.unwrap();
    let limit = RateLimit {
        calls: 1,
        per: Duration::from_millis(30),
    };
    let client = client_of(&emulator)
        .rate_limits(RateLimits::off().operation("StartLiveStreamMonitor", limit))
        .retry_policy(RetryPolicy::off())
        .operation_timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    // Far more than the limit admits before the timeout.
    let calls: Vec<_> = (0..150)
        .map(|_| tokio::spawn(client.start_live_stream_monitor().monitor_id("a").send()))
        .collect();
    let mut refused = 0;
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        if error.is_timeout() {
            refused += 1;
            assert_eq!(
                (error.attempts(), error.may_have_executed()),
                (0, false),
                "{error}"
            );
        }
    }
    assert!(refused > 50, "{refused}");
    assert_eq!(emulator.requests().len(), 150 - refused);
}

#[tokio::test]
async fn retries_count_against_the_rate_limit() {
    let emulator = Emulator::start().await.unwrap();
    let limit = RateLimit {
        calls: 1,
        per: Duration::from_millis(300),
    };
    let client = client_of(&emulator)
        .rate_limits(RateLimits::off().operation(LIST, limit))
        .retry_policy(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    emulator.inject(Fault::empty(503).times(2));
    let begun = Instant::now();
    client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(600));
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn each_access_key_has_its_own_limit() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .credentials(InTurn::default())
        .rate_limits(RateLimits::off().operation(LIST, RateLimit::per_minute(1)))
        .operation_timeout(Duration::from_secs(30))
        .build()
        .unwrap();
    let list = || client.describe_live_stream_monitor_list().send();
    list().await.unwrap();
    list().await.unwrap();
    assert!(list().await.unwrap_err().is_timeout());
    let keys: Vec<_> = emulator
        .requests()
        .into_iter()
        .filter_map(|request| request.access_key_id)
        .collect();
    assert_eq!(
        keys,
        [Emulator::ACCESS_KEY_ID, Emulator::OTHER_ACCESS_KEY_ID]
    );
}

/// Provides the keys of two accounts in turn.
#[derive(Debug, Default)]
struct InTurn(AtomicUsize);

impl ProvideCredentials for InTurn {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let keys = [
            (Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET),
            (
                Emulator::OTHER_ACCESS_KEY_ID,
                Emulator::OTHER_ACCESS_KEY_SECRET,
            ),
        ];
        let (id, secret) = keys[self.0.fetch_add(1, Ordering::Relaxed) % 2];
        Box::pin(std::future::ready(Ok(Credentials::new(id, secret))))
    }
}

//! Spans and events of a call.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use alibabacloud_live::rpc::{RateLimit, RateLimits, RetryPolicy};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;
use tracing::subscriber::NoSubscriber;
use tracing_subscriber::fmt::format::FmtSpan;

const LIST: &str = "DescribeLiveStreamMonitorList";

/// Records the log output.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn spans_and_events_describe_a_call() {
    // With a single subscriber, a callsite first reached by a thread without one stays off for all
    // threads.
    let _other = tracing::Dispatch::new(NoSubscriber::new());
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _recording = tracing::subscriber::set_default(subscriber);
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
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
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

//! Ten thousand calls while a fifth of them meet faults: each ends in the right answer or the right error, and no
//! write is executed twice.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use alibabacloud_live::rpc::{RateLimits, RetryPolicy};
use alibabacloud_live::stream_monitor::{InputConfig, OutputTemplate};
use alibabacloud_live::{Client, Error, ErrorKind};
use alibabacloud_live_emulator::{Emulator, Fault, ServedRequest};
use live_tests::client_of;

const CALLS: usize = 10_000;
const CALLERS: usize = 64;
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);
/// Parameter that marks all requests of a call. The service passes over what it does not know.
const MARK: &str = "SoakCall";

/// What a caller saw of one call.
struct Seen {
    mark: String,
    writes: bool,
    outcome: Result<(), Error>,
}

fn faults() -> Vec<Fault> {
    let soon = Duration::from_millis(5);
    let headers: [(&str, &str); 0] = [];
    vec![
        Fault::throttle(),
        Fault::throttle().status(429).retry_after(soon),
        Fault::error(500, "InternalError"),
        Fault::error(500, "InternalError").after_execution(),
        Fault::error(503, "ServiceUnavailable"),
        Fault::error(403, "Forbidden.RAM"),
        Fault::html(502),
        Fault::html(502).after_execution(),
        Fault::empty(503),
        Fault::reset(),
        Fault::reset().after_execution(),
        Fault::cut_body(),
        Fault::delay(2 * ATTEMPT_TIMEOUT),
        Fault::slow_body(Duration::from_millis(20)),
        Fault::malformed_json().after_execution(),
        Fault::response(200, headers, r#"{"Code":"UserQuotaExceed","Message":"no"}"#),
        Fault::content_type("text/html"),
        Fault::raw("no HTTP"),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_ends_as_it_should() {
    let emulator = Emulator::builder()
        .log_capacity(10 * CALLS)
        .start()
        .await
        .unwrap();
    let soon = Duration::from_millis(2);
    let client = client_of(&emulator)
        .attempt_timeout(ATTEMPT_TIMEOUT)
        .rate_limits(RateLimits::off())
        .retry_policy(
            RetryPolicy::standard()
                .base_delay(soon)
                .throttling_base_delay(soon),
        )
        .build()
        .unwrap();
    let mut sessions = Vec::new();
    for caller in 0..CALLERS {
        sessions.push(
            create(&client, &format!("of caller {caller}"), "")
                .await
                .unwrap(),
        );
    }
    emulator.clear_requests();
    let faults = faults();
    // A fault is drawn only if none before it was, so together they meet a little less than a fifth of the requests.
    let each = 0.2 / faults.len() as f64;
    for fault in faults {
        emulator.inject(fault.probability(each).always());
    }

    let begun = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = sessions
        .into_iter()
        .map(|session| tokio::spawn(call_on(client.clone(), Arc::clone(&next), session)))
        .collect();
    let mut seen = Vec::with_capacity(CALLS);
    for caller in callers {
        seen.extend(caller.await.unwrap());
    }
    assert!(
        begun.elapsed() < Duration::from_secs(120),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(seen.len(), CALLS);

    let mut served: HashMap<String, Vec<ServedRequest>> = HashMap::new();
    for request in emulator.requests() {
        let mark = request.parameter(MARK).unwrap().to_owned();
        served.entry(mark).or_default().push(request);
    }
    let mut kinds: HashMap<String, usize> = HashMap::new();
    for call in &seen {
        let served = served.remove(&call.mark).unwrap_or_default();
        check(call, &served);
        let kind = match &call.outcome {
            Ok(()) => format!("answered after {} requests", served.len()),
            Err(error) => format!("{:?}", error.kind()),
        };
        *kinds.entry(kind).or_default() += 1;
    }
    assert!(served.is_empty());
    // The faults were there, and most calls got over them.
    let count = |kind: &str| kinds.get(kind).copied().unwrap_or_default();
    assert!(count("answered after 1 requests") > CALLS / 2, "{kinds:?}");
    for kind in [
        "answered after 2 requests",
        "Service",
        "Transport",
        "Timeout",
        "InvalidResponse",
    ] {
        assert!(count(kind) > 0, "{kind}: {kinds:?}");
    }
}

/// Compares what the caller saw with what the service did.
fn check(call: &Seen, served: &[ServedRequest]) {
    let about = || format!("{}: {:?}\n{served:#?}", call.mark, call.outcome);
    let executed = served.iter().filter(|request| request.executed).count();
    assert!(served.len() <= 3, "{}", about());
    if call.writes {
        assert!(executed <= 1, "{}", about());
    }
    match &call.outcome {
        Ok(()) => assert!(executed >= 1, "{}", about()),
        Err(error) => {
            // A request may be lost before the service reads it, but none is sent that the caller is not told of.
            let attempts = usize::try_from(error.attempts()).unwrap();
            assert!(served.len() <= attempts && attempts <= 3, "{}", about());
            // What the service itself refuses while executing comes with its own code.
            let refused = served
                .last()
                .is_some_and(|last| last.executed && last.code.as_deref() == error.code());
            if !error.may_have_executed() && !refused {
                assert_eq!(executed, 0, "{}", about());
            }
            match error.kind() {
                ErrorKind::Service => assert!(error.status().is_some(), "{}", about()),
                ErrorKind::InvalidResponse => assert_eq!(error.status(), Some(200), "{}", about()),
                ErrorKind::Transport | ErrorKind::Timeout => {
                    assert!(error.may_have_executed(), "{}", about());
                }
                _ => unreachable!("{}", about()),
            }
        }
    }
}

/// Makes calls of all kinds until all are made.
async fn call_on(client: Client, next: Arc<AtomicUsize>, session: String) -> Vec<Seen> {
    let mut seen = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= CALLS {
            return seen;
        }
        let mark = number.to_string();
        let kind = number % 4;
        let outcome = match kind {
            0 => list(&client, &mark).await,
            1 => create(&client, &mark, &mark).await.map(drop),
            2 => start(&client, &session, &mark).await,
            _ => stop(&client, &session, &mark).await,
        };
        seen.push(Seen {
            mark,
            writes: kind != 0,
            outcome,
        });
    }
}

async fn list(client: &Client, mark: &str) -> Result<(), Error> {
    let list = client.describe_live_stream_monitor_list().page_size(1);
    list.param(MARK, mark).send().await?;
    Ok(())
}

async fn create(client: &Client, name: &str, mark: &str) -> Result<String, Error> {
    let input = InputConfig::default().input_url("rtmp://pull.example.com/app/stream");
    let created = client
        .create_live_stream_monitor()
        .monitor_name(name)
        .domain("play.example.com")
        .output_template(OutputTemplate::HighDefinition)
        .input_list([input])
        .param(MARK, mark)
        .send()
        .await?;
    Ok(created.monitor_id.unwrap_or_default())
}

async fn start(client: &Client, session: &str, mark: &str) -> Result<(), Error> {
    let start = client.start_live_stream_monitor().monitor_id(session);
    start.param(MARK, mark).send().await?;
    Ok(())
}

async fn stop(client: &Client, session: &str, mark: &str) -> Result<(), Error> {
    let stop = client.stop_live_stream_monitor().monitor_id(session);
    stop.param(MARK, mark).send().await?;
    Ok(())
}

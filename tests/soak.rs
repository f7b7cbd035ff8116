//! Ten thousand calls while more than a fifth of the requests hit faults: each call returns its own
//! response or the error that its fault causes, and no write is executed twice.

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
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(1);
/// Parameter that marks all requests of a call. The service ignores unknown parameters.
const MARK: &str = "SoakCall";

/// A call and its outcome, as the caller sees it.
struct CallRecord {
    mark: String,
    writes: bool,
    outcome: Result<CallResponse, Error>,
}

/// The parts of a response that identify its call.
#[derive(Debug)]
struct CallResponse {
    request_id: String,
    /// ID of the created session.
    created: Option<String>,
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
        Fault::reset_on_accept(),
        Fault::close_idle(soon),
        Fault::cut_body(),
        Fault::cut_chunks(),
        Fault::delay(2 * ATTEMPT_TIMEOUT),
        Fault::slow_body(Duration::from_millis(20)),
        Fault::malformed_json().after_execution(),
        Fault::response(200, headers, r#"{"Code":"UserQuotaExceed","Message":"no"}"#),
        Fault::content_type("text/html"),
        Fault::raw("no HTTP"),
        // Executed, whatever else the response says.
        Fault::error(500, "Brand.New")
            .retry_after(soon)
            .after_execution(),
        Fault::html(502).retry_after(soon).after_execution(),
        Fault::error(504, "Backend.ThrottlingTimeout").after_execution(),
        Fault::response(304, headers, "").after_execution(),
        Fault::error(400, "SignatureNonceUsed").after_execution(),
        // Not executed.
        Fault::error(400, "Brand.New").retry_after(soon),
        Fault::reset_idle(soon),
        // Odd, but usable.
        Fault::wrapped_lists(),
        Fault::lone_items(),
        Fault::byte_order_mark(),
        Fault::set("/Total", "\"many\""),
        Fault::set("/Undocumented", &b"\"\x01\xff\""[..]),
        Fault::response(200, headers, hostile_items()).after_execution(),
        Fault::response(400, headers, hostile_escapes()),
    ]
}

/// A list whose items take far more memory than their bytes.
fn hostile_items() -> String {
    let items = "{},".repeat(100_000);
    format!(r#"{{"LiveStreamMonitorList":[{items}{{}}"#)
}

/// An error that is expensive to search for secrets.
fn hostile_escapes() -> String {
    let mut text = String::new();
    for run in 0..100 {
        let run = "\\\\".repeat(run);
        text += &format!(r#"{run}\"AppKey{run}\":{run}\""#);
    }
    format!(r#"{{"Code":"X","Message":"{text}"}}"#)
}

/// Effects of faults that leave the response usable.
const USABLE: [&str; 8] = [
    "content type",
    "slow body",
    "close idle",
    "reset idle",
    "wrapped lists",
    "lone items",
    "byte order mark",
    "set",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_has_the_expected_outcome() {
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
        let created = create(&client, &format!("session of caller {caller}"), "").await;
        sessions.push(created.unwrap().created.unwrap());
    }
    emulator.clear_requests();
    let faults = faults();
    // A fault is drawn only if no earlier one was: together they leave 77 % of the requests
    // unaffected.
    let probability = 1.0 - 0.77_f64.powf(1.0 / faults.len() as f64);
    for fault in faults {
        emulator.inject(fault.probability(probability).always());
    }

    let begun = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = sessions
        .into_iter()
        .map(|session| tokio::spawn(call_on(client.clone(), Arc::clone(&next), session)))
        .collect();
    let mut records = Vec::with_capacity(CALLS);
    for caller in callers {
        records.extend(caller.await.unwrap());
    }
    assert!(
        begun.elapsed() < Duration::from_secs(120),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(records.len(), CALLS);

    emulator.clear_faults();
    let requests = emulator.requests();
    let faulty = requests.iter().filter(|request| request.fault.is_some());
    assert!(faulty.count() * 5 >= requests.len());
    let names = names(&client).await;
    let mut served: HashMap<String, Vec<ServedRequest>> = HashMap::new();
    for request in requests {
        let mark = request.parameter(MARK).unwrap().to_owned();
        served.entry(mark).or_default().push(request);
    }
    let mut kinds: HashMap<String, usize> = HashMap::new();
    for call in &records {
        let served = served.remove(&call.mark).unwrap_or_default();
        check(call, &served);
        if let Ok(CallResponse {
            created: Some(id), ..
        }) = &call.outcome
        {
            assert_eq!(
                names.get(id),
                Some(&call.mark),
                "{id} belongs to another call"
            );
        }
        let kind = match &call.outcome {
            Ok(_) => format!("succeeded after {} requests", served.len()),
            Err(error) => format!("{:?}", error.kind()),
        };
        *kinds.entry(kind).or_default() += 1;
    }
    assert!(served.is_empty());
    // The faults took effect, and most calls succeeded despite them.
    let count = |kind: &str| kinds.get(kind).copied().unwrap_or_default();
    assert!(count("succeeded after 1 requests") > CALLS / 2, "{kinds:?}");
    for kind in [
        "succeeded after 2 requests",
        "Service",
        "Transport",
        "Timeout",
        "InvalidResponse",
    ] {
        assert!(count(kind) > 0, "{kind}: {kinds:?}");
    }
}

/// Compares the outcome for the caller with the actions of the service.
fn check(call: &CallRecord, served: &[ServedRequest]) {
    let context = || format!("{}: {:?}\n{served:#?}", call.mark, call.outcome);
    let executed = served.iter().filter(|request| request.executed).count();
    assert!(served.len() <= 3, "{}", context());
    if call.writes {
        assert!(executed <= 1, "{}", context());
    }
    match &call.outcome {
        Ok(response) => {
            let last = served.last().unwrap();
            assert!(last.executed, "{}", context());
            assert_eq!(response.request_id, last.request_id, "{}", context());
            assert!(
                last.fault.is_none_or(|fault| USABLE.contains(&fault)),
                "{}",
                context()
            );
        }
        Err(error) => {
            // A request may be lost before the service reads it, but the caller learns of every
            // request sent.
            let attempts = usize::try_from(error.attempts()).unwrap();
            assert!(served.len() <= attempts && attempts <= 3, "{}", context());
            // If the service itself rejects a call while executing it, the error has its code.
            let rejected = served
                .last()
                .is_some_and(|last| last.executed && last.code.as_deref() == error.code());
            if !error.may_have_executed() && !rejected {
                assert_eq!(executed, 0, "{}", context());
            }
            // A request lost on its way to the service has no response.
            let is_lost = served.len() < attempts
                && error.status().is_none()
                && matches!(
                    error.kind(),
                    ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout
                );
            let is_matched = served.last().is_some_and(|last| error_matches(error, last));
            assert!(is_lost || is_matched, "{}", context());
            if matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout) {
                assert!(error.may_have_executed(), "{}", context());
            }
        }
    }
}

/// Returns whether an error fits the last request: its fault, or its rejection by the service.
fn error_matches(error: &Error, request: &ServedRequest) -> bool {
    let (kind, code, status) = (error.kind(), error.code(), error.status());
    let has_details = status == request.status && error.request_id() == Some(&request.request_id);
    match request.fault {
        // Any request may time out on a busy machine.
        _ if kind == ErrorKind::Timeout => true,
        None | Some("error") => {
            kind == ErrorKind::Service && has_details && code == request.code.as_deref()
        }
        Some(fault) if USABLE.contains(&fault) => {
            kind == ErrorKind::Service && has_details && code == request.code.as_deref()
        }
        Some("cut body" | "cut chunks") => kind == ErrorKind::Transport && has_details,
        Some("reset" | "raw") => kind == ErrorKind::Transport && status.is_none(),
        Some("response") if status == Some(200) => match kind {
            ErrorKind::Service => code == Some("UserQuotaExceed"),
            _ => kind == ErrorKind::InvalidResponse,
        },
        Some("response") => {
            let is_hostile = status == Some(400) && code == Some("X");
            let has_code = is_hostile || code.is_none();
            kind == ErrorKind::Service && status == request.status && has_code
        }
        Some(_) => false,
    }
}

/// Returns the names of all sessions by ID.
async fn names(client: &Client) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for page in 1.. {
        let list = client.describe_live_stream_monitor_list().page_num(page);
        let listed = list.page_size(100).send().await.unwrap();
        if listed.live_stream_monitor_list.is_empty() {
            break;
        }
        for session in listed.live_stream_monitor_list {
            names.insert(session.monitor_id.unwrap(), session.monitor_name.unwrap());
        }
    }
    names
}

/// Makes calls of all kinds until `CALLS` calls were made.
async fn call_on(client: Client, next: Arc<AtomicUsize>, session: String) -> Vec<CallRecord> {
    let mut records = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= CALLS {
            return records;
        }
        let mark = number.to_string();
        let kind = number % 4;
        let outcome = match kind {
            0 => list(&client, &session, &mark).await,
            1 => create(&client, &mark, &mark).await,
            2 => start(&client, &session, &mark).await,
            _ => stop(&client, &session, &mark).await,
        };
        records.push(CallRecord {
            mark,
            writes: kind != 0,
            outcome,
        });
    }
}

/// Lists the session of the caller and checks that no other is returned.
async fn list(client: &Client, session: &str, mark: &str) -> Result<CallResponse, Error> {
    let list = client
        .describe_live_stream_monitor_list()
        .monitor_id(session);
    let listed = list.param(MARK, mark).send().await?;
    let ids = listed.live_stream_monitor_list.iter();
    let ids: Vec<_> = ids.map(|session| session.monitor_id.as_deref()).collect();
    assert_eq!(ids, [Some(session)], "call {mark}");
    Ok(response(listed.request_id))
}

fn response(request_id: String) -> CallResponse {
    CallResponse {
        request_id,
        created: None,
    }
}

async fn create(client: &Client, name: &str, mark: &str) -> Result<CallResponse, Error> {
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
    Ok(CallResponse {
        request_id: created.request_id,
        created: created.monitor_id,
    })
}

async fn start(client: &Client, session: &str, mark: &str) -> Result<CallResponse, Error> {
    let start = client.start_live_stream_monitor().monitor_id(session);
    Ok(response(start.param(MARK, mark).send().await?.request_id))
}

async fn stop(client: &Client, session: &str, mark: &str) -> Result<CallResponse, Error> {
    let stop = client.stop_live_stream_monitor().monitor_id(session);
    Ok(response(stop.param(MARK, mark).send().await?.request_id))
}

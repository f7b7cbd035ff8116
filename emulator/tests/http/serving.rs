//! Tests the server: connections, limits, start and shutdown.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use alibabacloud_live_emulator::{Emulator, Fault};

use crate::client::{Caller, Request};

const LIST: &str = "DescribeLiveStreamMonitorList";

#[test]
fn connection_serves_many_requests() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    for _ in 0..3 {
        stream
            .write_all(&caller.acs3(LIST, &[]).bytes_with_connection("keep-alive"))
            .unwrap();
        let mut response = [0; 4096];
        let length = stream.read(&mut response).unwrap();
        assert!(response[..length].starts_with(b"HTTP/1.1 200 OK\r\n"));
    }
    assert_eq!(emulator.requests().len(), 3);
}

#[test]
fn emulators_are_independent() {
    let (one, two) = (Emulator::builder(), Emulator::builder());
    let (one, two) = (one.start_blocking().unwrap(), two.start_blocking().unwrap());
    assert_ne!(one.url(), two.url());
    one.inject(Fault::throttle());
    Caller::new(&two).ok(LIST, &[]);
    assert_eq!(one.requests().len(), 0);
}

#[test]
fn oversized_bodies_are_rejected() {
    let emulator = Emulator::builder()
        .body_limit(1000)
        .start_blocking()
        .unwrap();
    let caller = Caller::new(&emulator);
    let response = caller
        .send(&Request::form(caller.addr, "x".repeat(1001)))
        .unwrap();
    assert_eq!(response.error(), (413, "RequestEntityTooLarge".into()));
    let response = caller
        .send(&Request::form(caller.addr, "x".repeat(1000)))
        .unwrap();
    assert_eq!(response.error(), (404, "InvalidAction.NotFound".into()));
}

#[test]
fn rate_limits_are_enforced_if_enabled() {
    let emulator = Emulator::builder()
        .rate_limits(true)
        .start_blocking()
        .unwrap();
    let caller = Caller::new(&emulator);
    let list = |caller: &Caller| caller.call(LIST, &[]);
    let mut responses = (0..500).map(|_| list(&caller));
    let throttled = responses.find(|response| response.status != 200);
    let throttled = throttled.expect("only 15 calls per second are permitted");
    assert_eq!(throttled.error(), (400, "Throttling.User".into()));
    assert!(!emulator.requests().last().unwrap().executed);
    let pause: u64 = throttled
        .header("x-acs-retry-after")
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=68).contains(&pause), "{pause}");
    std::thread::sleep(Duration::from_millis(pause));
    assert_eq!(list(&caller).status, 200);
}

#[test]
fn log_keeps_the_latest_requests_and_observers_see_all() {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let emulator = Emulator::builder()
        .log_capacity(2)
        .on_request(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .start_blocking()
        .unwrap();
    let caller = Caller::new(&emulator);
    for page in ["1", "2", "3"] {
        caller.ok(LIST, &[("PageNum", page), ("Unknown", "x")]);
    }
    let requests = emulator.requests();
    let pages: Vec<_> = requests
        .iter()
        .map(|one| one.parameter("PageNum").unwrap())
        .collect();
    assert_eq!(pages, ["2", "3"]);
    assert_eq!(requests[0].unknown_parameters, ["Unknown"]);
    assert_eq!(seen.load(Ordering::Relaxed), 3);
}

#[test]
fn log_is_bounded_in_bytes() {
    let emulator = Emulator::builder()
        .log_bytes(1 << 20)
        .start_blocking()
        .unwrap();
    let caller = Caller::new(&emulator);
    let large = "x".repeat(300_000);
    for _ in 0..6 {
        let form = caller.hmac_sha1("POST", LIST, &[("Unknown", &large)]);
        let response = caller.send(&Request::form(caller.addr, form)).unwrap();
        assert_eq!(response.status, 200);
    }
    let requests = emulator.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|one| one.form[0].1 == large));
}

#[test]
fn rejected_requests_leave_no_bodies_in_the_log() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let large = "x".repeat(100_000);
    let wrong = Caller::with_key(&emulator, &caller.key, "wrong");
    for form in [
        large.clone(),
        format!("Action={LIST}&Version=2016-11-01&Text={large}"),
        format!(
            "Action={large}&Version={large}&AccessKeyId={large}&SignatureNonce={large}&Timestamp={large}"
        ),
        wrong.hmac_sha1("POST", LIST, &[("Text", &large)]),
        caller.hmac_sha1(
            "POST",
            LIST,
            &[("Timestamp", "2000-01-01T00:00:00Z"), ("Text", &large)],
        ),
    ] {
        assert_ne!(
            caller
                .send(&Request::form(caller.addr, form))
                .unwrap()
                .status,
            200
        );
    }
    let requests = emulator.requests();
    assert_eq!(requests.len(), 5);
    for request in requests {
        assert!(!request.executed && request.form.is_empty());
        assert!(format!("{request:?}").len() < 5000, "{request:?}");
    }
}

#[test]
fn requests_are_answered_without_a_connection() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let respond = |target: &str, headers: &[(String, String)]| {
        let mut request = axum::http::Request::builder().method("POST").uri(target);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        runtime.block_on(emulator.handle(request.body(axum::body::Bytes::new()).unwrap()))
    };
    let signed = Caller::new(&emulator).acs3(LIST, &[]);
    emulator.inject(Fault::throttle().status(429));
    let response = respond(&signed.target, &signed.headers);
    assert_eq!(response.status(), 429);
    let host = ("host".to_owned(), emulator.addr().to_string());
    let faults = "/_emulator/faults?kind=reset";
    assert_eq!(respond(faults, &[]).status(), 403);
    assert_eq!(respond(faults, &[host]).body(), "1 waiting\n");
    assert_eq!(
        (emulator.requests().len(), emulator.waiting_faults()),
        (1, 1)
    );
}

#[test]
fn invalid_specs_are_reported_with_their_location() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let error = Emulator::builder()
        .specs(folder)
        .start_blocking()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    assert!(error.to_string().contains("service.yaml"), "{error}");

    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let emulator = Emulator::builder().specs(folder).start_blocking().unwrap();
    let embedded = Emulator::builder().start_blocking().unwrap();
    assert_eq!(emulator.operations(), embedded.operations());
}

#[test]
fn occupied_port_is_an_error() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let error = Emulator::builder()
        .port(emulator.addr().port())
        .start_blocking()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
}

#[test]
fn drop_closes_open_connections() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    emulator.inject(Fault::delay(Duration::from_secs(3600)));
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream.write_all(&caller.acs3(LIST, &[]).bytes()).unwrap();
    while emulator.requests().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(emulator);
    let mut response = Vec::new();
    let ended = stream.read_to_end(&mut response);
    assert!(ended.is_err() || response.is_empty());
}

#[test]
fn shutdown_waits_briefly_for_responses() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for (delay, completes) in [
        (Duration::from_millis(200), true),
        (Duration::from_secs(3600), false),
    ] {
        // This runtime has no timer; the emulator must not need it.
        let emulator = runtime.block_on(Emulator::start()).unwrap();
        let caller = Caller::new(&emulator);
        emulator.inject(Fault::delay(delay));
        let mut stream = TcpStream::connect(caller.addr).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(&caller.acs3(LIST, &[]).bytes()).unwrap();
        while emulator.requests().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let begun = Instant::now();
        runtime.block_on(emulator.shutdown());
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert!(TcpStream::connect(caller.addr).is_err(), "the port is free");
        let mut response = Vec::new();
        let ended = stream.read_to_end(&mut response);
        assert_eq!(
            ended.is_ok() && response.starts_with(b"HTTP/1.1 200"),
            completes
        );
    }
}

//! The server as such: connections, limits, start and end.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use alibabacloud_live_emulator::{Emulator, Fault};

use crate::client::{Caller, Request};

const LIST: &str = "DescribeLiveStreamMonitorList";

#[test]
fn a_connection_serves_many_requests() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    for _ in 0..3 {
        stream
            .write_all(&caller.acs3(LIST, &[]).written("keep-alive"))
            .unwrap();
        let mut answer = [0; 4096];
        let length = stream.read(&mut answer).unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200 OK\r\n"));
    }
    assert_eq!(emulator.requests().len(), 3);
}

#[test]
fn two_emulators_share_nothing() {
    let (one, two) = (Emulator::builder(), Emulator::builder());
    let (one, two) = (one.start_blocking().unwrap(), two.start_blocking().unwrap());
    assert_ne!(one.url(), two.url());
    one.inject(Fault::throttle());
    Caller::new(&two).ok(LIST, &[]);
    assert_eq!(one.requests().len(), 0);
}

#[test]
fn large_bodies_are_refused() {
    let emulator = Emulator::builder()
        .body_limit(1000)
        .start_blocking()
        .unwrap();
    let caller = Caller::new(&emulator);
    let reply = caller
        .send(&Request::form(caller.addr, "x".repeat(1001)))
        .unwrap();
    assert_eq!(reply.refusal(), (413, "RequestEntityTooLarge".into()));
    let reply = caller
        .send(&Request::form(caller.addr, "x".repeat(1000)))
        .unwrap();
    assert_eq!(reply.refusal(), (404, "InvalidAction.NotFound".into()));
}

#[test]
fn rate_limits_are_kept_if_wanted() {
    let emulator = Emulator::builder()
        .rate_limits(true)
        .start_blocking()
        .unwrap();
    let caller = Caller::new(&emulator);
    let list = |caller: &Caller| caller.call(LIST, &[]);
    let mut replies = (0..500).map(|_| list(&caller));
    let throttled = replies.find(|reply| reply.status != 200);
    let throttled = throttled.expect("15 calls are allowed in a second");
    assert_eq!(throttled.refusal(), (400, "Throttling.User".into()));
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
fn the_log_keeps_the_latest_and_observers_see_all() {
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
        caller.ok(LIST, &[("PageNum", page), ("Unheard", "of")]);
    }
    let requests = emulator.requests();
    let pages: Vec<_> = requests
        .iter()
        .map(|one| one.parameter("PageNum").unwrap())
        .collect();
    assert_eq!(pages, ["2", "3"]);
    assert_eq!(requests[0].unknown_parameters, ["Unheard"]);
    assert_eq!(seen.load(Ordering::Relaxed), 3);
}

#[test]
fn wrong_specs_are_shown_with_their_place() {
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
fn a_taken_port_is_an_error() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let error = Emulator::builder()
        .port(emulator.addr().port())
        .start_blocking()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
}

#[test]
fn dropping_ends_open_connections() {
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
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer);
    assert!(ended.is_err() || answer.is_empty());
}

#[test]
fn shutting_down_waits_for_answers_but_not_for_ever() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for (delay, answered) in [
        (Duration::from_millis(200), true),
        (Duration::from_secs(3600), false),
    ] {
        // The runtime has no timer of its own: the emulator must not need one.
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
        let mut answer = Vec::new();
        let ended = stream.read_to_end(&mut answer);
        assert_eq!(
            ended.is_ok() && answer.starts_with(b"HTTP/1.1 200"),
            answered
        );
    }
}

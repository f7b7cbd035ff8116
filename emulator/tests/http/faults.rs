//! Faults, byte for byte.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use alibabacloud_live_emulator::{Emulator, Fault};
use serde_json::Value;

use crate::client::{Caller, Reply, Request, exchange};

const LIST: &str = "DescribeLiveStreamMonitorList";
const CREATE: &str = "CreateLiveStreamMonitor";
const SESSION: [(&str, &str); 4] = [
    ("MonitorName", "one"),
    ("Domain", "demo.example.com"),
    ("InputList", "[]"),
    ("OutputTemplate", "lp_ld"),
];

fn start() -> (Emulator, Caller) {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

fn sessions(caller: &Caller) -> u64 {
    caller.ok(LIST, &[])["Total"].as_u64().unwrap()
}

#[test]
fn throttling_comes_with_and_without_a_pause() {
    let (emulator, caller) = start();
    emulator.inject(
        Fault::throttle()
            .status(429)
            .retry_after(Duration::from_millis(40)),
    );
    emulator.inject(Fault::throttle().status(503));
    emulator.inject(Fault::throttle());
    let replies = [(); 3].map(|()| caller.call(LIST, &[]));
    let throttled = |status: u16| (status, "Throttling.User".to_owned());
    assert_eq!(
        replies.each_ref().map(Reply::refusal),
        [429, 503, 400].map(throttled)
    );
    let pauses = replies
        .each_ref()
        .map(|reply| reply.header("x-acs-retry-after"));
    assert_eq!(pauses, [Some("40"), None, None]);
    assert_eq!(caller.call(LIST, &[]).status, 200);
    let seen: Vec<_> = emulator
        .requests()
        .iter()
        .map(|one| (one.executed, one.fault))
        .collect();
    assert_eq!(seen[2..], [(false, Some("error")), (true, None)]);
}

#[test]
fn any_answer_can_be_given() {
    let (emulator, caller) = start();
    let bodies = [
        (
            Fault::error(403, "UserQuotaExceed").message("m"),
            403,
            "application/json;charset=utf-8",
        ),
        (
            Fault::error(200, "Strange"),
            200,
            "application/json;charset=utf-8",
        ),
        (Fault::html(502), 502, "text/html"),
        (
            Fault::xml(503, "ServiceUnavailable"),
            503,
            "text/xml;charset=utf-8",
        ),
        (Fault::empty(502), 502, ""),
        (
            Fault::malformed_json(),
            200,
            "application/json;charset=utf-8",
        ),
        (
            Fault::response(418, [("content-type", "text/plain")], "tea"),
            418,
            "text/plain",
        ),
        (Fault::content_type("text/plain"), 200, "text/plain"),
    ];
    for (fault, status, content_type) in bodies {
        let fault = fault.header("x-added", "1");
        let shown = format!("{fault:?}");
        emulator.inject(fault);
        let reply = caller.call(LIST, &[]);
        assert_eq!(reply.status, status, "{shown}");
        assert_eq!(
            reply.header("content-type").unwrap_or_default(),
            content_type,
            "{shown}"
        );
        assert_eq!(reply.header("x-added"), Some("1"), "{shown}");
        let length: usize = reply.header("content-length").unwrap().parse().unwrap();
        assert_eq!(reply.body.len(), length, "{shown}");
    }
    emulator.inject(Fault::xml(500, "InternalError"));
    assert!(
        caller
            .call(LIST, &[])
            .text()
            .contains("<Code>InternalError</Code>")
    );
    emulator.inject(Fault::malformed_json());
    let broken = caller.call(LIST, &[]);
    assert!(serde_json::from_slice::<Value>(&broken.body).is_err());
    emulator.inject(Fault::empty(502));
    assert!(caller.call(LIST, &[]).body.is_empty());
}

#[test]
fn a_cut_body_is_shorter_than_announced() {
    let (emulator, caller) = start();
    emulator.inject(Fault::cut_body());
    let reply = caller.call(CREATE, &SESSION);
    assert_eq!(reply.status, 200);
    let announced: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert_eq!(announced, reply.body.len() * 2);
    assert!(reply.json()["MonitorId"].is_string());
    assert_eq!(sessions(&caller), 1);
}

#[test]
fn a_reset_is_a_reset() {
    let (emulator, caller) = start();
    let reset = |caller: &Caller| {
        let error = caller.send(&caller.acs3(CREATE, &SESSION)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    };
    emulator.inject(Fault::reset());
    reset(&caller);
    assert_eq!(sessions(&caller), 0);
    emulator.inject(Fault::reset().after_execution());
    reset(&caller);
    assert_eq!(sessions(&caller), 1);
    let requests = emulator.requests();
    assert_eq!((requests[0].executed, requests[0].status), (false, None));
    assert_eq!(
        (requests[2].executed, requests[2].fault),
        (true, Some("reset"))
    );
}

#[test]
fn cut_chunks_have_no_end() {
    let (emulator, caller) = start();
    emulator.inject(Fault::cut_chunks());
    let wire = exchange(caller.addr, &caller.acs3(CREATE, &SESSION).bytes()).unwrap();
    assert!(wire.ends_with(b"}\r\n"), "no chunk follows");
    let reply = Reply::read(&wire).unwrap();
    assert_eq!(reply.header("transfer-encoding"), Some("chunked"));
    assert_eq!(reply.header("content-length"), None);
    assert_eq!(
        reply.json()["RequestId"].as_str(),
        reply.header("x-acs-request-id")
    );
    assert_eq!(sessions(&caller), 1);
}

#[test]
fn connections_are_reset_before_a_request_is_read() {
    let (emulator, caller) = start();
    let mut open = TcpStream::connect(caller.addr).unwrap();
    open.write_all(&caller.acs3(LIST, &[]).written("keep-alive"))
        .unwrap();
    let mut piece = [0; 4096];
    assert!(open.read(&mut piece).unwrap() > 0);

    emulator.inject(Fault::reset_on_accept().times(2));
    for _ in 0..2 {
        let mut stream = TcpStream::connect(caller.addr).unwrap();
        let error = stream.read(&mut piece).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    open.write_all(&caller.acs3(LIST, &[]).bytes()).unwrap();
    assert!(open.read(&mut piece).unwrap() > 0, "it was open before");
    caller.ok(LIST, &[]);
    assert_eq!(
        (emulator.requests().len(), emulator.waiting_faults()),
        (3, 0)
    );
}

#[test]
fn a_connection_is_closed_once_it_is_idle() {
    let (emulator, caller) = start();
    let wait = Duration::from_millis(300);
    emulator.inject(Fault::close_idle(Duration::from_secs(60)));
    emulator.inject(Fault::close_idle(wait));
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut answers = Vec::new();
    for connection in ["keep-alive", "keep-alive"] {
        // The second request comes in time for the first fault.
        let request = caller.acs3(LIST, &[]);
        stream.write_all(&request.written(connection)).unwrap();
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).unwrap();
        answers.push(Reply::read(&piece[..length]).unwrap());
    }
    let begun = Instant::now();
    assert_eq!(stream.read(&mut [0; 16]).unwrap(), 0);
    assert!(begun.elapsed() >= wait / 2, "{:?}", begun.elapsed());
    for answer in answers {
        assert_eq!((answer.status, answer.header("connection")), (200, None));
    }
}

#[test]
fn raw_bytes_are_sent_as_they_are() {
    let (emulator, caller) = start();
    let bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabc";
    emulator.inject(Fault::raw(&bytes[..]));
    assert_eq!(
        exchange(caller.addr, &caller.acs3(LIST, &[]).bytes()).unwrap(),
        bytes
    );
    // More than a socket takes at once.
    let large = vec![b'x'; 16 << 20];
    emulator.inject(Fault::raw(large.clone()));
    let answer = exchange(caller.addr, &caller.acs3(LIST, &[]).bytes()).unwrap();
    assert!(answer == large);
}

#[test]
fn delays_are_kept_and_the_request_is_on_record_before() {
    let (emulator, caller) = start();
    emulator.inject(Fault::delay(Duration::from_millis(300)).on(CREATE));
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    let begun = Instant::now();
    stream
        .write_all(&caller.acs3(CREATE, &SESSION).bytes())
        .unwrap();
    while emulator.requests().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(
        sessions(&caller),
        1,
        "a caller who gives up now has created a session"
    );
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!(Reply::read(&answer).unwrap().status, 200);
}

#[test]
fn a_slow_body_comes_in_pieces_after_the_head() {
    let (emulator, caller) = start();
    emulator.inject(Fault::slow_body(Duration::from_millis(400)));
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    stream.write_all(&caller.acs3(LIST, &[]).bytes()).unwrap();
    let begun = Instant::now();
    let mut answer = vec![0; 4096];
    let first = stream.read(&mut answer).unwrap();
    let head = begun.elapsed();
    answer.truncate(first);
    stream.read_to_end(&mut answer).unwrap();
    let whole = begun.elapsed();
    assert!(whole >= Duration::from_millis(390), "{whole:?}");
    assert!(head < whole / 2, "{head:?} of {whole:?}");
    let reply = Reply::read(&answer).unwrap();
    assert_eq!(reply.json()["Total"], 0);
    assert_eq!(
        reply.header("content-length").unwrap(),
        reply.body.len().to_string()
    );
}

#[test]
fn a_huge_body_does_not_say_how_large_it_is() {
    let (emulator, caller) = start();
    emulator.inject(Fault::huge_body(5 << 20));
    let reply = caller.call(LIST, &[]);
    assert_eq!((reply.status, reply.header("content-length")), (200, None));
    assert!(reply.body.len() > 5 << 20);
    assert!(reply.json()["Padding"].is_string());
}

#[test]
fn redirects_lead_away_or_back() {
    let (emulator, caller) = start();
    emulator.inject(Fault::redirect("http://127.0.0.1:1/"));
    emulator.inject(Fault::redirect_to_itself().always());
    let location = |reply: &Reply| reply.header("location").unwrap().to_owned();
    let reply = caller.call(LIST, &[]);
    assert_eq!(
        (reply.status, location(&reply).as_str()),
        (307, "http://127.0.0.1:1/")
    );
    let request = caller.acs3(LIST, &[("PageNum", "1")]);
    assert_eq!(location(&caller.send(&request).unwrap()), request.target);
}

#[test]
fn faults_meet_only_whom_they_are_meant_for() {
    let (emulator, caller) = start();
    emulator.inject(Fault::error(500, "InternalError").on(CREATE).times(2));
    let wrong = Caller::with_key(&emulator, &caller.key, "wrong");
    assert_eq!(wrong.refused(CREATE, &SESSION).1, "SignatureDoesNotMatch");
    caller.ok(LIST, &[]);
    let internal = (500, "InternalError".to_owned());
    assert_eq!(caller.refused(CREATE, &SESSION), internal);
    assert_eq!(emulator.waiting_faults(), 1);
    assert_eq!(caller.refused(CREATE, &SESSION), internal);
    caller.ok(CREATE, &SESSION);

    emulator.inject(Fault::throttle().always());
    for _ in 0..5 {
        assert_eq!(caller.call(LIST, &[]).status, 400);
    }
    emulator.clear_faults();
    caller.ok(LIST, &[]);
}

#[test]
fn chance_is_the_same_on_every_run() {
    let outcomes = |seed| {
        let emulator = Emulator::builder().seed(seed).start_blocking().unwrap();
        emulator.inject(Fault::throttle().always().probability(0.5));
        let caller = Caller::new(&emulator);
        (0..32)
            .map(|_| caller.call(LIST, &[]).status)
            .collect::<Vec<_>>()
    };
    assert_eq!(outcomes(1), outcomes(1));
    assert_ne!(outcomes(1), outcomes(2));
    assert!(outcomes(1).contains(&200) && outcomes(1).contains(&400));
}

#[test]
fn faults_can_be_asked_for_over_http() {
    let (emulator, caller) = start();
    let post = |body: &str| {
        let mut request = Request::form(caller.addr, body.to_owned());
        request.target = "/_emulator/faults".into();
        caller.send(&request).unwrap()
    };
    let reply =
        post("kind=throttle&status=429&retry-after-ms=40&operation=DescribeLiveStreamMonitorList");
    assert_eq!((reply.status, reply.text().as_str()), (200, "1 waiting\n"));
    let reply = caller.call(LIST, &[]);
    assert_eq!(reply.refusal(), (429, "Throttling.User".into()));
    assert_eq!(reply.header("x-acs-retry-after"), Some("40"));

    let reply = post("kind=earthquake");
    assert_eq!(reply.status, 400);
    assert!(reply.text().starts_with("There is no kind earthquake."));

    post("kind=error&code=Broken&times=always");
    let clear = Request::new("DELETE", "/_emulator/faults", caller.addr);
    assert_eq!(caller.send(&clear).unwrap().status, 200);
    caller.ok(LIST, &[]);
    assert_eq!(
        emulator.requests().len(),
        2,
        "what steers the emulator is not on record"
    );
}

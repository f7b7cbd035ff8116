//! Tests every fault byte for byte.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use alibabacloud_live_emulator::{Emulator, Fault};
use serde_json::Value;

use crate::client::{Caller, Request, Response, exchange};

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
fn throttling_has_an_optional_retry_after() {
    let (emulator, caller) = start();
    emulator.inject(
        Fault::throttle()
            .status(429)
            .retry_after(Duration::from_millis(40)),
    );
    emulator.inject(Fault::throttle().status(503));
    emulator.inject(Fault::throttle());
    let responses = [(); 3].map(|()| caller.call(LIST, &[]));
    let throttled = |status: u16| (status, "Throttling.User".to_owned());
    assert_eq!(
        responses.each_ref().map(Response::error),
        [429, 503, 400].map(throttled)
    );
    let pauses = responses
        .each_ref()
        .map(|response| response.header("x-acs-retry-after"));
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
fn any_response_can_be_injected() {
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
        let response = caller.call(LIST, &[]);
        assert_eq!(response.status, status, "{shown}");
        assert_eq!(
            response.header("content-type").unwrap_or_default(),
            content_type,
            "{shown}"
        );
        assert_eq!(response.header("x-added"), Some("1"), "{shown}");
        let length: usize = response.header("content-length").unwrap().parse().unwrap();
        assert_eq!(response.body.len(), length, "{shown}");
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
fn cut_body_is_shorter_than_announced() {
    let (emulator, caller) = start();
    emulator.inject(Fault::cut_body());
    let response = caller.call(CREATE, &SESSION);
    assert_eq!(response.status, 200);
    let announced: usize = response.header("content-length").unwrap().parse().unwrap();
    assert_eq!(announced, response.body.len() * 2);
    assert!(response.json()["MonitorId"].is_string());
    assert_eq!(sessions(&caller), 1);
}

#[test]
fn reset_resets_the_connection() {
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
fn cut_chunks_lack_the_last_chunk() {
    let (emulator, caller) = start();
    emulator.inject(Fault::cut_chunks());
    let wire = exchange(caller.addr, &caller.acs3(CREATE, &SESSION).bytes()).unwrap();
    assert!(wire.ends_with(b"}\r\n"), "no chunk follows");
    let response = Response::read(&wire).unwrap();
    assert_eq!(response.header("transfer-encoding"), Some("chunked"));
    assert_eq!(response.header("content-length"), None);
    assert_eq!(
        response.json()["RequestId"].as_str(),
        response.header("x-acs-request-id")
    );
    assert_eq!(sessions(&caller), 1);
}

#[test]
fn connections_are_reset_before_a_request_is_read() {
    let (emulator, caller) = start();
    let mut open = TcpStream::connect(caller.addr).unwrap();
    open.write_all(&caller.acs3(LIST, &[]).bytes_with_connection("keep-alive"))
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
    assert!(
        open.read(&mut piece).unwrap() > 0,
        "the connection was already open"
    );
    caller.ok(LIST, &[]);
    assert_eq!(
        (emulator.requests().len(), emulator.waiting_faults()),
        (3, 0)
    );
}

#[test]
fn idle_connection_is_closed() {
    let (emulator, caller) = start();
    let wait = Duration::from_millis(300);
    emulator.inject(Fault::close_idle(Duration::from_secs(60)));
    emulator.inject(Fault::close_idle(wait));
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut responses = Vec::new();
    for connection in ["keep-alive", "keep-alive"] {
        // The second request arrives before the first fault takes effect.
        let request = caller.acs3(LIST, &[]);
        stream
            .write_all(&request.bytes_with_connection(connection))
            .unwrap();
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).unwrap();
        responses.push(Response::read(&piece[..length]).unwrap());
    }
    let begun = Instant::now();
    assert_eq!(stream.read(&mut [0; 16]).unwrap(), 0);
    assert!(begun.elapsed() >= wait / 2, "{:?}", begun.elapsed());
    for response in responses {
        assert_eq!(
            (response.status, response.header("connection")),
            (200, None)
        );
    }
}

#[test]
fn raw_bytes_are_sent_unchanged() {
    let (emulator, caller) = start();
    let bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabc";
    emulator.inject(Fault::raw(&bytes[..]));
    assert_eq!(
        exchange(caller.addr, &caller.acs3(LIST, &[]).bytes()).unwrap(),
        bytes
    );
    // More than a socket accepts in one write.
    let large = vec![b'x'; 16 << 20];
    emulator.inject(Fault::raw(large.clone()));
    let response = exchange(caller.addr, &caller.acs3(LIST, &[]).bytes()).unwrap();
    assert!(response == large);
}

#[test]
fn delayed_request_is_logged_before_its_response() {
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
        "the session exists even if the client gives up now"
    );
    let mut response = Vec::new();
    stream.read_to_end(&mut response).unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!(Response::read(&response).unwrap().status, 200);
}

#[test]
fn slow_body_is_sent_in_pieces_after_the_head() {
    let (emulator, caller) = start();
    emulator.inject(Fault::slow_body(Duration::from_millis(400)));
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    stream.write_all(&caller.acs3(LIST, &[]).bytes()).unwrap();
    let begun = Instant::now();
    let mut response = vec![0; 4096];
    let first = stream.read(&mut response).unwrap();
    let head = begun.elapsed();
    response.truncate(first);
    stream.read_to_end(&mut response).unwrap();
    let whole = begun.elapsed();
    assert!(whole >= Duration::from_millis(390), "{whole:?}");
    assert!(head < whole / 2, "{head:?} of {whole:?}");
    let response = Response::read(&response).unwrap();
    assert_eq!(response.json()["Total"], 0);
    assert_eq!(
        response.header("content-length").unwrap(),
        response.body.len().to_string()
    );
}

#[test]
fn huge_body_has_no_content_length() {
    let (emulator, caller) = start();
    emulator.inject(Fault::huge_body(5 << 20));
    let response = caller.call(LIST, &[]);
    assert_eq!(
        (response.status, response.header("content-length")),
        (200, None)
    );
    assert!(response.body.len() > 5 << 20);
    assert!(response.json()["Padding"].is_string());
}

#[test]
fn redirects_lead_to_another_or_the_same_address() {
    let (emulator, caller) = start();
    emulator.inject(Fault::redirect("http://127.0.0.1:1/"));
    emulator.inject(Fault::redirect_to_itself().always());
    let location = |response: &Response| response.header("location").unwrap().to_owned();
    let response = caller.call(LIST, &[]);
    assert_eq!(
        (response.status, location(&response).as_str()),
        (307, "http://127.0.0.1:1/")
    );
    let request = caller.acs3(LIST, &[("PageNum", "1")]);
    assert_eq!(location(&caller.send(&request).unwrap()), request.target);
}

#[test]
fn faults_apply_only_to_matching_signed_calls() {
    let (emulator, caller) = start();
    emulator.inject(Fault::error(500, "InternalError").on(CREATE).times(2));
    let wrong = Caller::with_key(&emulator, &caller.key, "wrong");
    assert_eq!(wrong.rejected(CREATE, &SESSION).1, "SignatureDoesNotMatch");
    caller.ok(LIST, &[]);
    let internal = (500, "InternalError".to_owned());
    assert_eq!(caller.rejected(CREATE, &SESSION), internal);
    assert_eq!(emulator.waiting_faults(), 1);
    assert_eq!(caller.rejected(CREATE, &SESSION), internal);
    caller.ok(CREATE, &SESSION);

    emulator.inject(Fault::throttle().always());
    for _ in 0..5 {
        assert_eq!(caller.call(LIST, &[]).status, 400);
    }
    emulator.clear_faults();
    caller.ok(LIST, &[]);
}

#[test]
fn probability_is_reproducible() {
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

/// Sends requests on one connection, with a pause before the second. Returns what each leads to.
fn with_pause(caller: &Caller, pause: Duration) -> [std::io::Result<u16>; 2] {
    let mut stream = TcpStream::connect(caller.addr).unwrap();
    [Duration::ZERO, pause].map(|pause| {
        std::thread::sleep(pause);
        let request = caller.acs3(LIST, &[]);
        stream.write_all(&request.bytes_with_connection("keep-alive"))?;
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece)?;
        Ok(Response::read(&piece[..length])?.status)
    })
}

#[test]
fn request_on_a_connection_idle_for_long_is_reset_unread() {
    let (emulator, caller) = start();
    emulator
        .inject(Fault::reset_idle(Duration::from_millis(100)).header("keep-alive", "timeout=25"));
    let [first, second] = with_pause(&caller, Duration::from_millis(200));
    assert_eq!(first.unwrap(), 200);
    assert_eq!(second.unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(emulator.requests().len(), 1, "the second is not executed");

    emulator.inject(Fault::reset_idle(Duration::from_secs(60)));
    let outcomes = with_pause(&caller, Duration::ZERO);
    assert_eq!(outcomes.map(Result::unwrap), [200, 200]);
}

#[test]
fn executed_calls_may_get_any_response() {
    let (emulator, caller) = start();
    for status in [101, 200, 302, 400, 429, 500, 504] {
        let fault = Fault::response(status, [("x-acs-retry-after", "10")], "{\"Code\":\"Odd\"}");
        emulator.inject(fault.after_execution());
        let response = caller.call(CREATE, &SESSION);
        assert_eq!(response.status, status);
        assert_eq!(response.header("x-acs-retry-after"), Some("10"));
        assert_eq!(response.code().as_deref(), Some("Odd"));
        assert!(emulator.requests().last().unwrap().executed);
    }
    let large = vec![b'\\'; 16 << 20];
    emulator.inject(Fault::response(500, [("a", "b")], large.clone()));
    assert!(caller.call(LIST, &[]).body == large);
}

#[test]
fn odd_bodies_are_made_of_the_normal_response() {
    let (emulator, caller) = start();
    caller.ok(CREATE, &SESSION);
    let odd = |fault: Fault, operation: &str, parameters: &[(&str, &str)]| {
        emulator.inject(fault);
        let response = caller.call(operation, parameters);
        let length: usize = response.header("content-length").unwrap().parse().unwrap();
        assert_eq!((response.status, response.body.len()), (200, length));
        response
    };
    let list = |fault| odd(fault, LIST, &[]);
    let json = list(Fault::lone_items()).json();
    assert!(
        json["LiveStreamMonitorList"]["MonitorId"].is_string(),
        "{json}"
    );
    let json = list(Fault::wrapped_lists()).json();
    assert!(
        json["LiveStreamMonitorList"]["Item"][0]["MonitorId"].is_string(),
        "{json}"
    );
    let online = [("DomainName", "demo.example.com")];
    let json = odd(
        Fault::bare_lists(),
        "DescribeLiveStreamsOnlineList",
        &online,
    )
    .json();
    assert!(json["OnlineInfo"][0]["StreamName"].is_string(), "{json}");
    let body = list(Fault::byte_order_mark()).body;
    assert!(body.starts_with(b"\xef\xbb\xbf{"));
    let json = list(Fault::set("/Total", "\"many\"")).json();
    assert_eq!(json["Total"], "many");
    let name = Fault::set("/LiveStreamMonitorList/0/MonitorName", &b"\"\x01\xff\""[..]);
    let body = list(name).body;
    assert!(body.windows(4).any(|four| four == b"\"\x01\xff\""));
}

/// Sends a request to the endpoint for faults.
fn post(caller: &Caller, body: &str) -> Response {
    let mut request = Request::form(caller.addr, body.to_owned());
    request.target = "/_emulator/faults".into();
    caller.send(&request).unwrap()
}

#[test]
fn any_response_can_be_injected_over_http() {
    let (_emulator, caller) = start();
    let injected = |description: &str| {
        let response = post(&caller, description);
        assert_eq!(response.status, 200, "{}", response.text());
        caller.call(CREATE, &SESSION)
    };
    let response = injected(
        "kind=response&status=504&body=%00%FF&header=X-One:1&header=Retry-After:+2&after-execution=true",
    );
    assert_eq!(
        (response.status, response.body.as_slice()),
        (504, &b"\0\xff"[..])
    );
    assert_eq!(response.header("x-one"), Some("1"));
    assert_eq!(response.header("retry-after"), Some("2"));
    assert_eq!(sessions(&caller), 1);

    let body = injected("kind=set&pointer=/MonitorId&value=%22%ff%22").body;
    assert!(body.windows(3).any(|three| three == b"\"\xff\""));
    assert!(
        injected("kind=byte-order-mark")
            .body
            .starts_with(b"\xef\xbb\xbf")
    );
    let response = injected("kind=raw&body=HTTP/1.1+299+Odd%0D%0A%0D%0A");
    assert_eq!(response.status, 299);

    let large = "x".repeat(5 << 20);
    let response = injected(&format!("kind=response&status=200&body={large}"));
    assert!(response.body == large.as_bytes());
    assert_eq!(post(&caller, "kind=reset-idle&delay-ms=100").status, 200);
    let outcomes = with_pause(&caller, Duration::from_millis(200));
    assert!(outcomes[0].is_ok() && outcomes[1].is_err(), "{outcomes:?}");
}

#[test]
fn requests_from_web_pages_are_refused() {
    let (emulator, caller) = start();
    let url = format!("http://{}", caller.addr);
    let local = format!("localhost:{}", caller.addr.port());
    let send = |method: &str, headers: &[(&str, &str)]| {
        let mut request = Request::form(caller.addr, "kind=throttle".into());
        request.method = method.into();
        request.target = "/_emulator/faults".into();
        for (name, value) in headers {
            request.set(name, value);
        }
        caller.send(&request).unwrap()
    };
    emulator.inject(Fault::throttle());
    for headers in [
        &[("origin", "https://elsewhere.example")][..],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("host", "elsewhere.example")],
        &[("host", local.as_str()), ("origin", &url)],
        &[
            ("content-type", "text/plain"),
            ("origin", "https://elsewhere.example"),
        ],
    ] {
        for method in ["POST", "DELETE", "GET", "OPTIONS"] {
            let response = send(method, headers);
            assert_eq!(response.status, 403, "{method} {headers:?}");
            assert!(response.text().starts_with("Refused: the header "));
            assert!(
                response
                    .headers
                    .iter()
                    .all(|(name, _)| !name.starts_with("access-control"))
            );
        }
    }
    assert_eq!(emulator.waiting_faults(), 1);
    for headers in [
        &[("origin", url.as_str()), ("sec-fetch-site", "same-origin")][..],
        &[("host", &local)],
        &[("content-type", "text/plain")],
    ] {
        assert_eq!(send("POST", headers).status, 200, "{headers:?}");
    }
    let refused = send("GET", &[]);
    assert_eq!(
        (refused.status, refused.header("allow")),
        (405, Some("POST, DELETE"))
    );
}

#[test]
fn faults_can_be_injected_over_http() {
    let (emulator, caller) = start();
    let response = post(
        &caller,
        "kind=throttle&status=429&retry-after-ms=40&operation=DescribeLiveStreamMonitorList",
    );
    assert_eq!(
        (response.status, response.text().as_str()),
        (200, "1 waiting\n")
    );
    let response = caller.call(LIST, &[]);
    assert_eq!(response.error(), (429, "Throttling.User".into()));
    assert_eq!(response.header("x-acs-retry-after"), Some("40"));

    let response = post(&caller, "kind=earthquake");
    assert_eq!(response.status, 400);
    assert!(response.text().starts_with("Unknown kind: earthquake."));

    post(&caller, "kind=error&code=Broken&times=always");
    let clear = Request::new("DELETE", "/_emulator/faults", caller.addr);
    assert_eq!(caller.send(&clear).unwrap().status, 200);
    caller.ok(LIST, &[]);
    assert_eq!(
        emulator.requests().len(),
        2,
        "requests for faults are not logged"
    );
}

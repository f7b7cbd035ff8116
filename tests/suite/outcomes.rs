//! The outcome of a call for each kind of failure, as listed in the documentation of the runtime.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use alibabacloud_live::rpc::observe::FailureView;
use alibabacloud_live::rpc::{Observer, RateLimits, RetryPolicy};
use alibabacloud_live::stream_monitor::{InputConfig, OutputTemplate};
use alibabacloud_live::{Client, ClientBuilder, Error, ErrorKind};
use alibabacloud_live_emulator::{Credential, Emulator, Fault};
use live_tests::client_of;

/// Shorter than any default timeout, but enough for a busy machine: a call within this time did not
/// wait.
const SOON: Duration = Duration::from_secs(10);

/// The outcome of a call that hits the same fault in every attempt.
#[derive(Debug, PartialEq)]
struct Outcome {
    attempts: u32,
    kind: ErrorKind,
    status: Option<u16>,
    may_have_executed: bool,
}

fn outcome(error: &Error) -> Outcome {
    Outcome {
        attempts: error.attempts(),
        kind: error.kind(),
        status: error.status(),
        may_have_executed: error.may_have_executed(),
    }
}

fn expected(
    attempts: u32,
    kind: ErrorKind,
    status: impl Into<Option<u16>>,
    may_have_executed: bool,
) -> Outcome {
    Outcome {
        attempts,
        kind,
        status: status.into(),
        may_have_executed,
    }
}

/// Shortens the waits, so that tests can try many faults; everything else is the default.
fn short_delays(client: ClientBuilder<Client>) -> ClientBuilder<Client> {
    let soon = Duration::from_millis(1);
    client.retry_policy(
        RetryPolicy::standard()
            .base_delay(soon)
            .throttling_base_delay(soon)
            .budget(None),
    )
}

async fn read(client: &Client) -> Result<(), Error> {
    client.describe_live_stream_monitor_list().send().await?;
    Ok(())
}

async fn write(client: &Client) -> Result<(), Error> {
    create(client, "evening show").await
}

/// Creates a session. Its name must be unique.
async fn create(client: &Client, name: &str) -> Result<(), Error> {
    client
        .create_live_stream_monitor()
        .monitor_name(name)
        .domain("play.example.com")
        .output_template(OutputTemplate::HighDefinition)
        .input_list([InputConfig::default().input_url("rtmp://pull.example.com/app/stream")])
        .send()
        .await?;
    Ok(())
}

/// Runs a read and a write against a fault, and returns their errors and durations.
async fn run_against(
    fault: Fault,
    configure: impl Fn(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> [(Error, Duration); 2] {
    let emulator = Emulator::start().await.unwrap();
    let client = configure(short_delays(client_of(&emulator)))
        .build()
        .unwrap();
    emulator.inject(fault.always());
    let mut results = Vec::new();
    for writes in [false, true] {
        emulator.clear_requests();
        let begun = Instant::now();
        let error = if writes {
            write(&client).await.unwrap_err()
        } else {
            read(&client).await.unwrap_err()
        };
        results.push((error, begun.elapsed()));
        let (error, _) = results.last().unwrap();
        assert_eq!(
            emulator.requests().len(),
            usize::try_from(error.attempts()).unwrap(),
            "{error}"
        );
    }
    results.try_into().unwrap()
}

/// Runs a read and a write against a fault and checks their outcomes. Both wait at least this long
/// before each retry, and for nothing else.
async fn check_waiting(
    wait: Duration,
    fault: Fault,
    expected_read: Outcome,
    expected_write: Outcome,
) {
    let name = format!("{fault:?}");
    let results = run_against(fault, |client| client).await;
    for ((error, took), expected) in results.into_iter().zip([expected_read, expected_write]) {
        assert_eq!(outcome(&error), expected, "{name}: {error}");
        let waits = wait * (error.attempts() - 1);
        assert!(took >= waits, "{name}: {took:?}");
        assert!(took < waits + SOON, "{name}: {took:?}");
    }
}

async fn check(fault: Fault, expected_read: Outcome, expected_write: Outcome) {
    check_waiting(Duration::ZERO, fault, expected_read, expected_write).await;
}

/// Records the waits after failed attempts.
#[derive(Clone, Debug, Default)]
struct Waits(Arc<Mutex<Vec<Duration>>>);

impl Observer for Waits {
    fn failure(&self, failure: &FailureView<'_>) {
        self.0.lock().unwrap().extend(failure.next_attempt_in);
    }
}

#[tokio::test]
async fn default_waits_are_as_documented() {
    let millis = Duration::from_millis;
    let retry_after = millis(30);
    for (fault, least, most) in [
        (
            Fault::empty(503),
            Duration::ZERO,
            [millis(100), millis(200)],
        ),
        (Fault::reset(), Duration::ZERO, [millis(100), millis(200)]),
        (
            Fault::throttle(),
            Duration::ZERO,
            [millis(500), millis(1000)],
        ),
        (
            Fault::throttle().retry_after(retry_after),
            retry_after,
            [millis(33); 2],
        ),
    ] {
        let name = format!("{fault:?}");
        let emulator = Emulator::start().await.unwrap();
        let waits = Waits::default();
        let client = client_of(&emulator).observer(waits.clone());
        let client = client.build().unwrap();
        emulator.inject(fault.always());
        let begun = Instant::now();
        read(&client).await.unwrap_err();
        let took = begun.elapsed();
        let waits = waits.0.lock().unwrap();
        assert_eq!(waits.len(), 2, "{name}");
        for (wait, most) in waits.iter().zip(most) {
            assert!((least..=most).contains(wait), "{name}: {wait:?}");
        }
        let waited: Duration = waits.iter().sum();
        assert!((waited..waited + SOON).contains(&took), "{name}: {took:?}");
    }
}

#[tokio::test]
async fn throttled_calls_are_retried() {
    let retry_after = Duration::from_millis(20);
    for status in [400, 429, 503] {
        let throttle = || Fault::throttle().status(status);
        for (fault, wait) in [
            (throttle(), Duration::ZERO),
            (throttle().retry_after(retry_after), retry_after),
        ] {
            let rejected = || expected(3, ErrorKind::Service, status, false);
            check_waiting(wait, fault, rejected(), rejected()).await;
        }
    }
    for fault in [
        Fault::html(429),
        Fault::error(429, "Brand.New"),
        Fault::html(403).retry_after(retry_after),
        Fault::error(400, "Brand.New").retry_after(retry_after),
        Fault::error(200, "Throttling.Brand.New"),
    ] {
        let name = format!("{fault:?}");
        for (error, _) in run_against(fault, |client| client).await {
            assert!(error.is_throttling(), "{name}");
            let found = (error.attempts(), error.may_have_executed());
            assert_eq!(found, (3, false), "{name}");
        }
    }
}

#[tokio::test]
async fn nothing_counts_as_throttling_without_proof() {
    let retry_after = Duration::from_millis(20);
    for (fault, attempts) in [
        (Fault::error(500, "Brand.New").retry_after(retry_after), 3),
        (Fault::html(502).retry_after(retry_after), 3),
        (Fault::html(503).retry_after(retry_after), 3),
        (Fault::error(504, "Backend.ThrottlingTimeout"), 3),
        (
            Fault::error(504, "Backend.Throttling").retry_after(retry_after),
            3,
        ),
        (Fault::error(200, "Brand.New").retry_after(retry_after), 1),
        (
            Fault::error(500, "MissingParameter").retry_after(retry_after),
            1,
        ),
    ] {
        let fault = fault.after_execution();
        let name = format!("{fault:?}");
        let results = run_against(fault, |client| client).await;
        for ((error, _), attempts) in results.into_iter().zip([attempts, 1]) {
            assert!(!error.is_throttling(), "{name}");
            let found = (error.attempts(), error.may_have_executed());
            assert_eq!(found, (attempts, true), "{name}: {error}");
        }
    }
}

#[tokio::test]
async fn standard_retry_after_is_honoured() {
    let headers = [("retry-after", "1")];
    for (status, attempts) in [(429, [2, 2]), (503, [2, 1])] {
        let fault = Fault::response(status, headers, "busy");
        let policy = RetryPolicy::standard().max_attempts(2);
        let results = run_against(fault, |client| client.retry_policy(policy.clone())).await;
        for ((error, took), attempts) in results.into_iter().zip(attempts) {
            assert_eq!(error.attempts(), attempts, "{error}");
            assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
            assert!(
                took >= Duration::from_secs(u64::from(attempts) - 1),
                "{took:?}"
            );
        }
    }
}

#[tokio::test]
async fn twin_of_a_used_nonce_may_have_been_executed() {
    let fault = Fault::error(400, "SignatureNonceUsed");
    let results = run_against(fault, |client| client).await;
    for ((error, _), attempts) in results.into_iter().zip([3, 1]) {
        assert_eq!(
            (error.attempts(), error.may_have_executed()),
            (attempts, true)
        );
        assert!(!error.is_auth() && !error.is_throttling());
    }
}

#[tokio::test]
async fn wait_beyond_the_maximum_is_not_started() {
    let retry_after = Duration::from_secs(61);
    let rejected = || expected(1, ErrorKind::Service, 400, false);
    check(
        Fault::throttle().retry_after(retry_after),
        rejected(),
        rejected(),
    )
    .await;
}

#[tokio::test]
async fn service_failures_are_retried_for_reads() {
    for fault in [
        Fault::error(500, "InternalError"),
        Fault::error(500, "InternalError").after_execution(),
        Fault::error(503, "ServiceUnavailable"),
        Fault::xml(500, "InternalError"),
        Fault::html(500),
        Fault::html(502).after_execution(),
        Fault::empty(500),
        Fault::empty(502),
        Fault::empty(503),
        Fault::empty(504),
        // From a proxy that does not know whether the call was executed.
        Fault::empty(408),
        Fault::html(499).after_execution(),
        Fault::error(200, "InternalError"),
    ] {
        let name = format!("{fault:?}");
        let results = run_against(fault, |client| client).await;
        for ((error, took), attempts) in results.into_iter().zip([3, 1]) {
            assert!(took < SOON, "{name}: {took:?}");
            assert_eq!(
                (error.attempts(), error.kind(), error.may_have_executed()),
                (attempts, ErrorKind::Service, true),
                "{name}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn rejections_are_not_retried() {
    for (fault, status) in [
        (Fault::error(400, "InvalidParameter"), 400),
        (Fault::error(403, "Forbidden.RAM"), 403),
        (Fault::error(404, "InvalidAction.NotFound"), 404),
        (Fault::html(403), 403),
        (Fault::empty(404), 404),
        (Fault::error(408, "Brand.New"), 408),
        (Fault::empty(425), 425),
        (Fault::error(200, "Forbidden.RAM"), 200),
    ] {
        let rejected = || expected(1, ErrorKind::Service, status, false);
        check(fault, rejected(), rejected()).await;
    }
}

#[tokio::test]
async fn redirects_prove_nothing() {
    let in_doubt = || expected(1, ErrorKind::Service, 307, true);
    check(Fault::redirect_to_itself(), in_doubt(), in_doubt()).await;
    let headers: [(&str, &str); 0] = [];
    let in_doubt = || expected(1, ErrorKind::Service, 304, true);
    check(Fault::response(304, headers, ""), in_doubt(), in_doubt()).await;
}

#[tokio::test]
async fn call_failed_with_status_200_may_have_executed() {
    for code in ["UserQuotaExceed", "MissingParameter"] {
        let in_doubt = || expected(1, ErrorKind::Service, 200, true);
        check(Fault::error(200, code), in_doubt(), in_doubt()).await;
    }
}

#[tokio::test]
async fn success_codes_are_not_errors() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let headers: [(&str, &str); 0] = [];
    for code in [
        "0",
        "200",
        "null",
        r#""""#,
        r#""0""#,
        r#""ok""#,
        r#""success""#,
    ] {
        for name in ["Code", "code"] {
            let body = format!(r#"{{"RequestId":"r","{name}":{code}}}"#);
            emulator.inject(Fault::response(200, headers, body));
            write(&client).await.unwrap();
        }
    }
}

#[tokio::test]
async fn broken_connections_are_retried_for_reads() {
    for fault in [Fault::reset(), Fault::reset().after_execution()] {
        let broken = |attempts| expected(attempts, ErrorKind::Transport, None, true);
        check(fault, broken(3), broken(1)).await;
    }
    let broken = |attempts, status| expected(attempts, ErrorKind::Transport, status, true);
    for fault in [Fault::cut_body(), Fault::cut_chunks()] {
        check(fault, broken(3, 200), broken(1, 200)).await;
    }
    let fault = Fault::raw("this is no HTTP\r\n\r\n");
    let broken = |attempts| expected(attempts, ErrorKind::Transport, None, true);
    check(fault, broken(3), broken(1)).await;
}

#[tokio::test]
async fn slow_responses_are_retried_for_reads() {
    let limit = Duration::from_millis(300);
    for (fault, status) in [
        (Fault::delay(Duration::from_secs(60)), None),
        (Fault::slow_body(Duration::from_secs(60)), Some(200)),
    ] {
        let results = run_against(fault, |client| client.attempt_timeout(limit)).await;
        for ((error, took), attempts) in results.into_iter().zip([3, 1]) {
            let timed_out = expected(attempts, ErrorKind::Timeout, status, true);
            assert_eq!(outcome(&error), timed_out, "{error}");
            assert_eq!(error.request_id().is_some(), status.is_some(), "{error}");
            let limits = limit * attempts;
            assert!((limits..limits + SOON).contains(&took), "{took:?}");
        }
    }
}

#[tokio::test]
async fn operation_timeout_ends_an_attempt() {
    let limit = Duration::from_millis(300);
    for (fault, status) in [
        (Fault::delay(Duration::from_secs(60)), None),
        (Fault::slow_body(Duration::from_secs(60)), Some(200)),
    ] {
        let results = run_against(fault, |client| client.operation_timeout(limit));
        for (error, took) in results.await {
            let timed_out = expected(1, ErrorKind::Timeout, status, true);
            assert_eq!(outcome(&error), timed_out, "{error}");
            assert_eq!(error.request_id().is_some(), status.is_some(), "{error}");
            assert!((limit..limit + SOON).contains(&took), "{took:?}");
        }
    }
}

#[tokio::test]
async fn unreadable_responses_are_not_retried() {
    let headers: [(&str, &str); 0] = [];
    for fault in [
        Fault::malformed_json(),
        Fault::html(200),
        Fault::empty(200),
        Fault::response(200, headers, "[]"),
        Fault::response(200, headers, "{\"RequestId\":\"r\"} {}"),
    ] {
        let unreadable = || expected(1, ErrorKind::InvalidResponse, 200, true);
        check(fault, unreadable(), unreadable()).await;
    }
}

#[tokio::test]
async fn oversized_body_is_not_retried() {
    let huge = || expected(1, ErrorKind::ResponseTooLarge, 200, true);
    check(Fault::huge_body(100 * 1024 * 1024), huge(), huge()).await;
}

#[tokio::test]
async fn content_type_is_ignored() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::content_type("text/html").always());
    read(&client).await.unwrap();
    write(&client).await.unwrap();
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test]
async fn failed_connections_are_retried() {
    let emulator = Emulator::start().await.unwrap();
    let gone = emulator.url();
    emulator.shutdown().await;
    for endpoint in [gone.as_str(), "http://live.invalid"] {
        let client = Client::builder()
            .access_key("id", "secret")
            .endpoint(endpoint)
            .allow_http(true)
            .no_proxy();
        let client = short_delays(client).build().unwrap();
        let begun = Instant::now();
        for error in [
            read(&client).await.unwrap_err(),
            write(&client).await.unwrap_err(),
        ] {
            let unsent = expected(3, ErrorKind::Connect, None, false);
            assert_eq!(outcome(&error), unsent, "{endpoint}: {error}");
        }
        assert!(begun.elapsed() < 2 * SOON, "{:?}", begun.elapsed());
    }
}

/// Fills the accept queue of a listener, so that further connections wait.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn connect_timeouts_are_retried() {
    use tokio::io::AsyncReadExt as _;
    use tokio::net::{TcpSocket, TcpStream};
    use tokio::time::timeout;

    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let mut filling = Vec::new();
    while let Ok(made) = timeout(Duration::from_millis(300), TcpStream::connect(address)).await {
        filling.push(made.unwrap());
        assert!(filling.len() < 100, "the queue does not fill up");
    }

    let limit = Duration::from_millis(200);
    let client = Client::builder()
        .endpoint(format!("http://{address}"))
        .access_key("id", "secret")
        .connect_timeout(limit);
    let client = short_delays(client).build().unwrap();
    for writes in [false, true] {
        let begun = Instant::now();
        let error = match writes {
            false => read(&client).await.unwrap_err(),
            true => write(&client).await.unwrap_err(),
        };
        let took = begun.elapsed();
        let unsent = expected(3, ErrorKind::Connect, None, false);
        assert_eq!(outcome(&error), unsent, "{error}");
        assert!((3 * limit..3 * limit + SOON).contains(&took), "{took:?}");
    }

    drop(filling);
    while let Ok(made) = timeout(Duration::from_millis(500), listener.accept()).await {
        let mut sent = Vec::new();
        let (mut stream, _) = made.unwrap();
        stream.read_to_end(&mut sent).await.unwrap();
        assert!(sent.is_empty(), "{}", String::from_utf8_lossy(&sent));
    }
}

/// The reset may arrive while connecting, when certainly nothing was sent, or later.
#[tokio::test]
async fn immediate_resets_are_retried_if_nothing_was_sent() {
    let emulator = Emulator::start().await.unwrap();
    let client = short_delays(client_of(&emulator)).build().unwrap();
    for _ in 0..10 {
        emulator.inject(Fault::reset_on_accept().always());
        let error = read(&client).await.unwrap_err();
        assert_eq!(error.attempts(), 3, "{error}");
        let error = write(&client).await.unwrap_err();
        match error.kind() {
            ErrorKind::Connect => {
                assert_eq!((error.attempts(), error.may_have_executed()), (3, false));
            }
            kind => {
                assert_eq!(kind, ErrorKind::Transport, "{error}");
                assert!(error.may_have_executed(), "{error}");
            }
        }
        assert!(
            emulator.requests().is_empty(),
            "no request can have arrived"
        );

        emulator.clear_faults();
        emulator.inject(Fault::reset_on_accept().times(2));
        read(&client).await.unwrap();
        assert_eq!(
            (emulator.waiting_faults(), emulator.requests().len()),
            (0, 1)
        );
        // Close the connection: a kept one would not hit the faults of the next round.
        emulator.inject(Fault::reset());
        write(&client).await.unwrap_err();
        emulator.clear_requests();
    }
}

#[tokio::test]
async fn connection_closed_while_idle_is_replaced() {
    let emulator = Emulator::start().await.unwrap();
    let client = short_delays(client_of(&emulator)).build().unwrap();
    for writes in [false, true] {
        emulator.clear_requests();
        emulator.inject(Fault::close_idle(Duration::from_millis(20)));
        read(&client).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        match writes {
            false => read(&client).await.unwrap(),
            true => write(&client).await.unwrap(),
        }
        assert_eq!(emulator.requests().len(), 2);
    }
}

/// The HTTP client must not resend a request just because the connection worked before.
#[tokio::test]
async fn reset_of_a_kept_connection_counts_like_one_of_a_new_one() {
    let emulator = Emulator::start().await.unwrap();
    let client = short_delays(client_of(&emulator)).build().unwrap();
    for (writes, attempts) in [(false, 3), (true, 1)] {
        read(&client).await.unwrap();
        emulator.clear_requests();
        emulator.inject(Fault::reset().times(3));
        let error = match writes {
            false => read(&client).await.unwrap_err(),
            true => write(&client).await.unwrap_err(),
        };
        let broken = expected(attempts, ErrorKind::Transport, None, true);
        assert_eq!(outcome(&error), broken, "{error}");
        assert_eq!(
            emulator.requests().len(),
            usize::try_from(attempts).unwrap()
        );
        emulator.clear_faults();
    }
}

/// Requests race with the closing of their connection. No write is executed twice, whatever the
/// order.
#[tokio::test]
async fn requests_racing_with_an_idle_close_execute_writes_once() {
    let emulator = Emulator::start().await.unwrap();
    let client = short_delays(client_of(&emulator)).rate_limits(RateLimits::off());
    let client = client.build().unwrap();
    let idle = Duration::from_micros(1500);
    emulator.inject(Fault::close_idle(idle).always());
    for round in 0..60 {
        tokio::time::sleep(Duration::from_micros(round * 50)).await;
        read(&client).await.unwrap();
        emulator.clear_requests();
        tokio::time::sleep(Duration::from_micros(round * 50)).await;
        let written = create(&client, &format!("show {round}")).await;
        let served = emulator.requests().len();
        match written {
            Ok(()) => assert_eq!(served, 1),
            Err(error) => {
                let broken = expected(1, ErrorKind::Transport, None, true);
                assert_eq!(outcome(&error), broken, "{error}");
                assert!(served <= 1);
            }
        }
    }
}

#[tokio::test]
async fn wrong_and_expired_credentials_are_not_retried() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_credential(
        Credential::access_key("default", "STS.old", "secret")
            .with_security_token("token")
            .expired(),
    );
    let token = alibabacloud_live::Credentials::with_security_token("STS.old", "secret", "token");
    let builder = || client_of(&emulator);
    for (client, code, status) in [
        (
            builder().access_key(Emulator::ACCESS_KEY_ID, "wrong"),
            "SignatureDoesNotMatch",
            400,
        ),
        (
            builder().access_key("nobody", "secret"),
            "InvalidAccessKeyId.NotFound",
            404,
        ),
        (
            builder().credentials(token),
            "InvalidSecurityToken.Expired",
            400,
        ),
    ] {
        let client = client.build().unwrap();
        emulator.clear_requests();
        let begun = Instant::now();
        let error = write(&client).await.unwrap_err();
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
        let rejected = expected(1, ErrorKind::Service, status, false);
        assert_eq!(outcome(&error), rejected, "{error}");
        assert_eq!((error.code(), error.is_auth()), (Some(code), true));
        assert_eq!(emulator.requests().len(), 1);
    }
}

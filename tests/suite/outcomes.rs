//! What a caller gets when things go wrong, call by call: the proof of the table in the documentation of the runtime.

use std::time::{Duration, Instant};

use alibabacloud_live::rpc::RetryPolicy;
use alibabacloud_live::stream_monitor::{InputConfig, OutputTemplate};
use alibabacloud_live::{Client, ClientBuilder, Error, ErrorKind};
use alibabacloud_live_emulator::{Credential, Emulator, Fault};
use live_tests::client_of;

/// What becomes of a call that meets the same fault at every attempt.
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

/// Waits are short, so that many faults can be tried; everything else is as it is by default.
fn impatient(client: ClientBuilder<Client>) -> ClientBuilder<Client> {
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
    client
        .create_live_stream_monitor()
        .monitor_name("evening show")
        .domain("play.example.com")
        .output_template(OutputTemplate::HighDefinition)
        .input_list([InputConfig::default().input_url("rtmp://pull.example.com/app/stream")])
        .send()
        .await?;
    Ok(())
}

/// Meets a read and a write with a fault, and says how long they took.
async fn meet(
    fault: Fault,
    configure: impl Fn(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> [(Error, Duration); 2] {
    let emulator = Emulator::start().await.unwrap();
    let client = configure(impatient(client_of(&emulator))).build().unwrap();
    emulator.inject(fault.always());
    let mut met = Vec::new();
    for writes in [false, true] {
        emulator.clear_requests();
        let begun = Instant::now();
        let error = if writes {
            write(&client).await.unwrap_err()
        } else {
            read(&client).await.unwrap_err()
        };
        met.push((error, begun.elapsed()));
        let (error, _) = met.last().unwrap();
        assert_eq!(
            emulator.requests().len(),
            usize::try_from(error.attempts()).unwrap(),
            "{error}"
        );
    }
    met.try_into().unwrap()
}

/// Meets a read and a write with a fault, and compares what becomes of them.
async fn check(fault: Fault, of_read: Outcome, of_write: Outcome) {
    let name = format!("{fault:?}");
    let [(read, _), (write, _)] = meet(fault, |client| client).await;
    assert_eq!(outcome(&read), of_read, "{name}: {read}");
    assert_eq!(outcome(&write), of_write, "{name}: {write}");
}

#[tokio::test]
async fn throttled_calls_are_repeated() {
    for status in [400, 429, 503] {
        for fault in [
            Fault::throttle().status(status),
            Fault::throttle()
                .status(status)
                .retry_after(Duration::from_millis(5)),
            Fault::html(status).retry_after(Duration::from_millis(5)),
        ] {
            let refused = || expected(3, ErrorKind::Service, status, false);
            check(fault, refused(), refused()).await;
        }
    }
}

#[tokio::test]
async fn failures_of_the_service_are_repeated_for_reads() {
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
        // Of a proxy in between, which does not know what became of the call.
        Fault::empty(408),
        Fault::html(499).after_execution(),
        Fault::error(200, "InternalError"),
    ] {
        let name = format!("{fault:?}");
        let [(read, _), (write, _)] = meet(fault, |client| client).await;
        for (error, attempts) in [(read, 3), (write, 1)] {
            assert_eq!(
                (error.attempts(), error.kind(), error.may_have_executed()),
                (attempts, ErrorKind::Service, true),
                "{name}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn refusals_are_not_repeated() {
    for (fault, status) in [
        (Fault::error(400, "InvalidParameter"), 400),
        (Fault::error(403, "Forbidden.RAM"), 403),
        (Fault::error(404, "InvalidAction.NotFound"), 404),
        (Fault::html(403), 403),
        (Fault::empty(404), 404),
        (Fault::error(408, "Brand.New"), 408),
        (Fault::empty(425), 425),
        (Fault::error(200, "Forbidden.RAM"), 200),
        (Fault::redirect_to_itself(), 307),
    ] {
        let refused = || expected(1, ErrorKind::Service, status, false);
        check(fault, refused(), refused()).await;
    }
}

#[tokio::test]
async fn an_error_with_a_status_of_success_may_have_been_executed() {
    for code in ["UserQuotaExceed", "MissingParameter"] {
        let in_doubt = || expected(1, ErrorKind::Service, 200, true);
        check(Fault::error(200, code), in_doubt(), in_doubt()).await;
    }
}

#[tokio::test]
async fn codes_that_mean_success_are_no_errors() {
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
async fn broken_connections_are_repeated_for_reads() {
    for fault in [Fault::reset(), Fault::reset().after_execution()] {
        let broken = |attempts| expected(attempts, ErrorKind::Transport, None, true);
        check(fault, broken(3), broken(1)).await;
    }
    let broken = |attempts, status| expected(attempts, ErrorKind::Transport, status, true);
    check(Fault::cut_body(), broken(3, 200), broken(1, 200)).await;
    let fault = Fault::raw("this is no HTTP\r\n\r\n");
    let broken = |attempts| expected(attempts, ErrorKind::Transport, None, true);
    check(fault, broken(3), broken(1)).await;
}

#[tokio::test]
async fn slow_answers_are_repeated_for_reads() {
    let limit = Duration::from_millis(300);
    for fault in [
        Fault::delay(Duration::from_secs(60)),
        Fault::slow_body(Duration::from_secs(60)),
    ] {
        let met = meet(fault, |client| client.attempt_timeout(limit)).await;
        for ((error, took), attempts) in met.into_iter().zip([3, 1]) {
            let timed_out = expected(attempts, ErrorKind::Timeout, None, true);
            assert_eq!(outcome(&error), timed_out, "{error}");
            assert!(took >= limit * attempts, "{took:?}");
            assert!(took < Duration::from_secs(20), "{took:?}");
        }
    }
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_not_repeated() {
    let headers: [(&str, &str); 0] = [];
    for fault in [
        Fault::malformed_json(),
        Fault::html(200),
        Fault::empty(200),
        Fault::response(200, headers, "[]"),
        Fault::response(200, headers, "{\"RequestId\":{}}"),
    ] {
        let unreadable = || expected(1, ErrorKind::InvalidResponse, 200, true);
        check(fault, unreadable(), unreadable()).await;
    }
}

#[tokio::test]
async fn a_huge_body_is_not_repeated() {
    let begun = Instant::now();
    let huge = || expected(1, ErrorKind::ResponseTooLarge, 200, true);
    check(Fault::huge_body(100 * 1024 * 1024), huge(), huge()).await;
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn another_content_type_changes_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::content_type("text/html").always());
    read(&client).await.unwrap();
    write(&client).await.unwrap();
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test]
async fn calls_that_reach_nobody_are_repeated() {
    let emulator = Emulator::start().await.unwrap();
    let gone = emulator.url();
    emulator.shutdown().await;
    for endpoint in [gone.as_str(), "http://live.invalid"] {
        let client = Client::builder()
            .access_key("id", "secret")
            .endpoint(endpoint)
            .allow_http(true)
            .no_proxy();
        let client = impatient(client).build().unwrap();
        for error in [
            read(&client).await.unwrap_err(),
            write(&client).await.unwrap_err(),
        ] {
            let unsent = expected(3, ErrorKind::Connect, None, false);
            assert_eq!(outcome(&error), unsent, "{endpoint}: {error}");
        }
    }
}

#[tokio::test]
async fn wrong_and_expired_credentials_are_not_repeated() {
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
        let error = write(&client).await.unwrap_err();
        let refused = expected(1, ErrorKind::Service, status, false);
        assert_eq!(outcome(&error), refused, "{error}");
        assert_eq!((error.code(), error.is_auth()), (Some(code), true));
        assert_eq!(emulator.requests().len(), 1);
    }
}

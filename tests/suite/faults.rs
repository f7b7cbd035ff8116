//! Broken responses and connections: each becomes the right typed error and keeps the known
//! details.

use std::time::{Duration, Instant};

use alibabacloud_live::rpc::RetryPolicy;
use alibabacloud_live::rpc::credentials::{
    CredentialsError, CredentialsFuture, ProvideCredentials,
};
use alibabacloud_live::rpc::decode::DecodeError;
use alibabacloud_live::{Client, Error, ErrorKind};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

async fn start_against(fault: Fault) -> (Error, Emulator) {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .attempt_timeout(Duration::from_millis(800))
        .max_response_bytes(64 * 1024)
        .build()
        .unwrap();
    let error = fail(&client, &emulator, fault).await;
    (error, emulator)
}

async fn fail(client: &Client, emulator: &Emulator, fault: Fault) -> Error {
    emulator.inject(fault);
    client
        .start_live_stream_monitor()
        .monitor_id(ID)
        .send()
        .await
        .unwrap_err()
}

/// Returns the request ID of the last request that the emulator served.
fn served_id(emulator: &Emulator) -> String {
    emulator.requests().pop().unwrap().request_id
}

#[tokio::test]
async fn html_and_empty_errors_keep_status_and_request_id() {
    for (fault, status) in [
        (Fault::html(502), 502),
        (Fault::html(403), 403),
        (Fault::empty(503), 503),
    ] {
        let (error, _emulator) = start_against(fault.header("x-acs-request-id", "r-1")).await;
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.code(), None);
        assert_eq!(error.request_id(), Some("r-1"));
        assert_eq!(error.is_retryable(), status >= 500);
        assert!(error.raw_body().is_some());
        assert!(
            error.to_string().contains(&format!("status {status}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn xml_errors_are_read() {
    let (error, _emulator) = start_against(Fault::xml(404, "StreamMonitorNotExist")).await;
    assert_eq!(error.code(), Some("StreamMonitorNotExist"));
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Service, Some(404))
    );
    assert_eq!(
        error.request_id(),
        Some("00000000-0000-4000-8000-000000000000")
    );
    assert!(error.message().is_some());
}

#[tokio::test]
async fn throttling_errors_report_the_requested_wait() {
    for status in [400, 429, 503] {
        let fault = Fault::throttle()
            .status(status)
            .retry_after(Duration::from_millis(40));
        let (error, _emulator) = start_against(fault.always()).await;
        assert!(error.is_throttling() && error.is_retryable());
        assert_eq!(
            (error.status(), error.retry_after()),
            (Some(status), Some(Duration::from_millis(40)))
        );
    }
    let (error, _emulator) = start_against(Fault::throttle().always()).await;
    assert!(error.is_throttling());
    assert_eq!(error.retry_after(), None);
}

#[tokio::test]
async fn success_status_with_an_error_body_is_an_error() {
    let headers: [(&str, &str); 0] = [];
    for body in ["", "[]", "null", "<html></html>", "{\"RequestId\":"] {
        let headers = [("x-acs-request-id", "r-1")];
        let (error, _emulator) = start_against(Fault::response(200, headers, body)).await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::InvalidResponse, Some(200)),
            "{body}"
        );
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
        assert_eq!(error.request_id(), Some("r-1"), "{body}");
    }
    let (error, _emulator) = start_against(Fault::malformed_json()).await;
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    let body = r#"{"RequestId":"r-1","Code":"UserQuotaExceed","Message":"no more"}"#;
    let (error, _emulator) = start_against(Fault::response(200, headers, body)).await;
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Service, Some("UserQuotaExceed"))
    );
    assert_eq!(
        (error.request_id(), error.message()),
        (Some("r-1"), Some("no more"))
    );
}

#[tokio::test]
async fn documented_code_field_is_data_unless_it_names_an_error() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .retry_policy(RetryPolicy::off())
        .build()
        .unwrap();
    let respond = |body: &'static str| {
        let headers: [(&str, &str); 0] = [];
        emulator.inject(Fault::response(200, headers, body));
    };
    // Documented as text.
    let delete = || {
        let call = client.delete_live_stream_record_index_files().app_name("a");
        let call = call.domain_name("d").record_id(["r"]).remove_file(true);
        call.stream_name("s").send()
    };
    for (body, code) in [
        (r#"{"RequestId":"r","Code":"OK","Message":"OK"}"#, "OK"),
        (
            r#"{"RequestId":"r","Code":"Partial","RecordDeleteInfoList":{}}"#,
            "Partial",
        ),
    ] {
        respond(body);
        assert_eq!(delete().await.unwrap().code.as_deref(), Some(code));
    }
    for (body, code, throttling) in [
        (
            r#"{"RequestId":"r","Code":"Throttling","RecordDeleteInfoList":{}}"#,
            "Throttling",
            true,
        ),
        (
            r#"{"RequestId":"r","Code":"InvalidParams","Message":"m","HostId":"h"}"#,
            "InvalidParams",
            false,
        ),
    ] {
        respond(body);
        let error = delete().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Service, Some(code))
        );
        assert_eq!(error.is_throttling(), throttling);
        assert_eq!(error.may_have_executed(), !throttling);
    }
    // Documented as a number.
    let put = || {
        let call = client.put_record_storage_life_cycle().stream_ids(["s"]);
        call.tag("1095days").unix_timestamp(1).send()
    };
    respond(r#"{"RequestId":"r","Code":1001,"Message":"m"}"#);
    assert_eq!(put().await.unwrap().code, Some(1001));
    respond(r#"{"RequestId":"r","Code":"InvalidParams","Msg":"m"}"#);
    let error = put().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.request_id()),
        (ErrorKind::Service, Some("r"))
    );
}

#[tokio::test]
async fn error_of_an_unreadable_body_names_its_encoding() {
    let fault = Fault::response(200, [("content-encoding", "gzip")], &b"\x1f\x8b\x08"[..]);
    let (error, _emulator) = start_against(fault).await;
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(
        error.to_string().contains("content-encoding gzip"),
        "{error}"
    );
}

#[tokio::test]
async fn truncated_body_is_an_error_with_its_path() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let headers: [(&str, &str); 0] = [];
    let body = r#"{"RequestId":"r-1","LiveStreamMonitorList":[{"Status":1},{"Status":"#;
    emulator.inject(Fault::response(200, headers, body));
    let error = client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.request_id()),
        (ErrorKind::InvalidResponse, Some("r-1"))
    );
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    let underlying = error.underlying().unwrap().downcast_ref::<DecodeError>();
    assert_eq!(
        underlying.unwrap().path(),
        "LiveStreamMonitorList[1].Status"
    );
}

#[tokio::test]
async fn source_of_a_credentials_error_is_available() {
    #[derive(Debug)]
    struct NoCredentials;
    impl ProvideCredentials for NoCredentials {
        fn credentials(&self) -> CredentialsFuture<'_> {
            Box::pin(std::future::ready(Err(CredentialsError::new(
                "the vault is shut",
            ))))
        }
    }
    let client = Client::builder()
        .credentials(NoCredentials)
        .build()
        .unwrap();
    let error = client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap_err();
    assert!(error.underlying().unwrap().is::<CredentialsError>());
    assert_eq!(
        error.to_string(),
        "DescribeLiveStreamMonitorList: could not get credentials: the vault is shut"
    );
}

#[tokio::test]
async fn content_type_of_a_success_is_ignored() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::content_type("text/plain"));
    client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn truncated_body_keeps_status_and_request_id() {
    for fault in [Fault::cut_body(), Fault::cut_chunks()] {
        let (error, emulator) = start_against(fault).await;
        assert_eq!(error.kind(), ErrorKind::Transport);
        // The complete response reports that the session does not exist.
        assert_eq!(error.status(), Some(404), "{error}");
        assert_eq!(error.request_id(), Some(served_id(&emulator).as_str()));
    }
}

#[tokio::test]
async fn reset_connection_is_a_transport_error() {
    for fault in [Fault::reset(), Fault::reset().after_execution()] {
        let (error, emulator) = start_against(fault).await;
        assert_eq!(
            (error.kind(), error.status(), error.attempts()),
            (ErrorKind::Transport, None, 1)
        );
        assert_eq!(emulator.requests().len(), 1);
    }
}

#[tokio::test]
async fn oversized_body_is_not_read_to_the_end() {
    let (error, emulator) = start_against(Fault::huge_body(100 * 1024 * 1024)).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::ResponseTooLarge, Some(200))
    );
    assert_eq!(error.request_id(), Some(served_id(&emulator).as_str()));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let (error, emulator) = start_against(Fault::redirect_to_itself().always()).await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Service, Some(307))
    );
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn slow_heads_and_bodies_hit_the_attempt_timeout() {
    for fault in [
        Fault::delay(Duration::from_secs(30)),
        Fault::slow_body(Duration::from_secs(30)),
    ] {
        let begun = Instant::now();
        let (error, _emulator) = start_against(fault).await;
        assert!(error.is_timeout(), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert!(error.to_string().contains("800ms"), "{error}");
    }
}

#[tokio::test]
async fn the_operation_timeout_holds_for_the_whole_call() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .attempt_timeout(None)
        .operation_timeout(Duration::from_millis(300))
        .build();
    let error = fail(
        &client.unwrap(),
        &emulator,
        Fault::delay(Duration::from_secs(30)),
    )
    .await;
    assert!(
        error.is_timeout() && error.to_string().contains("300ms"),
        "{error}"
    );
}

#[tokio::test]
async fn refused_connection_is_a_connect_error() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.shutdown().await;
    let error = client
        .start_live_stream_monitor()
        .monitor_id(ID)
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Connect, None));
    assert!(
        error
            .to_string()
            .starts_with("StartLiveStreamMonitor: could not connect: "),
        "{error}"
    );
}

#[tokio::test]
async fn dropped_call_leaves_the_client_usable() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::delay(Duration::from_secs(30)));
    let call = client.describe_live_stream_monitor_list().send();
    assert!(
        tokio::time::timeout(Duration::from_millis(200), call)
            .await
            .is_err()
    );
    client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn unencrypted_endpoints_are_rejected_unless_allowed() {
    let builder = || {
        Client::builder()
            .endpoint("http://live.example.com")
            .access_key("id", "secret")
    };
    let error = builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error
            .to_string()
            .contains("http://live.example.com is not encrypted"),
        "{error}"
    );
    builder().allow_http(true).build().unwrap();
}

#[tokio::test]
async fn printed_error_is_always_one_line() {
    let headers: [(&str, &str); 0] = [];
    let body = "<Error><Code>For\nbidden</Code><Message>a\r\nb</Message><RequestId>r\n1</RequestId></Error>";
    let (error, _emulator) = start_against(Fault::response(403, headers, body)).await;
    assert_eq!(error.code(), Some("For\nbidden"));
    assert_eq!(
        error.to_string(),
        "StartLiveStreamMonitor: For bidden: a b (status 403, request id r 1, attempts 1)"
    );
}

//! The mock: tests code that uses the client without network and credentials.

use std::time::Duration;

use alibabacloud_live::mock::{Failure, Mock};
use alibabacloud_live::rpc::{Operation, RpcClient};
use alibabacloud_live::stream_monitor::{
    DescribeLiveStreamMonitorListRequest as List, StartLiveStreamMonitorErrorCode as Code,
    StartLiveStreamMonitorRequest as Start, StartLiveStreamMonitorResponse as Started,
    StopLiveStreamMonitorRequest as Stop,
};
use alibabacloud_live::{Client, ErrorKind, blocking};

fn started(request_id: &str) -> Started {
    let mut response = Started::default();
    response.request_id = request_id.to_owned();
    response
}

fn client(mock: &Mock) -> Client {
    Client::builder().mock(mock).build().unwrap()
}

#[tokio::test]
async fn responses_are_typed_and_calls_are_recorded() {
    let mock = Mock::new();
    mock.when::<Start>().respond(started("r-1"));
    let client = client(&mock);
    for id in ["a", "b"] {
        let response = client.start_live_stream_monitor().monitor_id(id).send();
        assert_eq!(response.await.unwrap(), started("r-1"));
    }
    assert_eq!(
        mock.calls::<Start>(),
        ["a", "b"].map(|id| Start::builder().monitor_id(id).build())
    );
    assert!(mock.calls::<Stop>().is_empty());
    assert_eq!(mock.operations(), ["StartLiveStreamMonitor"; 2]);
    assert!(mock.unexpected().is_empty());

    mock.reset();
    assert!(mock.operations().is_empty());
}

#[tokio::test]
async fn errors_are_those_of_the_service() {
    let mock = Mock::new();
    mock.when::<Start>()
        .fail(404, Code::StreamMonitorNotExist, "There is none.")
        .fail(400, "Throttling.User", "Too fast.")
        .fail(503, "ServiceUnavailable", "Later.")
        .fail_with(
            Failure::service(400, "Brand.New", "?")
                .request_id("r-7")
                .retry_after(Duration::from_millis(5)),
        );
    let client = client(&mock);
    let mut errors = Vec::new();
    for _ in 0..4 {
        let call = client.start_live_stream_monitor().monitor_id("a").send();
        errors.push(call.await.unwrap_err());
    }
    let [missing, throttled, unavailable, new] = errors.as_slice() else {
        panic!("{errors:?}");
    };
    assert!(missing.is(Code::StreamMonitorNotExist));
    assert_eq!(
        (missing.kind(), missing.status()),
        (ErrorKind::Service, Some(404))
    );
    assert_eq!(
        (missing.message(), missing.attempts()),
        (Some("There is none."), 1)
    );
    assert!(!missing.is_retryable() && !missing.may_have_executed());
    assert_eq!(
        missing.to_string(),
        "StartLiveStreamMonitor: StreamMonitorNotExist: There is none. (status 404, request id \
         00000000-0000-4000-8000-000000000000, attempts 1)"
    );
    assert!(throttled.is_throttling() && throttled.is_retryable());
    assert!(unavailable.is_retryable() && unavailable.may_have_executed());
    assert_eq!(new.code(), Some("Brand.New"));
    assert_eq!(new.request_id(), Some("r-7"));
    assert_eq!(new.retry_after(), Some(Duration::from_millis(5)));
    let body = new.raw_body().unwrap();
    assert!(String::from_utf8_lossy(body).contains("\"Code\":\"Brand.New\""));
}

#[tokio::test]
async fn transport_failures_can_be_mocked() {
    for kind in [
        ErrorKind::Credentials,
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Transport,
        ErrorKind::ResponseTooLarge,
        ErrorKind::InvalidResponse,
    ] {
        let mock = Mock::new();
        mock.when::<List>()
            .fail_with(Failure::kind(kind).reason("simulated"));
        let call = client(&mock).describe_live_stream_monitor_list().send();
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (kind, None));
        assert_eq!(error.is_timeout(), kind == ErrorKind::Timeout);
        assert!(error.to_string().contains(": simulated"), "{error}");
    }
}

#[tokio::test]
async fn responses_are_returned_in_order_and_the_last_one_stays() {
    let mock = Mock::new();
    mock.when::<Start>()
        .fail_with(ErrorKind::Connect)
        .respond(started("r-2"))
        .respond_with(|request| match request.monitor_id.as_str() {
            "gone" => Err(Failure::service(404, Code::StreamMonitorNotExist, "")),
            id => Ok(started(id)),
        });
    let client = client(&mock);
    let start = |id| client.start_live_stream_monitor().monitor_id(id).send();
    assert_eq!(start("a").await.unwrap_err().kind(), ErrorKind::Connect);
    assert_eq!(start("a").await.unwrap().request_id, "r-2");
    assert_eq!(start("a").await.unwrap().request_id, "a");
    assert_eq!(start("gone").await.unwrap_err().status(), Some(404));
    assert_eq!(start("b").await.unwrap().request_id, "b");

    // A later setup replaces the earlier one.
    mock.when::<Start>().respond(started("r-3"));
    assert_eq!(start("gone").await.unwrap().request_id, "r-3");
}

#[tokio::test]
async fn unexpected_call_fails_with_an_explanation() {
    let mock = Mock::new();
    let client = client(&mock);
    let stop = || client.stop_live_stream_monitor().monitor_id("a").send();
    let error = stop().await.unwrap_err().to_string();
    assert!(error.ends_with("it has responses for: nothing"), "{error}");

    mock.when::<Start>().respond(started("r-1"));
    mock.when::<List>().respond(Default::default());
    let error = stop().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "StopLiveStreamMonitor: invalid client configuration: the mock has no response for \
         StopLiveStreamMonitor; it has responses for: StartLiveStreamMonitor, \
         DescribeLiveStreamMonitorList"
    );
    assert_eq!(mock.unexpected(), ["StopLiveStreamMonitor"; 2]);
    assert_eq!(mock.calls::<Stop>().len(), 2);
}

#[tokio::test]
async fn mock_works_with_any_client_configuration() {
    let mock = Mock::new();
    mock.when::<List>().respond(Default::default());
    let builder = Client::builder()
        .region("cn-shanghai")
        .proxy("http://proxy.example.com")
        .connect_timeout(Duration::from_secs(1));
    let client = builder.mock(&mock).max_response_bytes(7).build().unwrap();
    assert_eq!(client.config().region(), Some("cn-shanghai"));
    let list = List::builder().build();
    client.send(list.clone()).await.unwrap();
    assert_eq!(mock.calls::<List>(), [list]);
    assert_eq!(
        format!("{mock:?}"),
        "Mock { set_up: [\"DescribeLiveStreamMonitorList\"], calls: 1 }"
    );
}

#[test]
fn blocking_clients_can_be_mocked() {
    let mock = Mock::new();
    let client: blocking::Client = blocking::Client::builder().mock(&mock).build().unwrap();
    let other = client.clone();
    mock.when::<Start>().respond_with(move |_| {
        // A nested call must fail instead of waiting for itself.
        let error = other
            .describe_live_stream_monitor_list()
            .send()
            .unwrap_err();
        Err(Failure::kind(error.kind()).reason(error.to_string()))
    });
    let error = client.start_live_stream_monitor().monitor_id("a").send();
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("would deadlock"), "{error}");

    mock.when::<Start>().respond(started("r-1"));
    let sent = client.start_live_stream_monitor().monitor_id("a").send();
    assert_eq!(sent.unwrap().request_id, "r-1");
}

#[expect(dead_code, reason = "it only has to compile")]
async fn mocked_call_can_move_between_threads(client: RpcClient) {
    fn is_send(_: impl Send) {}
    is_send(client.send(Start::builder().monitor_id("a").build()));
    assert_eq!(Start::INFO.name, "StartLiveStreamMonitor");
}

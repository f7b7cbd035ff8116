use alibabacloud_live::mock::Mock;
use alibabacloud_live::stream_monitor::StartLiveStreamMonitorRequest as Start;
use alibabacloud_live::streams::{
    DescribeLiveStreamsOnlineListOnlineInfo as OnlineStream,
    DescribeLiveStreamsOnlineListRequest as List, DescribeLiveStreamsOnlineListResponse as Listed,
};
use alibabacloud_live_emulator::{Emulator, Fault};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt as _;

use super::*;

/// A client whose calls return what the mock prepares: no network, no credentials.
fn mocked(mock: &Mock) -> State<Client> {
    State(Client::builder().mock(mock).build().unwrap())
}

fn start_of(id: &str) -> Path<String> {
    Path(id.to_owned())
}

#[tokio::test]
async fn streams_have_names_and_times() {
    let mock = Mock::new();
    let mut stream = OnlineStream::default();
    stream.stream_name = Some("a".to_owned());
    stream.publish_time = Some("2026-01-01T00:00:00Z".into());
    let mut listed = Listed::default();
    listed.online_info = vec![stream];
    // Without a total, the next page would be fetched, and the mock returns the last response
    // again.
    listed.total_num = Some(1);
    mock.when::<List>().respond(listed);
    let Json(streams) = streams(mocked(&mock), Path("d".to_owned())).await.unwrap();
    assert_eq!(streams[0].name, "a");
    assert_eq!(mock.calls::<List>()[0].domain_name, "d");
}

#[tokio::test]
async fn session_that_runs_counts_as_started() {
    let mock = Mock::new();
    mock.when::<Start>()
        .fail(400, StartCode::StreamMonitorAlreadyStarted, "It runs.")
        .fail(404, StartCode::StreamMonitorNotExist, "There is none.")
        .fail_with(ErrorKind::Timeout);
    let status = start(mocked(&mock), start_of("a")).await.unwrap();
    assert_eq!(status, StatusCode::NO_CONTENT);
    for expected in [StatusCode::NOT_FOUND, StatusCode::GATEWAY_TIMEOUT] {
        let failure = start(mocked(&mock), start_of("a")).await.unwrap_err();
        assert_eq!(failure.into_response().status(), expected);
    }
}

/// Passes a request through the whole service. Returns the status and the body of the response.
async fn ask(service: &Router, method: &str, path: &str) -> (StatusCode, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .unwrap();
    let response = service.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn service_responds_with_what_the_emulator_answers() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET);
    let service = router(client.build().unwrap());

    emulator.set_list_items(3);
    let (status, body) = ask(&service, "GET", "/domains/d/streams").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        body.matches(r#""since":"2021-08-09T02:37:59Z""#).count(),
        3,
        "{body}"
    );
    emulator.set_list_items(0);
    let (status, _) = ask(&service, "GET", "/domains/d/streams").await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    emulator.inject(Fault::error(403, "UserQuotaExceed").on("StartLiveStreamMonitor"));
    let start = "/monitors/445409ec-7eaa-461d-8f29-4bec2eb94e01/start";
    let (status, _) = ask(&service, "POST", start).await;
    assert_eq!(status, StatusCode::CONFLICT);
}

//! Calls as people write them: awaiting builders, passing on what may be absent, repeating a
//! request, handling errors of several operations, comparing values.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use alibabacloud_live::mock::Mock;
use alibabacloud_live::rpc::Set;
use alibabacloud_live::stream_monitor::{
    DescribeLiveStreamMonitorListRequest, MonitorStatus, OutputTemplate,
    StartLiveStreamMonitorBuilder as StartBuilder, StartLiveStreamMonitorErrorCode as StartCode,
    StartLiveStreamMonitorRequest as StartRequest, StopLiveStreamMonitorErrorCode as StopCode,
};
use alibabacloud_live::streams::{DescribeLiveStreamsOnlineListRequest, YesNo};
use alibabacloud_live::{Client, Error, ErrorCode as _, GatewayErrorCode, IfSome as _};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

/// The error of an application, as it is usually written.
#[derive(Debug)]
enum AppError {
    Live(Error),
    NotRunning,
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        Self::Live(error)
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Live(error) => error.fmt(f),
            Self::NotRunning => f.write_str("not running"),
        }
    }
}

/// Calls two operations, whose errors `?` converts in the same way.
async fn restart(client: &Client, id: &str) -> Result<(), AppError> {
    match client.stop_live_stream_monitor().monitor_id(id).await {
        Err(error) if error.is(StopCode::StreamMonitorAlreadyStop) => {
            return Err(AppError::NotRunning);
        }
        result => result?,
    };
    client.start_live_stream_monitor().monitor_id(id).await?;
    Ok(())
}

#[tokio::test]
async fn errors_of_all_operations_convert_into_the_error_of_an_application() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::error(400, "StreamMonitorAlreadyStop"));
    let stopped = restart(&client, ID).await.unwrap_err();
    assert_eq!(stopped.to_string(), "not running");
    let AppError::Live(error) = restart(&client, ID).await.unwrap_err() else {
        panic!("the session does not exist");
    };
    assert_eq!(error.operation(), "StopLiveStreamMonitor");
    assert_eq!(error.code(), Some("StreamMonitorNotExist"));
}

#[tokio::test]
async fn codes_are_matched_by_the_enums_of_operation_and_gateway() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let error = client.start_live_stream_monitor().monitor_id(ID).await;
    let error = error.unwrap_err();
    match error.code_as() {
        Some(StartCode::StreamMonitorNotExist) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(error.code_as::<GatewayErrorCode>(), None);
    assert!(!error.is(StartCode::StreamMonitorAlreadyStarted));

    emulator.inject(Fault::error(403, "Forbidden.RAM"));
    let error = client.start_live_stream_monitor().monitor_id(ID).await;
    let error = error.unwrap_err();
    assert_eq!(error.code_as(), Some(GatewayErrorCode::ForbiddenRam));
    assert_eq!(error.code_as::<StartCode>(), None);
    assert!(error.is(GatewayErrorCode::ForbiddenRam));

    // The same text in the enums of two operations.
    assert!(StopCode::from_code("StreamMonitorNotExist").is_some());
    assert_eq!(StopCode::from_code("Brand.New"), None);
}

#[tokio::test]
async fn what_may_be_absent_is_passed_on() {
    let (page, size, app): (Option<i32>, _, Option<&str>) = (Some(2), None, Some("live"));
    let request = DescribeLiveStreamsOnlineListRequest::builder()
        .domain_name("example.com")
        .page_num(page)
        .page_size(size)
        .if_some(app, |request, app| request.app_name(app))
        .if_some(None::<String>, |request, name| request.stream_name(name))
        .build();
    let expected = DescribeLiveStreamsOnlineListRequest::builder()
        .domain_name("example.com")
        .page_num(2)
        .app_name("live")
        .build();
    assert_eq!(request, expected);
}

#[tokio::test]
async fn cloned_builder_repeats_a_request() {
    let mock = Mock::new();
    mock.when::<DescribeLiveStreamMonitorListRequest>()
        .respond(Default::default());
    let client = Client::builder().mock(&mock).build().unwrap();
    let list = client.describe_live_stream_monitor_list().page_size(10);
    for page in 1..=3 {
        list.clone().page_num(page).await.unwrap();
    }
    let sent = mock.calls::<DescribeLiveStreamMonitorListRequest>();
    let pages: Vec<_> = sent.iter().map(|request| request.page_num).collect();
    assert_eq!(pages, [Some(1), Some(2), Some(3)]);
    assert!(sent.iter().all(|request| request.page_size == Some(10)));
}

/// Sets a required parameter of any client's builder.
fn of_session<C>(call: StartBuilder<C>) -> StartBuilder<C, Set> {
    call.monitor_id(ID)
}

#[test]
fn functions_pass_builders_on() {
    let request = of_session(StartRequest::builder()).build();
    assert_eq!(request.monitor_id, ID);
    let client = Client::builder()
        .access_key("id", "secret")
        .build()
        .unwrap();
    let call = of_session(client.start_live_stream_monitor());
    assert_eq!(call.build(), request);
}

#[tokio::test]
async fn awaiting_a_builder_makes_its_call() {
    fn is_shared<T: Send + Sync + Unpin + 'static>(value: T) -> T {
        value
    }
    let mock = Mock::new();
    mock.when::<DescribeLiveStreamMonitorListRequest>()
        .respond(Default::default());
    let client = Client::builder().mock(&mock).build().unwrap();
    let first = is_shared(client.describe_live_stream_monitor_list().page_num(1));
    let second = tokio::spawn(first.clone().page_num(2).into_future());
    first.await.unwrap();
    second.await.unwrap().unwrap();
    let sent = mock.calls::<DescribeLiveStreamMonitorListRequest>();
    let mut pages: Vec<_> = sent.iter().map(|request| request.page_num).collect();
    pages.sort_unstable();
    assert_eq!(pages, [Some(1), Some(2)]);
}

#[test]
fn enums_are_parsed_compared_and_sorted() {
    let template: OutputTemplate = "lp_hd".parse().unwrap();
    assert_eq!(template, "lp_hd");
    assert!(template.is_documented());
    let unknown: OutputTemplate = "lp_8k".parse().unwrap();
    assert_eq!(
        (unknown.as_str(), unknown.is_documented()),
        ("lp_8k", false)
    );
    let status = MonitorStatus::from(1);
    assert_eq!(status, 1);
    assert_eq!("1".parse(), Ok(status));
    assert!("one".parse::<MonitorStatus>().is_err());

    let mut counts: BTreeMap<YesNo, u32> = BTreeMap::new();
    for answer in [YesNo::Yes, YesNo::No, YesNo::Yes] {
        *counts.entry(answer).or_default() += 1;
    }
    assert_eq!(counts[&YesNo::Yes], 2);
    let codes: HashSet<_> = StartCode::CODES.iter().map(|(_, code)| code).collect();
    assert_eq!(codes.len(), StartCode::CODES.len());
}

#[tokio::test]
async fn an_error_that_main_returns_is_printed_as_one_line() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let error = client.start_live_stream_monitor().monitor_id(ID).await;
    let error = error.unwrap_err();
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(format!("{error:#?}").contains("kind: Service"));
}

//! Every documented error of every operation reaches the caller as its own variant.

use alibabacloud_live::rpc::{Operation, RateLimits, RetryPolicy};
use alibabacloud_live::stream_monitor::{
    CreateLiveStreamMonitorRequest, DeleteLiveStreamMonitorRequest,
    DescribeLiveStreamMonitorListRequest, InputConfig, StartLiveStreamMonitorRequest,
    StopLiveStreamMonitorRequest, UpdateLiveStreamMonitorRequest,
};
use alibabacloud_live::{Client, Error};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_codegen::spec::Service;
use live_tests::client_of;

use crate::operations::service;

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

/// Has the emulator answer each documented error to a request, and says how many there are.
async fn check<R>(emulator: &Emulator, client: &Client, service: &Service, request: R) -> usize
where
    R: Operation + Clone,
    R::ErrorCode: PartialEq,
{
    let name = R::INFO.name;
    let operation = service
        .families
        .iter()
        .flat_map(|family| &family.operations)
        .find(|operation| operation.name == name)
        .unwrap();
    for documented in &operation.errors {
        emulator
            .inject(Fault::error(documented.status, &documented.code).message("what it is about"));
        let Err(error) = client.send(request.clone()).await else {
            panic!("{name} succeeded")
        };
        let code = error.code().unwrap();
        assert_eq!(code.to_string(), documented.code);
        assert!(
            !format!("{code:?}").starts_with("Unrecognized"),
            "{name}: {code:?} has no variant"
        );
        assert_eq!(error.status(), Some(documented.status), "{name} {code:?}");
        assert_eq!(error.message(), Some("what it is about"));
        assert_eq!(error.attempts(), 1);
        let served = emulator.requests().pop().unwrap();
        assert_eq!(error.request_id(), Some(served.request_id.as_str()));
        let line = error.to_string();
        for part in [
            name,
            &documented.code,
            "what it is about",
            &documented.status.to_string(),
            &served.request_id,
        ] {
            assert!(line.contains(part), "{part} is missing in: {line}");
        }
        // The crate-wide error keeps everything.
        let error = Error::from(error);
        assert_eq!(
            (error.code(), error.operation()),
            (Some(documented.code.as_str()), name)
        );
        assert!(String::from_utf8_lossy(error.raw_body().unwrap()).contains(&served.request_id));
    }
    operation.errors.len()
}

#[tokio::test]
async fn every_documented_error_has_its_variant() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .retry_policy(RetryPolicy::off())
        .rate_limits(RateLimits::off())
        .build()
        .unwrap();
    let service = service();
    let input = InputConfig::default().stream_name("a");
    let create = CreateLiveStreamMonitorRequest::builder()
        .monitor_name("a")
        .domain("example.com");
    let create = create
        .output_template("lp_hd")
        .input_list([input.clone()])
        .build();
    let update = UpdateLiveStreamMonitorRequest::builder()
        .monitor_id(ID)
        .input_list([input])
        .build();
    let counts = [
        check(&emulator, &client, &service, create).await,
        check(&emulator, &client, &service, update).await,
        check(
            &emulator,
            &client,
            &service,
            StartLiveStreamMonitorRequest::builder()
                .monitor_id(ID)
                .build(),
        )
        .await,
        check(
            &emulator,
            &client,
            &service,
            StopLiveStreamMonitorRequest::builder()
                .monitor_id(ID)
                .build(),
        )
        .await,
        check(
            &emulator,
            &client,
            &service,
            DeleteLiveStreamMonitorRequest::builder()
                .monitor_id(ID)
                .build(),
        )
        .await,
        check(
            &emulator,
            &client,
            &service,
            DescribeLiveStreamMonitorListRequest::builder().build(),
        )
        .await,
    ];
    assert_eq!(counts, [7, 8, 7, 7, 7, 3]);
}

#[tokio::test]
async fn a_code_that_nobody_documented_keeps_its_text() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::error(409, "Brand.New"));
    let error = client
        .start_live_stream_monitor()
        .monitor_id(ID)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code().unwrap().as_str(), "Brand.New");
    assert_eq!(error.status(), Some(409));
}

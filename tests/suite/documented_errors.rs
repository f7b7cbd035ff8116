//! Every documented error of every operation reaches the caller as its own variant.

use std::collections::BTreeMap;
use std::time::Duration;

use alibabacloud_live::rpc::{RateLimits, RetryPolicy};
use alibabacloud_live::stream_monitor::StartLiveStreamMonitorErrorCode;
use alibabacloud_live::{Client, Error};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_spec::{ErrorClass, Family, Operation};
use live_tests::client_of;

use crate::every_operation::object;
use crate::operations::{AnyOperation, service};

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

/// Checks that an error is what the class of its code says.
fn check_class(error: &Error, class: ErrorClass) {
    let is = |expected| class == expected;
    assert_eq!(error.is_throttling(), is(ErrorClass::Throttling), "{error}");
    assert_eq!(error.is_auth(), is(ErrorClass::Auth), "{error}");
    let executed = is(ErrorClass::Transient) || is(ErrorClass::Replayed);
    assert_eq!(error.may_have_executed(), executed, "{error}");
}

/// Makes the emulator respond with each documented error of an operation.
async fn check(emulator: &Emulator, client: &Client, family: &Family, spec: &Operation) {
    let name = spec.name.as_str();
    let operation = AnyOperation::named(name);
    let request = object(family, &spec.request);
    let mut variants = BTreeMap::new();
    // Codes built from a template have no variants.
    let is_template = |code: &str| code.contains("%s");
    let documented = spec.errors.iter().filter(|error| !is_template(&error.code));
    for documented in documented {
        let (status, code) = (documented.status, documented.code.as_str());
        emulator.inject(Fault::error(status, code).message("the details"));
        let result = (operation.send)(client, &request).await;
        let failed = result.unwrap_err();
        let variant = failed
            .variant
            .unwrap_or_else(|| panic!("{name}: {code} has no variant"));
        let first = variants.entry(variant).or_insert(code);
        assert_eq!(*first, code, "{name}: two codes share a variant");
        let error = failed.error;
        if let Some(class) = documented.class {
            check_class(&error, class);
        }
        assert_eq!((error.operation(), error.code()), (name, Some(code)));
        assert_eq!(error.status(), Some(status), "{name}: {code}");
        assert_eq!(error.message(), Some("the details"));
        assert_eq!(error.attempts(), 1);
        let served = emulator.requests().pop().unwrap();
        assert_eq!(error.request_id(), Some(served.request_id.as_str()));
        assert!(String::from_utf8_lossy(error.raw_body().unwrap()).contains(&served.request_id));
        let line = error.to_string();
        let status = status.to_string();
        for part in [name, code, "the details", &status, &served.request_id] {
            assert!(line.contains(part), "{part} is missing in: {line}");
        }
    }
    emulator.clear_requests();
}

#[tokio::test]
async fn every_documented_error_has_its_variant() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .retry_policy(RetryPolicy::off())
        .rate_limits(RateLimits::off())
        .build()
        .unwrap();
    for family in service().families {
        for spec in &family.operations {
            check(&emulator, &client, &family, spec).await;
        }
    }
}

#[tokio::test]
async fn undocumented_code_keeps_its_text() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    emulator.inject(Fault::error(409, "Brand.New"));
    let error = client
        .start_live_stream_monitor()
        .monitor_id(ID)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("Brand.New"));
    assert_eq!(error.code_as::<StartLiveStreamMonitorErrorCode>(), None);
    assert_eq!(error.status(), Some(409));
}

#[tokio::test]
async fn codes_of_the_gateway_mean_what_the_specs_state() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .retry_policy(RetryPolicy::off())
        .build()
        .unwrap();
    for gateway in service().errors {
        emulator.inject(Fault::error(gateway.status, &gateway.code));
        let sent = client.start_live_stream_monitor().monitor_id(ID).send();
        check_class(&sent.await.unwrap_err(), gateway.class);
    }
}

#[tokio::test]
async fn throttling_codes_of_operations_are_retried_by_reads_and_writes() {
    let emulator = Emulator::start().await.unwrap();
    let soon = Duration::from_millis(1);
    let client = client_of(&emulator)
        .retry_policy(RetryPolicy::standard().throttling_base_delay(soon))
        .build()
        .unwrap();
    emulator.inject(Fault::error(400, "QpsOverLimit"));
    let reads = client
        .describe_live_streams_online_list()
        .domain_name("push.example.com");
    reads.send().await.unwrap();
    emulator.inject(Fault::error(400, "TooManyRequests"));
    let writes = client.stop_rtc_cloud_transcode();
    writes.app_id("app").task_id("task").send().await.unwrap();
    assert_eq!(emulator.requests().len(), 4);

    // The code means this only where the specs say so.
    emulator.inject(Fault::error(400, "QpsOverLimit"));
    let other = client.describe_live_stream_monitor_list().send().await;
    let error = other.unwrap_err();
    assert_eq!((error.attempts(), error.is_throttling()), (1, false));
}

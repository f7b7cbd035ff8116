//! Every documented error of every operation reaches the caller as its own variant.

use std::collections::BTreeMap;

use alibabacloud_live::Client;
use alibabacloud_live::rpc::{RateLimits, RetryPolicy};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_spec::{Family, Operation};
use live_tests::client_of;

use crate::every_operation::object;
use crate::operations::{AnyOperation, service};

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

/// Makes the emulator respond with each documented error, and returns how many there are.
async fn check(emulator: &Emulator, client: &Client, family: &Family, spec: &Operation) -> usize {
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
        let variant = failed.variant.unwrap();
        assert!(
            !variant.starts_with("Unrecognized"),
            "{name}: {code} has no variant"
        );
        let first = variants.entry(variant).or_insert(code);
        assert_eq!(*first, code, "{name}: two codes share a variant");
        let error = failed.error;
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
    spec.errors.len()
}

#[tokio::test]
async fn every_documented_error_has_its_variant() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .retry_policy(RetryPolicy::off())
        .rate_limits(RateLimits::off())
        .build()
        .unwrap();
    let (mut operations, mut errors) = (0, 0);
    for family in service().families {
        for spec in &family.operations {
            operations += 1;
            errors += check(&emulator, &client, &family, spec).await;
        }
    }
    assert_eq!((operations, errors), (437, 1834));
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
    assert_eq!(error.code().unwrap().as_str(), "Brand.New");
    assert_eq!(error.status(), Some(409));
}

//! Every operation called over HTTP.

use std::collections::BTreeMap;
use std::time::Duration;

use alibabacloud_live::rpc::{RateLimits, RetryPolicy};
use alibabacloud_live::{Client, Error};
use alibabacloud_live_emulator::{Emulator, Fault, ServedRequest};
use live_spec::{Family, Field, Type};
use live_tests::client_of;
use serde_json::Value;

use crate::corpus;
use crate::operations::{AnyOperation, map, service};

/// A call that the service correctly rejects: operation, start of the message, and reason.
type Rejection = (&'static str, &'static str, &'static str);

/// The conformance cases test the encoding: their values may be meaningless, and no sessions exist.
const REJECTED_CASES: [Rejection; 11] = [
    (
        "AddCasterLayout",
        "The parameter AudioLayer is invalid: FixedDelayDuration:",
        "at most 5000 ms",
    ),
    (
        "CreateEventSub",
        "The parameter Events is invalid:",
        "not an event",
    ),
    (
        "CreateLiveAIStudio",
        "The parameter MattingLayout is invalid: PositionY:",
        "at most 1",
    ),
    ("DeleteLiveStreamMonitor", "The session ID", "not an ID"),
    ("StartLiveStreamMonitor", "The session ID", "not an ID"),
    (
        "StartRtcCloudRecording",
        "The parameter RecordParams is invalid: RecordMode:",
        "either 0 or 1",
    ),
    ("StopLiveStreamMonitor", "The session ID", "not an ID"),
    (
        "UpdateCustomLiveStreamTranscode",
        "The parameter TemplateType is invalid:",
        "not a type of template",
    ),
    (
        "UpdateEventSub",
        "The parameter Events is invalid:",
        "not an event",
    ),
    ("UpdateLiveStreamMonitor", "The session ID", "not an ID"),
    (
        "UpdateLiveStreamTranscode",
        "The parameter Template is invalid:",
        "not a template of the service",
    ),
];

/// The documentation masks IDs, and its tokens belong to no page of the emulator.
const REJECTED_EXAMPLES: [Rejection; 4] = [
    ("DeleteLiveStreamMonitor", "The session ID", "not an ID"),
    ("StartLiveStreamMonitor", "The session ID", "not an ID"),
    ("StopLiveStreamMonitor", "The session ID", "not an ID"),
    ("UpdateLiveStreamMonitor", "The session ID", "not an ID"),
];

struct Calls {
    emulator: Emulator,
    client: Client,
    number: usize,
    rejections: Vec<(String, Error)>,
}

impl Calls {
    async fn start() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let client = client_of(&emulator);
        let client = client.rate_limits(RateLimits::off()).build().unwrap();
        Self {
            emulator,
            client,
            number: 0,
            rejections: Vec::new(),
        }
    }

    /// Calls an operation and returns the request that the emulator served.
    async fn call(&mut self, name: &str, input: &Value) -> ServedRequest {
        self.number += 1;
        let operation = AnyOperation::named(name);
        let result = (operation.send)(&self.client, input).await;
        let served = self.emulator.requests().pop().unwrap();
        assert_eq!(served.operation.as_deref(), Some(name));
        let expected = (operation.encode)(input).unwrap();
        let [query, form] = [&served.query, &served.form].map(|pairs| pairs.iter().cloned());
        assert_eq!(
            BTreeMap::from_iter(query),
            map(expected.query_pairs()),
            "{name}"
        );
        assert_eq!(
            BTreeMap::from_iter(form),
            map(expected.form_pairs()),
            "{name}"
        );
        assert_eq!(served.unknown_parameters, [""; 0], "{name}");
        if let Err(failed) = result {
            self.rejections.push((name.to_owned(), failed.error));
        }
        served
    }

    /// Checks that exactly these calls were rejected.
    fn check_rejections(self, expected: &[Rejection]) {
        let listed = |(name, error): &&(String, Error)| {
            let message = error.message().unwrap_or_default();
            expected
                .iter()
                .any(|(operation, start, _)| operation == name && message.starts_with(start))
        };
        let (listed, unlisted): (Vec<_>, Vec<_>) = self.rejections.iter().partition(listed);
        assert!(unlisted.is_empty(), "{unlisted:#?}");
        assert_eq!(listed.len(), expected.len(), "{listed:#?}");
    }
}

#[tokio::test]
async fn every_required_case_is_served() {
    let mut calls = Calls::start().await;
    let mut cases = corpus::requests();
    cases.retain(|case| case.case == "required");
    for case in &cases {
        let served = calls.call(&case.operation, &case.input).await;
        assert_eq!(served.method, case.method, "{}", case.operation);
        if !case.form.is_empty() {
            let content_type = served.headers.get("content-type");
            assert_eq!(
                content_type,
                case.content_type.as_deref(),
                "{}",
                case.operation
            );
        }
    }
    assert_eq!(calls.number, cases.len());
    calls.check_rejections(&REJECTED_CASES);
}

#[tokio::test]
async fn every_operation_accepts_its_documented_examples() {
    let mut calls = Calls::start().await;
    for family in service().families {
        for operation in &family.operations {
            let input = object(&family, &operation.request);
            calls.call(&operation.name, &input).await;
        }
    }
    assert_eq!(calls.number, AnyOperation::all().len());
    calls.check_rejections(&REJECTED_EXAMPLES);
}

#[tokio::test]
async fn every_operation_is_retried_as_its_spec_states() {
    let emulator = Emulator::start().await.unwrap();
    let soon = Duration::from_millis(1);
    let policy = RetryPolicy::standard().base_delay(soon).budget(None);
    let client = client_of(&emulator)
        .retry_policy(policy)
        .rate_limits(RateLimits::off())
        .build()
        .unwrap();
    // The outcome is unknown: the call may have been executed.
    emulator.inject(Fault::empty(502).always());
    for family in service().families {
        for spec in &family.operations {
            let operation = AnyOperation::named(&spec.name);
            let input = object(&family, &spec.request);
            let failed = (operation.send)(&client, &input).await.unwrap_err();
            let has_token = input.get("ClientToken").is_some();
            let attempts = if spec.read_only || has_token { 3 } else { 1 };
            assert_eq!(failed.error.attempts(), attempts, "{}", spec.name);
        }
        emulator.clear_requests();
    }
}

#[test]
fn names_and_access_levels_do_not_decide_alone() {
    let service = service();
    let operations = || {
        service
            .families
            .iter()
            .flat_map(|family| &family.operations)
    };
    let reads = |name: &str| {
        let mut operations = operations();
        operations.find(|spec| spec.name == name).unwrap().read_only
    };
    // The access level is `get`.
    assert!(!reads("SendMessageToGroup") && !reads("DeleteEventSub") && !reads("ForbidLiveStream"));
    // The access level is `create`.
    assert!(reads("DescribeLiveAISubtitle") && reads("QueryRtcAsrTasks"));
    // The name has no verb.
    assert!(reads("LiveUpstreamQosData") && reads("MiguLivePullToPushStatus"));
}

/// Returns an object whose fields have their documented examples.
pub(crate) fn object(family: &Family, fields: &[Field]) -> Value {
    let value = |field: &Field| match &field.example {
        Some(example) => example.as_str().into(),
        None => match field.format {
            Some(format) => format.example().into(),
            None => sample(family, &field.ty, field.length.min.unwrap_or(1)),
        },
    };
    fields
        .iter()
        .map(|field| (field.name.clone(), value(field)))
        .collect()
}

/// Returns a value of a type without example. A list has the given number of items.
fn sample(family: &Family, ty: &Type, items: u64) -> Value {
    match ty {
        Type::Named(name) => {
            let named = family.types.iter().find(|named| named.name == *name);
            sample(family, &named.unwrap().ty, items)
        }
        Type::Enum(values) => values.values[0].value.as_str().into(),
        Type::Array(array) => (0..items)
            .map(|_| sample(family, &array.items, 1))
            .collect(),
        Type::Object(fields) => object(family, fields),
        Type::Map(values) => serde_json::json!({"key": sample(family, values, 1)}),
        Type::Boolean => true.into(),
        _ => 1.into(),
    }
}

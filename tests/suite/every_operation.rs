//! Every operation called over HTTP, with no more than its required parameters.

use std::collections::BTreeMap;

use alibabacloud_live::rpc::RateLimits;
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;

use crate::corpus::{self, INCOMPLETE};
use crate::operations::{AnyOperation, map};

/// Calls that are rightly refused: operation, what the message starts with, and the reason.
///
/// The inputs are made for their encoding: they keep to what the reference says in a form that can be read off, and
/// know no sessions.
const REFUSED: [(&str, &str, &str); 12] = [
    (
        "AddCasterLayout",
        "The parameter AudioLayer is invalid: FixedDelayDuration:",
        "at most 5000 ms",
    ),
    (
        "AddLiveStreamWatermark",
        "The parameter Type is invalid:",
        "only pictures are supported",
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

#[tokio::test]
async fn every_operation_is_understood_and_answered() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator)
        .rate_limits(RateLimits::off())
        .build()
        .unwrap();
    let mut calls = 0;
    let mut refusals = Vec::new();
    for case in corpus::requests() {
        let complete = INCOMPLETE.iter().all(|(known, _)| *known != case.name());
        if case.case != "required" || !complete {
            continue;
        }
        calls += 1;
        let name = case.operation.as_str();
        let operation = AnyOperation::named(name);
        let answer = (operation.send)(&client, &case.input).await;
        let served = emulator.requests().pop().unwrap();
        assert_eq!(served.operation.as_deref(), Some(name));
        assert_eq!(served.method, case.method, "{name}");
        let meant = (operation.encode)(&case.input).unwrap();
        assert_eq!(
            BTreeMap::from_iter(served.query),
            map(meant.query_pairs()),
            "{name}"
        );
        assert_eq!(
            BTreeMap::from_iter(served.form),
            map(meant.form_pairs()),
            "{name}"
        );
        if !case.form.is_empty() {
            let content_type = served.headers.get("content-type");
            assert_eq!(content_type, case.content_type.as_deref(), "{name}");
        }
        match answer {
            Ok(()) => assert!(
                served.unknown_parameters.is_empty(),
                "{name}: {:?}",
                served.unknown_parameters
            ),
            Err(error) => refusals.push((
                name.to_owned(),
                error.message().unwrap_or_default().to_owned(),
                error.to_string(),
            )),
        }
    }
    let listed = |(name, message, _): &&(String, String, String)| {
        REFUSED
            .iter()
            .any(|refused| refused.0 == name && message.starts_with(refused.1))
    };
    let (expected, unexpected): (Vec<_>, Vec<_>) = refusals.iter().partition(listed);
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert_eq!(
        expected.len(),
        REFUSED.len(),
        "some calls are no longer refused"
    );
    assert_eq!(calls, 291);
}

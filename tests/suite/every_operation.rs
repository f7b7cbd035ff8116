//! Every operation called over HTTP, with no more than its required parameters.

use alibabacloud_live::rpc::RateLimits;
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;

use crate::corpus;
use crate::operations::AnyOperation;

/// Calls that are rightly refused: operation, start of the message, and the reason.
const REFUSED: [(&str, &str, &str); 0] = [];

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
        if case.case != "required" {
            continue;
        }
        calls += 1;
        let name = case.operation.as_str();
        let answer = (AnyOperation::named(name).send)(&client, &case.input).await;
        let served = emulator.requests().pop().unwrap();
        assert_eq!(served.operation.as_deref(), Some(name));
        assert_eq!(served.method, case.method, "{name}");
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
    assert_eq!(calls, 292);
}

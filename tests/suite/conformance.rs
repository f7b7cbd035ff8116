//! Every operation compared with the request of the official client for the same input, and with
//! its documented response.

use std::collections::{BTreeMap, BTreeSet};

use live_spec::{Field, Style};
use serde_json::Value;

use crate::corpus::{self, RequestCase};
use crate::operations::{AnyOperation, map, service};

#[test]
fn the_same_input_gives_the_same_request() {
    let service = service();
    let operations = service
        .families
        .iter()
        .flat_map(|family| &family.operations);
    let fields: BTreeMap<_, _> = operations
        .map(|operation| (operation.name.as_str(), operation.request.as_slice()))
        .collect();
    let cases = corpus::requests();
    let mut differences = Vec::new();
    for case in &cases {
        let found = request_differences(case, fields[case.operation.as_str()]);
        differences.extend(
            found
                .into_iter()
                .map(|difference| (case.name(), difference)),
        );
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

fn request_differences(case: &RequestCase, fields: &[Field]) -> Vec<String> {
    let operation = AnyOperation::named(&case.operation);
    let stored = (operation.store)(&case.input);
    let (sent, again) = match stored.and_then(|stored| {
        Ok((
            (operation.encode)(&case.input)?,
            (operation.encode)(&stored)?,
        ))
    }) {
        Ok(encoded) => encoded,
        Err(error) => return vec![error.to_string()],
    };
    let mut differences = Vec::new();
    if operation.info.method.as_str() != case.method {
        differences.push(format!("is sent with {}", operation.info.method.as_str()));
    }
    if let Some(invalid) = sent.invalid() {
        differences.push(invalid.to_string());
    }
    // An undocumented parameter would be sent as well, but not through a typed field.
    for name in case.input.as_object().unwrap().keys() {
        if fields.iter().all(|field| field.name != *name) {
            differences.push(format!("{name} is not documented"));
        }
    }
    let sections = [
        (
            "query",
            &case.query,
            map(sent.query_pairs()),
            map(again.query_pairs()),
        ),
        (
            "form",
            &case.form,
            map(sent.form_pairs()),
            map(again.form_pairs()),
        ),
    ];
    for (section, expected, sent, again) in sections {
        let names: BTreeSet<_> = expected.keys().chain(sent.keys()).collect();
        for name in names {
            let same = match (expected.get(name), sent.get(name)) {
                (Some(expected), Some(sent)) => {
                    expected == sent
                        || is_json(fields, name) && same_json(&json(expected), &json(sent))
                }
                _ => false,
            };
            if !same {
                let (expected, sent) = (expected.get(name), sent.get(name));
                differences.push(format!(
                    "{section} {name}\n  is {sent:?}\n  expected {expected:?}"
                ));
            }
        }
        if sent != again {
            differences.push(format!(
                "{section} does not survive serialization: {again:?}"
            ));
        }
    }
    differences
}

/// Returns whether a parameter is JSON text, which is compared by value.
fn is_json(fields: &[Field], name: &str) -> bool {
    let mut fields = fields.iter();
    fields.any(|field| field.name == name && field.style == Some(Style::Json))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Returns whether two values are equal: numbers by value, objects regardless of order.
fn same_json(expected: &Value, sent: &Value) -> bool {
    match (expected, sent) {
        (Value::Object(expected), Value::Object(sent)) => {
            expected.len() == sent.len()
                && expected
                    .iter()
                    .all(|(name, value)| sent.get(name).is_some_and(|sent| same_json(value, sent)))
        }
        (Value::Array(expected), Value::Array(sent)) => {
            expected.len() == sent.len()
                && expected
                    .iter()
                    .zip(sent)
                    .all(|(expected, sent)| same_json(expected, sent))
        }
        (Value::Number(_), Value::Number(_)) => same_scalar(expected, sent),
        _ => expected == sent,
    }
}

/// Returns whether two values are the same scalar, quoted or not.
fn same_scalar(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (scalar_text(one), scalar_text(other)) else {
        return false;
    };
    one == other
        || one.eq_ignore_ascii_case(&other) && ["true", "false"].contains(&one.to_lowercase().as_str())
        // As floats, different large integers would be equal.
        || (one.contains('.') || other.contains('.'))
            && one.parse::<f64>().is_ok_and(|one| Ok(one) == other.parse())
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[test]
fn no_documented_response_loses_anything() {
    let mut responses = corpus::responses();
    let mut differences = Vec::new();
    for (operation, example) in &mut responses {
        remove_placeholders(example);
        match (AnyOperation::named(operation).decode)(example) {
            Ok(decoded) => {
                response_differences(operation, example, &decoded.value, &mut differences);
                if !decoded.is_documented {
                    differences.push(format!("{operation}: a member has no field"));
                }
            }
            Err(error) => differences.push(format!("{operation}: {error}")),
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

/// Empties the objects that only show that the metadata does not know their members.
fn remove_placeholders(example: &mut Value) {
    if *example == serde_json::json!({"test": "test", "test2": 1}) {
        *example = serde_json::json!({});
    }
    match example {
        Value::Object(members) => members.values_mut().for_each(remove_placeholders),
        Value::Array(items) => items.iter_mut().for_each(remove_placeholders),
        _ => {}
    }
}

#[test]
fn values_that_contradict_the_metadata_are_decoded() {
    for (operation, response) in [
        (
            "DescribeLiveRecordNotifyConfig",
            serde_json::json!({"LiveRecordNotifyConfig": {"NotifyReqAuth": "no"}}),
        ),
        (
            "DescribeLiveStreamPushMetricDetailData",
            serde_json::json!({"StreamDetailData": {"StreamData": [{"ReqTraffic": 423304182.66}, {"ReqTraffic": 1000}]}}),
        ),
        (
            "DescribeLiveAISubtitle",
            serde_json::json!({"SubtitleConfigs": {"SubtitleConfig": [{"ShowSourceLan": true}]}}),
        ),
    ] {
        let decoded = (AnyOperation::named(operation).decode)(&response).unwrap();
        let mut differences = Vec::new();
        response_differences(operation, &response, &decoded.value, &mut differences);
        assert!(
            differences.is_empty() && decoded.is_documented,
            "{differences:#?}"
        );
    }
}

#[test]
fn text_is_sent_unchanged_where_documents_disagree_about_its_structure() {
    for text in [
        r#"{"InputStreamList":[{"LayoutChildId":1}]}"#,
        r#"[ {"LayoutChildId":"1"}]"#,
    ] {
        let input = serde_json::json!({
            "DomainName": "example.com", "MixStreamId": "1", "InputStreamList": text
        });
        let sent = (AnyOperation::named("UpdateMixStream").encode)(&input).unwrap();
        assert_eq!(map(sent.query_pairs())["InputStreamList"], text);
    }
}

#[test]
fn comparison_detects_lost_fields() {
    let mut example = serde_json::json!({
        "RequestId": "a",
        "Total": 2,
        "LiveStreamMonitorList": [{"Status": "1"}, {"Status": 0}],
    });
    let decode = AnyOperation::named("DescribeLiveStreamMonitorList").decode;
    let decoded = decode(&example).unwrap();
    assert!(decoded.is_documented);
    example["LiveStreamMonitorList"][1]["Undocumented"] = 0.into();
    assert!(!decode(&example).unwrap().is_documented);
    example["Total"] = 3.into();
    example["LiveStreamMonitorList"][0]["Status"] = Value::Null;
    let mut differences = Vec::new();
    response_differences("", &example, &decoded.value, &mut differences);
    assert_eq!(
        differences,
        [
            ".LiveStreamMonitorList[0].Status: 1, not null",
            ".LiveStreamMonitorList[1].Undocumented: null, not 0",
            ".Total: 2, not 3",
        ]
    );
}

/// Lists the differences between a documented response and its decoded form.
///
/// Scalars may be quoted on one side, structures may be JSON text on one side, and empty values may
/// be missing.
pub(crate) fn response_differences(
    path: &str,
    documented: &Value,
    decoded: &Value,
    differences: &mut Vec<String>,
) {
    match (documented, decoded) {
        (Value::Object(documented), Value::Object(decoded)) => {
            let names: BTreeSet<_> = documented.keys().chain(decoded.keys()).collect();
            for name in names {
                let [documented, decoded] =
                    [documented, decoded].map(|fields| fields.get(name).unwrap_or(&Value::Null));
                response_differences(&format!("{path}.{name}"), documented, decoded, differences);
            }
        }
        (Value::Array(documented), Value::Array(decoded)) if documented.len() == decoded.len() => {
            for (index, (documented, decoded)) in documented.iter().zip(decoded).enumerate() {
                response_differences(
                    &format!("{path}[{index}]"),
                    documented,
                    decoded,
                    differences,
                );
            }
        }
        (documented, decoded) if is_empty(documented) && is_empty(decoded) => {}
        (documented, decoded) if same_scalar(documented, decoded) => {}
        (Value::String(text), Value::Array(_) | Value::Object(_)) if !text.is_empty() => {
            response_differences(path, &json(text), decoded, differences);
        }
        _ => differences.push(format!("{path}: {decoded}, not {documented}")),
    }
}

/// Returns whether a value is empty. Lists and the objects that wrap them are present even if the
/// response lacks them.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

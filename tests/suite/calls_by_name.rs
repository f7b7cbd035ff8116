//! `cargo xtask call` compared with the generated client: the same input gives the same request.

use std::path::Path;

use alibabacloud_live::rpc::Parameters;
use live_call::{Called, encode};
use serde_json::Value;

use crate::corpus::{self, RequestCase};
use crate::operations::{AnyOperation, map, service};

/// Returns a value as a user writes it after the `=`.
fn text(value: &Value) -> String {
    match value {
        // A text that starts with an `@` would be the name of a file.
        Value::String(text) if text.starts_with('@') => format!("@{text}"),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Returns an input as `Key=value`, with lists and objects as JSON.
fn whole(input: &Value) -> Vec<String> {
    let members = input.as_object().unwrap().iter();
    members
        .map(|(name, value)| format!("{name}={}", text(value)))
        .collect()
}

/// Returns an input as `Key.1.Field=value`, with lists and objects in parts.
fn in_parts(input: &Value) -> Vec<String> {
    let mut parts = Vec::new();
    for (name, value) in input.as_object().unwrap() {
        add_parts(name, value, &mut parts);
    }
    parts
}

fn add_parts(name: &str, value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (item, number) in items.iter().zip(1..) {
                add_parts(&format!("{name}.{number}"), item, parts);
            }
        }
        Value::Object(fields) if !fields.is_empty() => {
            for (field, value) in fields {
                add_parts(&format!("{name}.{field}"), value, parts);
            }
        }
        value => parts.push(format!("{name}={}", text(value))),
    }
}

#[test]
fn a_call_by_name_sends_what_the_generated_client_sends() {
    let service = service();
    let mut differences = Vec::new();
    for case in corpus::requests() {
        let called = Called::find(&service, &case.operation).unwrap();
        for given in [whole(&case.input), in_parts(&case.input)] {
            // The inputs have values that the specs do not know or permit.
            let encoded = encode(called, &given, Path::new("."), true).unwrap();
            compare(&case, &encoded.parameters, &mut differences);
            let unusual =
                |misfit: &str| misfit.contains(" is ") || misfit.contains(" has the form ");
            let misfits = encoded.misfits.into_iter();
            differences.extend(misfits.filter(|misfit| !unusual(misfit)));
        }
    }
    assert!(
        differences.is_empty(),
        "{} {differences:#?}",
        differences.len()
    );
}

fn compare(case: &RequestCase, called: &Parameters, differences: &mut Vec<String>) {
    let operation = AnyOperation::named(&case.operation);
    let generated = (operation.encode)(&case.input).unwrap();
    for (expected, found) in [
        (map(generated.query_pairs()), map(called.query_pairs())),
        (map(generated.form_pairs()), map(called.form_pairs())),
    ] {
        if expected != found {
            differences.push(format!(
                "{}\n  is {found:?}\n  expected {expected:?}",
                case.name()
            ));
        }
    }
}

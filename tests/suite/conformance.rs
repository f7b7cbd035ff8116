//! Every operation against what the official client sends for the same input, and against its documented response.

use std::collections::{BTreeMap, BTreeSet};

use live_codegen::spec::{Field, Style};
use serde_json::Value;

use crate::corpus::{self, RequestCase};
use crate::operations::{AnyOperation, service};

/// Differences between a documented response and what is understood of it: operation, place, and the reason.
const TOLERATED: [(&str, &str, &str); 0] = [];

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
    let differences: Vec<_> = cases
        .iter()
        .flat_map(|case| {
            let differences = request_differences(case, fields[case.operation.as_str()]);
            let RequestCase {
                operation, case, ..
            } = case;
            differences
                .into_iter()
                .map(move |difference| format!("{operation}/{case}: {difference}"))
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(cases.len(), 584);
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
        differences.push(format!("is sent by {}", operation.info.method.as_str()));
    }
    if let Some(invalid) = sent.invalid() {
        differences.push(invalid.to_string());
    }
    // An undocumented parameter would be sent, too, but not as a typed one.
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
                (Some(expected), Some(sent)) => match json_parameter(fields, name) {
                    // A text of the official client that is a structure here.
                    Some(field) if case.input[&field.name].is_string() => {
                        same_json(&json(expected), &json(sent), Quotes::Optional)
                    }
                    Some(_) => same_json(&json(expected), &json(sent), Quotes::Meant),
                    None => expected == sent,
                },
                _ => false,
            };
            if !same {
                let (expected, sent) = (expected.get(name), sent.get(name));
                differences.push(format!(
                    "{section} {name}\n  is {sent:?}\n not {expected:?}"
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

fn map<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> BTreeMap<String, String> {
    pairs
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The parameter of a name, if its text is JSON, of which only the value counts.
fn json_parameter<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields
        .iter()
        .find(|field| field.name == name && field.style == Some(Style::Json))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Whether a number in quotes is another value than the number. The documentation of texts that hold JSON is not of one
/// mind about it.
#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    Meant,
    Optional,
}

fn same_json(expected: &Value, sent: &Value, quotes: Quotes) -> bool {
    match (expected, sent) {
        (Value::Object(expected), Value::Object(sent)) => {
            expected.len() == sent.len()
                && expected.iter().all(|(name, value)| {
                    sent.get(name)
                        .is_some_and(|sent| same_json(value, sent, quotes))
                })
        }
        (Value::Array(expected), Value::Array(sent)) => {
            expected.len() == sent.len()
                && expected
                    .iter()
                    .zip(sent)
                    .all(|(expected, sent)| same_json(expected, sent, quotes))
        }
        (Value::Number(_), Value::Number(_)) => same_scalar(expected, sent),
        _ => expected == sent || quotes == Quotes::Optional && same_scalar(expected, sent),
    }
}

/// Whether two values that are neither lists nor objects are the same, quoted or not.
fn same_scalar(one: &Value, other: &Value) -> bool {
    if one.is_array() || one.is_object() || other.is_array() || other.is_object() {
        return false;
    }
    let [one, other] = [one, other].map(|value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    });
    one == other
        || one.eq_ignore_ascii_case(&other) && one.parse::<bool>().is_ok()
        // Integers beyond the precision of a float are the same only as text.
        || [&one, &other].iter().any(|text| text.contains('.'))
            && one.parse::<f64>().is_ok_and(|one| Ok(one) == other.parse())
}

#[test]
fn no_documented_response_loses_anything() {
    let responses = corpus::responses();
    let mut differences = Vec::new();
    for (operation, example) in &responses {
        match (AnyOperation::named(operation).decode)(example) {
            Ok(understood) => {
                let mut found = Vec::new();
                response_differences("", example, &understood, &mut found);
                let found = found.into_iter();
                differences.extend(found.map(|(place, what)| (operation.as_str(), place, what)));
            }
            Err(error) => differences.push((operation, String::new(), error.to_string())),
        }
    }
    let tolerated = |(operation, place, _): &&(&str, String, String)| {
        TOLERATED
            .iter()
            .any(|known| (known.0, known.1) == (operation, place))
    };
    let (expected, unexpected): (Vec<_>, Vec<_>) = differences.iter().partition(tolerated);
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert_eq!(expected.len(), TOLERATED.len(), "some differences are gone");
    assert_eq!(responses.len(), 368);
}

/// Finds what differs between a documented response and what is understood of it: places, and what is wrong there.
///
/// Scalars may be quoted on one side, structures be text that holds JSON on one side, and what is empty may be missing.
fn response_differences(
    place: &str,
    documented: &Value,
    understood: &Value,
    differences: &mut Vec<(String, String)>,
) {
    match (documented, understood) {
        (Value::Object(documented), Value::Object(understood)) => {
            let names: BTreeSet<_> = documented.keys().chain(understood.keys()).collect();
            for name in names {
                let side =
                    |fields: &serde_json::Map<_, _>| fields.get(name).cloned().unwrap_or_default();
                let place = if place.is_empty() {
                    name.clone()
                } else {
                    format!("{place}.{name}")
                };
                response_differences(&place, &side(documented), &side(understood), differences);
            }
        }
        (Value::Array(documented), Value::Array(understood))
            if documented.len() == understood.len() =>
        {
            for (index, (documented, understood)) in documented.iter().zip(understood).enumerate() {
                response_differences(
                    &format!("{place}[{index}]"),
                    documented,
                    understood,
                    differences,
                );
            }
        }
        (documented, understood) if is_empty(documented) && is_empty(understood) => {}
        (documented, understood) if same_scalar(documented, understood) => {}
        (Value::String(text), structure @ (Value::Array(_) | Value::Object(_)))
            if serde_json::from_str::<Value>(text).is_ok() =>
        {
            response_differences(place, &json(text), structure, differences);
        }
        (documented, understood) => {
            differences.push((place.to_owned(), format!("{understood}, not {documented}")));
        }
    }
}

/// Whether a value holds nothing. A list is there even if the response lacks it, and so is the object that wraps one.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

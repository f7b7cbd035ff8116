//! Requests of the official client, and the documented example responses.
//!
//! Both files contain one line of JSON per case, after a header with their source and the number of
//! cases.

use std::collections::BTreeMap;

use serde_json::Value;

const REQUESTS: &str = include_str!("../data/conformance/requests.jsonl");
const RESPONSES: &str = include_str!("../data/conformance/responses.jsonl");

/// The request that the official client makes from an input.
pub(crate) struct RequestCase {
    pub(crate) operation: String,
    /// `required`, with only the required parameters, or `full`.
    pub(crate) case: String,
    /// Parameters as a caller passes them.
    pub(crate) input: Value,
    pub(crate) method: String,
    /// Decoded parameters as sent in the URL.
    pub(crate) query: BTreeMap<String, String>,
    /// Decoded parameters as sent in the body.
    pub(crate) form: BTreeMap<String, String>,
    pub(crate) content_type: Option<String>,
}

impl RequestCase {
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.operation, self.case)
    }
}

pub(crate) fn requests() -> Vec<RequestCase> {
    let case = |mut line: Value| RequestCase {
        operation: text(&line["operation"]),
        case: text(&line["case"]),
        input: line["input"].take(),
        method: text(&line["method"]),
        query: pairs(&line["query"]),
        form: pairs(&line["body_form"]),
        content_type: line["content_type"].as_str().map(str::to_owned),
    };
    lines(REQUESTS, "cases").map(case).collect()
}

/// Returns operations and their example responses.
pub(crate) fn responses() -> Vec<(String, Value)> {
    lines(RESPONSES, "examples")
        .map(|mut line| (text(&line["operation"]), line["example"].take()))
        .collect()
}

/// Returns the cases of a corpus, and checks the number of them in its header.
fn lines(corpus: &'static str, number: &str) -> impl Iterator<Item = Value> {
    let mut lines = corpus
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let header: Value = lines.next().unwrap();
    let cases: Vec<Value> = lines.collect();
    assert_eq!(header["header"][number], cases.len());
    cases.into_iter()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn pairs(list: &Value) -> BTreeMap<String, String> {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|pair| (text(&pair[0]), text(&pair[1])))
        .collect()
}

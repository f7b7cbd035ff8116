//! Requests of the official client, and the documented examples of responses and notifications.
//!
//! Each file contains one line of JSON per case, after a header with their source and the number of
//! cases.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

const REQUESTS: &str = include_str!("../data/conformance/requests.jsonl");
const RESPONSES: &str = include_str!("../data/conformance/responses.jsonl");
const NOTIFICATIONS: &str = include_str!("../data/conformance/notifications.jsonl");

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

/// A documented example of a notification.
pub(crate) struct NotificationCase {
    /// Name in the specs.
    pub(crate) notification: String,
    /// Address of the page that shows it.
    pub(crate) page: String,
    pub(crate) sent: Sent,
    /// The response that the page shows.
    pub(crate) response: Option<Value>,
    /// Members whose digits the page masks, so that they hold no value of their field.
    pub(crate) masked: BTreeSet<String>,
}

/// What the service sends.
pub(crate) enum Sent {
    /// The query of a GET request.
    Query(String),
    /// The body of a POST request.
    Body(Value),
}

pub(crate) fn notifications() -> Vec<NotificationCase> {
    let case = |mut line: Value| NotificationCase {
        notification: text(&line["notification"]),
        page: text(&line["page"]),
        sent: match line["query"].as_str() {
            Some(query) => Sent::Query(query.to_owned()),
            None => Sent::Body(line["body"].take()),
        },
        response: line.get("response").cloned(),
        masked: line["masked"]
            .as_array()
            .map_or_else(BTreeSet::new, |names| names.iter().map(text).collect()),
    };
    lines(NOTIFICATIONS, "examples").map(case).collect()
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

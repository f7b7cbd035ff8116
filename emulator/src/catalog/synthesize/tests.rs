use super::*;
use crate::catalog::{fixture, specs};

#[test]
fn examples_have_the_type_of_their_field() {
    let box_ = json!({"Name": "text", "Width": 0.5, "Tags": ["text"]});
    let expected = json!({
        "RequestId": "abc",
        "Text": "hello",
        "Plain": "text",
        "Time": "2016-11-01T08:00:00Z",
        "Count": 7,
        "Size": 9_007_199_254_740_993_i64,
        "Ratio": 0.25,
        "Flag": false,
        "Colour": "blue",
        "Level": 5,
        "Wrapped": {"Item": [box_]},
        "Names": ["a"],
        "Numbers": [1, 2],
        "Extra": {"key": "text"},
        "Setting": "{\"Name\": \"n\"}",
        "Unset": box_.to_string(),
        "Shown": {"Name": "n", "Width": 0.5, "Tags": ["a", "b"]},
        "Listed": [
            {"Name": "m", "Width": 1.0, "Tags": ["text"]},
            {"Name": "o", "Width": 0.5, "Tags": ["text"]},
        ],
    });
    assert_eq!(
        Value::Object(respond(&fixture::operation("GetThing"))),
        expected
    );
}

#[test]
fn every_operation_has_a_response_with_all_fields() {
    let catalog = specs::embedded().unwrap();
    assert!(!catalog.names().is_empty());
    for name in catalog.names() {
        let entry = catalog.operation(&name).unwrap();
        let response = respond(entry);
        assert_eq!(response.len(), entry.operation.response.len(), "{name}");
    }
}

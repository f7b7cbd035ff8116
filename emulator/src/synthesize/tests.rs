use super::*;
use crate::{fixture, specs};

#[test]
fn examples_are_answered_as_what_they_are() {
    let box_ = json!({"Name": "text", "Width": 0.5, "Tags": ["text"]});
    let expected = json!({
        "RequestId": "abc",
        "Text": "hello",
        "Plain": "text",
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
        Value::Object(answer(&fixture::operation("GetThing"))),
        expected
    );
}

#[test]
fn every_operation_has_an_answer_with_all_its_fields() {
    let catalog = specs::embedded().unwrap();
    assert!(!catalog.names().is_empty());
    for name in catalog.names() {
        let known = catalog.operation(&name).unwrap();
        let answer = answer(known);
        assert_eq!(answer.len(), known.operation.response.len(), "{name}");
    }
}

use serde_json::json;

use super::*;
use crate::catalog::specs;

fn refusal(json: &Value) -> String {
    let catalog = specs::embedded().unwrap();
    let read = scripts(&catalog, json.to_string().as_bytes());
    read.unwrap_err().to_string()
}

#[test]
fn help_lists_every_member() {
    for name in [
        "operation",
        "when",
        "answers",
        "body",
        "documented",
        "usual",
        "error",
        "merge",
        "set",
        "times",
        "after-ms",
        "undocumented",
    ] {
        let is_listed = HELP
            .lines()
            .any(|line| line.split(' ').next() == Some(name));
        assert!(is_listed, "{name}");
    }
}

#[test]
fn one_sequence_or_a_list_is_read() {
    let catalog = specs::embedded().unwrap();
    let one = json!({
        "operation": "DescribeLiveDomainDetail",
        "when": {"DomainName": "a.example.com"},
        "answers": [
            {"set": {"/DomainDetail/DomainStatus": "configuring"}, "times": 2},
            {"documented": true, "merge": {"DomainDetail": {"Scope": "global"}}, "after-ms": 0},
            {"usual": true},
            {"error": {"code": "Gone"}},
            {"body": {"New": 1}, "undocumented": true},
        ],
    });
    let read = |json: &Value| scripts(&catalog, json.to_string().as_bytes()).unwrap();
    assert_eq!(read(&one).len(), 1);
    assert_eq!(read(&one)[0].progress(), (5, 1));
    let many = read(&json!([one, {"operation": "DescribeCasters", "answers": [{"body": {}}]}]));
    let operations: Vec<_> = many.iter().map(|script| &script.calls.operation).collect();
    assert_eq!(operations, ["DescribeLiveDomainDetail", "DescribeCasters"]);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let of =
        |answer: Value| json!({"operation": "DescribeCasters", "answers": [{"body": {}}, answer]});
    for (json, expected) in [
        (json!(1), "an object is expected"),
        (json!([{}]), "[0].operation is missing"),
        (
            json!({"operation": "DescribeCasters"}),
            "answers is missing",
        ),
        (
            json!({"operation": "", "answers": []}),
            "operation: text that is not empty is expected",
        ),
        (
            json!({"operation": "DescribeCaster", "answers": []}),
            "there is no operation \"DescribeCaster\"; did you mean `DescribeCasters`?",
        ),
        (
            json!({"operation": "DescribeCasters", "answers": {}}),
            "answers: a list is expected",
        ),
        (
            json!({"operation": "DescribeCasters", "answers": []}),
            "DescribeCasters: there is no answer",
        ),
        (
            json!({"operation": "DescribeCasters", "answers": [], "wen": {}}),
            "wen is unknown; did you mean `when`?",
        ),
        (
            json!({"operation": "DescribeCasters", "answers": [], "when": {"PageNum": [1]}}),
            "when.PageNum: text is expected, as it is sent",
        ),
        (
            of(json!({"body": {}, "usual": true})),
            "answers[1]: only one of body, documented, usual, error is allowed",
        ),
        (
            of(json!({})),
            "answers[1]: one of body, documented, usual, error, merge and set is needed",
        ),
        (of(json!([])), "answers[1]: an object is expected"),
        (
            of(json!({"body": {}, "time": 1})),
            "answers[1].time is unknown; did you mean `times`?",
        ),
        (
            of(json!({"body": {}, "times": 0})),
            "answers[1].times: a whole number from 1 to 4294967295 is expected",
        ),
        (
            of(json!({"usual": 1})),
            "answers[1].usual: true or false is expected",
        ),
        (of(json!({"error": {}})), "answers[1].error.code is missing"),
        (
            of(json!({"error": {"code": "A", "status": 99}})),
            "answers[1].error.status: a whole number from 100 to 599 is expected",
        ),
        (
            of(json!({"set": {"/Totl": 1}})),
            "DescribeCasters: answers[1]: /Totl: is not documented; did you mean `Total`? \
             (`undocumented` sends it anyway)",
        ),
    ] {
        assert_eq!(refusal(&json), expected, "{json}");
    }
    let catalog = specs::embedded().unwrap();
    let broken = scripts(&catalog, b"{\"operation\": ").unwrap_err();
    assert!(
        broken
            .to_string()
            .starts_with("not JSON: EOF while parsing")
    );
}

//! States in responses.

use super::*;
use crate::codec::encode::FieldWriter;

/// A response that is made of JSON.
struct Json(Value);

impl WriteFields for Json {
    fn write_fields(&self, fields: &mut FieldWriter<'_>) {
        for (name, value) in self.0.as_object().into_iter().flatten() {
            fields.field(name, value);
        }
    }
}

const ONE: Waiter = Waiter::new("on", "Detail.Status")
    .done(&["1"])
    .failed(&["-1"]);
const ALL: Waiter = Waiter::new("on", "Items.Item[].Status")
    .done(&["1", "2"])
    .failed(&["-1"]);
const GONE: Waiter = Waiter::new("gone", "Items.Item[].Status")
    .item("Id")
    .absent_is_done();

#[track_caller]
fn check(waiter: &Waiter, item: Option<&str>, body: &str, expected: Progress) {
    let found = Json(body.parse().unwrap());
    assert_eq!(waiter.progress(&found, item), expected, "{body}");
}

#[test]
fn state_is_found_by_its_path() {
    check(&ONE, None, r#"{"Detail": {"Status": 1}}"#, Progress::Done);
    check(
        &ONE,
        None,
        r#"{"Detail": {"Status": 7}}"#,
        Progress::pending(7),
    );
    check(
        &ONE,
        None,
        r#"{"Detail": {"Status": -1}}"#,
        Progress::failed(-1),
    );
    for absent in [r#"{"Detail": {}}"#, "{}", r#"{"Detail": {"Status": null}}"#] {
        check(&ONE, None, absent, Progress::pending(""));
    }
}

#[test]
fn state_of_another_type_is_read_too() {
    let body = r#"{"Detail": {"Status": "starting"}}"#;
    check(&ONE, None, body, Progress::pending("starting"));
    check(&ONE, None, r#"{"Detail": {"Status": "1"}}"#, Progress::Done);
}

#[test]
fn wait_for_a_list_ends_when_all_items_are_done_or_one_failed() {
    let body = |states: [i32; 2]| {
        let [a, b] = states.map(|state| format!(r#"{{"Status": {state}}}"#));
        format!(r#"{{"Items": {{"Item": [{a}, {b}]}}}}"#)
    };
    check(&ALL, None, &body([1, 2]), Progress::Done);
    check(&ALL, None, &body([1, 0]), Progress::pending(0));
    check(&ALL, None, &body([0, -1]), Progress::failed(-1));
    check(
        &ALL,
        None,
        r#"{"Items": {"Item": []}}"#,
        Progress::pending(""),
    );
}

#[test]
fn only_the_wanted_item_counts() {
    let body = r#"{"Items": {"Item": [{"Id": "a", "Status": 0}, {"Id": "b", "Status": 1}]}}"#;
    let ready = ALL.item("Id");
    check(&ready, Some("a"), body, Progress::pending(0));
    check(&ready, Some("b"), body, Progress::Done);
    check(&ready, Some("c"), body, Progress::pending(""));
    check(
        &ready.absent_is_failed(),
        Some("c"),
        body,
        Progress::failed(""),
    );
    check(&GONE, Some("a"), body, Progress::pending(0));
    check(&GONE, Some("c"), body, Progress::Done);
}

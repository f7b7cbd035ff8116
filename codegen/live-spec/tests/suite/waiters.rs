//! Waits for states: what is loaded, and what is reported.

use std::time::Duration;

use live_spec::{Absent, Located, Service, Sources, state_path};

const SERVICE: &str = "
product: live
version: 2016-11-01
title: Live
reference: https://example.com/live
endpoints: { default: live.example.com }
errors: [{ status: 500, code: InternalError, class: transient, doc: It failed. }]
families: { monitor: Sessions. }
";

const TYPES: &str = "
Session:
  doc: A session.
  type: object
  fields:
    Id: { type: string, doc: Its ID. }
    State: { type: integer, doc: Its state., enum: { 0: { name: Off, doc: Off. }, 1: { name: On, doc: On. } } }
";

const LIST: &str = "
operation: ListSessions
summary: Lists sessions.
method: POST
request:
  Id: { type: string, doc: An ID. }
  Match: { type: string, doc: How. , enum: { exact: Exactly., start: At the start. } }
  Count: { type: integer, doc: How many. }
  Owner: { type: string, required: true, doc: Whose. }
response:
  Sessions: { type: array, wrapper: Session, items: Session, doc: The sessions. }
  Detail: { type: object, doc: More., fields: { Text: { type: string, doc: A text. } } }
  RequestId: { type: string, doc: The ID of the request. }
errors: [{ status: 404, code: NotFound, doc: There is none. }]
";

const STOP: &str = "
operation: StopSession
summary: Stops a session.
method: POST
response: { Text: { type: string, doc: A text. } }
";

const WAITERS: &str = "
ListSessions:
  state: Sessions[].State
  item: Id
  set: { Match: exact }
  until:
    running: { doc: the session runs, done: [1], interval: 10s, limit: 15min }
    deleted: { doc: it is gone, failed: [1], absent: done, absent_codes: [NotFound, InternalError], interval: 1min, limit: 90s }
";

fn load(waiters: &str) -> Result<Service, String> {
    let sources = Sources::from_texts([
        ("service.yaml", SERVICE),
        ("glossary.yaml", "{}"),
        ("monitor/types.yaml", TYPES),
        ("monitor/ListSessions.yaml", LIST),
        ("monitor/StopSession.yaml", STOP),
        ("monitor/waiters.yaml", waiters),
    ]);
    live_spec::load(&sources).map_err(|found| found.render(&sources, "", false))
}

#[test]
fn waiters_are_loaded() {
    let service = load(WAITERS).unwrap_or_else(|found| panic!("{found}"));
    let family = &service.families[0];
    let [running, deleted] = family.waiters.as_slice() else {
        panic!("there are two waiters");
    };
    let texts = |located: &[Located]| {
        let texts = located.iter().map(|located| located.text.clone());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(running.name, "running");
    assert_eq!(running.operation, "ListSessions");
    assert_eq!(running.doc, "the session runs");
    assert_eq!(running.item.as_ref().unwrap().text, "Id");
    let [(name, value)] = &running.set[..] else {
        panic!("one parameter is set");
    };
    assert_eq!(
        (name.text.as_str(), value.text.as_str()),
        ("Match", "exact")
    );
    assert_eq!(texts(&running.done), ["1"]);
    assert_eq!(running.absent, Absent::Pending);
    assert_eq!(running.interval, Duration::from_secs(10));
    assert_eq!(running.limit, Duration::from_secs(900));
    assert_eq!(texts(&deleted.failed), ["1"]);
    assert_eq!(texts(&deleted.absent_codes), ["NotFound", "InternalError"]);
    assert_eq!(deleted.absent, Absent::Done);
    // The object around the list is part of the JSON.
    let path = state_path(family, running).unwrap();
    assert_eq!(path, "Sessions.Session[].State");
}

#[test]
fn each_mistake_is_reported_where_it_is_with_a_remedy() {
    for (right, wrong, message, help) in [
        (
            "ListSessions:",
            "ListSession:",
            "this family has no operation `ListSession`",
            "did you mean `ListSessions`?",
        ),
        (
            "ListSessions:",
            "StopSession:",
            "`StopSession` does not only read, so waits cannot repeat it",
            "",
        ),
        (
            "Sessions[].State",
            "Session[].State",
            "the response has no field `Session` here",
            "did you mean `Sessions`?",
        ),
        (
            "Sessions[].State",
            "Sessions[].Status",
            "the response has no field `Status` here",
            "did you mean `State`?",
        ),
        (
            "Sessions[].State",
            "Sessions.State",
            "`Sessions` is a list",
            "write `Sessions[]`",
        ),
        (
            "Sessions[].State",
            "Detail[].Text",
            "`Detail` is not a list",
            "write `Detail`",
        ),
        (
            "Sessions[].State",
            "Sessions[]",
            "`Sessions[]` is not a state",
            "name a field that holds text or a number",
        ),
        (
            "Sessions[].State",
            "Sessions[].State.More",
            "the response has no field `More` here",
            "what is before it has no fields",
        ),
        (
            "Sessions[].State",
            "Detail.Text",
            "`item` selects items of a list, and `state` names no list",
            "",
        ),
        (
            "item: Id",
            "item: State",
            "no parameter is named `State`",
            "",
        ),
        (
            "item: Id",
            "item: Ib",
            "no member of the items is named `Ib`",
            "did you mean `Id`?",
        ),
        (
            "Match: exact",
            "Mach: exact",
            "no parameter is named `Mach`",
            "did you mean `Match`?",
        ),
        (
            "Match: exact",
            "Match: exat",
            "`exat` is not a documented value",
            "did you mean `exact`?",
        ),
        (
            "Match: exact",
            "Count: 1",
            "`Count` is not a text, so a wait cannot set it",
            "",
        ),
        (
            "Match: exact",
            "Owner: me",
            "`Owner` is required, so callers set it",
            "",
        ),
        (
            "done: [1]",
            "done: [2]",
            "`2` is not a documented state",
            "did you mean `0`?",
        ),
        (
            "done: [1]",
            "done: [1], failed: [1]",
            "the state `1` is listed twice",
            "first listed here",
        ),
        (
            "done: [1], ",
            "",
            "no state ends this wait",
            "`absent: done`",
        ),
        (
            "[NotFound,",
            "[NotFond,",
            "`ListSessions` does not document the code `NotFond`",
            "did you mean `NotFound`?",
        ),
        (
            "absent: done",
            "absent: over",
            "unknown meaning of an absent state `over`",
            "one of",
        ),
        (
            "interval: 10s",
            "interval: 10",
            "`10` is not a time",
            "followed by `s` or `min`",
        ),
        (
            "interval: 10s",
            "interval: 10h",
            "`10h` is not a time, such as `10s` or `15min`",
            "",
        ),
        ("interval: 10s", "interval: 0s", "`0s` is not a time", ""),
        (
            "limit: 90s",
            "limit: 60s",
            "`limit` must be longer than `interval`",
            "",
        ),
        (
            "limit: 90s",
            "limits: 90s",
            "unknown key `limits`",
            "did you mean `limit`?",
        ),
        (
            "the session runs",
            "The session runs.",
            "this is not the end of a sentence",
            "without the full stop",
        ),
        (
            "running:",
            "Running:",
            "`Running` is not the name of a wait, such as `online`",
            "",
        ),
        (
            "deleted:",
            "running:",
            "`running` is stated twice",
            "first stated here",
        ),
        ("  until:\n", "  till:\n", "`until` is missing", ""),
    ] {
        let text = WAITERS.replacen(right, wrong, 1);
        let found = load(&text).unwrap_err();
        let first = format!("error: {message}");
        assert!(found.contains(&first), "{wrong}: {found}");
        assert!(found.contains(help), "{wrong}: {found}");
        assert!(found.contains("monitor/waiters.yaml:"), "{wrong}: {found}");
    }
}

#[test]
fn empty_waits_are_reported() {
    let found = load("ListSessions: { state: 'Sessions[].State', until: {} }").unwrap_err();
    assert!(
        found.contains("error: this operation has no waits"),
        "{found}"
    );
    let found = load("[]").unwrap_err();
    assert!(
        found.contains("error: expected a mapping, found a list"),
        "{found}"
    );
}

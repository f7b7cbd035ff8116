use std::time::Duration;

use serde_json::json;

use super::*;
use crate::catalog::specs;
use crate::response::service_error::ServiceError;

const DETAIL: &str = "DescribeLiveDomainDetail";

fn script(calls: Calls, answers: Vec<Answer>) -> Result<Script, String> {
    let catalog = specs::embedded().unwrap();
    Script::new(&catalog, calls, answers).map_err(|error| error.to_string())
}

fn cname(name: &str) -> Answer {
    Answer::from(json!({"DomainDetail": {"Cname": name}}))
}

/// Returns the name in the next answer, or the code of an error.
fn next(scripts: &mut Scripts, domain: &str, now: Instant) -> Option<String> {
    let pair = ("DomainName".to_owned(), domain.to_owned());
    let answer = scripts.next(DETAIL, std::iter::once(&pair), now)?;
    let catalog = specs::embedded().unwrap();
    let entry = catalog.operation(DETAIL).unwrap();
    let usual = || Err(ServiceError::internal("not executed"));
    Some(match answer.answer(entry, usual) {
        Ok(fields) => fields["DomainDetail"]["Cname"].as_str().unwrap().to_owned(),
        Err(error) => error.code,
    })
}

#[test]
fn answers_are_given_in_order_and_the_last_one_repeats() {
    let mut scripts = Scripts::default();
    let answers = vec![
        cname("a").times(2),
        Answer::error(404, "Gone", "m"),
        cname("b"),
    ];
    scripts.add(script(DETAIL.into(), answers).unwrap());
    let now = Instant::now();
    let given: Vec<_> = (0..6)
        .map(|_| next(&mut scripts, "d", now).unwrap())
        .collect();
    assert_eq!(given, ["a", "a", "Gone", "b", "b", "b"]);
    assert_eq!(scripts.all()[0].answered, 6);
    assert_eq!(scripts.all()[0].progress(), (3, 3));
}

#[test]
fn answers_change_with_time() {
    let mut scripts = Scripts::default();
    let after = |name, seconds| cname(name).after(Duration::from_secs(seconds));
    let answers = vec![cname("a"), after("b", 2), after("c", 4), cname("d")];
    scripts.add(script(DETAIL.into(), answers).unwrap());
    let start = Instant::now();
    let mut at = |seconds| next(&mut scripts, "d", start + Duration::from_secs(seconds)).unwrap();
    assert_eq!([at(0), at(1), at(2), at(3)], ["a", "a", "b", "b"]);
    assert_eq!([at(9), at(9), at(9)], ["c", "d", "d"]);
}

#[test]
fn the_most_conditions_win_and_then_the_latest() {
    let mut scripts = Scripts::default();
    let only = |domain: &str| Calls::of(DETAIL).with("DomainName", domain);
    let now = Instant::now();
    assert_eq!(next(&mut scripts, "x", now), None);
    scripts.add(script(only("x"), vec![cname("x")]).unwrap());
    assert_eq!(next(&mut scripts, "y", now), None);
    scripts.add(script(DETAIL.into(), vec![cname("any")]).unwrap());
    scripts.add(script(only("y"), vec![cname("y")]).unwrap());
    scripts.add(script(DETAIL.into(), vec![cname("later")]).unwrap());
    let given = ["x", "y", "z"].map(|domain| next(&mut scripts, domain, now).unwrap());
    assert_eq!(given, ["x", "y", "later"]);
    assert_eq!(scripts.all().len(), 3);
    scripts.clear();
    assert_eq!(next(&mut scripts, "x", now), None);
}

#[test]
fn what_is_wrong_is_named() {
    let detail = || Calls::of(DETAIL);
    let set = |pointer: &str| Answer::documented().set(pointer, "online");
    for (calls, answers, expected) in [
        (
            Calls::of("DescribeLiveDomainDetails"),
            vec![cname("a")],
            "there is no operation \"DescribeLiveDomainDetails\"; did you mean \
             `DescribeLiveDomainDetail`?",
        ),
        (
            Calls::of("x"),
            vec![cname("a")],
            "there is no operation \"x\"",
        ),
        (
            detail().with("Domain", "a"),
            vec![cname("a")],
            "DescribeLiveDomainDetail has no parameter \"Domain\"; did you mean `DomainName`?",
        ),
        (
            detail(),
            Vec::new(),
            "DescribeLiveDomainDetail: there is no answer",
        ),
        (
            detail(),
            vec![cname("a"), set("/DomainDetail/DomainStats")],
            "DescribeLiveDomainDetail: answers[1]: /DomainDetail/DomainStats: is not documented; \
             did you mean `DomainStatus`? (`undocumented` sends it anyway)",
        ),
        (
            detail(),
            vec![Answer::from("text")],
            "DescribeLiveDomainDetail: answers[0]: a response is an object",
        ),
        (
            detail(),
            vec![cname("a").after(Duration::ZERO)],
            "DescribeLiveDomainDetail: answers[0]: no answer before it lasts until `after`",
        ),
        (
            detail(),
            vec![cname("a").times(0)],
            "DescribeLiveDomainDetail: answers[0]: an answer is given at least once, but `times` \
             is 0",
        ),
        (
            detail(),
            vec![Answer::error(404, "Gone", "m").set("/RequestId", "r")],
            "DescribeLiveDomainDetail: answers[0]: an error has no members to set or merge",
        ),
        (
            detail(),
            vec![Answer::documented().merge(std::collections::BTreeMap::from([(vec![1], 1)]))],
            "DescribeLiveDomainDetail: answers[0]: key must be a string",
        ),
    ] {
        assert_eq!(script(calls, answers).unwrap_err(), expected);
    }
    let lenient = set("/DomainDetail/DomainStats").undocumented();
    assert!(script(detail(), vec![lenient]).is_ok());
}

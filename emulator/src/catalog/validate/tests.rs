use serde_json::json;

use super::*;
use crate::catalog::fixture;

/// Checks parameters in the query and in the form.
fn check_sent(
    operation: &str,
    query: &[(&str, &str)],
    form: &[(&str, &str)],
    signature: Option<Signature>,
) -> Result<Arguments, ServiceError> {
    let entry = fixture::operation(operation);
    let [query, form] = [query, form].map(|pairs| {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    });
    let call = Call {
        query,
        form,
        signature,
        ..Call::default()
    };
    check(&entry, &RawParameters::new(&entry.operation, &call))
}

fn checked(pairs: &[(&str, &str)]) -> Result<Arguments, ServiceError> {
    check_sent("PutThing", pairs, &[], None)
}

fn value(name: &str, pairs: &[(&str, &str)]) -> Value {
    checked(pairs).unwrap().value(name).unwrap().clone()
}

fn rejected(pairs: &[(&str, &str)]) -> (u16, String) {
    let error = checked(pairs).unwrap_err();
    (error.status, error.code)
}

#[test]
fn texts_are_parsed_by_their_type() {
    for (name, text, expected) in [
        ("Text", "abc", json!("abc")),
        ("Count", "10", json!(10)),
        ("Size", "9007199254740993", json!(9_007_199_254_740_993_i64)),
        ("Ratio", "1", json!(1.0)),
        ("Ratio", "0.25", json!(0.25)),
        ("Flag", "true", json!(true)),
        ("Flag", "False", json!(false)),
        ("Colour", "red", json!("red")),
        ("Colour", "RED", json!("RED")),
        ("Level", "5", json!(5)),
        ("Numbers", "1,2,3", json!([1, 2, 3])),
        (
            "Time",
            "2016-11-01T08:00:00Z",
            json!("2016-11-01T08:00:00Z"),
        ),
        ("Unix", "-1", json!(-1)),
        ("Pause", "0", json!(0)),
    ] {
        assert_eq!(value(name, &[(name, text)]), expected, "{name}={text}");
    }
}

#[test]
fn flat_names_of_a_single_text_are_explained() {
    for (name, value, expected) in [
        (
            "Numbers.1",
            "1",
            "it must be one text with commas between the items, `Numbers=…`, instead of `Numbers.1=…`",
        ),
        (
            "Box.Name",
            "n",
            "it must be one JSON text, `Box=…`, instead of `Box.Name=…`",
        ),
        ("Count.1", "1", "a single value is expected"),
    ] {
        let error = checked(&[(name, value)]).unwrap_err();
        assert!(error.message.contains(expected), "{}", error.message);
    }
}

#[test]
fn lists_of_objects_are_read_from_flat_names() {
    let pairs = [
        ("Boxes.2.Name", "b"),
        ("Boxes.1.Name", "a"),
        ("Boxes.1.Width", "0.5"),
        ("Boxes.1.Tags.2", "y"),
        ("Boxes.1.Tags.1", "x"),
        ("Names.1", "直播"),
    ];
    let expected = json!([{"Name": "a", "Width": 0.5, "Tags": ["x", "y"]}, {"Name": "b"}]);
    assert_eq!(value("Boxes", &pairs), expected);
    assert_eq!(value("Names", &pairs), json!(["直播"]));
}

#[test]
fn json_is_kept_as_received() {
    let text = r#"{"Name": "a", "Width": "0.5", "New": [1], "Tags": null}"#;
    let arguments = checked(&[("Box", text)]).unwrap();
    assert_eq!(arguments.text("Box"), Some(text));
    assert_eq!(arguments.value("Box").unwrap()["New"], json!([1]));
}

#[test]
fn invalid_values_are_rejected() {
    for (name, text) in [
        ("Flag", "yes"),
        ("Colour", "green"),
        ("Level", "1"),
        ("Level", "high"),
        ("Fallback", "1.5"),
        ("Fallback", "2147483648"),
        ("Time", "yesterday"),
        ("Time", "2016-11-01 08:00:00"),
        ("Unix", "2016-11-01T08:00:00Z"),
        ("Pause", "-1"),
        ("Numbers", "1,,2"),
        ("Names", "a"),
        ("Names.x", "a"),
        ("Names.0", "a"),
        ("Boxes", "[]"),
        ("Boxes.1.Width", "0.5"),
        ("Boxes.1", "a"),
        ("Box", "{"),
        ("Box", "[]"),
        ("Box", "{}"),
        ("Box", r#"{"Name": "a", "Width": 2}"#),
        ("Box", r#"{"Name": ["a"]}"#),
        ("Box", r#"{"Name": "a", "Tags": {}}"#),
    ] {
        let parameter = name.split('.').next().unwrap();
        let expected = (400, format!("Invalid{parameter}.Malformed"));
        assert_eq!(rejected(&[(name, text)]), expected, "{name}={text}");
    }
    let three = [("Names.1", "a"), ("Names.2", "b"), ("Names.3", "c")];
    assert_eq!(rejected(&three).1, "InvalidNames.Malformed");
}

#[test]
fn documented_codes_are_preferred() {
    assert_eq!(rejected(&[("Text", "four")]), (400, "InvalidText".into()));
    assert_eq!(rejected(&[("Text", "")]), (400, "InvalidText".into()));
    assert_eq!(
        rejected(&[("Count", "0")]),
        (403, "InvalidCount.Malformed".into())
    );
    assert_eq!(
        rejected(&[("Size", "big")]),
        (400, "InvalidSize.OutOfRange".into())
    );
    assert_eq!(
        rejected(&[("Ratio", "x")]),
        (400, "InvalidRatio.Malformed".into())
    );
    let error = checked(&[("Count", "11")]).unwrap_err();
    let message = "The parameter Count is invalid: 11 is greater than 10.";
    assert_eq!(error.message, message);
}

#[test]
fn missing_and_unknown_parameters_are_reported() {
    let error = check_sent("GetThing", &[], &[], None).unwrap_err();
    assert_eq!(error, ServiceError::missing_common("Key"));

    let pairs = [("Key", ""), ("New", ""), ("Other.1", "")];
    let arguments = check_sent("GetThing", &pairs, &[("Form", "")], None).unwrap();
    assert_eq!(arguments.unknown, ["New", "Other", "Form"]);
}

#[test]
fn parameters_must_be_in_their_location() {
    let rejected = |query: &[_], form: &[_]| {
        let error = check_sent("SendThing", query, form, None).unwrap_err();
        (error.code, error.message)
    };
    let (key, text) = (("Key.Id", "k"), ("Text", "t"));
    assert!(check_sent("SendThing", &[text], &[key], None).is_ok());
    let (code, message) = rejected(&[text, key], &[]);
    assert_eq!(code, "MissingKey.Id");
    let expected = "Key.Id is mandatory for this action: it belongs in the body, not in the query.";
    assert_eq!(message, expected);
    let (code, message) = rejected(&[], &[key, text]);
    assert_eq!(code, "InvalidText.Malformed");
    assert!(message.ends_with("it belongs in the query, not in the body."));
    // A second copy in the wrong location is ignored.
    assert!(check_sent("SendThing", &[key], &[key], None).is_ok());
}

#[test]
fn parameters_may_be_anywhere_with_hmac_sha1() {
    let signature = || {
        Some(Signature::HmacSha1(crate::request::call::HmacSha1 {
            signature: Some(String::new()),
            method: None,
            version: None,
        }))
    };
    let all = [("Key.Id", "k"), ("Text", "t")];
    for (query, form) in [(&all[..], &[][..]), (&[], &all)] {
        assert!(check_sent("SendThing", query, form, signature()).is_ok());
    }
}

#[test]
fn empty_text_counts_as_missing_except_for_text_types() {
    let arguments = checked(&[
        ("Count", ""),
        ("Flag", ""),
        ("Boxes", ""),
        ("Colour", "red"),
    ]);
    let arguments = arguments.unwrap();
    for name in ["Count", "Flag", "Boxes"] {
        assert_eq!(arguments.value(name), None, "{name}");
    }
}

use serde_json::json;

use super::*;
use crate::fixture;

/// Checks parameters in the query and in the form.
fn sent(
    operation: &str,
    query: &[(&str, &str)],
    form: &[(&str, &str)],
    proof: Option<Proof>,
) -> Result<Arguments, Refusal> {
    let known = fixture::operation(operation);
    let [query, form] = [query, form].map(|pairs| {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    });
    let call = Call {
        query,
        form,
        proof,
        ..Call::default()
    };
    check(&known, &Sent::new(&known.operation, &call))
}

fn checked(pairs: &[(&str, &str)]) -> Result<Arguments, Refusal> {
    sent("PutThing", pairs, &[], None)
}

fn value(name: &str, pairs: &[(&str, &str)]) -> Value {
    checked(pairs).unwrap().value(name).unwrap().clone()
}

fn refused(pairs: &[(&str, &str)]) -> (u16, String) {
    let refusal = checked(pairs).unwrap_err();
    (refusal.status, refusal.code)
}

#[test]
fn texts_are_read_as_what_they_are() {
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
    ] {
        assert_eq!(value(name, &[(name, text)]), expected, "{name}={text}");
    }
}

#[test]
fn lists_of_structures_are_read_from_flat_names() {
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
fn json_is_kept_as_it_was_sent() {
    let text = r#"{"Name": "a", "Width": "0.5", "New": [1], "Tags": null}"#;
    let arguments = checked(&[("Box", text)]).unwrap();
    assert_eq!(arguments.text("Box"), Some(text));
    assert_eq!(arguments.value("Box").unwrap()["New"], json!([1]));
}

#[test]
fn wrong_values_are_refused() {
    for (name, text) in [
        ("Flag", "yes"),
        ("Colour", "green"),
        ("Level", "1"),
        ("Level", "high"),
        ("Fallback", "1.5"),
        ("Fallback", "2147483648"),
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
        assert_eq!(refused(&[(name, text)]), expected, "{name}={text}");
    }
    let three = [("Names.1", "a"), ("Names.2", "b"), ("Names.3", "c")];
    assert_eq!(refused(&three).1, "InvalidNames.Malformed");
}

#[test]
fn codes_that_the_operation_documents_are_preferred() {
    assert_eq!(refused(&[("Text", "four")]), (400, "InvalidText".into()));
    assert_eq!(refused(&[("Text", "")]), (400, "InvalidText".into()));
    assert_eq!(
        refused(&[("Count", "0")]),
        (403, "InvalidCount.Malformed".into())
    );
    assert_eq!(
        refused(&[("Size", "big")]),
        (400, "InvalidSize.OutOfRange".into())
    );
    assert_eq!(
        refused(&[("Ratio", "x")]),
        (400, "InvalidRatio.Malformed".into())
    );
    let refusal = checked(&[("Count", "11")]).unwrap_err();
    let message = "The parameter Count is invalid: 11 is greater than 10.";
    assert_eq!(refusal.message, message);
}

#[test]
fn what_is_missing_is_named_and_what_is_unknown_is_noted() {
    let refusal = sent("GetThing", &[], &[], None).unwrap_err();
    assert_eq!(refusal, Refusal::missing_common("Key"));

    let pairs = [("Key", ""), ("New", ""), ("Other.1", "")];
    let arguments = sent("GetThing", &pairs, &[("Form", "")], None).unwrap();
    assert_eq!(arguments.unknown, ["New", "Other", "Form"]);
}

#[test]
fn a_parameter_has_its_part_of_the_request() {
    let message = |query: &[_], form: &[_]| {
        let refusal = sent("SendThing", query, form, None).unwrap_err();
        (refusal.code, refusal.message)
    };
    let (key, text) = (("Key.Id", "k"), ("Text", "t"));
    assert!(sent("SendThing", &[text], &[key], None).is_ok());
    let (code, told) = message(&[text, key], &[]);
    assert_eq!(code, "MissingKey.Id");
    let expected = "Key.Id is mandatory for this action: it belongs in the body, not in the query.";
    assert_eq!(told, expected);
    let (code, told) = message(&[], &[key, text]);
    assert_eq!(code, "InvalidText.Malformed");
    assert!(told.ends_with("it belongs in the query, not in the body."));
    // What was sent on top where it does not belong is ignored.
    assert!(sent("SendThing", &[key], &[key], None).is_ok());
}

#[test]
fn clients_of_hmac_sha1_put_parameters_where_they_like() {
    let proof = || {
        Some(Proof::HmacSha1(crate::call::HmacSha1 {
            signature: String::new(),
            method: None,
            version: None,
        }))
    };
    let all = [("Key.Id", "k"), ("Text", "t")];
    for (query, form) in [(&all[..], &[][..]), (&[], &all)] {
        assert!(sent("SendThing", query, form, proof()).is_ok());
    }
}

#[test]
fn empty_text_counts_as_sent_only_where_text_is_wanted() {
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

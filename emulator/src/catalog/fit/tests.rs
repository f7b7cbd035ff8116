use super::*;
use crate::catalog::fixture;

fn fitted(members_of: Value) -> Result<Value, String> {
    let Value::Object(given) = members_of else {
        panic!("not an object: {members_of}");
    };
    members(&fixture::operation("GetThing"), given)
        .map(Value::Object)
        .map_err(|misfit| misfit.to_string())
}

fn set(pointer: &str, value: Value) -> Result<(String, Value), String> {
    at(&fixture::operation("GetThing"), pointer, value).map_err(|misfit| misfit.to_string())
}

#[test]
fn documented_members_are_kept_as_given() {
    for given in [
        json!({}),
        json!({"Text": "a", "Count": -3, "Size": 9_007_199_254_740_993_i64, "Ratio": 2}),
        json!({"Flag": true, "Colour": "red", "Level": 0, "Text": null}),
        json!({"Wrapped": {"Item": [{"Name": "n", "Tags": ["a"]}]}, "Extra": {"any": "x"}}),
        json!({"Setting": "{\"Width\": 1}", "RequestId": "r"}),
        json!({"Wrapped": {}}),
    ] {
        assert_eq!(fitted(given.clone()), Ok(given));
    }
}

#[test]
fn wrappers_and_json_text_are_added() {
    assert_eq!(
        fitted(json!({"Wrapped": [{"Name": "n"}], "Setting": {"Name": "n"}})),
        Ok(json!({"Wrapped": {"Item": [{"Name": "n"}]}, "Setting": "{\"Name\":\"n\"}"}))
    );
}

#[test]
fn what_does_not_fit_is_named_with_what_does() {
    for (given, expected) in [
        (
            json!({"Txt": "a"}),
            "/Txt: is not documented; did you mean `Text`?",
        ),
        (
            json!({"Listed": [{}, {"Nme": "a"}]}),
            "/Listed/1/Nme: is not documented; did you mean `Name`?",
        ),
        (
            json!({"Wrapped": [{"Nme": "a"}]}),
            "/Wrapped/Item/0/Nme: is not documented; did you mean `Name`?",
        ),
        (
            json!({"Wrapped": {"Itm": []}}),
            "/Wrapped/Itm: is not documented; did you mean `Item`?",
        ),
        (
            json!({"Colour": "blu"}),
            "/Colour: `blu` is not a documented value; did you mean `blue`?",
        ),
        (
            json!({"Level": 3}),
            "/Level: `3` is not a documented value; one of 0, 5",
        ),
        (json!({"Level": "0"}), "/Level: \\\"0\\\" is not an integer"),
        (
            json!({"Count": 2_147_483_648_i64}),
            "/Count: 2147483648 is not a 32-bit integer",
        ),
        (json!({"Size": 0.5}), "/Size: 0.5 is not an integer"),
        (json!({"Text": 1}), "/Text: 1 is not text"),
        (
            json!({"Flag": "x\ny"}),
            "/Flag: \\\"x\\\\ny\\\" is not true or false",
        ),
        (json!({"Names": "a"}), "/Names: \\\"a\\\" is not a list"),
        (json!({"Names": {"Item": []}}), "/Names: is not a list"),
        (json!({"Shown": [1]}), "/Shown: [1] is not an object"),
        (json!({"Setting": "{"}), "/Setting: is not JSON: "),
        (
            json!({"Setting": "{\"Nme\": 1}"}),
            "/Setting/Nme: is not documented; did you mean `Name`?",
        ),
        (json!({"Extra": {"a/b": 1}}), "/Extra/a~1b: 1 is not text"),
    ] {
        let reason = fitted(given.clone()).unwrap_err();
        assert!(reason.starts_with(expected), "{given}: {reason}");
    }
}

#[test]
fn pointers_lead_to_documented_places() {
    for (pointer, value, expected) in [
        ("/Colour", json!("red"), "/Colour"),
        ("/Wrapped/0/Name", json!("n"), "/Wrapped/Item/0/Name"),
        ("/Wrapped/Item/0/Name", json!("n"), "/Wrapped/Item/0/Name"),
        ("/Wrapped/Item", json!([]), "/Wrapped/Item"),
        ("/Listed/1/Tags/0", json!("t"), "/Listed/1/Tags/0"),
        ("/Extra/a~1b", json!("x"), "/Extra/a~1b"),
    ] {
        assert_eq!(set(pointer, value.clone()), Ok((expected.into(), value)));
    }
    assert_eq!(
        set("/Wrapped", json!([])),
        Ok(("/Wrapped".into(), json!({"Item": []})))
    );
    for (pointer, value, expected) in [
        (
            "Total",
            json!(1),
            "Total: is not a JSON pointer, such as /Total",
        ),
        (
            "/Color",
            json!("red"),
            "/Color: is not documented; did you mean `Colour`?",
        ),
        (
            "/Colour",
            json!("rde"),
            "/Colour: `rde` is not a documented value; ",
        ),
        (
            "/Listed/x",
            json!({}),
            "/Listed: a list has no member `x`; use a number, from 0",
        ),
        (
            "/Text/x",
            json!({}),
            "/Text: a single value has no member `x`",
        ),
        ("/Setting/Name", json!("n"), "/Setting: contains one text, "),
    ] {
        let reason = set(pointer, value).unwrap_err();
        assert!(reason.starts_with(expected), "{pointer}: {reason}");
    }
}

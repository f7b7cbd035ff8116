use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::codec::decode::{ReadResult, ValueReader};
use crate::codec::encode::FieldWriter;
use crate::codec::extra_members::ExtraMembers;

static SERVICE: ServiceInfo = ServiceInfo {
    product: "p",
    version: "v",
    client: "c",
    default_host: "h",
    regions: &[],
    error_classes: &[],
    secret_names: &["Key"],
};

#[derive(Debug, Default, PartialEq)]
struct Notice {
    text: Option<String>,
    number: Option<i64>,
    items: Vec<Item>,
    any: Option<Value>,
    extra_members: ExtraMembers,
}

impl ReadFields for Notice {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "text" => value.read(&mut self.text),
            "number" => value.read(&mut self.number),
            "items" => value.read(&mut self.items),
            "any" => value.read(&mut self.any),
            _ => value.extra(&mut self.extra_members),
        }
    }
}

#[derive(Debug, Default, PartialEq)]
struct Item {
    id: Option<i64>,
    padding: [u64; 16],
}

impl ReadFields for Item {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "id" => value.read(&mut self.id),
            _ => value.unknown(name),
        }
    }
}

fn query(query: &str) -> Notice {
    from_query(query, &SERVICE)
}

fn extra(notice: &Notice) -> Value {
    let members = notice.extra_members.iter();
    members
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn a_query_is_decoded_like_a_form() {
    let notice = query("?&text=a+b%20%E9%B8%9F%2B%26&&number=%2D7&");
    assert_eq!(notice.text.as_deref(), Some("a b 鸟+&"));
    assert_eq!(notice.number, Some(-7));
    assert_eq!(extra(&notice), json!({}));
}

#[test]
fn bytes_that_are_not_text_become_replacement_characters() {
    assert_eq!(query("text=a%FFb%").text.as_deref(), Some("a\u{fffd}b%"));
    assert_eq!(extra(&query("%ff=%zz")), json!({ "\u{fffd}": "%zz" }));
}

#[test]
fn what_no_field_holds_of_a_query_is_kept_as_text() {
    let notice = query("number=many&new=1&lone&text=&=nameless&Text=a=b");
    assert_eq!(notice.number, None);
    assert_eq!(notice.text.as_deref(), Some(""));
    let expected =
        json!({ "": "nameless", "Text": "a=b", "lone": "", "new": "1", "number": "many" });
    assert_eq!(extra(&notice), expected);
}

#[test]
fn the_first_value_of_a_name_counts_and_the_others_are_kept() {
    let notice = query("text=a&text=b&number=x&number=7&new=1&new=2&new=3");
    assert_eq!(notice.text.as_deref(), Some("a"));
    assert_eq!(notice.number, None);
    assert_eq!(
        extra(&notice),
        json!({ "new": ["1", "2", "3"], "number": ["x", "7"], "text": "b" })
    );
}

#[test]
fn json_in_a_query_is_read() {
    let notice = query("items=%5B%7B%22id%22%3A%221%22%2C%22other%22%3A2%7D%2C7%5D");
    assert_eq!(notice.items.len(), 1);
    assert_eq!(notice.items[0].id, Some(1));
    // What the items cannot hold stays under the name of the field.
    assert_eq!(extra(&notice), json!({ "items": [{ "other": 2 }, 7] }));
}

#[test]
fn a_body_is_read_as_tolerantly_as_a_response() {
    let body = br#"{"number":"7","items":"{\"id\":1}","text":5,"new":[null],"any":{"a":1}}"#;
    let notice: Notice = from_json(body, &SERVICE).unwrap();
    assert_eq!(notice.number, Some(7));
    assert_eq!(notice.items[0].id, Some(1));
    assert_eq!(notice.text.as_deref(), Some("5"));
    assert_eq!(notice.any, Some(json!({ "a": 1 })));
    assert_eq!(extra(&notice), json!({ "new": [null] }));
}

#[test]
fn a_body_that_is_no_object_is_an_error_of_one_line() {
    for body in [
        "",
        "[]",
        "null",
        "text",
        "{",
        "{\"text\":",
        "{}x",
        r#"{"a\nb":["#,
    ] {
        let error = from_json::<Notice>(body.as_bytes(), &SERVICE).unwrap_err();
        let shown = error.to_string();
        assert!(
            !shown.is_empty() && !shown.contains(char::is_control),
            "{shown:?}"
        );
    }
}

#[test]
fn errors_and_debug_output_show_no_secret() {
    let error = from_json::<Notice>(br#"{"Key":"s3cret","text":"s3cret" x"#, &SERVICE);
    assert!(!error.unwrap_err().to_string().contains("s3cret"));
    let notice = query("Key=s3cret&auth_key=s3cret&auth_key=s3cret");
    assert_eq!(extra(&notice)["Key"], "s3cret");
    assert!(!format!("{notice:?}").contains("s3cret"), "{notice:?}");
}

#[test]
fn small_input_never_takes_much_memory() {
    let many = format!("[{}{{}}]", "{},".repeat(100_000));
    let body = format!(r#"{{"items":{many}}}"#);
    let error = from_json::<Notice>(body.as_bytes(), &SERVICE).unwrap_err();
    assert!(error.to_string().contains("size limit"), "{error}");
    let notice = query(&format!("items={many}&text=a"));
    assert!(notice.items.is_empty());
    assert_eq!(notice.text.as_deref(), Some("a"));
    assert_eq!(extra(&notice), json!({ "items": many }));
}

#[test]
fn deep_nesting_and_many_names_are_harmless() {
    for levels in [60, 120, 100_000] {
        let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let body = format!(r#"{{"new":{deep},"items":{deep},"any":{deep}}}"#);
        let _ = from_json::<Notice>(body.as_bytes(), &SERVICE);
        let _ = kind_in_json(body.as_bytes(), &["any"]);
        let _ = query(&format!("items={deep}&any={deep}&new={deep}"));
    }
    let many: String = (0..20_000).map(|name| format!("{name}=&text=&")).collect();
    let notice = query(&many);
    assert_eq!(notice.extra_members.iter().count(), 20_001);
}

#[test]
fn the_kind_is_that_of_the_first_member_with_a_value() {
    let names = &["event", "uri"];
    for (body, kind) in [
        (r#"{"event":"a"}"#, Some("event")),
        (r#"{"uri":{},"event":0}"#, Some("event")),
        (r#"{"event":null,"uri":"a"}"#, Some("uri")),
        (r#"{"event":"","other":{"uri":1}}"#, None),
        ("{}", None),
    ] {
        assert_eq!(
            kind_in_json(body.as_bytes(), names).unwrap(),
            kind,
            "{body}"
        );
    }
    assert!(kind_in_json(b"[]", names).is_err());
    for (query, kind) in [
        ("a=1&event=x", Some("event")),
        ("uri=a&event=", Some("uri")),
        ("%75ri=a", Some("uri")),
        ("event", None),
    ] {
        assert_eq!(kind_in_query(query, names), kind, "{query}");
    }
}

#[test]
fn an_answer_has_what_is_required_of_it() {
    struct Response(Option<bool>);
    impl WriteFields for Response {
        fn write_fields(&self, fields: &mut FieldWriter<'_>) {
            fields.required("Wanted", &self.0);
        }
    }
    assert_eq!(
        to_json(&Response(Some(true))).unwrap(),
        r#"{"Wanted":true}"#
    );
    let missing = to_json(&Response(None)).unwrap_err();
    assert_eq!(missing.name, "Wanted");
}

proptest! {
    #[test]
    fn any_text_is_a_query_of_which_nothing_is_lost(text in ".{0,80}|([a-c%+=&?]|number|text|%20){0,20}") {
        let notice = query(&text);
        let mut counts = BTreeMap::<String, usize>::new();
        for (name, _) in super::query::pairs(&text) {
            *counts.entry(name.into_owned()).or_default() += 1;
        }
        for (name, count) in counts {
            let kept = match notice.extra_members.get(&name) {
                None => 0,
                Some(Value::Array(texts)) => texts.len(),
                Some(_) => 1,
            };
            // A number that is sent without digits is absent.
            let held = usize::from(name == "text" || name == "number");
            prop_assert!(kept + held >= count, "{name}: {notice:?}");
        }
    }

    #[test]
    fn any_bytes_are_a_body_or_an_error(body in prop::collection::vec(any::<u8>(), 0..200), inside: bool) {
        let body = match inside {
            true => [&br#"{"text":""#[..], &body, br#""}"#].concat(),
            false => body,
        };
        if let Err(error) = from_json::<Notice>(&body, &SERVICE) {
            prop_assert!(!error.to_string().contains(char::is_control));
        }
        let _ = kind_in_json(&body, &["text"]);
    }
}

use serde_json::{Value, json};

use super::*;
use crate::codec::extra_members::ExtraMembers;

#[derive(Debug, Default, PartialEq)]
struct Page {
    request_id: String,
    total: Option<i32>,
    items: Vec<Item>,
    labels: BTreeMap<String, i64>,
    extra_members: ExtraMembers,
}

#[derive(Debug, Default, PartialEq)]
struct Item {
    status: Option<i64>,
    rate: Option<f64>,
    on: Option<bool>,
    inner: Option<Inner>,
    names: Vec<String>,
    numbers: Vec<i32>,
    extra_members: ExtraMembers,
}

#[derive(Debug, Default, PartialEq)]
struct Inner {
    x: Option<i32>,
}

impl ReadFields for Page {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
        match name {
            "RequestId" => value.read(&mut self.request_id),
            "Total" => value.read(&mut self.total),
            "Items" => value.read(&mut self.items),
            "Labels" => value.read(&mut self.labels),
            _ => value.extra(&mut self.extra_members),
        }
    }
}

impl ReadFields for Item {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
        match name {
            "Status" => value.read(&mut self.status),
            "Rate" => value.read(&mut self.rate),
            "On" => value.read(&mut self.on),
            "Inner" => value.read(&mut self.inner),
            "Names" => value.within("Name").read(&mut self.names),
            "Numbers" => value.read(&mut self.numbers),
            _ => value.extra(&mut self.extra_members),
        }
    }
}

impl ReadFields for Inner {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
        match name {
            "X" => value.read(&mut self.x),
            _ => value.unknown(name),
        }
    }
}

#[derive(Default)]
struct Any(Option<serde_json::Value>);

impl ReadFields for Any {
    fn read_field(&mut self, _: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
        value.read(&mut self.0)
    }
}

fn page(json: &str) -> Page {
    let mut page = Page::default();
    read_body(json.as_bytes(), &mut page).unwrap();
    page
}

#[test]
fn documented_types_are_read() {
    let page = page(
        r#"{"RequestId":"r","Total":2,"Labels":{"a":1,"b":2},"Unknown":{"deep":[1,{"x":null}]},
            "Items":[{"Status":1,"Rate":0.5,"On":true,"Inner":{"X":3},"Names":{"Name":["a","b"]}},{}]}"#,
    );
    assert_eq!(page.request_id, "r");
    assert_eq!(page.total, Some(2));
    assert_eq!(
        page.labels,
        BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
    );
    let first = Item {
        status: Some(1),
        rate: Some(0.5),
        on: Some(true),
        inner: Some(Inner { x: Some(3) }),
        names: vec!["a".to_owned(), "b".to_owned()],
        ..Item::default()
    };
    assert_eq!(page.items, [first, Item::default()]);
}

#[test]
fn equivalent_values_of_other_types_are_read() {
    let page = page(
        r#"{"RequestId":12,"Total":"2","Items":[{"Status":"1","Rate":"0.5","On":"True"},{"Status":1.0,"Rate":1,"On":1},
            {"Status":true,"On":"false"}]}"#,
    );
    assert_eq!(page.request_id, "12");
    assert_eq!(page.total, Some(2));
    let found: Vec<_> = page
        .items
        .iter()
        .map(|item| (item.status, item.rate, item.on))
        .collect();
    assert_eq!(
        found,
        [
            (Some(1), Some(0.5), Some(true)),
            (Some(1), Some(1.0), Some(true)),
            (Some(1), None, Some(false))
        ]
    );
}

#[test]
fn absent_values_leave_defaults() {
    let page = page(r#"{"RequestId":null,"Total":"","Items":"","Labels":null}"#);
    assert_eq!(page, Page::default());
    let page = self::page(r#"{"Items":[{"Inner":"","Names":null,"Status":null,"On":" "}]}"#);
    assert_eq!(page.items, [Item::default()]);
}

#[test]
fn json_inside_text_is_read() {
    let page = page(r#"{"Items":"[{\"Inner\":\"{\\\"X\\\":3}\"}]"}"#);
    assert_eq!(page.items[0].inner, Some(Inner { x: Some(3) }));
}

/// Reads the members of an item.
fn item(members: &str) -> Item {
    page(&format!(r#"{{"Items":[{{{members}}}]}}"#))
        .items
        .pop()
        .unwrap()
}

#[test]
fn lists_are_read_with_and_without_an_object_around_them() {
    let one = |status| Item {
        status: Some(status),
        ..Item::default()
    };
    for (json, statuses) in [
        (r#"{"Items":[{"Status":1},{"Status":2}]}"#, &[1, 2][..]),
        (r#"{"Items":{"Item":[{"Status":1},{"Status":2}]}}"#, &[1, 2]),
        (r#"{"Items":{"Item":{"Status":1}}}"#, &[1]),
        (r#"{"Items":{"Item":"[{\"Status\":1}]"}}"#, &[]),
        (r#"{"Items":{"Status":1}}"#, &[1]),
        (r#"{"Items":"{\"Status\":1}"}"#, &[1]),
        (r#"{"Items":"[{\"Status\":1}]"}"#, &[1]),
        (r#"{"Items":"\"[{\\\"Status\\\":1}]\""}"#, &[1]),
        (r#"{"Items":{"Item":[]}}"#, &[]),
        (r#"{"Items":{"Item":null}}"#, &[]),
        (r#"{"Items":{"Item":""}}"#, &[]),
        (r#"{"Items":{}}"#, &[]),
        (r#"{"Items":[]}"#, &[]),
        (r#"{"Items":""}"#, &[]),
        (r#"{"Items":null}"#, &[]),
    ] {
        let expected: Vec<_> = statuses.iter().map(|status| one(*status)).collect();
        let page = page(json);
        match json.contains("\"[{\\\"Status\\\":1}]\"}}") {
            // A single undocumented text may be anything.
            true => assert_eq!(page.items.len(), 1, "{json}"),
            false => {
                assert_eq!(page.items, expected, "{json}");
                assert!(page.extra_members.is_empty(), "{json}");
            }
        }
    }
}

#[test]
fn documented_wrappers_may_be_missing() {
    for (json, names) in [
        (r#""Names":{"Name":["a","b"]}"#, &["a", "b"][..]),
        (r#""Names":["a","b"]"#, &["a", "b"]),
        (r#""Names":{"Name":"a"}"#, &["a"]),
        (r#""Names":{"Other":["a"]}"#, &["a"]),
        (r#""Names":{"Other":"a"}"#, &["a"]),
        (r#""Names":"a""#, &["a"]),
        (r#""Names":7"#, &["7"]),
        (r#""Names":"[\"a\",\"b\"]""#, &["a", "b"]),
        (r#""Names":"{\"Name\":[\"a\"]}""#, &["a"]),
        (r#""Names":{"Name":{}}"#, &[]),
        (r#""Names":{}"#, &[]),
        (r#""Names":[]"#, &[]),
        (r#""Names":"""#, &[]),
        (r#""Numbers":{"Number":[]}"#, &[]),
    ] {
        let item = item(json);
        assert_eq!(item.names, names, "{json}");
        assert!(item.extra_members.is_empty(), "{json}");
    }
    assert_eq!(item(r#""Numbers":7"#).numbers, [7]);
    assert_eq!(item(r#""Numbers":{"Number":["7",8]}"#).numbers, [7, 8]);
}

#[test]
fn single_objects_may_be_lists_of_one() {
    let inner = Some(Inner { x: Some(3) });
    assert_eq!(item(r#""Inner":[{"X":3}]"#).inner, inner);
    assert_eq!(item(r#""Inner":"[{\"X\":3}]""#).inner, inner);
    for absent in ["[]", "\"\"", "null", "\"[]\""] {
        let item = item(&format!(r#""Inner":{absent}"#));
        assert_eq!(item, Item::default(), "{absent}");
    }
}

#[test]
fn text_may_be_any_json() {
    for (json, text) in [
        (r#"{"verifyKey":"v"}"#, r#"{"verifyKey":"v"}"#),
        (r#"[1,"a"]"#, r#"[1,"a"]"#),
        ("{}", "{}"),
        ("12", "12"),
        ("true", "true"),
    ] {
        let page = page(&format!(r#"{{"RequestId":{json}}}"#));
        assert_eq!(page.request_id, text);
    }
}

#[test]
fn values_that_do_not_fit_are_kept_by_name() {
    for (member, value) in [
        ("Status", r#""on""#),
        ("Status", "29.97"),
        ("Status", r#""25.5""#),
        ("Status", r#""-""#),
        ("Status", r#""N/A""#),
        ("Status", r#""NaN""#),
        ("Status", "9223372036854775808"),
        ("Status", "[1]"),
        ("Status", r#"{"a":1}"#),
        ("Rate", r#""fast""#),
        ("Rate", r#""NaN""#),
        ("On", r#""yes""#),
        ("On", "2"),
        ("Inner", r#""none""#),
        ("Inner", "[1]"),
        ("Inner", r#"[{"X":1},{"X":2}]"#),
        ("Inner", "7"),
        ("Numbers", r#""none""#),
        ("Unknown", r#"{"deep":[1,{"x":null}]}"#),
        ("Unknown", "null"),
    ] {
        let item = item(&format!(r#""{member}":{value}"#));
        let value: Value = serde_json::from_str(value).unwrap();
        let mut expected = Item::default();
        expected.extra_members.set(member, value);
        assert_eq!(item, expected);
    }
    let page =
        page(r#"{"Total":3000000000,"Labels":{"a":1,"b":"x"},"Items":[1,{"Status":2},"y"]}"#);
    assert_eq!(page.total, None);
    assert_eq!(page.labels, BTreeMap::from([("a".to_owned(), 1)]));
    assert_eq!(page.items.len(), 1);
    assert_eq!(
        page.extra_members.get("Total"),
        Some(&json!(3_000_000_000_u64))
    );
    assert_eq!(page.extra_members.get("Labels"), Some(&json!({"b": "x"})));
    assert_eq!(page.extra_members.get("Items"), Some(&json!([1, "y"])));
}

#[test]
fn members_of_undocumented_wrappers_are_kept() {
    let page = page(r#"{"Items":{"Item":[{"Status":1}],"Count":1}}"#);
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.extra_members.get("Items"), Some(&json!({"Count": 1})));
    let item = item(r#""Names":{"Count":1,"Name":["a"]}"#);
    assert_eq!(item.names, ["a"]);
    assert_eq!(item.extra_members.get("Names"), Some(&json!({"Count": 1})));
}

#[test]
fn values_that_nobody_keeps_are_errors_with_their_path() {
    let failure = |json: &str| {
        read_body(json.as_bytes(), &mut Inner::default())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        failure(r#"{"X":"on"}"#),
        r#"X: expected a 32-bit integer, found "on""#
    );
    assert_eq!(
        failure(r#"{"X":[1]}"#),
        "X: expected a 32-bit integer, found a list"
    );
    assert!(read_body(br#"{"Y":"on"}"#, &mut Inner::default()).is_ok());
}

fn response(json: &str, response: &mut dyn ReadFields) -> Decoded {
    read_response(json.as_bytes(), response, Bounds::NONE, &[]).unwrap()
}

#[test]
fn mismatches_are_reported_once_for_each_member() {
    let json = r#"{"Total":"-","Items":[{"Status":"a"},{"Status":"b"},{"Rate":"c"}]}"#;
    let decoded = response(json, &mut Page::default());
    let found: Vec<_> = decoded
        .mismatches
        .iter()
        .map(|mismatch| {
            (
                mismatch.path.as_str(),
                mismatch.name(),
                mismatch.found.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Total", "Total", r#""-""#),
            ("Items[0].Status", "Status", r#""a""#),
            ("Items[2].Rate", "Rate", r#""c""#),
        ]
    );
}

#[test]
fn bodies_that_are_no_object_are_errors() {
    for body in [
        "",
        "null",
        "[]",
        "[{}]",
        "3",
        "\"\"",
        "\"{}\"",
        "<html>",
        "{\"RequestId\":\"r\"",
        "{} x",
    ] {
        assert!(
            read_body(body.as_bytes(), &mut Page::default()).is_err(),
            "{body}"
        );
    }
}

#[test]
fn nearly_json_is_read() {
    for (body, id) in [
        (&b"\xef\xbb\xbf {\"RequestId\":\"r\"}"[..], "r"),
        (b"{\"RequestId\":\"a\x01b\"}", "a\u{fffd}b"),
        (b"{\"RequestId\":\"a\xff\"}", "a\u{fffd}"),
        (br#"{"RequestId":"\ud800x"}"#, "\u{fffd}x"),
        (br#"{"RequestId":1e999}"#, "1e999"),
    ] {
        let mut page = Page::default();
        read_body(body, &mut page).unwrap();
        assert_eq!(page.request_id, id);
    }
    let body = b"{\"Total\":1e999,\"Items\":\"[{\\\"Unknown\\\":\\\"a\\nb\\\"}]\",\"\xff\":1}";
    let mut page = Page::default();
    read_body(body, &mut page).unwrap();
    assert_eq!(page.extra_members.get("Total"), Some(&json!("1e999")));
    assert_eq!(page.extra_members.get("\u{fffd}"), Some(&json!(1)));
    assert_eq!(
        page.items[0].extra_members.get("Unknown"),
        Some(&json!("a\u{fffd}b"))
    );
}

#[test]
fn top_level_code_is_reported() {
    #[derive(Default)]
    struct Result {
        text: Option<String>,
        number: Option<i32>,
    }
    impl ReadFields for Result {
        fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
            match name {
                "Code" => value.read(&mut self.number),
                "code" => value.read(&mut self.text),
                _ => value.unknown(name),
            }
        }
    }
    let undocumented = |json: &str| response(json, &mut Page::default()).code;
    let documented = |json: &str| response(json, &mut Result::default()).code;
    let code = |text: &str, documented| {
        let text = text.to_owned();
        Some(TopCode { text, documented })
    };
    let json = r#"{"RequestId":"r","Code":"Throttling"}"#;
    assert_eq!(undocumented(json), code("Throttling", false));
    // The documented type is a number, so the text is undocumented.
    assert_eq!(documented(json), code("Throttling", false));
    assert_eq!(documented(r#"{"Code":[1]}"#), code("[1]", false));
    assert_eq!(undocumented(r#"{"code":200}"#), code("200", false));
    assert_eq!(
        undocumented(r#"{"Items":[{"Code":"x"}],"Code":null}"#),
        None
    );
    assert_eq!(documented(r#"{"Code":"7"}"#), code("7", true));
    assert_eq!(documented(r#"{"code":"x"}"#), code("x", true));

    let mut result = Result::default();
    response(r#"{"Code":7,"code":"x"}"#, &mut result);
    assert_eq!(
        (result.number, result.text.as_deref()),
        (Some(7), Some("x"))
    );
    assert!(read_body(br#"{"Code":"x"}"#, &mut result).is_err());

    let mut page = Page::default();
    response(r#"{"Code":"200"}"#, &mut page);
    assert_eq!(page.extra_members.get("Code"), Some(&json!("200")));
}

#[test]
fn request_id_is_set_only_where_the_body_has_none() {
    for (json, has) in [
        (r#"{"RequestId":"r"}"#, true),
        (r#"{"RequestId":""}"#, false),
        (r#"{"RequestId":null}"#, false),
        ("{}", false),
        (r#"{"Items":[{"RequestId":"r"}]}"#, false),
    ] {
        assert_eq!(
            response(json, &mut Page::default()).has_request_id,
            has,
            "{json}"
        );
    }
    let mut page = Page::default();
    set_request_id(&mut page, "h");
    assert_eq!(page.request_id, "h");
    set_request_id(&mut Inner::default(), "h");
}

#[test]
fn work_is_bounded() {
    let many = format!(r#"{{"Items":[{}{{}}]}}"#, "{},".repeat(10_000));
    let texts = format!(r#"{{"RequestId":"{}"}}"#, "a".repeat(100_000));
    let unknown = format!(r#"{{"Unknown":[{}1]}}"#, "1,".repeat(10_000));
    let bounds = Bounds {
        memory: 64 * 1024,
        deadline: None,
    };
    for json in [&many, &texts, &unknown] {
        let read = |bounds| read_response(json.as_bytes(), &mut Page::default(), bounds, &[]);
        let error = read(bounds).unwrap_err();
        assert_eq!(error.cause(), Cause::Memory, "{error}");
        assert!(read(Bounds::NONE).is_ok());
    }
    let bounds = Bounds {
        memory: usize::MAX,
        deadline: Some(tokio::time::Instant::now()),
    };
    for json in [&many, &unknown] {
        let read = read_response(json.as_bytes(), &mut Page::default(), bounds, &[]);
        assert_eq!(read.unwrap_err().cause(), Cause::Deadline);
    }
}

#[test]
fn paths_in_errors_are_cut() {
    let json = format!(r#"{{"{}":tru"#, "a".repeat(1_000_000));
    let error = read_body(json.as_bytes(), &mut Page::default()).unwrap_err();
    assert_eq!(error.path().len(), 64 * 1024);
}

#[test]
fn floats_keep_all_digits() {
    let page = page(r#"{"Items":[{"Rate":-1.6984771503411401e-264}]}"#);
    assert_eq!(page.items[0].rate, Some(-1.698_477_150_341_140_1e-264));
}

/// An object that may contain itself, in lists or as text.
#[derive(Debug, Default)]
struct Recursive {
    inner: Vec<Recursive>,
}

impl ReadFields for Recursive {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), ReadFailed> {
        match name {
            "I" => value.read(&mut self.inner),
            _ => value.unknown(name),
        }
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for levels in [60, 100, 100_000] {
        let plain = format!("{}{}", r#"{"I":[{"#.repeat(levels), "}]}".repeat(levels));
        let _ = read_body(plain.as_bytes(), &mut Recursive::default());
        let unknown = format!(r#"{{"X":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
        assert!(read_body(unknown.as_bytes(), &mut Recursive::default()).is_ok());
        assert!(read_body(unknown.as_bytes(), &mut Page::default()).is_ok());
        let any = format!(r#"{{"AccessDeniedDetail":{}"#, "[".repeat(levels));
        assert!(read_body(any.as_bytes(), &mut Any::default()).is_err());
    }

    // Each level of text may be nested as deeply as serde_json permits.
    let mut text = String::new();
    for _ in 0..5 {
        let quoted = if text.is_empty() {
            "[]".to_owned()
        } else {
            serde_json::to_string(&text).unwrap()
        };
        text = format!(
            r#"[{}{{"I":{quoted}}}{}]"#,
            r#"{"I":["#.repeat(62),
            "]}".repeat(62)
        );
    }
    let body = format!(r#"{{"I":{}}}"#, serde_json::to_string(&text).unwrap());
    let _ = read_body(body.as_bytes(), &mut Recursive::default());
}

#[test]
fn the_last_of_repeated_members_counts() {
    assert_eq!(
        page(r#"{"Total":1,"Total":2,"Items":[{}],"Items":[]}"#),
        Page {
            total: Some(2),
            ..Page::default()
        }
    );
}

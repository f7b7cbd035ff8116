use super::*;

#[derive(Debug, Default, PartialEq)]
struct Page {
    request_id: String,
    total: Option<i32>,
    items: Vec<Item>,
    labels: BTreeMap<String, i64>,
}

#[derive(Debug, Default, PartialEq)]
struct Item {
    status: Option<i64>,
    rate: Option<f64>,
    on: Option<bool>,
    inner: Option<Inner>,
    names: Vec<String>,
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
            _ => value.unknown(name),
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
            _ => value.unknown(name),
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

fn failure(json: &str) -> String {
    read_body(json.as_bytes(), &mut Page::default())
        .unwrap_err()
        .to_string()
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

#[test]
fn errors_contain_the_path() {
    assert_eq!(
        failure(r#"{"Items":[{},{"Status":"on"}]}"#),
        r#"Items[1].Status: expected a 64-bit integer, found "on""#
    );
    assert_eq!(
        failure(r#"{"Total":3000000000}"#),
        "Total: expected a 32-bit integer, found 3000000000"
    );
    assert_eq!(
        failure(r#"{"Items":[{"Inner":[1]}]}"#),
        "Items[0].Inner: expected an object, found a list"
    );
    assert_eq!(
        failure(r#"{"Items":[{"Names":{"Name":[{}]}}]}"#),
        "Items[0].Names.Name[0]: expected text, found an object"
    );
    assert!(
        failure(r#"{"Items":"[{}"}"#)
            .starts_with("Items: the text \"[{}\" is not the expected JSON"),
        "{}",
        failure(r#"{"Items":"[{}"}"#)
    );
}

#[test]
fn invalid_or_non_object_body_is_an_error() {
    for body in [
        "",
        "null",
        "[]",
        "3",
        "\"\"",
        "<html>",
        "{\"RequestId\":\"r\"",
        "{} x",
        "\u{feff}{}",
    ] {
        assert!(
            read_body(body.as_bytes(), &mut Page::default()).is_err(),
            "{body}"
        );
    }
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
    let undocumented = |json: &str| read_response(json.as_bytes(), &mut Page::default());
    let documented = |json: &str| read_response(json.as_bytes(), &mut Result::default());
    let code = |text: &str, documented| {
        let text = text.to_owned();
        Ok(Some(TopCode { text, documented }))
    };
    let json = r#"{"RequestId":"r","Code":"Throttling"}"#;
    assert_eq!(undocumented(json), code("Throttling", false));
    // The documented type is a number, so the text is undocumented.
    assert_eq!(documented(json), code("Throttling", false));
    assert_eq!(undocumented(r#"{"code":200}"#), code("200", false));
    assert_eq!(
        undocumented(r#"{"Items":[{"Code":"x"}],"Code":null}"#),
        Ok(None)
    );
    assert_eq!(documented(r#"{"Code":"7"}"#), code("7", true));
    assert_eq!(documented(r#"{"code":"x"}"#), code("x", true));
    let error = documented(r#"{"Code":[1]}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Code: expected a 32-bit integer, found a list"
    );

    let mut result = Result::default();
    let json = br#"{"Code":7,"code":"x"}"#;
    read_response(json, &mut result).unwrap();
    assert_eq!(
        (result.number, result.text.as_deref()),
        (Some(7), Some("x"))
    );
    assert!(read_body(br#"{"Code":"x"}"#, &mut result).is_err());
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
fn invalid_texts_and_numbers_are_rejected_unless_undocumented() {
    for body in [
        &br#"{"RequestId":"\ud800"}"#[..],
        br#"{"RequestId":"\udc00\ud800"}"#,
        b"{\"RequestId\":\"\xff\"}",
        b"{\"\xff\":1}",
        br#"{"Total":1e999}"#,
        br#"{"Total":99999999999999999999}"#,
        br#"{"Total":"1e999"}"#,
    ] {
        let error = read_body(body, &mut Page::default());
        assert!(error.is_err(), "{}", String::from_utf8_lossy(body));
    }
    // An undocumented field may contain anything.
    assert!(read_body(br#"{"X":"\ud800","Y":1e999}"#, &mut Page::default()).is_ok());
    assert_eq!(
        page(r#"{"Total":1,"Total":2,"Items":[{}],"Items":[]}"#),
        Page {
            total: Some(2),
            ..Page::default()
        }
    );
}

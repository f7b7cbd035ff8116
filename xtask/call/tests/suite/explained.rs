//! What is signed, as it is shown, compared with what other implementations signed.

use bytes::Bytes;
use live_call::{SentRequest, explain};
use serde_json::Value;

const V1: &str = include_str!("../../../../tests/data/vectors/v1.json");
const V3: &str = include_str!("../../../../tests/data/vectors/v3.json");

fn cases(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap()
}

/// Returns a section of an explanation.
fn section<'e>(explained: &'e str, title: &str) -> &'e str {
    let (_, rest) = explained.split_once(&format!("== {title}\n")).unwrap();
    rest.split_once("\n\n== ")
        .or(rest.split_once("\n\n*** stands"))
        .unwrap()
        .0
}

fn explained(request: http::request::Builder, body: &str) -> String {
    let body = Bytes::from(body.to_owned());
    explain(&SentRequest::new(request.body(body).unwrap(), [""; 0]))
}

#[test]
fn acs3_shows_what_the_official_sdks_signed() {
    for case in cases(V3) {
        let query = text(&case, "canonical_query");
        let mut request = http::Request::builder()
            .method(text(&case, "method"))
            .uri(format!("https://{}/?{query}", text(&case, "host")))
            .header("authorization", text(&case, "authorization"));
        for (name, value) in case["headers_to_sign"].as_object().unwrap() {
            request = request.header(name, value.as_str().unwrap());
        }
        let explained = explained(request, text(&case, "body"));
        let mut canonical = text(&case, "canonical_request").to_owned();
        if let Some(token) = case["security_token"].as_str() {
            assert!(!explained.contains(token));
            canonical = canonical.replace(token, "***");
        }
        let name = text(&case, "name");
        assert_eq!(
            section(&explained, "canonical request"),
            canonical,
            "{name}"
        );
        let string_to_sign = section(&explained, "string to sign");
        assert_eq!(string_to_sign, text(&case, "string_to_sign"), "{name}");
        let signature = text(&case, "authorization").rsplit_once('=').unwrap().1;
        assert!(!explained.contains(signature), "{name}");
    }
}

#[test]
fn hmac_sha1_shows_what_the_official_sdks_signed() {
    for case in cases(V1) {
        let body = canonical(&case, &["body_params"]);
        let query = canonical(&case, &["common_params", "query_params"]);
        let request = http::Request::builder()
            .method(text(&case, "method"))
            .uri(format!(
                "https://{}/?{query}&Signature=s",
                text(&case, "host")
            ));
        let explained = explained(request, &body);
        let mut expected =
            ["canonical_query", "string_to_sign"].map(|it| text(&case, it).to_owned());
        if let Some(token) = case["security_token"].as_str() {
            assert!(!explained.contains(token));
            expected = expected.map(|text| {
                let encoded = encoded(token);
                let twice = self::encoded(&encoded);
                text.replace(&twice, "***").replace(&encoded, "***")
            });
        }
        let name = text(&case, "name");
        assert_eq!(
            section(&explained, "canonical request"),
            expected[0],
            "{name}"
        );
        assert_eq!(section(&explained, "string to sign"), expected[1], "{name}");
    }
}

/// Returns parameters of a case as they stand in a URL.
fn canonical(case: &Value, groups: &[&str]) -> String {
    let groups = groups.iter().map(|group| case[*group].as_object().unwrap());
    let pairs = groups
        .flatten()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value.as_str().unwrap())));
    pairs.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let mut parameters = alibabacloud_rpc::Parameters::default();
    parameters.query("", &text.to_owned());
    parameters.canonical_query().split_off(1)
}

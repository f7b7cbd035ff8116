//! Signatures captured from the official SDKs, and those published in the documentation.

use alibabacloud_live::rpc::Parameters;
use alibabacloud_live::rpc::signing::{acs3, hmac_sha1};
use serde_json::Value;

const V1: &str = include_str!("../data/vectors/v1.json");
const V3: &str = include_str!("../data/vectors/v3.json");

fn cases(file: &str, expected: usize) -> Vec<Value> {
    let mut file: Value = serde_json::from_str(file).unwrap();
    let Value::Array(cases) = file["cases"].take() else {
        panic!("no cases")
    };
    assert_eq!(cases.len(), expected);
    cases
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap()
}

/// Returns the parameters of a case in the order of the file.
fn parameters(case: &Value, groups: &[&str]) -> Parameters {
    let mut parameters = Parameters::default();
    for group in groups {
        for (name, value) in case[group].as_object().unwrap() {
            let value = value.as_str().unwrap().to_owned();
            if *group == "body_params" {
                parameters.form(name, &value)
            } else {
                parameters.query(name, &value)
            }
        }
    }
    parameters
}

#[test]
fn hmac_sha1_produces_the_captured_signatures() {
    for case in cases(V1, 18) {
        let name = format!("{} from {}", text(&case, "name"), text(&case, "source"));
        let parameters = parameters(&case, &["common_params", "query_params", "body_params"]);
        assert_eq!(
            parameters.canonical(),
            text(&case, "canonical_query"),
            "{name}"
        );
        let string_to_sign = hmac_sha1::string_to_sign(text(&case, "method"), &parameters);
        assert_eq!(string_to_sign, text(&case, "string_to_sign"), "{name}");
        let signature = hmac_sha1::signature(text(&case, "access_key_secret"), &string_to_sign);
        assert_eq!(signature, text(&case, "signature"), "{name}");
    }
}

#[test]
fn acs3_produces_the_captured_signatures() {
    for case in cases(V3, 17) {
        let name = format!("{} from {}", text(&case, "name"), text(&case, "source"));
        let query = parameters(&case, &["query_params"]).canonical_query();
        assert_eq!(query, text(&case, "canonical_query"), "{name}");
        let payload_hash = acs3::payload_hash(text(&case, "body").as_bytes());
        assert_eq!(payload_hash, text(&case, "hashed_payload"), "{name}");
        let headers = case["headers_to_sign"].as_object().unwrap();
        let mut headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        headers.sort_unstable();
        let request = acs3::Request {
            method: text(&case, "method"),
            path: text(&case, "path"),
            query: &query,
            headers: &headers,
            payload_hash: &payload_hash,
        };
        assert_eq!(
            request.canonical(),
            text(&case, "canonical_request"),
            "{name}"
        );
        assert_eq!(
            request.string_to_sign(),
            text(&case, "string_to_sign"),
            "{name}"
        );
        let authorization = request.authorization(
            text(&case, "access_key_id"),
            text(&case, "access_key_secret"),
        );
        assert_eq!(authorization, text(&case, "authorization"), "{name}");
    }
}

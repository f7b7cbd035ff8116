//! Requests captured from official SDKs and published examples must pass.

use std::path::Path;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::*;
use crate::request::encoding::{canonical_pairs, encode};
use crate::request::received::Pair;

struct Vector {
    case: Value,
    received: Received,
    credential: Credential,
    string_to_sign: String,
}

fn cases(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/data/vectors")
        .join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let cases = vectors["cases"].as_array().unwrap().clone();
    assert_eq!(vectors["count"], cases.len());
    cases
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap()
}

fn pairs(case: &Value, field: &str) -> Vec<Pair> {
    let object = case[field].as_object().unwrap();
    object
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect()
}

fn credential(case: &Value) -> Credential {
    let credential = Credential::access_key(
        "vectors",
        text(case, "access_key_id"),
        text(case, "access_key_secret"),
    );
    match case["security_token"].as_str() {
        Some(token) => credential.with_security_token(token),
        None => credential,
    }
}

fn received(case: &Value, target: &str, headers: &[Pair], body: &str) -> Received {
    let header = |(name, value): &Pair| {
        let name = HeaderName::try_from(name).unwrap();
        (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
    };
    Received {
        method: text(case, "method").parse().unwrap(),
        target: target.parse().unwrap(),
        headers: headers.iter().map(header).collect::<HeaderMap>(),
        body: body.to_owned().into(),
    }
}

fn acs3() -> Vec<Vector> {
    let vector = |case: Value| {
        let target = match case["wire"]["request_target"].as_str() {
            Some(target) => target.to_owned(),
            None => format!("/?{}", text(&case, "canonical_query")),
        };
        let mut headers = pairs(&case, "headers_to_sign");
        headers.push(("authorization".into(), text(&case, "authorization").into()));
        Vector {
            received: received(&case, &target, &headers, text(&case, "body")),
            credential: credential(&case),
            string_to_sign: text(&case, "string_to_sign").into(),
            case,
        }
    };
    cases("v3.json").into_iter().map(vector).collect()
}

fn hmac_sha1() -> Vec<Vector> {
    let vector = |case: Value| {
        let host = ("host".to_owned(), text(&case, "host").to_owned());
        let form = (
            "content-type".into(),
            "application/x-www-form-urlencoded".to_owned(),
        );
        let received = match case["wire"]["request_target"].as_str() {
            Some(target) => {
                let body = case["wire"]["body"].as_str().unwrap();
                received(&case, target, &[host, form], body)
            }
            None => {
                let mut query =
                    [pairs(&case, "common_params"), pairs(&case, "query_params")].concat();
                query.push(("Signature".into(), text(&case, "signature").into()));
                let target = format!("/?{}", canonical_pairs(&query));
                let body = canonical_pairs(&pairs(&case, "body_params"));
                received(&case, &target, &[host, form], &body)
            }
        };
        Vector {
            received,
            credential: credential(&case),
            string_to_sign: text(&case, "string_to_sign").into(),
            case,
        }
    };
    cases("v1.json").into_iter().map(vector).collect()
}

fn all() -> Vec<Vector> {
    let all: Vec<_> = acs3().into_iter().chain(hmac_sha1()).collect();
    assert_eq!(all.len(), 35);
    all
}

#[test]
fn signatures_are_accepted() {
    for Vector {
        case,
        received,
        credential,
        ..
    } in all()
    {
        let call = Call::read(&received);
        let name = text(&case, "name");
        assert_eq!(
            call.operation.as_deref(),
            Some(text(&case, "operation")),
            "{name}"
        );
        assert_eq!(
            call.date.as_deref(),
            Some(text(&case, "timestamp")),
            "{name}"
        );
        assert_eq!(call.nonce.as_deref(), Some(text(&case, "nonce")), "{name}");
        assert_eq!(
            check_signature(&received, &call, &credential),
            Ok(()),
            "{name}"
        );
    }
}

#[test]
fn common_parameters_are_removed() {
    for Vector {
        case,
        received,
        credential,
        ..
    } in all()
    {
        let mut call = Call::read(&received);
        if credential.security_token.is_some() {
            call.drop_security_token();
        }
        let sent: Vec<Pair> = call.query.iter().chain(&call.form).cloned().collect();
        let expected = [pairs(&case, "query_params"), pairs(&case, "body_params")].concat();
        assert_eq!(
            canonical_pairs(&sent),
            canonical_pairs(&expected),
            "{}",
            text(&case, "name")
        );
    }
}

#[test]
fn wrong_secret_is_reported_with_the_string_to_sign() {
    for Vector {
        case,
        received,
        mut credential,
        string_to_sign,
    } in all()
    {
        credential.access_key_secret.push('x');
        let error = check_signature(&received, &Call::read(&received), &credential).unwrap_err();
        assert_eq!(error.code, "SignatureDoesNotMatch");
        let expected = match case["canonical_request"].as_str() {
            Some(canonical) => format!(
                "Specified signature does not match our calculation. server StringToSign is \
                 [{string_to_sign}] server CanonicalRequest is [{canonical}]"
            ),
            None => format!(
                "Specified signature is not matched with our calculation. server string to sign \
                 is:{string_to_sign}"
            ),
        };
        assert_eq!(error.message, expected, "{}", text(&case, "name"));
    }
}

#[test]
fn changed_parameter_is_rejected() {
    for Vector {
        case,
        mut received,
        credential,
        ..
    } in all()
    {
        let added = match received.target.query() {
            Some(query) => format!("/?{query}&{}=1", encode("ä")),
            None => "/?Added=1".into(),
        };
        received.target = added.parse().unwrap();
        let error = check_signature(&received, &Call::read(&received), &credential).unwrap_err();
        assert_eq!(
            error.code,
            "SignatureDoesNotMatch",
            "{}",
            text(&case, "name")
        );
    }
}

#[test]
fn unsigned_header_is_rejected() {
    for Vector {
        case,
        mut received,
        credential,
        ..
    } in acs3()
    {
        let added = HeaderValue::from_static("1");
        received
            .headers
            .insert(HeaderName::from_static("x-acs-added"), added);
        let error = check_signature(&received, &Call::read(&received), &credential).unwrap_err();
        assert_eq!(error.code, "IncompleteSignature", "{}", text(&case, "name"));
    }
}

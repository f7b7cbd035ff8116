//! Callbacks by their `http::HeaderMap`.

#![cfg(feature = "http")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::SystemTime;

use alibabacloud_live_edge::callback::{
    CallbackError, CallbackVerifier, SIGNATURE_HEADER, TIMESTAMP_HEADER,
};
use http::{HeaderMap, HeaderValue};

fn verifier() -> CallbackVerifier {
    CallbackVerifier::for_ingest_domain("push.example.com", "key").unwrap()
}

fn signed() -> HeaderMap {
    let signed = verifier().sign();
    let mut headers = HeaderMap::new();
    for (name, value) in &signed {
        headers.insert(name, value.parse().unwrap());
    }
    headers
}

#[test]
fn signed_headers_are_verified() {
    verifier().verify_headers(&signed()).unwrap();
    let old = SystemTime::UNIX_EPOCH;
    let error = verifier().verify_headers_at(&signed(), old).unwrap_err();
    assert!(
        matches!(error, CallbackError::InTheFuture { .. }),
        "{error}"
    );
}

#[test]
fn each_header_must_be_there_once() {
    for header in [TIMESTAMP_HEADER, SIGNATURE_HEADER] {
        let mut headers = signed();
        let value = headers.get(header).unwrap().clone();
        headers.append(header, value);
        let error = verifier().verify_headers(&headers).unwrap_err();
        assert_eq!(error, CallbackError::RepeatedHeader { header });

        headers.remove(header);
        let error = verifier().verify_headers(&headers).unwrap_err();
        assert_eq!(error, CallbackError::MissingHeader { header });
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for header in [TIMESTAMP_HEADER, SIGNATURE_HEADER] {
        let mut headers = signed();
        headers.insert(header, HeaderValue::from_bytes(b"1519375990\xff").unwrap());
        let error = verifier().verify_headers(&headers).unwrap_err();
        assert_eq!(error, CallbackError::HeaderIsNotText { header });
    }
}

#[test]
fn headers_that_a_proxy_joined_are_refused() {
    let mut headers = signed();
    let joined = HeaderValue::from_static("1519375990, 1519375990");
    headers.insert(TIMESTAMP_HEADER, joined);
    let error = verifier().verify_headers(&headers).unwrap_err();
    assert_eq!(error, CallbackError::InvalidTimestamp);
}

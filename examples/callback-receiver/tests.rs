use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::Request;
use tower::ServiceExt as _;

use super::*;

const URL: &str = "https://callback.example.com/recordings";

fn verifiers() -> Verifiers {
    let domains = ["--domain", "a.example.com", "--domain", "b.example.com"];
    let arguments = ["callback-receiver"].iter().chain(&domains);
    let arguments = Arguments::parse_from(arguments.chain(&["--url", URL]));
    Verifiers::new(&arguments, &"key".into()).unwrap()
}

/// Returns the status of a request that is signed as the service signs it, at a time.
async fn status(
    request: (&str, &str),
    body: &'static str,
    signer: &CallbackVerifier,
    time: SystemTime,
) -> StatusCode {
    let (method, path) = request;
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in &signer.sign_at(time) {
        request = request.header(name, value);
    }
    let request = request.body(Body::from(body)).unwrap();
    let response = router(verifiers()).oneshot(request).await.unwrap();
    response.status()
}

#[tokio::test]
async fn each_ingest_domain_has_its_own_signature() {
    let of_a = "/streams?action=publish&app=a.example.com&appname=live&id=stream";
    let signer = |domain| CallbackVerifier::for_ingest_domain(domain, "key").unwrap();
    let now = SystemTime::now();
    let right = status(("GET", of_a), "", &signer("a.example.com"), now).await;
    assert_eq!(right, StatusCode::OK);
    let other = status(("GET", of_a), "", &signer("b.example.com"), now).await;
    assert_eq!(other, StatusCode::FORBIDDEN);

    let of_c = "/streams?action=publish&app=c.example.com";
    let unknown = status(("GET", of_c), "", &signer("c.example.com"), now).await;
    assert_eq!(unknown, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn recording_is_signed_with_the_host_of_its_address() {
    let post = ("POST", "/recordings");
    let signer = CallbackVerifier::for_callback_url(URL, "key").unwrap();
    let now = SystemTime::now();
    let event = r#"{"app": "live", "stream": "stream", "event": "record_started"}"#;
    assert_eq!(status(post, event, &signer, now).await, StatusCode::OK);
    let broken = status(post, "{", &signer, now).await;
    assert_eq!(broken, StatusCode::BAD_REQUEST);
    let long_ago = now - Duration::from_secs(3600);
    let old = status(post, event, &signer, long_ago).await;
    assert_eq!(old, StatusCode::FORBIDDEN);
}

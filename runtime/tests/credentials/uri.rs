//! Credentials from a URI.

use std::sync::atomic::{AtomicUsize, Ordering};

use alibabacloud_rpc::credentials::{Environment, ProvideCredentials, UriBuilder, UriCredentials};

use crate::server::{Server, key};
use crate::{error_chain, id, no_variables};

fn builder(server: &Server) -> UriBuilder {
    UriCredentials::builder()
        .uri(format!("{}/path?key=s3cret", server.url()))
        .environment(no_variables())
}

#[tokio::test]
async fn whole_uri_is_requested() {
    let server = Server::start(|_| (200, key("uri", "2099-01-01T00:00:00Z"))).await;
    let variables = Environment::of([(
        "ALIBABA_CLOUD_CREDENTIALS_URI",
        format!("{}/path?key=s3cret", server.url()),
    )]);
    let from_variable = UriCredentials::builder().environment(variables);
    for builder in [builder(&server), from_variable] {
        let provider = builder.build().unwrap();
        assert_eq!(id(&provider).await.unwrap(), "uri");
        assert_eq!(id(&provider).await.unwrap(), "uri");
        let requests = server.take_requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].line(), "GET /path");
        assert_eq!(requests[0].uri.query(), Some("key=s3cret"));
    }
}

#[tokio::test]
async fn transient_failures_are_retried() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => (500, "s3cret".to_owned()),
        _ => (200, key("uri", "2099-01-01T00:00:00Z")),
    })
    .await;
    assert_eq!(id(&builder(&server).build().unwrap()).await.unwrap(), "uri");
    assert_eq!(server.take_requests().len(), 3);
}

#[tokio::test]
async fn keys_without_expiry_are_accepted() {
    let body = r#"{"AccessKeyId":"long","AccessKeySecret":"s3cret"}"#;
    let server = Server::start(|_| (200, body.to_owned())).await;
    let found = builder(&server)
        .build()
        .unwrap()
        .credentials()
        .await
        .unwrap();
    assert_eq!(
        (found.access_key_id(), found.security_token()),
        ("long", None)
    );
    assert_eq!(found.expires_at(), None);
}

#[tokio::test]
async fn errors_name_only_the_host() {
    for (status, body, reason) in [
        (404, "s3cret", "status 404"),
        (302, "s3cret", "status 302"),
        (201, "s3cret", "status 201"),
        (200, "s3cret", "as JSON"),
        (
            200,
            r#"{"Code":"Denied","AccessKeySecret":"s3cret"}"#,
            "returned Denied",
        ),
    ] {
        let server = Server::start(move |_| (status, body.to_owned())).await;
        let error = id(&builder(&server).build().unwrap()).await.unwrap_err();
        assert!(error.contains(reason), "{reason}: {error}");
        assert!(
            error.contains("host 127.0.0.1:") && !error.contains("path"),
            "{error}"
        );
    }
}

#[test]
fn invalid_uri_is_rejected_without_being_quoted() {
    for (uri, reason) in [
        ("", "is not a valid URI"),
        ("ftp://host/s3cret", "http://"),
        ("/s3cret", "http://"),
        ("http://user:s3cret@host/", "user"),
        ("http://ho st/s3cret", "is not a valid URI"),
    ] {
        let builder = UriCredentials::builder()
            .uri(uri)
            .environment(no_variables());
        let error = error_chain(&builder.build().unwrap_err());
        assert!(error.contains(reason), "{uri}: {error}");
    }
    let builder = UriCredentials::builder().environment(no_variables());
    let error = error_chain(&builder.build().unwrap_err());
    assert_eq!(error, "ALIBABA_CLOUD_CREDENTIALS_URI is not set");
}

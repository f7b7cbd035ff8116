//! The metadata service of an ECS instance.

use std::sync::atomic::{AtomicUsize, Ordering};

use alibabacloud_rpc::credentials::{
    EcsRamRoleBuilder, EcsRamRoleCredentials, Environment, ProvideCredentials,
};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::server::{RecordedRequest, Server, key};
use crate::{Clock, SECRET, error_chain, id, no_variables};

const TOKEN_LINE: &str = "PUT /latest/api/token";
const ROLE_LINE: &str = "GET /latest/meta-data/ram/security-credentials/";
const KEY_LINE: &str = "GET /latest/meta-data/ram/security-credentials/the-role";
const TOKEN_HEADER: &str = "x-aliyun-ecs-metadata-token";

fn builder(server: &Server) -> EcsRamRoleBuilder {
    EcsRamRoleCredentials::builder()
        .endpoint(server.url())
        .environment(no_variables())
}

/// An instance with a role whose service knows both versions.
fn instance(request: &RecordedRequest) -> (u16, String) {
    match request.line().as_str() {
        TOKEN_LINE => (200, "s3cret-metadata-token\n".to_owned()),
        ROLE_LINE => (200, "the-role\n".to_owned()),
        KEY_LINE => (200, key("ecs", "2027-01-15T14:00:00Z")),
        _ => (404, "s3cret".to_owned()),
    }
}

/// One whose service knows the first version alone.
fn old_instance(request: &RecordedRequest) -> (u16, String) {
    match request.line().as_str() {
        TOKEN_LINE => (403, "s3cret".to_owned()),
        _ => instance(request),
    }
}

#[tokio::test]
async fn second_version_sends_its_token() {
    let server = Server::start(instance).await;
    let clock = Clock::new();
    let provider = builder(&server).build().unwrap().clock(clock.reader());
    let found = provider.credentials().await.unwrap();
    assert_eq!(
        (
            found.access_key_id(),
            found.access_key_secret(),
            found.security_token()
        ),
        ("ecs", "s3cret-ecs", Some("s3cret-token"))
    );
    assert!(found.expires_at().is_some());
    let requests = server.take_requests();
    let lines: Vec<_> = requests.iter().map(RecordedRequest::line).collect();
    assert_eq!(lines, [TOKEN_LINE, ROLE_LINE, KEY_LINE]);
    assert_eq!(
        requests[0].header("x-aliyun-ecs-metadata-token-ttl-seconds"),
        Some("21600")
    );
    for request in &requests[1..] {
        assert_eq!(request.header(TOKEN_HEADER), Some("s3cret-metadata-token"));
    }
    // What was fetched is kept.
    assert_eq!(id(&provider).await.unwrap(), "ecs");
    assert!(server.take_requests().is_empty());
}

#[tokio::test]
async fn transient_failures_are_retried() {
    let count = AtomicUsize::new(0);
    let server = Server::start(
        move |request| match count.fetch_add(1, Ordering::SeqCst) % 2 {
            0 => (503, "s3cret".to_owned()),
            _ => instance(request),
        },
    )
    .await;
    assert_eq!(id(&builder(&server).build().unwrap()).await.unwrap(), "ecs");
    let lines = [TOKEN_LINE, ROLE_LINE, KEY_LINE].map(|line| [line; 2]);
    assert_eq!(server.lines(), lines.as_flattened());
}

#[tokio::test]
async fn a_named_role_is_not_looked_up() {
    let server = Server::start(instance).await;
    let variables = Environment::of([("ALIBABA_CLOUD_ECS_METADATA", "the-role")]);
    let by_variable = builder(&server).environment(variables).build().unwrap();
    let by_option = builder(&server).role("the-role").build().unwrap();
    for provider in [by_variable, by_option] {
        assert_eq!(id(&provider).await.unwrap(), "ecs");
        assert_eq!(server.lines(), [TOKEN_LINE, KEY_LINE]);
    }
    let error = id(&builder(&server).role("other").build().unwrap())
        .await
        .unwrap_err();
    assert!(error.contains("role other is not attached"), "{error}");
}

#[tokio::test]
async fn the_first_version_serves_unless_it_is_turned_off() {
    let server = Server::start(old_instance).await;
    let provider = builder(&server).build().unwrap();
    assert_eq!(id(&provider).await.unwrap(), "ecs");
    let requests = server.take_requests();
    assert_eq!(requests.len(), 3);
    assert!(
        requests
            .iter()
            .all(|request| request.header(TOKEN_HEADER).is_none())
    );

    let variables = Environment::of([("ALIBABA_CLOUD_IMDSV1_DISABLED", "1")]);
    let by_variable = builder(&server).environment(variables).build().unwrap();
    let by_option = builder(&server).first_version(false).build().unwrap();
    for provider in [by_variable, by_option] {
        let error = id(&provider).await.unwrap_err();
        assert!(
            error.contains("requests without one are disabled") && error.contains("403"),
            "{error}"
        );
        assert_eq!(server.lines(), [TOKEN_LINE]);
    }
}

#[tokio::test]
async fn refused_token_falls_back_to_the_first_version_where_that_is_allowed() {
    for status in [401, 403, 404, 500] {
        let refuse = move |request: &RecordedRequest| match request.header(TOKEN_HEADER) {
            Some(_) => (status, "s3cret".to_owned()),
            None => instance(request),
        };
        let server = Server::start(refuse).await;
        let provider = builder(&server).build().unwrap();
        assert_eq!(id(&provider).await.unwrap(), "ecs", "{status}");
        // Once the token was refused, it is not sent again.
        let requests = server.take_requests();
        let last = requests.last().unwrap();
        assert_eq!(
            (last.line().as_str(), last.header(TOKEN_HEADER)),
            (KEY_LINE, None)
        );

        let provider = builder(&server).first_version(false).build().unwrap();
        let error = id(&provider).await.unwrap_err();
        assert!(error.contains(&format!("status {status}")), "{error}");
        let mut requests = server.take_requests().into_iter().skip(1);
        assert!(requests.all(|request| request.header(TOKEN_HEADER).is_some()));
    }
}

#[tokio::test]
async fn connection_that_breaks_on_the_token_falls_back_too() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 2048];
            let length = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..length]).to_ascii_lowercase();
            let body = match request.lines().next().unwrap_or_default() {
                line if line.starts_with("put") => "t".to_owned(),
                // Closes the connection without a response.
                _ if request.contains(TOKEN_HEADER) => continue,
                line if line.contains("the-role") => key("ecs", "2099-01-01T00:00:00Z"),
                _ => "the-role".to_owned(),
            };
            let length = body.len();
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}");
            let response = format!("{head}\r\n\r\n{body}");
            stream.write_all(response.as_bytes()).await.unwrap();
        }
    });
    let provider = EcsRamRoleCredentials::builder()
        .endpoint(format!("http://{address}"))
        .environment(no_variables())
        .build()
        .unwrap();
    assert_eq!(id(&provider).await.unwrap(), "ecs");
}

#[tokio::test]
async fn missing_service_is_not_a_missing_role() {
    const DATA_LINE: &str = "GET /latest/meta-data/";
    for (data_status, role, reason) in [
        (200, None, "no role is attached to the instance"),
        (404, None, "returned status 404 for all its data"),
        (
            200,
            Some("r"),
            "the role r: no role is attached to the instance",
        ),
        (
            404,
            Some("r"),
            "the role r: the metadata service returned status 404",
        ),
    ] {
        let server = Server::start(move |request| match request.line().as_str() {
            TOKEN_LINE => (200, "t".to_owned()),
            DATA_LINE => (data_status, "instance-id\n".to_owned()),
            _ => (404, String::new()),
        })
        .await;
        let builder = builder(&server);
        let builder = match role {
            Some(role) => builder.role(role),
            None => builder,
        };
        let error = id(&builder.build().unwrap()).await.unwrap_err();
        assert!(
            error.starts_with(reason) || error.contains(reason),
            "{error}"
        );
    }
}

#[tokio::test]
async fn errors_do_not_quote_the_response() {
    for (role, credentials, reason) in [
        ((404, "s3cret"), (200, String::new()), "no role is attached"),
        ((200, " \n"), (200, String::new()), "no role is attached"),
        (
            (200, "<html>s3cret"),
            (200, String::new()),
            "invalid role name",
        ),
        (
            (200, "a/../s3cret"),
            (200, String::new()),
            "invalid role name",
        ),
        ((500, "s3cret"), (200, String::new()), "status 500"),
        ((200, "the-role"), (502, "s3cret".to_owned()), "status 502"),
        ((200, "the-role"), (200, "s3cret".to_owned()), "as JSON"),
        (
            (200, "the-role"),
            (200, key("", "x")),
            "without an AccessKey ID",
        ),
        (
            (200, "the-role"),
            (200, key("i", "s3cret")),
            "not a UTC time",
        ),
        ((200, "the-role"), (200, key("i", "")), "without an expiry"),
        (
            (200, "the-role"),
            (
                200,
                r#"{"Code":"Failed","AccessKeySecret":"s3cret"}"#.to_owned(),
            ),
            "returned Failed",
        ),
    ] {
        let server = Server::start(move |request| match request.line().as_str() {
            TOKEN_LINE => (200, "s3cret".to_owned()),
            ROLE_LINE => (role.0, role.1.to_owned()),
            _ => credentials.clone(),
        })
        .await;
        let error = id(&builder(&server).build().unwrap()).await.unwrap_err();
        assert!(error.contains(reason), "{reason}: {error}");
    }
}

#[tokio::test]
async fn refused_connection_is_reported() {
    // Keep the port bound without listening, so that no server of another test takes it.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let closed = socket.local_addr().unwrap();
    let provider = EcsRamRoleCredentials::builder()
        .endpoint(format!("http://{closed}"))
        .environment(no_variables())
        .build()
        .unwrap();
    let error = id(&provider).await.unwrap_err();
    assert!(
        error.contains("no connection to the metadata service"),
        "{error}"
    );
    drop(socket);
}

#[test]
fn can_be_turned_off_and_rejects_invalid_settings() {
    let disabled = Environment::of([("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "1")]);
    let builder = EcsRamRoleCredentials::builder;
    for (builder, reason) in [
        (
            builder().environment(disabled),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED",
        ),
        (
            builder().environment(Environment::of([(
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED",
                "x",
            )])),
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED is \"x\"; expected true, 1",
        ),
        (
            builder().environment(Environment::of([("ALIBABA_CLOUD_IMDSV1_DISABLED", "x")])),
            "ALIBABA_CLOUD_IMDSV1_DISABLED is \"x\"",
        ),
        (
            builder()
                .environment(no_variables())
                .endpoint("http://user:s3cret@host"),
            "contains a user name",
        ),
        (
            builder().environment(no_variables()).role("a/b"),
            "role name of the ECS instance",
        ),
        (
            builder().environment(no_variables()).endpoint("ftp://x"),
            "endpoint",
        ),
    ] {
        assert!(!format!("{builder:?}").contains(SECRET), "{builder:?}");
        let error = error_chain(&builder.build().unwrap_err());
        assert!(error.contains(reason), "{error}");
    }
}

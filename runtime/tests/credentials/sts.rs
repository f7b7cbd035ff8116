//! Assuming roles with STS.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use alibabacloud_rpc::credentials::{
    AssumeRoleCredentials, Cached, Credentials, CredentialsFuture, Environment, OidcCredentials,
    ProvideCredentials,
};
use alibabacloud_rpc::signing::acs3;

use crate::server::{RecordedRequest, Server, key};
use crate::{Clock, Folder, error_chain, id, no_variables};

const ROLE: &str = "acs:ram::1:role/r";

/// Returns a handler that issues a new key for each request, valid for one hour of the tests'
/// clock.
fn sts(clock: &Clock) -> impl Fn(&RecordedRequest) -> (u16, String) + Send + Sync + 'static {
    let clock = clock.clone();
    let count = AtomicUsize::new(0);
    move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        let expiry = humantime::format_rfc3339_seconds(clock.now() + Duration::from_secs(3600));
        let key = key(&format!("sts-{number}"), &expiry.to_string());
        (
            200,
            format!(r#"{{"RequestId":"r","Credentials":{key},"AssumedRoleUser":{{"Arn":"a"}}}}"#),
        )
    }
}

/// Checks the signature of a received request by signing it again.
fn check_signature(request: &RecordedRequest, id: &str, secret: &str) {
    let authorization = request.header("authorization").unwrap();
    let names = authorization
        .split_once("SignedHeaders=")
        .and_then(|(_, rest)| rest.split_once(','))
        .unwrap()
        .0;
    let headers: Vec<_> = names
        .split(';')
        .map(|name| (name, request.header(name).unwrap()))
        .collect();
    let signed = acs3::Request {
        method: &request.method,
        path: "/",
        query: request.uri.query().unwrap_or_default(),
        headers: &headers,
        payload_hash: &acs3::payload_hash(request.body.as_bytes()),
    };
    assert_eq!(authorization, signed.authorization(id, secret));
}

/// Returns different credentials at each call.
#[derive(Debug, Default)]
struct Changing(AtomicUsize);

impl ProvideCredentials for Changing {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let found = Credentials::with_security_token(
            format!("source-{number}"),
            "s3cret",
            format!("t{number}"),
        );
        Box::pin(std::future::ready(Ok(found)))
    }
}

#[tokio::test]
async fn role_is_assumed_with_current_source_credentials() {
    let clock = Clock::new();
    let server = Server::start(sts(&clock)).await;
    let provider = AssumeRoleCredentials::builder(Arc::new(Changing::default()), ROLE)
        .session_name("me@here")
        .duration(Duration::from_secs(1200))
        .policy(r#"{"Version": "1", "Statement": ["*"]}"#)
        .external_id("outside")
        .sts_endpoint(server.url())
        .environment(no_variables())
        .build()
        .unwrap()
        .clock(clock.reader());
    assert_eq!(id(&provider).await.unwrap(), "sts-1");
    assert_eq!(id(&provider).await.unwrap(), "sts-1");
    clock.pass(2700);
    assert_eq!(id(&provider).await.unwrap(), "sts-2");

    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    for (index, request) in requests.iter().enumerate() {
        assert_eq!(request.line(), "POST /");
        assert_eq!(request.header("x-acs-action"), Some("AssumeRole"));
        assert_eq!(request.header("x-acs-version"), Some("2015-04-01"));
        let number = index + 1;
        assert_eq!(
            request.header("x-acs-security-token"),
            Some(format!("t{number}").as_str())
        );
        check_signature(request, &format!("source-{number}"), "s3cret");
        assert_eq!(
            request.body,
            "DurationSeconds=1200&ExternalId=outside\
             &Policy=%7B%22Version%22%3A%20%221%22%2C%20%22Statement%22%3A%20%5B%22%2A%22%5D%7D\
             &RoleArn=acs%3Aram%3A%3A1%3Arole%2Fr&RoleSessionName=me%40here"
        );
    }
}

/// Rejects requests dated more than 15 minutes off the service's clock, which is ahead by the given
/// time.
fn reject_skewed_dates(
    ahead: Duration,
    sts: impl Fn(&RecordedRequest) -> (u16, String) + Send + Sync + 'static,
) -> impl Fn(&RecordedRequest) -> (u16, String) + Send + Sync + 'static {
    move |request| {
        let query = request.uri.query().unwrap_or_default();
        let in_query = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("Timestamp="));
        let date = request.header("x-acs-date").or(in_query).unwrap();
        let date = humantime::parse_rfc3339(&date.replace("%3A", ":")).unwrap();
        let now = SystemTime::now() + ahead;
        let off = now
            .duration_since(date)
            .unwrap_or_else(|error| error.duration());
        if off > Duration::from_secs(900) {
            return (400, r#"{"Code":"InvalidTimeStamp.Expired"}"#.to_owned());
        }
        sts(request)
    }
}

#[tokio::test]
async fn wrong_clock_is_corrected_by_sts_once() {
    let clock = Clock::new();
    let ahead = Duration::from_secs(7200);
    let server = Server::start_ahead(ahead, reject_skewed_dates(ahead, sts(&clock))).await;
    let folder = Folder::new("clock");
    let token = folder.write("token", "s3cret");
    let role = AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), ROLE)
        .sts_endpoint(server.url())
        .environment(no_variables())
        .build()
        .unwrap()
        .clock(clock.reader());
    let oidc = OidcCredentials::builder()
        .role_arn(ROLE)
        .provider_arn("acs:p")
        .token_file(token)
        .sts_endpoint(server.url())
        .environment(no_variables())
        .build()
        .unwrap()
        .clock(clock.reader());
    let providers: [&dyn ProvideCredentials; 2] = [&role, &oidc];
    for (number, provider) in providers.into_iter().enumerate() {
        assert_eq!(
            id(provider).await.unwrap(),
            format!("sts-{}", 2 * number + 1)
        );
        assert_eq!(server.take_requests().len(), 2);
        clock.pass(2700);
        assert_eq!(
            id(provider).await.unwrap(),
            format!("sts-{}", 2 * number + 2)
        );
        assert_eq!(server.take_requests().len(), 1);
    }
}

#[tokio::test]
async fn second_rejection_of_the_date_is_an_error() {
    let server = Server::start(|_| (400, r#"{"Code":"InvalidTimeStamp.Expired"}"#.into())).await;
    let provider = AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), ROLE)
        .sts_endpoint(server.url())
        .environment(no_variables())
        .build()
        .unwrap();
    let error = id(&provider).await.unwrap_err();
    assert!(error.contains("InvalidTimeStamp.Expired"), "{error}");
    assert_eq!(server.take_requests().len(), 2);
}

#[tokio::test]
async fn source_with_refused_credentials_is_fetched_again() {
    for (status, code) in [
        (403, "InvalidSecurityToken.Expired"),
        (400, "InvalidSecurityToken.MismatchWithAccessKey"),
        (404, "InvalidAccessKeyId.NotFound"),
        (403, "InvalidAccessKeyId.Inactive"),
    ] {
        let clock = Clock::new();
        let sts = sts(&clock);
        let server = Server::start(move |request| {
            match request.header("x-acs-security-token") {
                // STS accepts only the second token.
                Some("t2") => sts(request),
                _ => (status, format!(r#"{{"Code":"{code}"}}"#)),
            }
        })
        .await;
        let role = |source: Arc<dyn ProvideCredentials>| {
            AssumeRoleCredentials::builder(source, ROLE)
                .sts_endpoint(server.url())
                .environment(no_variables())
                .build()
                .unwrap()
                .clock(clock.reader())
        };
        let source = Arc::new(Cached::new(Changing::default()).clock(clock.reader()));
        let provider = role(source.clone());
        assert_eq!(id(&provider).await.unwrap(), "sts-1", "{code}");
        assert_eq!(server.take_requests().len(), 2);
        // The source keeps the valid credentials.
        assert_eq!(id(&source).await.unwrap(), "source-2");

        // A source without other credentials is not used twice.
        let fixed = Credentials::with_security_token("id", "s3cret", "t1");
        let error = id(&role(Arc::new(fixed))).await.unwrap_err();
        assert!(error.contains(code), "{error}");
        assert_eq!(server.take_requests().len(), 1);
    }
}

#[tokio::test]
async fn transient_failure_is_retried() {
    let clock = Clock::new();
    let sts = sts(&clock);
    let failures = AtomicUsize::new(0);
    let server = Server::start(
        move |request| match failures.fetch_add(1, Ordering::SeqCst) {
            0 => (502, "<html>".to_owned()),
            1 => (400, r#"{"Code":"Throttling.User"}"#.to_owned()),
            _ => sts(request),
        },
    )
    .await;
    let provider = AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), ROLE)
        .sts_endpoint(server.url())
        .environment(no_variables())
        .build()
        .unwrap();
    assert_eq!(id(&provider).await.unwrap(), "sts-1");
    let requests = server.take_requests();
    let nonces: HashSet<_> = requests
        .iter()
        .map(|request| request.header("x-acs-signature-nonce"))
        .collect();
    assert_eq!((requests.len(), nonces.len()), (3, 3));
}

#[tokio::test]
async fn rejection_is_reported_by_code_and_request_id() {
    for (status, body, reason) in [
        (
            403,
            r#"{"Code":"NoPermission","RequestId":"R-1","Message":"s3cret"}"#,
            "returned NoPermission (status 403, request id R-1)",
        ),
        (502, "<html>s3cret", "returned an error (status 502)"),
        (
            400,
            r#"{"Code":"is s3cret"}"#,
            "returned an error (status 400)",
        ),
        (200, "s3cret", "as JSON"),
        (200, "{}", "without a security token"),
    ] {
        let server = Server::start(move |_| (status, body.to_owned())).await;
        let provider = AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), ROLE)
            .sts_endpoint(server.url())
            .environment(no_variables())
            .build()
            .unwrap();
        let error = id(&provider).await.unwrap_err();
        assert!(error.contains(reason), "{reason}: {error}");
        assert!(error.contains("STS (127.0.0.1:"), "{error}");
    }
}

#[tokio::test]
async fn token_file_is_read_at_each_refresh() {
    let clock = Clock::new();
    let server = Server::start(sts(&clock)).await;
    let folder = Folder::new("oidc");
    let path = folder.write("token", "s3cret-first\n");
    let environment = Environment::of([
        ("ALIBABA_CLOUD_ROLE_ARN", ROLE),
        (
            "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
            "acs:ram::1:oidc-provider/p",
        ),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", path.to_str().unwrap()),
        ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "of-environment"),
    ]);
    let provider = OidcCredentials::builder()
        .environment(environment)
        .sts_endpoint(server.url())
        .build()
        .unwrap()
        .clock(clock.reader());
    assert_eq!(id(&provider).await.unwrap(), "sts-1");
    folder.write("token", "s3cret-second");
    assert_eq!(id(&provider).await.unwrap(), "sts-1");
    clock.pass(2700);
    assert_eq!(id(&provider).await.unwrap(), "sts-2");

    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    for (request, token) in requests.iter().zip(["s3cret-first", "s3cret-second"]) {
        let query = request.uri.query().unwrap();
        assert!(query.contains("Action=AssumeRoleWithOIDC"), "{query}");
        assert!(query.contains("Version=2015-04-01"), "{query}");
        assert!(!query.contains("Signature="), "{query}");
        assert_eq!(request.header("authorization"), None);
        assert_eq!(
            request.body,
            format!(
                "DurationSeconds=3600&OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fp\
                 &RoleArn=acs%3Aram%3A%3A1%3Arole%2Fr&RoleSessionName=of-environment&OIDCToken={token}"
            )
        );
    }

    // Valid credentials outlive the file; the missing file is reported once they expire.
    std::fs::remove_file(&path).unwrap();
    clock.pass(2700);
    assert_eq!(id(&provider).await.unwrap(), "sts-2");
    clock.pass(900);
    let error = id(&provider).await.unwrap_err();
    assert!(
        error.contains("OIDC token file") && error.contains("does not exist"),
        "{error}"
    );
}

#[test]
fn half_configured_provider_is_rejected() {
    let full = [
        ("ALIBABA_CLOUD_ROLE_ARN", ROLE),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/t"),
    ];
    for (missing, _) in full {
        let variables = full.into_iter().filter(|(name, _)| *name != missing);
        let builder = OidcCredentials::builder().environment(Environment::of(variables));
        assert_eq!(
            error_chain(&builder.build().unwrap_err()),
            format!("{missing} is not set")
        );
    }
    let role = |arn: &str| {
        AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), arn)
            .environment(no_variables())
    };
    for (builder, reason) in [
        (role(""), "ARN of the role"),
        (
            role(ROLE).duration(Duration::from_secs(60)),
            "at least 900 s",
        ),
        (
            role(ROLE).sts_endpoint("http://sts.example.com"),
            "not encrypted",
        ),
    ] {
        let error = error_chain(&builder.build().unwrap_err());
        assert!(error.contains(reason), "{error}");
    }
}

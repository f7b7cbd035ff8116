//! The client of another product, generated from the specs of a golden, against an emulator that
//! serves the same specs. Nothing of it is written for the product.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use alibabacloud_live_emulator::{Emulator, Fault};
use alibabacloud_sts::callers::GetCallerIdentityType;
use alibabacloud_sts::mock::Mock;
use alibabacloud_sts::roles::{
    AssumeRoleErrorCode, AssumeRoleWithOIDCRequest, AssumeRoleWithOIDCResponse,
};
use alibabacloud_sts::rpc::credentials::{CredentialsError, CredentialsFuture, ProvideCredentials};
use alibabacloud_sts::{Client, ErrorKind, SERVICE, SignatureMethod, blocking};
use live_spec::Sources;
use live_tests::python::run_script;

const ROLE: &str = "acs:ram::123456789012****:role/adminrole";
const PROVIDER: &str = "acs:ram::123456789012****:oidc-provider/test";

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/live-codegen/goldens/sts/specs")
}

fn emulator() -> Emulator {
    Emulator::builder().specs(specs()).start_blocking().unwrap()
}

fn client(emulator: &Emulator) -> Client {
    Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()
        .unwrap()
}

fn with_token() -> AssumeRoleWithOIDCRequest {
    AssumeRoleWithOIDCRequest::builder()
        .oidc_provider_arn(PROVIDER)
        .role_arn(ROLE)
        .oidc_token("t0ken+/= of the provider")
        .role_session_name("alice")
        .build()
}

#[tokio::test]
async fn answers_are_typed_and_their_secrets_masked() {
    let emulator = emulator();
    let client = client(&emulator);
    let caller = client.get_caller_identity().await.unwrap();
    assert_eq!(caller.identity_type, Some(GetCallerIdentityType::RamUser));
    assert_eq!(caller.user_id.as_deref(), Some("216959339000****"));

    let assumed = client.assume_role().role_arn(ROLE);
    let assumed = assumed.role_session_name("alice").await.unwrap();
    let credentials = assumed.credentials.unwrap();
    let printed = format!("{credentials:?}");
    assert!(
        printed.contains("access_key_secret: Some(***)"),
        "{printed}"
    );
    let secret = credentials.access_key_secret.unwrap();
    assert!(!printed.contains(secret.expose()), "{printed}");
    let expires = credentials.expiration.unwrap();
    assert_eq!(expires.to_string(), "2015-04-09T11:52:19Z");
    let sent = &emulator.requests()[1];
    assert_eq!(sent.parameter("RoleArn"), Some(ROLE));
    assert_eq!(sent.account.as_deref(), Some("default"));
}

#[tokio::test]
async fn errors_arrive_with_code_and_status() {
    let emulator = emulator();
    emulator.inject(Fault::error(404, "EntityNotExist.Role"));
    let call = client(&emulator).assume_role().role_arn(ROLE);
    let error = call.role_session_name("alice").await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(error.is(AssumeRoleErrorCode::EntityNotExistRole));
    let call = client(&emulator).assume_role().role_arn(ROLE);
    let error = call.role_session_name("a").await.unwrap_err();
    assert!(
        error.is(AssumeRoleErrorCode::InvalidParameterRoleSessionName),
        "{error}"
    );
}

/// Counts how often it is asked, and has no credentials.
#[derive(Debug, Default)]
struct NoCredentials(AtomicUsize);

impl ProvideCredentials for NoCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Err(CredentialsError::new("there are none")) })
    }
}

#[tokio::test]
async fn an_operation_that_is_not_signed_needs_no_credentials() {
    let emulator = emulator();
    let provider = Arc::new(NoCredentials::default());
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let client = Client::builder()
            .endpoint(emulator.url())
            .credentials(Arc::clone(&provider))
            .signature_method(method)
            .build()
            .unwrap();
        let response = client.send(with_token()).await.unwrap();
        assert!(response.credentials.is_some());
        assert_eq!(provider.0.load(Ordering::SeqCst), 0);
    }
    let requests = emulator.requests();
    for request in &requests {
        assert_eq!(request.operation.as_deref(), Some("AssumeRoleWithOIDC"));
        assert_eq!(
            request.parameter("OIDCToken"),
            Some("t0ken+/= of the provider")
        );
        assert_eq!((&request.access_key_id, &request.account), (&None, &None));
        assert!(request.signature.is_none() && request.nonce.is_some() && request.date.is_some());
        assert!(request.headers.get("authorization").is_none());
        assert_eq!(request.unknown_parameters, [""; 0]);
    }
    assert_ne!(requests[0].nonce, requests[1].nonce);

    let other = Client::builder().endpoint(emulator.url());
    let other = other.credentials(Arc::clone(&provider)).build().unwrap();
    let error = other.get_caller_identity().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(provider.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn refused_unsigned_calls_ask_for_no_other_credentials() {
    let emulator = emulator();
    let provider = Arc::new(NoCredentials::default());
    let client = Client::builder().endpoint(emulator.url());
    let client = client.credentials(Arc::clone(&provider)).build().unwrap();
    emulator.inject(Fault::error(404, "InvalidAccessKeyId.NotFound"));
    let error = client.send(with_token()).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAccessKeyId.NotFound"));
    emulator.inject(Fault::throttle().retry_after(Duration::from_millis(1)));
    client.send(with_token()).await.unwrap();
    assert_eq!(provider.0.load(Ordering::SeqCst), 0);
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn unsigned_calls_are_limited_by_operation() {
    use alibabacloud_sts::rpc::{RateLimit, RateLimits};
    let emulator = emulator();
    let limit = RateLimit {
        calls: 1,
        per: Duration::from_millis(200),
    };
    let limits = RateLimits::off().operation("AssumeRoleWithOIDC", limit);
    let client = Client::builder().endpoint(emulator.url());
    let client = client.rate_limits(limits).build().unwrap();
    let started = Instant::now();
    client.send(with_token()).await.unwrap();
    client.send(with_token()).await.unwrap();
    assert!(started.elapsed() >= limit.per, "{:?}", started.elapsed());
}

#[tokio::test]
async fn mock_and_blocking_client_need_no_credentials_either() {
    let mock = Mock::new();
    mock.when::<AssumeRoleWithOIDCRequest>()
        .respond(AssumeRoleWithOIDCResponse::default());
    let client = Client::builder().mock(&mock).build().unwrap();
    client.send(with_token()).await.unwrap();
    assert_eq!(mock.operations(), ["AssumeRoleWithOIDC"]);

    let emulator = emulator();
    let url = emulator.url();
    let call = move || {
        let client = blocking::Client::builder().endpoint(url);
        let client = client
            .credentials(NoCredentials::default())
            .build()
            .unwrap();
        client.send(with_token()).unwrap()
    };
    let response = tokio::task::spawn_blocking(call).await.unwrap();
    assert!(response.credentials.is_some());
}

/// Run by the next test, in a process of its own, because variables belong to a whole process.
#[tokio::test]
#[ignore = "the next test runs it"]
async fn client_of_the_environment() {
    let caller = Client::from_env().unwrap().get_caller_identity();
    caller.await.unwrap();
}

#[test]
fn the_variable_of_the_product_leads_clients_to_an_endpoint() {
    let emulator = emulator();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "client_of_the_environment", "--ignored"])
        .env(emulator.endpoint_variable(), emulator.url())
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", Emulator::ACCESS_KEY_ID)
        .env(
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            Emulator::ACCESS_KEY_SECRET,
        )
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    let requests = emulator.requests();
    assert_eq!(requests.len(), 1, "{printed}");
    assert_eq!(requests[0].operation.as_deref(), Some("GetCallerIdentity"));
    assert_eq!(emulator.endpoint_variable(), "ALIBABA_CLOUD_STS_ENDPOINT");
    assert_eq!(
        (emulator.product(), emulator.title()),
        ("sts", "Security Token Service")
    );
}

#[test]
fn runtime_and_specs_agree_on_the_variable_of_every_product() {
    let read = Sources::read(specs()).unwrap();
    for product in ["live", "sts", "r-kvstore", "dms-enterprise"] {
        let texts = read.paths().filter_map(|path| {
            let text = read.text(path)?;
            let line = format!("product: {product}\n");
            Some((path.to_owned(), text.replace("product: sts\n", &line)))
        });
        let service = live_spec::load(&Sources::from_texts(texts)).unwrap();
        let mut info = SERVICE.clone();
        info.product = product;
        assert_eq!(info.endpoint_variable(), service.endpoint_variable());
    }
}

#[test]
fn official_python_sdk_of_the_product_calls_the_emulator() {
    let emulator = emulator();
    let run = run_script("sts.py", "alibabacloud_sts20150401", emulator.addr());
    let Some(output) = run.unwrap() else {
        return;
    };
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    eprintln!("{printed}");
    assert!(output.status.success(), "{printed}\n{errors}");
    let requests = emulator.requests();
    let mut unsigned = requests
        .iter()
        .filter(|request| request.signature.is_none());
    assert!(
        unsigned.any(|request| request.status == Some(200)),
        "{printed}"
    );
    assert!(
        requests.iter().any(|request| request.signature.is_some()),
        "{printed}"
    );
}

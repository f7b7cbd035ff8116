//! Credentials that expire while a client is in use: it fetches new ones and logs no secrets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use alibabacloud_live::rpc::credentials::{
    Cached, CliProfileCredentials, Credentials, CredentialsError, CredentialsFuture, DefaultChain,
    Environment, EnvironmentCredentials, ProvideCredentials,
};
use alibabacloud_live::{Client, ErrorKind};
use alibabacloud_live_emulator::{Credential, Emulator, Fault};

use crate::log::Recorded;

const LIFETIME: Duration = Duration::from_secs(3600);

fn secret(number: usize) -> String {
    format!("s3cret-{number}")
}

/// Issues a new key per call, which the emulator accepts until it expires.
#[derive(Clone)]
struct Issuer {
    emulator: Arc<Emulator>,
    issued: Arc<AtomicUsize>,
    broken: Arc<AtomicUsize>,
    /// Seconds that the clock of the tests is ahead.
    ahead: Arc<AtomicU64>,
}

impl std::fmt::Debug for Issuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Issuer")
    }
}

impl Issuer {
    async fn start() -> Self {
        Self {
            emulator: Arc::new(Emulator::start().await.unwrap()),
            issued: Arc::default(),
            broken: Arc::default(),
            ahead: Arc::default(),
        }
    }

    fn client(&self, provider: impl ProvideCredentials + 'static) -> Client {
        Client::builder()
            .endpoint(self.emulator.url())
            .credentials(provider)
            .build()
            .unwrap()
    }

    /// Returns the AccessKey IDs of the requests that the emulator received.
    fn keys(&self) -> Vec<String> {
        let requests = self.emulator.requests().into_iter();
        requests
            .filter_map(|request| {
                let (_, rest) = request
                    .headers
                    .iter()
                    .find_map(|(name, value)| (name == "authorization").then_some(value))?
                    .split_once("Credential=")?;
                Some(rest.split_once(',')?.0.to_owned())
            })
            .collect()
    }

    fn now(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(self.ahead.load(Ordering::SeqCst))
    }

    fn key(number: usize) -> Credential {
        Credential::access_key("default", format!("STS.{number}"), secret(number))
            .with_security_token(format!("{}-token", secret(number)))
    }

    fn expire(&self, number: usize) {
        self.emulator.set_credential(Self::key(number).expired());
    }
}

impl ProvideCredentials for Issuer {
    fn credentials(&self) -> CredentialsFuture<'_> {
        if self.broken.load(Ordering::SeqCst) > 0 {
            let error = CredentialsError::new("the issuer is down");
            return Box::pin(std::future::ready(Err(error)));
        }
        let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
        self.emulator.set_credential(Self::key(number));
        let found = Credentials::with_security_token(
            format!("STS.{number}"),
            secret(number),
            format!("{}-token", secret(number)),
        );
        Box::pin(std::future::ready(Ok(
            found.expiring_at(self.now() + LIFETIME)
        )))
    }

    fn name(&self) -> &str {
        "issuer"
    }
}

fn refusal(status: u16, code: &str) -> Fault {
    let headers: [(&str, &str); 0] = [];
    let body = format!(r#"{{"RequestId":"r","Code":"{code}","Message":"m"}}"#);
    Fault::response(status, headers, body)
}

async fn write(client: &Client) -> Result<(), alibabacloud_live::Error> {
    client
        .start_live_stream_monitor()
        .monitor_id("445409ec-7eaa-461d-8f29-4bec2eb94e01")
        .send()
        .await?;
    Ok(())
}

async fn call(client: &Client) -> Result<(), alibabacloud_live::Error> {
    client.describe_live_stream_monitor_list().send().await?;
    Ok(())
}

#[tokio::test]
async fn credentials_that_expire_early_are_replaced() {
    let issuer = Issuer::start().await;
    let client = issuer.client(Cached::new(issuer.clone()));
    call(&client).await.unwrap();

    // The service rejects the token as expired although the provider reported a later expiry.
    issuer.expire(1);
    let calls = (0..5).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { call(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(issuer.issued.load(Ordering::SeqCst), 2);

    // If no new credentials are available, the caller receives the error of the service.
    issuer.expire(2);
    issuer.broken.store(1, Ordering::SeqCst);
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidSecurityToken.Expired"));
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn refused_credentials_are_fetched_anew_once() {
    for (status, code) in [
        (400, "InvalidSecurityToken.Expired"),
        (400, "InvalidSecurityToken.Malformed"),
        (400, "InvalidSecurityToken.MismatchWithAccessKey"),
        (403, "InvalidSecurityToken"),
        (404, "InvalidAccessKeyId.NotFound"),
        (403, "InvalidAccessKeyId.Inactive"),
        (500, "InvalidAccessKeyId.Unheard"),
        (200, "InvalidAccessKeyId.NotFound"),
    ] {
        let issuer = Issuer::start().await;
        let client = issuer.client(Cached::new(issuer.clone()));
        issuer.emulator.inject(refusal(status, code));
        write(&client).await.unwrap_err();
        // The emulator does not know the monitor, but the second key is good.
        assert_eq!(issuer.keys(), ["STS.1", "STS.2"], "{status} {code}");

        // The service refuses the second key too: the caller gets the error, and nobody retries.
        for _ in 0..2 {
            issuer.emulator.inject(refusal(status, code));
        }
        let error = write(&client).await.unwrap_err();
        assert_eq!(error.code(), Some(code));
        assert!(error.is_auth() && !error.may_have_executed(), "{error:?}");
        assert_eq!(error.attempts(), 2);
        assert_eq!(issuer.keys()[2..], ["STS.2", "STS.3"], "{status} {code}");

        // A provider without other credentials is asked, but the call is not repeated.
        let fixed = issuer.client(issuer.credentials().await.unwrap());
        issuer.emulator.clear_requests();
        issuer.emulator.inject(refusal(status, code));
        let error = write(&fixed).await.unwrap_err();
        assert_eq!((error.code(), error.attempts()), (Some(code), 1));
        assert_eq!(issuer.keys(), ["STS.4"]);
    }
}

#[tokio::test]
async fn replaced_profile_is_read_again_when_its_key_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_credential(Issuer::key(2));
    let path = std::env::temp_dir().join(format!("live-profile-{}.json", std::process::id()));
    let write = |number: usize| {
        let secret = secret(number);
        let profile = format!(
            r#"{{"current":"p","profiles":[{{"name":"p","mode":"StsToken","access_key_id":"STS.{number}",
                "access_key_secret":"{secret}","sts_token":"{secret}-token"}}]}}"#
        );
        std::fs::write(&path, profile).unwrap();
    };
    write(1);
    let provider = CliProfileCredentials::builder()
        .file(&path)
        .environment(Environment::of::<&str, &str>([]))
        .build()
        .unwrap();
    provider.credentials().await.unwrap();
    write(2);
    let client = Client::builder()
        .endpoint(emulator.url())
        .credentials(provider)
        .build()
        .unwrap();
    call(&client).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test]
async fn white_space_around_a_key_is_an_error_of_the_credentials() {
    let emulator = Emulator::start().await.unwrap();
    let client = |provider: Arc<dyn ProvideCredentials>| {
        let builder = Client::builder().endpoint(emulator.url());
        builder.credentials(provider).build().unwrap()
    };
    let variables = Environment::of([
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "AKX\n"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s3cret"),
    ]);
    for (provider, origin) in [
        (
            Arc::new(EnvironmentCredentials::of(variables)) as Arc<dyn ProvideCredentials>,
            "ALIBABA_CLOUD_ACCESS_KEY_ID has white space",
        ),
        (
            Arc::new(Credentials::new("AKX\n", "s3cret")),
            "the AccessKey ID has white space",
        ),
        (
            Arc::new(Credentials::new("AKX", " s3cret")),
            "the AccessKey secret has white space",
        ),
        (
            Arc::new(Credentials::with_security_token(
                "AKX", "s3cret", "s3c\rret",
            )),
            "the security token contains a character",
        ),
    ] {
        let error = call(&client(provider)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Credentials, 0)
        );
        let text = format!("{error} {error:?}");
        assert!(text.contains(origin) && !text.contains("s3cret"), "{text}");
    }
    assert!(emulator.requests().is_empty());
}

/// A file on a file system that hangs; `/proc/kmsg` stands for it where it can be opened.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn file_that_blocks_does_not_hang_a_call() {
    let emulator = Emulator::start().await.unwrap();
    let provider = CliProfileCredentials::builder()
        .file("/proc/kmsg")
        .environment(Environment::of::<&str, &str>([]))
        .build()
        .unwrap();
    let client = Client::builder()
        .endpoint(emulator.url())
        .credentials(provider)
        .operation_timeout(Duration::from_millis(500))
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Credentials || error.is_timeout(),
        "{error}"
    );
}

/// Returns two keys in turn.
#[derive(Debug)]
struct Alternating(AtomicUsize, [Credentials; 2]);

impl ProvideCredentials for Alternating {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(self.1[number % 2].clone())))
    }
}

#[tokio::test]
async fn refused_key_is_never_sent_again_in_the_same_call() {
    let issuer = Issuer::start().await;
    let keys = [
        issuer.credentials().await.unwrap(),
        issuer.credentials().await.unwrap(),
    ];
    let client = issuer.client(Alternating(AtomicUsize::new(0), keys));
    issuer
        .emulator
        .inject(refusal(404, "InvalidAccessKeyId.NotFound"));
    issuer.emulator.inject(Fault::html(503));
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert_eq!(issuer.keys(), ["STS.1", "STS.2"]);
}

#[tokio::test]
async fn keys_that_are_always_refused_are_fetched_at_a_bounded_rate() {
    let issuer = Issuer::start().await;
    let client = issuer.client(Cached::new(issuer.clone()));
    for _ in 0..20 {
        for _ in 0..2 {
            issuer
                .emulator
                .inject(refusal(403, "InvalidAccessKeyId.Inactive"));
        }
        call(&client).await.unwrap_err();
        issuer.emulator.clear_faults();
    }
    assert_eq!(issuer.issued.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn calls_continue_when_credentials_expire() {
    let log = Recorded::new();
    let issuer = Issuer::start().await;
    let clock = issuer.clone();
    let client = issuer.client(Cached::new(issuer.clone()).clock(move || clock.now()));
    for _ in 0..3 {
        call(&client).await.unwrap();
    }
    assert_eq!(issuer.issued.load(Ordering::SeqCst), 1);

    // The first key expires; a client that kept it would be rejected.
    issuer.ahead.store(LIFETIME.as_secs(), Ordering::SeqCst);
    issuer.expire(1);
    let calls = (0..5).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { call(&client).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(issuer.issued.load(Ordering::SeqCst), 2);

    // The second key expires while the issuer is down: calls fail with its reason until it is back.
    issuer.broken.store(1, Ordering::SeqCst);
    issuer.ahead.store(2 * LIFETIME.as_secs(), Ordering::SeqCst);
    issuer.expire(2);
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("the issuer is down"), "{error}");
    issuer.broken.store(0, Ordering::SeqCst);
    call(&client).await.unwrap();

    let expected = [vec!["STS.1"; 3], vec!["STS.2"; 5], vec!["STS.3"; 1]].concat();
    assert_eq!(issuer.keys(), expected);

    let text = log.text();
    let fetched = "credentials fetched provider=\"issuer\" expires_at=";
    assert_eq!(text.matches(fetched).count(), 3, "{text}");
    for number in 1..=3 {
        assert!(!text.contains(&secret(number)), "a secret was logged");
    }
    assert!(!format!("{client:?}").contains("s3cret"));
}

#[tokio::test]
async fn client_without_credentials_lists_the_sources_it_tried() {
    let emulator = Emulator::start().await.unwrap();
    let chain = DefaultChain::builder().environment(Environment::of([
        ("HOME", "/no/such/home"),
        ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
    ]));
    let client = Client::builder()
        .endpoint(emulator.url())
        .credentials(chain.build())
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let text = error.to_string();
    for place in [
        "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set",
        "OIDC: ALIBABA_CLOUD_ROLE_ARN is not set",
        "CLI profile: the CLI configuration /no/such/home/.aliyun/config.json does not exist",
        "ini profile: the credentials file /no/such/home/.alibabacloud/credentials does not exist",
        "ECS RAM role: disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED",
        "credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is not set",
    ] {
        assert!(text.contains(place), "{place}\n{text}");
    }
    assert!(emulator.requests().is_empty());
}

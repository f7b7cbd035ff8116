use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::client::builder::ClientBuilder;
use crate::client::call_settings::CallSettings;
use crate::client::generated_client::GeneratedClient;
use crate::codec::decode::{ReadFields, ReadResult, ValueReader};
use crate::codec::encode::Parameters;
use crate::error::code::ErrorCode;
use crate::error::{Error, ErrorKind};
use crate::info::{ErrorClass, OperationInfo, RateLimit, ServiceInfo};
use crate::model::operation::{Operation, WriteParameters};
use crate::policy::retry::{FailedAttempt, Retry};
use crate::support::lock::lock;
use crate::transport::{Transport, TransportError, TransportErrorKind, TransportFuture};
use crate::{ExtraMembers, RetryPolicy, RpcClient};

struct Api(RpcClient);

impl GeneratedClient for Api {
    const INFO: &'static ServiceInfo = &ServiceInfo {
        product: "test",
        version: "2016-11-01",
        client: "test/1",
        default_host: "live.example.com",
        regions: &[],
        error_classes: &[("Throttling", ErrorClass::Throttling)],
        secret_names: &[],
    };

    fn from_rpc(client: RpcClient) -> Self {
        Self(client)
    }
}

/// An operation without parameters and response fields.
struct Write;

/// The operation documents no error codes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum NoCode {}

impl ErrorCode for NoCode {
    const CODES: &'static [(&'static str, Self)] = &[];
}

#[derive(Default)]
struct Nothing;

impl ReadFields for Nothing {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        value.unknown(name)
    }
}

impl Operation for Write {
    type Response = Nothing;
    type ErrorCode = NoCode;

    const INFO: &'static OperationInfo = &OperationInfo::post("Write").per_second(10);
}

impl WriteParameters for Write {
    fn write_parameters(&self, _: &mut Parameters) {}
}

/// Returns the scripted responses immediately, then connection failures.
#[derive(Clone, Debug, Default)]
struct Script {
    responses: Arc<Mutex<VecDeque<http::Response<Bytes>>>>,
    sent: Arc<Mutex<Vec<Instant>>>,
}

impl Transport for Script {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        lock(&self.sent).push(Instant::now());
        let result = lock(&self.responses)
            .pop_front()
            .ok_or_else(|| TransportError::new(TransportErrorKind::Connect, "connection refused"));
        Box::pin(std::future::ready(result))
    }
}

fn throttled(retry_after: Option<&str>) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(br#"{"Code":"Throttling"}"#));
    *response.status_mut() = http::StatusCode::BAD_REQUEST;
    if let Some(value) = retry_after {
        let value = value.parse().unwrap();
        response.headers_mut().insert("x-acs-retry-after", value);
    }
    response
}

fn builder(script: &Script) -> ClientBuilder<Api> {
    ClientBuilder::new()
        .endpoint("http://127.0.0.1:9")
        .access_key("id", "secret")
        .transport(script.clone())
}

async fn call_error(client: &Api) -> Error {
    let Err(error) = client.0.send(Write).await else {
        panic!("the call should have failed")
    };
    error
}

/// Returns the waits between the attempts of a call that fails.
async fn waits(responses: impl IntoIterator<Item = http::Response<Bytes>>) -> Vec<Duration> {
    let script = Script::default();
    lock(&script.responses).extend(responses);
    let client = builder(&script)
        .operation_timeout(None)
        .retry_policy(RetryPolicy::standard().max_attempts(5))
        .build()
        .unwrap();
    call_error(&client).await;
    let sent = lock(&script.sent);
    sent.windows(2).map(|two| two[1] - two[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn operations_without_a_type_are_retried_and_give_all_members() {
    static READ: OperationInfo = OperationInfo::get("Read").read_only();
    let script = Script::default();
    let body = Bytes::from_static(br#"{"RequestId":"a","Count":1.50,"Code":"OK"}"#);
    lock(&script.responses).extend([throttled(None), http::Response::new(body)]);
    let client = RpcClient::builder(Api::INFO)
        .endpoint("http://127.0.0.1:9")
        .access_key("id", "secret")
        .transport(script.clone())
        .build()
        .unwrap();
    let parameters = Parameters::default();
    let response: ExtraMembers = client.send_untyped(&READ, &parameters).await.unwrap();
    let names: Vec<_> = response.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Code", "Count", "RequestId"]);
    assert_eq!(response.get("Count"), Some(&1.5.into()));
    assert_eq!(lock(&script.sent).len(), 2);

    // The class of the code comes from the service.
    lock(&script.responses).extend(vec![throttled(None); 3]);
    let failed = client.send_untyped::<ExtraMembers>(&READ, &parameters);
    assert!(failed.await.unwrap_err().is_throttling());
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_and_double() {
    for (response, base) in [(Some(throttled(None)), 500), (None, 100)] {
        let mut longest = [Duration::ZERO; 4];
        for _ in 0..200 {
            let responses = response
                .iter()
                .flat_map(|response| vec![response.clone(); 5]);
            for (longest, wait) in longest.iter_mut().zip(waits(responses).await) {
                *longest = wait.max(*longest);
            }
        }
        for (double, longest) in longest.iter().enumerate() {
            let most = Duration::from_millis(base << double);
            // The timer has a resolution of one millisecond.
            assert!(
                *longest <= most + Duration::from_millis(2),
                "{longest:?} of {most:?}"
            );
            assert!(*longest > most / 2, "{longest:?} of {most:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn requested_waits_up_to_a_minute_are_honoured() {
    let waits_for = |requested: &'static str| waits(vec![throttled(Some(requested)); 5]);
    for (requested, least, most) in [("40", 40, 46), ("60000", 60_000, 66_002)] {
        let waits = waits_for(requested).await;
        assert_eq!(waits.len(), 4);
        for wait in waits {
            assert!(wait >= Duration::from_millis(least), "{wait:?}");
            assert!(wait <= Duration::from_millis(most), "{wait:?}");
        }
    }
    assert!(waits_for("60001").await.is_empty());
    // Invalid numbers of milliseconds are ignored.
    for requested in ["0", "-1", "soon", "1.5"] {
        assert_eq!(waits_for(requested).await.len(), 4, "{requested}");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_never_exceed_the_operation_timeout() {
    let script = Script::default();
    lock(&script.responses).extend(vec![throttled(Some("2500")); 5]);
    let client = builder(&script)
        .operation_timeout(Duration::from_secs(6))
        .retry_policy(RetryPolicy::standard().max_attempts(5))
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = call_error(&client).await;
    assert!(error.is_throttling());
    assert_eq!(error.attempts(), 2);
    // The second wait would leave less than a second, so the call failed instead of waiting.
    assert!(begun.elapsed() < Duration::from_secs(3));
}

/// Never returns credentials.
#[derive(Debug)]
struct PendingCredentials;

impl ProvideCredentials for PendingCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn waiting_for_credentials_counts_towards_the_operation_timeout() {
    let script = Script::default();
    let client = builder(&script)
        .credentials(PendingCredentials)
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = call_error(&client).await;
    assert_eq!(
        (error.kind(), error.attempts(), error.may_have_executed()),
        (ErrorKind::Timeout, 0, false)
    );
    assert!(begun.elapsed() < Duration::from_secs(61));
    assert!(lock(&script.sent).is_empty());
}

/// Returns credentials a limited number of times, and new ones after each refusal.
#[derive(Debug, Default)]
struct Renewing {
    left: Mutex<u32>,
    refused: Mutex<u32>,
}

impl ProvideCredentials for Renewing {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let mut left = lock(&self.left);
        let credentials = match left.checked_sub(1) {
            None => Err(CredentialsError::new("no credentials left")),
            Some(less) => {
                *left = less;
                let id = format!("id{}", lock(&self.refused));
                Ok(Credentials::new(id, "secret"))
            }
        };
        Box::pin(std::future::ready(credentials))
    }

    fn refused(&self, _: &Credentials) {
        *lock(&self.refused) += 1;
    }
}

fn expired() -> http::Response<Bytes> {
    let body = br#"{"Code":"InvalidSecurityToken.Expired"}"#;
    let mut response = http::Response::new(Bytes::from_static(body));
    *response.status_mut() = http::StatusCode::BAD_REQUEST;
    response
}

#[tokio::test(start_paused = true)]
async fn expired_credentials_are_replaced_unless_retries_are_off() {
    for (policy, attempts) in [
        (RetryPolicy::standard(), 2),
        (
            RetryPolicy::standard().classifier(|_: &FailedAttempt<'_>| Retry::Retry),
            4,
        ),
        (
            RetryPolicy::standard().classifier(|_: &FailedAttempt<'_>| Retry::DoNotRetry),
            1,
        ),
        (RetryPolicy::off(), 1),
    ] {
        let script = Script::default();
        lock(&script.responses).extend(vec![expired(); 9]);
        let provider = Arc::new(Renewing {
            left: Mutex::new(9),
            refused: Mutex::default(),
        });
        let client = builder(&script)
            .credentials(Arc::clone(&provider))
            .retry_policy(policy)
            .build()
            .unwrap();
        let error = call_error(&client).await;
        assert_eq!(error.code(), Some("InvalidSecurityToken.Expired"));
        assert_eq!(error.attempts(), attempts);
        // The refusal is reported to the provider even if the call is not retried.
        assert_eq!(*lock(&provider.refused), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn previous_failure_is_returned_if_no_credentials_are_left() {
    let script = Script::default();
    lock(&script.responses).extend(vec![throttled(None); 3]);
    let client = builder(&script)
        .credentials(Renewing {
            left: Mutex::new(1),
            refused: Mutex::default(),
        })
        .build()
        .unwrap();
    let error = call_error(&client).await;
    assert!(error.is_throttling(), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn attempt_and_operation_timeouts_apply_to_any_transport() {
    /// Never responds.
    #[derive(Debug)]
    struct Silent;
    impl Transport for Silent {
        fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
            Box::pin(std::future::pending())
        }
    }
    for (attempt, seconds) in [(Some(15), 15), (None, 60)] {
        let client = builder(&Script::default())
            .transport(Silent)
            .attempt_timeout(attempt.map(Duration::from_secs))
            .build()
            .unwrap();
        let begun = Instant::now();
        let error = call_error(&client).await;
        assert!(error.is_timeout() && error.may_have_executed());
        assert_eq!((error.attempts(), begun.elapsed().as_secs()), (1, seconds));
    }
}

#[tokio::test(start_paused = true)]
async fn last_failure_is_returned_if_the_rate_limit_exceeds_the_deadline() {
    let script = Script::default();
    lock(&script.responses).extend(vec![throttled(Some("10")); 5]);
    let once_an_hour = RateLimit {
        calls: 1,
        per: Duration::from_secs(3600),
    };
    let client = builder(&script)
        .rate_limits(crate::RateLimits::off().operation("Write", once_an_hour))
        .build()
        .unwrap();
    let error = call_error(&client).await;
    assert!(error.is_throttling());
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn clients_with_other_settings_share_the_rest() {
    let script = Script::default();
    let client = builder(&script)
        .retry_policy(RetryPolicy::standard().budget(1))
        .build()
        .unwrap();
    let with = |settings: CallSettings| Api(client.0.with_settings(&settings).unwrap());

    let short = with(CallSettings::new().operation_timeout(Duration::from_secs(9)));
    let config = short.0.config();
    assert_eq!(config.operation_timeout(), Some(Duration::from_secs(9)));
    assert_eq!(config.attempt_timeout(), Some(Duration::from_secs(9)));
    let unlimited = with(CallSettings::new().operation_timeout(None));
    assert_eq!(
        unlimited.0.config().attempt_timeout(),
        Some(Duration::from_secs(15))
    );

    // Both clients share the retry budget, which the first call uses up.
    assert_eq!(call_error(&short).await.attempts(), 2);
    assert_eq!(call_error(&client).await.attempts(), 1);
    let once = with(CallSettings::new().retry_policy(RetryPolicy::off().budget(1)));
    assert_eq!(call_error(&once).await.attempts(), 1);
    let own = with(CallSettings::new().retry_policy(RetryPolicy::standard().budget(9)));
    assert_eq!(call_error(&own).await.attempts(), 3);

    // They also share the rate limit of ten calls per second, of which seven are used.
    let begun = Instant::now();
    for _ in 0..3 {
        call_error(&once).await;
    }
    assert!(
        begun.elapsed() < Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
    call_error(&client).await;
    assert!(
        begun.elapsed() > Duration::from_millis(500),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn contradicting_call_settings_are_rejected() {
    let client = builder(&Script::default()).build().unwrap();
    let second = Duration::from_secs(1);
    for (settings, reason) in [
        (
            CallSettings::new().operation_timeout(Duration::ZERO),
            "operation_timeout is zero",
        ),
        (
            CallSettings::new().attempt_timeout(61 * second),
            "attempt_timeout is 61s, longer than operation_timeout of 60s",
        ),
        (
            CallSettings::new().retry_policy(RetryPolicy::standard().max_attempts(0)),
            "a call needs at least one attempt",
        ),
    ] {
        let error = client.0.with_settings(&settings).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn network_with_endpoint_and_invalid_region_are_rejected() {
    let network = builder(&Script::default()).network(crate::transport::endpoint::Network::Vpc);
    let region = builder(&Script::default()).region("cn/shanghai");
    for (builder, reason) in [
        (network, "no effect when an endpoint is set"),
        (region, "a region may contain only"),
    ] {
        let Err(error) = builder.build() else {
            panic!("the client should not have been built")
        };
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn transport_settings_with_a_custom_transport_are_rejected() {
    let set: [fn(ClientBuilder<Api>) -> ClientBuilder<Api>; 5] = [
        |client| client.idle_timeout(None),
        |client| client.connect_timeout(Duration::from_secs(1)),
        |client| client.max_response_bytes(1),
        |client| client.no_proxy(),
        |client| client.root_certificate("x"),
    ];
    for set in set {
        let Err(error) = set(builder(&Script::default())).build() else {
            panic!("the client should not have been built")
        };
        assert!(
            error
                .to_string()
                .contains("no effect when a transport is set"),
            "{error}"
        );
    }
}

#[test]
fn call_futures_are_send() {
    fn assert_send<T: Send>(_: &T) {}
    let client = builder(&Script::default())
        .credentials(Credentials::new("id", "secret"))
        .build()
        .unwrap();
    assert_send(&client.0.send(Write));
}

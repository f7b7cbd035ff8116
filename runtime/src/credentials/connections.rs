//! Connections of providers to the services that issue credentials.
//!
//! Transient failures are retried here for all providers: a connection that fails or breaks, a
//! status of 500 and above, and throttling. Up to three attempts share one response timeout. No
//! attempt starts after half of it has passed, so that each has time to complete.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Method, Request, Response};
use tokio::time::{Instant, sleep, timeout_at};

use super::issued::plain;
use super::zeroizing_bytes::ZeroizingBytes;
use crate::auth::network::{Exchange, ExchangeResponse, ObserveExchanges};
use crate::auth::{Credentials, CredentialsError, NetworkSettings};
use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};
use crate::codec::encode::Parameters;
use crate::error::ErrorKind;
use crate::error::classify::{Signs, classify};
use crate::policy::retry::{RetryPolicy, is_safe_to_retry};
use crate::support::box_error::BoxError;
use crate::support::clock::Clock;
use crate::support::defaults::{
    LOCAL_CONNECT_TIMEOUT, MAX_CREDENTIALS_ATTEMPTS, MAX_CREDENTIALS_RESPONSE_BYTES,
    REMOTE_CONNECT_TIMEOUT,
};
use crate::support::lock::lock;
use crate::support::mask::MASK;
use crate::transport::{Transport, TransportError, TransportErrorKind};

/// Names of secret members in responses with credentials.
const SECRET_NAMES: &[&str] = &[
    "AccessKeySecret",
    "access_key_secret",
    "accessKeySecret",
    "SecurityToken",
    "security_token",
    "securityToken",
    "sts_token",
    "Secret",
    "Token",
];

/// The transports of providers, built on first use and shared by all clones.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    given: Option<Arc<dyn Transport>>,
    network: Mutex<Network>,
    clock: Clock,
}

#[derive(Debug, Default)]
struct Network {
    /// The settings of the first client that uses the provider.
    settings: Option<NetworkSettings>,
    /// The transports made with them, one for each scope.
    transports: [Option<Arc<dyn Transport>>; 3],
}

/// The network location of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// On the network, possibly behind a proxy.
    Remote,
    /// On this machine; proxies of the environment are not for it.
    Machine,
    /// On the link of this machine, which no proxy can reach.
    Link,
}

/// The time for a request, including its retries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// The time set on the provider.
    pub(super) set: Option<Duration>,
    /// The time if it is set neither on the provider nor on its client.
    pub(super) default: Duration,
}

/// What is sent, and what an observer may see of it.
pub(super) struct Sending<'a> {
    pub(super) scope: Scope,
    /// The name of the service in errors.
    pub(super) service: &'a str,
    /// The name of the operation, or of the service if that has no operations.
    pub(super) operation: &'static str,
    /// The parameters, without secrets.
    pub(super) parameters: &'a Parameters,
    /// The credentials that sign the request.
    pub(super) signer: Option<&'a Credentials>,
    /// Whether the whole response is a secret.
    pub(super) is_response_secret: bool,
    pub(super) limit: Limit,
    /// Makes a request; called for each attempt.
    pub(super) request: &'a (dyn Fn() -> Result<Request<Bytes>, CredentialsError> + Sync),
}

/// The reason why there is no response.
pub(super) struct RequestFailed {
    pub(super) error: CredentialsError,
    /// Whether the connection failed.
    pub(super) unreachable: bool,
}

impl From<RequestFailed> for CredentialsError {
    fn from(failed: RequestFailed) -> Self {
        failed.error
    }
}

impl From<CredentialsError> for RequestFailed {
    fn from(error: CredentialsError) -> Self {
        Self {
            error,
            unreachable: false,
        }
    }
}

impl Scope {
    /// Returns the scope of a host that is reached over the network unless it is this machine.
    pub(super) fn of(is_loopback: bool) -> Self {
        match is_loopback {
            true => Self::Machine,
            false => Self::Remote,
        }
    }

    fn transport(self, settings: &NetworkSettings) -> Result<Arc<dyn Transport>, BoxError> {
        let connect_timeout = match (self, settings.connect_timeout) {
            (Self::Remote, set) => set.unwrap_or(REMOTE_CONNECT_TIMEOUT),
            (_, None) => LOCAL_CONNECT_TIMEOUT,
            (_, Some(set)) => set.min(LOCAL_CONNECT_TIMEOUT),
        };
        let http = settings.http.clone();
        let http = match self {
            Self::Remote | Self::Machine => http,
            Self::Link => http.no_proxy(),
        };
        let http = http
            .connect_timeout(connect_timeout)
            .max_response_bytes(MAX_CREDENTIALS_RESPONSE_BYTES);
        Ok(Arc::new(http.build()?))
    }
}

impl Limit {
    /// Returns the time, given that of an attempt of the client.
    fn resolve(self, scope: Scope, attempt_timeout: Option<Duration>) -> Duration {
        match (self.set, attempt_timeout) {
            (Some(set), _) => set,
            (None, None) => self.default,
            // A longer time does not help on the link.
            (None, Some(attempt)) if scope == Scope::Link => attempt.min(self.default),
            (None, Some(attempt)) => attempt,
        }
    }
}

impl Connections {
    /// Creates connections that all use one transport.
    pub(super) fn with_transport(transport: Arc<dyn Transport>) -> Self {
        let inner = Inner {
            given: Some(transport),
            ..Inner::default()
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Uses the settings of a client, unless another client came first.
    pub(super) fn use_network(&self, settings: &NetworkSettings) {
        let mut network = lock(&self.inner.network);
        if network.settings.is_none() {
            *network = Network {
                settings: Some(settings.clone()),
                transports: Default::default(),
            };
        }
    }

    /// Returns the clock that follows the time of the services.
    pub(super) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Sends a request and collects the response.
    pub(super) async fn send(
        &self,
        sending: Sending<'_>,
    ) -> Result<Response<ZeroizingBytes>, RequestFailed> {
        let Sending { scope, service, .. } = sending;
        let (transport, settings) = self.transport(scope)?;
        let limit = sending.limit.resolve(scope, settings.attempt_timeout);
        let observer = settings.observer.as_deref();
        let started = Instant::now();
        let policy = RetryPolicy::standard().max_attempts(MAX_CREDENTIALS_ATTEMPTS);
        let mut retries = 0;
        loop {
            let request = (sending.request)()?;
            let sent = ZeroizingBytes(request.body().clone());
            let attempt = Attempt::new(&sending, observer, &request, retries + 1);
            let response = transport.send(request);
            // Without a representable deadline there is none.
            let outcome = match started.checked_add(limit) {
                Some(deadline) => timeout_at(deadline, response).await,
                None => Ok(response.await),
            };
            drop(sent);
            let Ok(outcome) = outcome else {
                let reason = format!("no response from {service} within {limit:?}");
                let error = CredentialsError::new(reason);
                attempt.failed(&error, None);
                return Err(error.into());
            };
            if let Ok(response) = &outcome {
                attempt.received(response);
            }
            let outcome = outcome.map(|response| response.map(ZeroizingBytes));
            let wait = wait_before_retry(&policy, &outcome, retries)
                .filter(|wait| started.elapsed() + *wait < limit / 2);
            let outcome = match outcome {
                Ok(response) => {
                    if !response.status().is_success() {
                        attempt.failed(&rejection(service, &response), wait);
                    }
                    Ok(response)
                }
                Err(error) => {
                    let failed = request_failed(service, error);
                    attempt.failed(&failed.error, wait);
                    Err(failed)
                }
            };
            let Some(wait) = wait else {
                return outcome;
            };
            tracing::debug!(service, ?wait, "retrying the request for credentials");
            sleep(wait).await;
            retries += 1;
        }
    }

    /// Returns the transport for a scope, and the settings of the client.
    fn transport(
        &self,
        scope: Scope,
    ) -> Result<(Arc<dyn Transport>, NetworkSettings), CredentialsError> {
        let mut network = lock(&self.inner.network);
        let settings = network.settings.clone().unwrap_or_default();
        if let Some(given) = &self.inner.given {
            return Ok((Arc::clone(given), settings));
        }
        // The transport of the client may use a proxy.
        if let Some(transport) = settings.transport.clone().filter(|_| scope != Scope::Link) {
            return Ok((transport, settings));
        }
        let slot = match scope {
            Scope::Remote => &mut network.transports[0],
            Scope::Machine => &mut network.transports[1],
            Scope::Link => &mut network.transports[2],
        };
        let transport = match slot {
            Some(made) => Arc::clone(made),
            None => {
                let made = scope.transport(&settings).map_err(|error| {
                    CredentialsError::new("the HTTP client cannot be built").with_source(error)
                })?;
                Arc::clone(slot.insert(made))
            }
        };
        Ok((transport, settings))
    }
}

/// An attempt, as an observer sees it.
struct Attempt<'a> {
    observer: Option<&'a dyn ObserveExchanges>,
    sending: &'a Sending<'a>,
    number: u32,
    method: &'static str,
    host: String,
    signature: String,
    started: Instant,
}

impl<'a> Attempt<'a> {
    /// Starts an attempt and reports its request.
    fn new(
        sending: &'a Sending<'a>,
        observer: Option<&'a dyn ObserveExchanges>,
        request: &Request<Bytes>,
        number: u32,
    ) -> Self {
        let authority = request.uri().authority().filter(|_| observer.is_some());
        let authorization = request.headers().get(AUTHORIZATION);
        let signature = authorization
            .filter(|_| observer.is_some())
            .and_then(|value| value.to_str().ok()?.rsplit_once("Signature="));
        let attempt = Self {
            observer,
            sending,
            number,
            method: match *request.method() {
                Method::PUT => "PUT",
                Method::POST => "POST",
                _ => "GET",
            },
            host: authority.map_or_else(String::new, ToString::to_string),
            signature: signature.map_or_else(String::new, |(_, signature)| signature.to_owned()),
            started: Instant::now(),
        };
        if let Some(observer) = observer {
            observer.request(attempt.exchange(), request.headers());
        }
        attempt
    }

    fn exchange(&self) -> Exchange<'_> {
        Exchange {
            operation: self.sending.operation,
            attempt: self.number,
            method: self.method,
            host: &self.host,
            parameters: self.sending.parameters,
            duration: self.started.elapsed(),
        }
    }

    fn received(&self, response: &Response<Bytes>) {
        let Some(observer) = self.observer else {
            return;
        };
        // Members of a JSON object are masked by name. Anything else might be a secret as a whole.
        let is_object = response.body().trim_ascii_start().starts_with(b"{");
        let masked = Bytes::from_static(MASK.as_bytes());
        let nobody = Credentials::new("", "");
        let response = ExchangeResponse {
            status: response.status().as_u16(),
            headers: response.headers(),
            body: match is_object && !self.sending.is_response_secret {
                true => response.body(),
                false => &masked,
            },
            credentials: self.sending.signer.unwrap_or(&nobody),
            signature: &self.signature,
            secret_names: SECRET_NAMES,
        };
        observer.response(self.exchange(), response);
    }

    fn failed(&self, error: &CredentialsError, next_attempt_in: Option<Duration>) {
        if let Some(observer) = self.observer {
            observer.failure(self.exchange(), error, next_attempt_in);
        }
    }
}

/// Returns the error of a response without credentials.
fn rejection(service: &str, response: &Response<ZeroizingBytes>) -> CredentialsError {
    let status = response.status().as_u16();
    let code = ErrorBody::read(response.body()).code;
    CredentialsError::new(match plain(&code) {
        Some(code) => format!("{service} returned {code} (status {status})"),
        None => format!("{service} returned status {status}"),
    })
}

fn request_failed(service: &str, error: TransportError) -> RequestFailed {
    let what = match error.kind() {
        TransportErrorKind::Connect => "no connection to",
        TransportErrorKind::TooLarge => "too large a response from",
        _ => "no complete response from",
    };
    RequestFailed {
        unreachable: error.kind() == TransportErrorKind::Connect,
        error: CredentialsError::new(format!("{what} {service}")).with_source(error),
    }
}

/// Returns the wait before the next attempt; `None` if the outcome is final.
fn wait_before_retry(
    policy: &RetryPolicy,
    outcome: &Result<Response<ZeroizingBytes>, TransportError>,
    retries: u32,
) -> Option<Duration> {
    let (kind, class) = match outcome {
        Ok(response) if response.status().is_success() => return None,
        Ok(response) => {
            let code = ErrorBody::read(response.body()).code;
            let signs = Signs {
                status: response.status().as_u16(),
                code: Some(&code),
                ..Signs::default()
            };
            let class = classify(&[], signs);
            (ErrorKind::Service, class)
        }
        // The timeout used up the time that all attempts share.
        Err(error) if error.kind() == TransportErrorKind::Timeout => return None,
        Err(error) => (error.kind().into(), None),
    };
    // Requests for credentials are read-only.
    let retry = retries + 1 < policy.attempts() && is_safe_to_retry(kind, class, true);
    retry.then(|| policy.wait(class, None, retries)).flatten()
}

/// The fields of an error response.
#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) code: String,
    pub(super) request_id: String,
}

impl ErrorBody {
    /// Reads a body. Fields stay empty if it is not JSON.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut error = Self::default();
        let _ = decode::read_body(body, &mut error);
        error
    }
}

impl ReadFields for ErrorBody {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Code" => value.read(&mut self.code),
            "RequestId" => value.read(&mut self.request_id),
            _ => value.unknown(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use http::StatusCode;

    use super::*;
    use crate::transport::TransportFuture;

    /// The outcome of one attempt, after some milliseconds.
    type Outcome = (u64, Result<(u16, &'static str), TransportErrorKind>);

    /// Returns the given outcomes in order, and success afterwards.
    #[derive(Debug)]
    struct Script {
        outcomes: Mutex<VecDeque<Outcome>>,
        bodies: Mutex<Vec<Bytes>>,
    }

    impl Transport for Script {
        fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
            lock(&self.bodies).push(request.into_body());
            let next = lock(&self.outcomes).pop_front();
            let (millis, outcome) = next.unwrap_or((0, Ok((200, ""))));
            Box::pin(async move {
                sleep(Duration::from_millis(millis)).await;
                let (status, body) = outcome.map_err(|kind| TransportError::new(kind, "broken"))?;
                let mut response = Response::new(Bytes::from_static(body.as_bytes()));
                *response.status_mut() = StatusCode::from_u16(status).unwrap();
                Ok(response)
            })
        }
    }

    /// Returns the outcome of a request, the number of attempts and the time taken.
    async fn send(outcomes: &[Outcome]) -> (Result<u16, String>, usize, Duration) {
        let script = Arc::new(Script {
            outcomes: Mutex::new(outcomes.iter().copied().collect()),
            bodies: Mutex::default(),
        });
        let started = Instant::now();
        let limit = Limit {
            set: None,
            default: Duration::from_secs(4),
        };
        let request = || Ok(Request::new(Bytes::from(vec![b'x'; 3])));
        let connections = Connections::with_transport(script.clone());
        let parameters = Parameters::default();
        let sent = connections.send(Sending {
            scope: Scope::Remote,
            service: "the service",
            operation: "Get",
            parameters: &parameters,
            signer: None,
            is_response_secret: false,
            limit,
            request: &request,
        });
        let outcome = match sent.await {
            Ok(response) => Ok(response.status().as_u16()),
            Err(failed) => Err(failed.error.chain()),
        };
        let attempts = lock(&script.bodies).len();
        (outcome, attempts, started.elapsed())
    }

    #[test]
    fn timeouts_of_the_client_apply_unless_the_provider_has_its_own() {
        let [default, shorter, longer] = [10, 3, 30].map(Duration::from_secs);
        let unset = Limit { set: None, default };
        let set = Limit {
            set: Some(longer),
            default,
        };
        for (limit, scope, attempt, expected) in [
            (unset, Scope::Remote, None, default),
            (unset, Scope::Remote, Some(shorter), shorter),
            (unset, Scope::Machine, Some(longer), longer),
            (unset, Scope::Link, Some(shorter), shorter),
            (unset, Scope::Link, Some(longer), default),
            (set, Scope::Remote, Some(shorter), longer),
            (set, Scope::Link, None, longer),
        ] {
            assert_eq!(
                limit.resolve(scope, attempt),
                expected,
                "{limit:?} {scope:?}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn only_transient_failures_are_retried() {
        use TransportErrorKind::{Connect, Interrupted, Timeout, TooLarge};
        for (failure, attempts) in [
            (Ok((500, "")), 3),
            (Ok((502, "<html>")), 3),
            (Ok((429, "")), 3),
            (Ok((400, r#"{"Code":"Throttling.User"}"#)), 3),
            (Err(Connect), 3),
            (Err(Interrupted), 3),
            (Ok((200, r#"{"Code":"Throttling.User"}"#)), 1),
            (Ok((400, r#"{"Code":"NoPermission"}"#)), 1),
            (Ok((302, "")), 1),
            (Err(Timeout), 1),
            (Err(TooLarge), 1),
        ] {
            let (outcome, made, took) = send(&[(0, failure); 5]).await;
            assert_eq!(made, attempts, "{failure:?}");
            assert!(took <= Duration::from_millis(1500), "{failure:?}: {took:?}");
            match failure {
                Ok((status, _)) => assert_eq!(outcome, Ok(status)),
                Err(_) => assert!(outcome.unwrap_err().contains("the service: broken")),
            }
            if attempts > 1 {
                let (outcome, made, _) = send(&[(0, failure); 2]).await;
                assert_eq!((outcome, made), (Ok(200), 3), "{failure:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn attempts_share_one_timeout() {
        let hanging = (60_000, Ok((200, "")));
        let (outcome, made, took) = send(&[(0, Ok((500, ""))), hanging]).await;
        assert_eq!(
            outcome.unwrap_err(),
            "no response from the service within 4s"
        );
        assert_eq!((made, took), (2, Duration::from_secs(4)));
        // A late failure leaves no time for another attempt.
        let (outcome, made, _) = send(&[(2000, Err(TransportErrorKind::Connect))]).await;
        assert!(outcome.unwrap_err().starts_with("no connection"));
        assert_eq!(made, 1);
    }
}

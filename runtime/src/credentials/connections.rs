//! Connections of providers to the services that issue credentials.
//!
//! Transient failures are retried here for all providers: a connection that fails or breaks, a
//! status of 500 and above, and throttling. Up to three attempts share one response timeout. No
//! attempt starts after half of it has passed, so that each has time to complete.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::time::{Instant, sleep, timeout};

use super::zeroizing_bytes::ZeroizingBytes;
use crate::auth::CredentialsError;
use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};
use crate::error::ErrorKind;
use crate::error::classify::classify;
use crate::policy::retry::{RetryPolicy, is_safe_to_retry};
use crate::support::box_error::BoxError;
use crate::support::clock::Clock;
use crate::support::defaults::{
    LOCAL_CONNECT_TIMEOUT, MAX_CREDENTIALS_ATTEMPTS, MAX_CREDENTIALS_RESPONSE_BYTES,
    REMOTE_CONNECT_TIMEOUT,
};
use crate::transport::{ReqwestTransport, Transport, TransportError, TransportErrorKind};

/// The transports of providers, built on first use and shared by all clones.
#[derive(Clone, Debug, Default)]
pub(super) struct Connections {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    given: Option<Arc<dyn Transport>>,
    remote: OnceLock<Arc<dyn Transport>>,
    local: OnceLock<Arc<dyn Transport>>,
    clock: Clock,
}

/// The network location of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// On the network, possibly behind a proxy.
    Remote,
    /// On this machine or its link; a proxy must not be used.
    Local,
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

impl Scope {
    fn connect_timeout(self) -> Duration {
        match self {
            Self::Remote => REMOTE_CONNECT_TIMEOUT,
            Self::Local => LOCAL_CONNECT_TIMEOUT,
        }
    }

    fn transport(self) -> Result<Arc<dyn Transport>, BoxError> {
        let builder = ReqwestTransport::builder()
            .connect_timeout(self.connect_timeout())
            .max_response_bytes(MAX_CREDENTIALS_RESPONSE_BYTES);
        let builder = match self {
            Self::Remote => builder,
            Self::Local => builder.no_proxy(),
        };
        Ok(Arc::new(builder.build()?))
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

    /// Returns the clock that follows the time of the services.
    pub(super) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Sends a request and collects the response within `limit`. Builds a new request for each
    /// attempt. Errors call the service `service`.
    pub(super) async fn send(
        &self,
        scope: Scope,
        service: &str,
        limit: Duration,
        request: &(dyn Fn() -> Result<Request<Bytes>, CredentialsError> + Sync),
    ) -> Result<Response<ZeroizingBytes>, RequestFailed> {
        let failed = |error, unreachable| RequestFailed { error, unreachable };
        let transport = self
            .transport(scope)
            .map_err(|error| failed(error, false))?;
        let started = Instant::now();
        let policy = RetryPolicy::standard().max_attempts(MAX_CREDENTIALS_ATTEMPTS);
        let attempts = async {
            let mut retries = 0;
            loop {
                let request = request().map_err(|error| failed(error, false))?;
                let sent = ZeroizingBytes(request.body().clone());
                let outcome = transport.send(request).await;
                drop(sent);
                let outcome = outcome.map(|response| response.map(ZeroizingBytes));
                let next = wait_before_retry(&policy, &outcome, retries)
                    .filter(|wait| started.elapsed() + *wait < limit / 2);
                let Some(wait) = next else {
                    return outcome.map_err(|error| request_failed(service, error));
                };
                tracing::debug!(service, ?wait, "retrying the request for credentials");
                sleep(wait).await;
                retries += 1;
            }
        };
        match timeout(limit, attempts).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let reason = format!("no response from {service} within {limit:?}");
                Err(failed(CredentialsError::new(reason), false))
            }
        }
    }

    fn transport(&self, scope: Scope) -> Result<&Arc<dyn Transport>, CredentialsError> {
        if let Some(given) = &self.inner.given {
            return Ok(given);
        }
        let slot = match scope {
            Scope::Remote => &self.inner.remote,
            Scope::Local => &self.inner.local,
        };
        if let Some(made) = slot.get() {
            return Ok(made);
        }
        let made = scope.transport().map_err(|error| {
            CredentialsError::new("the HTTP client cannot be built").with_source(error)
        })?;
        Ok(slot.get_or_init(|| made))
    }
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
            let class = classify([&[]; 2], response.status().as_u16(), Some(&code), None);
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
    use std::sync::Mutex;

    use http::StatusCode;

    use super::*;
    use crate::support::lock::lock;
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
        let limit = Duration::from_secs(4);
        let request = || Ok(Request::new(Bytes::from(vec![b'x'; 3])));
        let connections = Connections::with_transport(script.clone());
        let sent = connections.send(Scope::Remote, "the service", limit, &request);
        let outcome = match sent.await {
            Ok(response) => Ok(response.status().as_u16()),
            Err(failed) => Err(failed.error.chain()),
        };
        let attempts = lock(&script.bodies).len();
        (outcome, attempts, started.elapsed())
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

//! The way of a call: encode, sign, send, decode.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tracing::Instrument as _;

use crate::config::Config;
use crate::decode::{self, ReadFields};
use crate::encode::Parameters;
use crate::error::{Answer, Error, OperationError};
use crate::operation::{ErrorClass, Operation, OperationInfo, ServiceInfo};
use crate::request::Unsigned;
use crate::signing::Stamp;
use crate::transport::REQUEST_ID;

/// A client of one RPC-style API, on which generated clients are built.
///
/// Copies are cheap and share connections and settings.
#[derive(Clone)]
pub struct RpcClient {
    inner: Arc<Inner>,
}

struct Inner {
    service: &'static ServiceInfo,
    config: Config,
}

impl RpcClient {
    pub(crate) fn new(service: &'static ServiceInfo, config: Config) -> Self {
        Self {
            inner: Arc::new(Inner { service, config }),
        }
    }

    /// The settings of the client.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Calls an operation.
    ///
    /// Dropping the future abandons the call: what was not yet sent is not sent, and the answer of what was is lost.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send<R: Operation>(
        &self,
        request: R,
    ) -> Result<R::Response, OperationError<R::ErrorCode>> {
        let mut parameters = Parameters::default();
        request.write_parameters(&mut parameters);
        let mut response = R::Response::default();
        match self.call(R::INFO, parameters, &mut response).await {
            Ok(()) => Ok(response),
            Err(error) => Err(OperationError::new(error)),
        }
    }

    /// The part of a call that is the same for every operation.
    async fn call(
        &self,
        operation: &'static OperationInfo,
        parameters: Parameters,
        response: &mut (dyn ReadFields + Send),
    ) -> Result<(), Error> {
        let span = tracing::debug_span!(
            "call",
            service = self.inner.service.product,
            operation = operation.name,
            region = self.inner.config.region.as_deref(),
        );
        let limit = self.inner.config.operation_timeout;
        let call = self
            .attempt(operation, &parameters, response)
            .instrument(span.clone());
        let outcome = match limit {
            None => call.await,
            Some(limit) => match tokio::time::timeout(limit, call).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Error::timeout(operation.name, "call", limit).with_attempts(1)),
            },
        };
        if let Err(error) = &outcome {
            span.in_scope(|| tracing::debug!(%error, "call failed"));
        }
        outcome
    }

    /// Sends one request and reads its answer.
    async fn attempt(
        &self,
        operation: &'static OperationInfo,
        parameters: &Parameters,
        response: &mut (dyn ReadFields + Send),
    ) -> Result<(), Error> {
        let config = &self.inner.config;
        if let Some(invalid) = parameters.invalid() {
            return Err(Error::invalid_parameter(operation.name, invalid));
        }
        let credentials = config
            .credentials
            .credentials()
            .await
            .map_err(|error| Error::credentials(operation.name, error))?;
        let stamp =
            Stamp::new(SystemTime::now()).map_err(|error| Error::nonce(operation.name, error))?;
        let unsigned = Unsigned {
            service: self.inner.service,
            operation,
            endpoint: &config.endpoint,
            user_agent: &config.user_agent,
            parameters,
        };
        let request = unsigned
            .sign(config.signature_method, &credentials, &stamp)
            .map_err(|error| Error::invalid_request(operation.name, error))?;

        let exchange = config.transport.send(request);
        let answered = match config.attempt_timeout {
            None => exchange.await,
            Some(limit) => match tokio::time::timeout(limit, exchange).await {
                Ok(answered) => answered,
                Err(_) => {
                    return Err(Error::timeout(operation.name, "answer", limit).with_attempts(1));
                }
            },
        };
        let answer =
            answered.map_err(|error| Error::transport(operation.name, error).with_attempts(1))?;
        let status = answer.status().as_u16();
        let request_id = answer
            .headers()
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        tracing::debug!(status, request_id, "answered");

        let read_answer = |body: &Bytes| Answer::read(body, request_id, &credentials);
        let failed = |said: Answer| {
            let retry_after = retry_after(answer.headers());
            let class = self.classify(status, said.code.as_deref(), retry_after);
            Error::service(operation.name, status, said, class)
                .with_retry_after(retry_after)
                .with_attempts(1)
        };
        if !answer.status().is_success() {
            return Err(failed(read_answer(answer.body())));
        }
        match decode::read_body(answer.body(), response) {
            // Some answers are errors although their status says otherwise.
            Ok(Some(code)) if !is_success(&code) => Err(failed(read_answer(answer.body()))),
            Ok(_) => Ok(()),
            Err(error) => {
                let said = read_answer(answer.body());
                Err(Error::invalid_response(operation.name, status, said, error).with_attempts(1))
            }
        }
    }

    /// What to make of an error answer: by its code where the service documents that, else by its status.
    fn classify(
        &self,
        status: u16,
        code: Option<&str>,
        retry_after: Option<Duration>,
    ) -> Option<ErrorClass> {
        let code = code.unwrap_or_default();
        let known = self
            .inner
            .service
            .error_classes
            .iter()
            .find(|(known, _)| *known == code);
        if let Some((_, class)) = known {
            return Some(*class);
        }
        if code.contains("Throttling") || retry_after.is_some() || status == 429 {
            Some(ErrorClass::Throttling)
        } else if status >= 500 {
            Some(ErrorClass::Transient)
        } else {
            None
        }
    }
}

impl fmt::Debug for RpcClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RpcClient")
            .field("service", &self.inner.service.product)
            .field("config", &self.inner.config)
            .finish()
    }
}

/// How long the service asks to wait. Its own header counts in milliseconds.
fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let milliseconds = headers
        .get("x-acs-retry-after")?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    (milliseconds > 0).then(|| Duration::from_millis(milliseconds))
}

/// Whether a `Code` in a successful answer is one of those that mean success.
fn is_success(code: &str) -> bool {
    code == "200" || code.eq_ignore_ascii_case("ok") || code.eq_ignore_ascii_case("success")
}

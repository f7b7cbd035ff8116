//! The client that generated clients are built on.

use std::fmt;
use std::sync::Arc;

use super::call_settings::CallSettings;
#[cfg(feature = "mock")]
use super::mock::Mock;
use crate::call::config::Config;
use crate::call::retry_loop::Call;
use crate::call::shared::Shared;
use crate::codec::encode::Parameters;
use crate::error::{Error, OperationError};
use crate::info::ServiceInfo;
use crate::model::operation::{CallFuture, Operation};

/// A client of one RPC-style API, on which generated clients are built.
///
/// Copies are cheap and share connections, settings, rate limits, retry budget and the service's time.
#[derive(Clone)]
pub struct RpcClient {
    shared: Arc<Shared>,
    /// What answers in place of the service.
    #[cfg(feature = "mock")]
    mock: Option<Mock>,
}

impl RpcClient {
    pub(crate) fn new(service: &'static ServiceInfo, config: Config) -> Self {
        let shared = Shared {
            service,
            clock: Arc::default(),
            limiter: Arc::default(),
            retry_budget: Arc::new(config.retry.make_budget()),
            config,
        };
        Self {
            shared: Arc::new(shared),
            #[cfg(feature = "mock")]
            mock: None,
        }
    }

    /// The same client, whose calls a mock answers.
    #[cfg(feature = "mock")]
    pub(crate) fn with_mock(mut self, mock: Option<Mock>) -> Self {
        self.mock = mock;
        self
    }

    /// A client like this one, some of whose settings are others. It shares connections, credentials, rate limits,
    /// retry budget and the service's time with this one.
    ///
    /// # Errors
    ///
    /// When a setting is wrong, or contradicts another.
    pub fn with_settings(&self, settings: &CallSettings) -> Result<Self, Error> {
        let mut config = self.shared.config.clone();
        settings.apply(&mut config).map_err(Error::configuration)?;
        let retry_budget = match config.retry.has_budget_of(&self.shared.config.retry) {
            true => Arc::clone(&self.shared.retry_budget),
            false => Arc::new(config.retry.make_budget()),
        };
        let shared = Shared {
            service: self.shared.service,
            config,
            clock: Arc::clone(&self.shared.clock),
            limiter: Arc::clone(&self.shared.limiter),
            retry_budget,
        };
        Ok(Self {
            shared: Arc::new(shared),
            #[cfg(feature = "mock")]
            mock: self.mock.clone(),
        })
    }

    /// The settings of the client.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Calls an operation.
    ///
    /// It needs a tokio runtime whose I/O and time drivers are on.
    ///
    /// Dropping the future abandons the call: what was not yet sent is not sent, no attempt follows, and a place in the
    /// queue for the rate limit is given up. The answer of what was sent is lost, so a write may have been executed
    /// and nobody knows. Other calls are not affected.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send<R: Operation>(
        &self,
        request: R,
    ) -> Result<R::Response, OperationError<R::ErrorCode>> {
        self.clone().call(request).await
    }

    /// Calls an operation like [`send`](Self::send), with a future that owns the client and has a name.
    #[must_use]
    pub fn call<R: Operation>(self, request: R) -> CallFuture<R> {
        // Here and not in the future, which would hold the whole request all the time.
        let mut parameters = Parameters::default();
        request.write_parameters(&mut parameters);
        #[cfg(feature = "mock")]
        let mocked = self.mock.clone().map(|mock| (mock, request));
        Box::pin(async move {
            #[cfg(feature = "mock")]
            if let Some((mock, request)) = mocked {
                return mock.reply(request).map_err(|failure| {
                    OperationError::new(failure.into_error(self.shared.service, R::INFO.name))
                });
            }
            let mut response = R::Response::default();
            let mut call = Call::new(&self.shared, R::INFO, &parameters);
            match call.run(&mut response).await {
                Ok(()) => Ok(response),
                Err(error) => Err(OperationError::new(error)),
            }
        })
    }
}

impl fmt::Debug for RpcClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RpcClient")
            .field("service", &self.shared.service.product)
            .field("config", &self.shared.config)
            .finish()
    }
}

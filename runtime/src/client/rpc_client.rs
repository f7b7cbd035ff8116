//! The client that generated clients wrap.

use std::fmt;
use std::sync::Arc;

use super::call_settings::CallSettings;
#[cfg(feature = "mock")]
use super::mock::Mock;
use crate::call::config::Config;
use crate::call::retry_loop::Call;
use crate::call::shared::Shared;
use crate::codec::decode::ReadFields;
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::info::{OperationInfo, ServiceInfo};
use crate::model::operation::{CallFuture, Operation, Waitable};
use crate::model::waiter::Waiter;
use crate::wait::wait_until;

/// A client for one RPC-style API. Generated clients wrap it.
///
/// Clones are cheap and share connections, settings, rate limits, retry budget and the offset of
/// the service's clock.
#[derive(Clone)]
pub struct RpcClient {
    shared: Arc<Shared>,
    /// Responds in place of the service, if set.
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

    /// Returns the client with a mock that responds to its calls.
    #[cfg(feature = "mock")]
    pub(crate) fn with_mock(mut self, mock: Option<Mock>) -> Self {
        self.mock = mock;
        self
    }

    /// Returns a client with some settings overridden. It shares connections, credentials, rate
    /// limits, retry budget and the offset of the service's clock with this one, but has a separate
    /// retry budget if the budget of the settings' [`RetryPolicy`](crate::RetryPolicy) differs.
    ///
    /// # Errors
    ///
    /// Fails if a setting is invalid or contradicts another.
    pub fn with_settings(&self, settings: &CallSettings) -> Result<Self, Error> {
        let mut config = self.shared.config.clone();
        settings.apply(&mut config).map_err(Error::configuration)?;
        let retry_budget = match config.retry.has_same_budget(&self.shared.config.retry) {
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

    /// Returns the settings of the client.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Calls an operation.
    ///
    /// Requires a tokio runtime with I/O and time drivers enabled.
    ///
    /// Dropping the future cancels the call: no further attempt is made, and its position in the
    /// queue of the rate limit is released. If a request was already sent, the response is lost and
    /// a write may have been executed. Other calls are not affected.
    ///
    /// # Errors
    ///
    /// [`ErrorKind`](crate::ErrorKind) lists the kinds of failures.
    pub async fn send<R: Operation>(&self, request: R) -> Result<R::Response, Error> {
        self.clone().call(request).await
    }

    /// Calls an operation that has no type, for example one that the service added meanwhile. It is
    /// signed, retried and limited like any other, by its description. Mocks do not respond to it.
    ///
    /// The response may be any type that reads itself: [`ExtraMembers`](crate::ExtraMembers) holds
    /// all members as JSON.
    ///
    /// ```
    /// use alibabacloud_rpc::{Error, ExtraMembers, OperationInfo, Parameters, RpcClient};
    ///
    /// async fn region(client: &RpcClient, domain: &str) -> Result<(), Error> {
    ///     static OPERATION: OperationInfo = OperationInfo::get("DescribeDomainRegion").read_only();
    ///     let mut parameters = Parameters::default();
    ///     parameters.query("DomainName", &domain.to_owned());
    ///     let response: ExtraMembers = client.send_untyped(&OPERATION, &parameters).await?;
    ///     println!("{:?}", response.get("Region"));
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails like [`send`](Self::send).
    pub async fn send_untyped<T: ReadFields + Default + Send>(
        &self,
        operation: &'static OperationInfo,
        parameters: &Parameters,
    ) -> Result<T, Error> {
        let mut response = T::default();
        let mut call = Call::new(&self.shared, operation, parameters);
        call.run(&mut response).await?;
        Ok(response)
    }

    /// Repeats a request until its response shows a state. Dropping the future ends the wait.
    ///
    /// # Errors
    ///
    /// See [`wait`](crate::wait).
    pub fn wait<R: Waitable>(self, request: R, waiter: Waiter) -> CallFuture<R> {
        let operation = R::INFO.name;
        let mut parameters = Parameters::default();
        request.write_parameters(&mut parameters);
        let item = waiter.item_in(&parameters, operation);
        CallFuture::new(async move {
            let item = item?;
            let call = || {
                let call = self.clone().call(request.clone());
                async { waiter.settle(call.await) }
            };
            let done = |response: &R::Response| waiter.progress(response, item.as_deref());
            let waiting = wait_until(call, done).towards(waiter.goal_of(operation));
            waiting.policy(waiter.policy).await
        })
    }

    /// Calls an operation like [`send`](Self::send), but returns a future that owns the client and
    /// has a type name.
    pub fn call<R: Operation>(self, request: R) -> CallFuture<R> {
        // Outside the future, which would otherwise keep the whole request until the call is over.
        let mut parameters = match self.shared.config.strict {
            true => Parameters::strict(),
            false => Parameters::default(),
        };
        request.write_parameters(&mut parameters);
        #[cfg(feature = "mock")]
        let mock_call = self.mock.clone().map(|mock| (mock, request));
        CallFuture::new(async move {
            #[cfg(feature = "mock")]
            if let Some((mock, request)) = mock_call {
                if let Some(invalid) = parameters.invalid() {
                    return Err(Error::invalid_parameter(R::INFO.name, invalid));
                }
                return mock
                    .respond(request)
                    .map_err(|failure| failure.into_error(self.shared.service, R::INFO));
            }
            let mut response = R::Response::default();
            let mut call = Call::new(&self.shared, R::INFO, &parameters);
            call.run(&mut response).await?;
            Ok(response)
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

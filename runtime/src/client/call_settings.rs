//! Settings for some calls of a client.

use std::time::Duration;

use super::timeouts::{Limit, Timeouts};
use crate::call::config::Config;
use crate::policy::retry::RetryPolicy;

/// Overrides of client settings for some calls. Settings that are not overridden keep the values of
/// the client.
///
/// ```no_run
/// use std::time::Duration;
/// use alibabacloud_rpc::{CallSettings, RetryPolicy, RpcClient};
///
/// # fn example(client: RpcClient) -> Result<(), alibabacloud_rpc::Error> {
/// let settings = CallSettings::new()
///     .operation_timeout(Duration::from_secs(300))
///     .retry_policy(RetryPolicy::off());
/// let slow_client = client.with_settings(&settings)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "settings have no effect until passed to `with_settings`"]
pub struct CallSettings {
    attempt_timeout: Limit,
    operation_timeout: Limit,
    retry_policy: Option<RetryPolicy>,
}

impl CallSettings {
    /// Creates settings that override nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout of an attempt, from signing the request to the end of the response; `None`
    /// for no limit. It must not be longer than the operation timeout.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = limit.into().into();
        self
    }

    /// Sets the timeout of a whole call; `None` for no limit. An attempt timeout that is not
    /// overridden is shortened to it if necessary.
    pub fn operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation_timeout = limit.into().into();
        self
    }

    /// Sets the retry policy. If its budget differs from that of the client, it has a separate
    /// budget.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = Some(policy);
        self
    }

    /// Applies the settings to a configuration. Fails with a text that names the contradicting
    /// settings.
    pub(crate) fn apply(&self, config: &mut Config) -> Result<(), String> {
        let operation = self.operation_timeout.or(config.operation_timeout);
        let attempt = match (config.attempt_timeout, operation) {
            (Some(attempt), Limit::After(operation)) => Some(attempt.min(operation)),
            (attempt, _) => attempt,
        };
        let timeouts = Timeouts {
            connect: None,
            attempt: self.attempt_timeout.or(attempt),
            operation,
        };
        let timeouts = timeouts.resolve()?;
        config.attempt_timeout = timeouts.attempt;
        config.operation_timeout = timeouts.operation;
        if let Some(policy) = &self.retry_policy {
            policy.validate()?;
            config.retry = policy.clone();
        }
        Ok(())
    }
}

//! Settings of single calls.

use std::time::Duration;

use super::timeouts::{Limit, Timeouts};
use crate::call::config::Config;
use crate::policy::retry::RetryPolicy;

/// Settings for some calls, in place of those of the client. What is not set stays as it is.
///
/// ```no_run
/// use std::time::Duration;
/// use alibabacloud_rpc::{CallSettings, RetryPolicy, RpcClient};
///
/// # fn example(client: RpcClient) -> Result<(), alibabacloud_rpc::Error> {
/// let settings = CallSettings::new()
///     .operation_timeout(Duration::from_secs(300))
///     .retry_policy(RetryPolicy::off());
/// let patient = client.with_settings(&settings)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "settings do nothing until a client has them"]
pub struct CallSettings {
    attempt_timeout: Limit,
    operation_timeout: Limit,
    retry_policy: Option<RetryPolicy>,
}

impl CallSettings {
    /// No settings yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Time of an attempt, from signing the request to the end of its answer; `None` for no limit. May not be longer
    /// than the operation timeout.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = limit.into().into();
        self
    }

    /// Time for a whole call; `None` for no limit. An attempt timeout that is not set here is shortened to it.
    pub fn operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.operation_timeout = limit.into().into();
        self
    }

    /// How failed calls are repeated. A policy with another budget than the client's has it for itself.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = Some(policy);
        self
    }

    /// Puts the settings into effect. The error says what contradicts what.
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

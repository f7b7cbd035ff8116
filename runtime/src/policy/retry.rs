//! Retries: which failed calls are retried, how often and when.
//!
//! The standard policy retries a call where a retry is safe:
//!
//! - after throttling, since the service has not executed the call;
//! - after a failure to connect, since nothing was sent;
//! - after any other transient failure (a timeout of an attempt, a broken connection, a status of
//!   500 or above, a nonce that arrived before), only if the call may be executed twice: it only
//!   reads, or its `ClientToken` lets the service recognize a retry.
//!
//! Throttling needs proof, since a wrong guess repeats a write: a code, status 429, or the header
//! `x-acs-retry-after` together with a status from 400 to 499. With any other status, the header
//! only says when to retry.
//!
//! A call with a wrong timestamp or refused credentials was not executed either. It is retried once
//! with the time of the service, or with other credentials if the provider has any, in addition to
//! the other attempts.
//!
//! Each attempt is signed separately. If the wait before a retry would leave too little of the
//! operation timeout for a response, the call fails immediately.

mod budget;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use budget::Budget;

use crate::error::{Error, ErrorKind};
use crate::info::{ErrorClass, OperationInfo};
use crate::support::backoff;
use crate::support::defaults::{
    BASE_DELAY, MAX_ATTEMPTS, MAX_DELAY, MAX_RETRY_AFTER, RETRY_BUDGET, THROTTLING_BASE_DELAY,
};

/// The policy for retries of failed calls.
///
/// [`defaults`](crate::defaults) lists the defaults of all settings.
///
/// Waits are random between zero and the configured maximum, so that clients that fail together do
/// not retry together. If the service or a proxy requests a wait (`x-acs-retry-after`, or
/// `Retry-After`), the client waits that long plus up to a tenth.
#[derive(Clone)]
#[must_use = "a policy has no effect until a client uses it"]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    throttling_base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    budget: Option<u32>,
    classifier: Option<Arc<dyn RetryClassifier>>,
}

impl RetryPolicy {
    /// Returns the policy with the defaults.
    pub fn standard() -> Self {
        Self {
            max_attempts: MAX_ATTEMPTS,
            base_delay: BASE_DELAY,
            throttling_base_delay: THROTTLING_BASE_DELAY,
            max_delay: MAX_DELAY,
            max_retry_after: MAX_RETRY_AFTER,
            budget: Some(RETRY_BUDGET),
            classifier: None,
        }
    }

    /// Returns a policy without retries.
    pub fn off() -> Self {
        Self::standard().max_attempts(1)
    }

    /// Sets the maximum number of attempts of a call, including the first. With 1, nothing is
    /// retried.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the maximum wait before the first retry. It doubles with each retry.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the maximum wait before the first retry of a throttled call. It doubles with each
    /// retry.
    pub fn throttling_base_delay(mut self, delay: Duration) -> Self {
        self.throttling_base_delay = delay;
        self
    }

    /// Sets the limit of the doubling waits.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the maximum wait that the service may request. If it requests more, the call is not
    /// retried, and [`Error::retry_after`] returns the requested wait.
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets the number of retries that all calls of the client and its clones share, so that an
    /// outage does not multiply the traffic. Each retry takes one from the budget. Ten successful
    /// calls earn one back, up to this number. `None` for no limit.
    pub fn budget(mut self, retries: impl Into<Option<u32>>) -> Self {
        self.budget = retries.into();
        self
    }

    /// Sets a classifier, which decides on each failure first. Its retries are also limited by the
    /// maximum number of attempts, the waits, the budget and the operation timeout.
    pub fn classifier(mut self, classifier: impl RetryClassifier + 'static) -> Self {
        self.classifier = Some(Arc::new(classifier));
        self
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    pub(crate) fn has_same_budget(&self, other: &Self) -> bool {
        self.budget == other.budget
    }

    pub(crate) fn make_budget(&self) -> Budget {
        Budget::new(self.budget)
    }

    /// Fails with the reason if the policy is invalid.
    pub(crate) fn validate(&self) -> Result<(), String> {
        if self.max_attempts == 0 {
            return Err("a call needs at least one attempt; use RetryPolicy::off() for calls without retries".into());
        }
        for (name, value) in [
            ("base_delay", self.base_delay),
            ("throttling_base_delay", self.throttling_base_delay),
            ("max_retry_after", self.max_retry_after),
        ] {
            if value.is_zero() {
                return Err(format!("{name} of the retry policy is zero"));
            }
        }
        for (name, value) in [
            ("base_delay", self.base_delay),
            ("throttling_base_delay", self.throttling_base_delay),
        ] {
            if value > self.max_delay {
                return Err(format!(
                    "{name} of the retry policy is {value:?}, above its max_delay of {:?}",
                    self.max_delay
                ));
            }
        }
        if self.budget == Some(0) && self.max_attempts > 1 {
            return Err(
                "a retry budget of 0 permits no retry; use RetryPolicy::off() instead".into(),
            );
        }
        Ok(())
    }

    /// Returns the decision of the classifier on a failed attempt.
    pub(crate) fn classify(&self, failed: &FailedAttempt<'_>) -> Retry {
        self.classifier
            .as_ref()
            .map_or(Retry::Default, |classifier| classifier.classify(failed))
    }

    /// Returns the wait before the next attempt, after this many retries; `None` if the wait that
    /// the service requests is too long.
    pub(crate) fn wait(
        &self,
        class: Option<ErrorClass>,
        retry_after: Option<Duration>,
        retries: u32,
    ) -> Option<Duration> {
        if let Some(requested) = retry_after {
            return (requested <= self.max_retry_after)
                .then(|| requested.saturating_add(backoff::random_up_to(requested / 10)));
        }
        let base = if class == Some(ErrorClass::Throttling) {
            self.throttling_base_delay
        } else {
            self.base_delay
        };
        let longest = backoff::doubled(base, retries, self.max_delay);
        Some(backoff::random_up_to(longest))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("max_attempts", &self.max_attempts)
            .field("base_delay", &self.base_delay)
            .field("throttling_base_delay", &self.throttling_base_delay)
            .field("max_delay", &self.max_delay)
            .field("max_retry_after", &self.max_retry_after)
            .field("budget", &self.budget)
            .field("has_classifier", &self.classifier.is_some())
            .finish()
    }
}

/// Decides which failed attempts are retried.
///
/// Functions implement the trait:
///
/// ```
/// use alibabacloud_rpc::retry::{FailedAttempt, Retry, RetryPolicy};
///
/// let policy = RetryPolicy::standard().classifier(|failed: &FailedAttempt<'_>| match failed.error.code() {
///     Some("QuotaSettling") => Retry::Retry,
///     _ => Retry::Default,
/// });
/// # let _ = policy;
/// ```
pub trait RetryClassifier: Send + Sync {
    /// Decides on a failed attempt. It runs as part of the call, so it must not block.
    fn classify(&self, failed: &FailedAttempt<'_>) -> Retry;
}

impl<F: Fn(&FailedAttempt<'_>) -> Retry + Send + Sync> RetryClassifier for F {
    fn classify(&self, failed: &FailedAttempt<'_>) -> Retry {
        self(failed)
    }
}

/// The decision of a [`RetryClassifier`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Retry {
    /// Retry, even if the call may have been executed.
    Retry,
    /// Do not retry.
    DoNotRetry,
    /// Leave the decision to the standard policy.
    Default,
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The description of the called operation.
    pub operation: &'static OperationInfo,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// The error of the attempt.
    pub error: &'a Error,
    /// Whether the call may be executed twice: the operation only reads, or its `ClientToken` is
    /// set.
    pub idempotent: bool,
}

impl FailedAttempt<'_> {
    /// Returns whether a retry is safe.
    pub(crate) fn is_safe_to_retry(&self) -> bool {
        is_safe_to_retry(self.error.kind(), self.error.class(), self.idempotent)
    }
}

/// Returns whether a retry is safe after a failure of this kind and class.
pub(crate) fn is_safe_to_retry(
    kind: ErrorKind,
    class: Option<ErrorClass>,
    idempotent: bool,
) -> bool {
    match kind {
        ErrorKind::Connect => true,
        ErrorKind::Timeout | ErrorKind::Transport => idempotent,
        ErrorKind::Service => match class {
            Some(ErrorClass::Throttling) => true,
            Some(ErrorClass::Transient | ErrorClass::Replayed) => idempotent,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_policies_are_rejected_with_the_reason() {
        let policy = RetryPolicy::standard;
        policy().validate().unwrap();
        RetryPolicy::off().budget(0).validate().unwrap();
        let second = Duration::from_secs(1);
        for (invalid, reason) in [
            (policy().max_attempts(0), "at least one attempt"),
            (policy().base_delay(Duration::ZERO), "base_delay"),
            (policy().max_retry_after(Duration::ZERO), "max_retry_after"),
            (
                policy().base_delay(2 * second).max_delay(second),
                "above its max_delay of 1s",
            ),
            (
                policy().throttling_base_delay(30 * second),
                "above its max_delay of 20s",
            ),
            (policy().budget(0), "budget of 0"),
        ] {
            let error = invalid.validate().unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}

//! Which calls are repeated, how often, and after what time.
//!
//! The standard policy repeats what cannot do harm:
//!
//! - a call that was throttled, since the service refused it unexecuted;
//! - a call that found no connection, since nothing was sent;
//! - any other passing failure (a timeout of an attempt, a broken connection, a status of 500 and more) only of a call
//!   that may be executed twice: one that reads, or one whose `ClientToken` lets the service tell a repetition.
//!
//! A call dated wrongly was refused unexecuted too. It is repeated once by the service's own clock, on top of the other
//! attempts.
//!
//! Every attempt is signed anew. None starts that would wait past the operation timeout: the failure is then reported
//! at once.

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

/// How failed calls are repeated.
///
/// What is not set is as [`defaults`](crate::defaults) lists it.
///
/// Waits are random between nothing and what is set, so that clients that failed together do not come back
/// together. If the service asks for a wait (`x-acs-retry-after`), it gets it, and up to a tenth more.
#[derive(Clone)]
#[must_use = "a policy does nothing until a client has it"]
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
    /// The defaults.
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

    /// One attempt, whatever comes of it.
    pub fn off() -> Self {
        Self::standard().max_attempts(1)
    }

    /// Attempts of a call in all, the first included. With 1 nothing is repeated.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Longest wait before the first repetition. It doubles with each.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Longest wait before the first repetition of a throttled call. It doubles with each.
    pub fn throttling_base_delay(mut self, delay: Duration) -> Self {
        self.throttling_base_delay = delay;
        self
    }

    /// Limit on what the waits double to.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Longest wait that the service may ask for. If it asks for more, the call is not repeated; the error says for
    /// how long by [`Error::retry_after`].
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// How many repetitions all calls of the client and its copies may make together, so that an outage is not met
    /// with a multiple of the usual traffic. Each repetition takes one; every tenth successful call earns one back,
    /// up to this number. `None` for no such limit.
    pub fn budget(mut self, retries: impl Into<Option<u32>>) -> Self {
        self.budget = retries.into();
        self
    }

    /// Gives the first word on each failure to a classifier. Attempts, waits, budget and the operation timeout limit
    /// its repetitions too.
    pub fn classifier(mut self, classifier: impl RetryClassifier + 'static) -> Self {
        self.classifier = Some(Arc::new(classifier));
        self
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.max_attempts
    }

    pub(crate) fn has_budget_of(&self, other: &Self) -> bool {
        self.budget == other.budget
    }

    pub(crate) fn make_budget(&self) -> Budget {
        Budget::new(self.budget)
    }

    /// Why the policy is none.
    pub(crate) fn validate(&self) -> Result<(), String> {
        if self.max_attempts == 0 {
            return Err("a call needs at least one attempt; RetryPolicy::off() makes one".into());
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
                "a retry budget of 0 permits no retry; RetryPolicy::off() says so plainly".into(),
            );
        }
        Ok(())
    }

    /// What the classifier says of a failed attempt.
    pub(crate) fn classify(&self, failed: &FailedAttempt<'_>) -> Retry {
        self.classifier
            .as_ref()
            .map_or(Retry::Default, |classifier| classifier.classify(failed))
    }

    /// The wait before the next attempt, after this many retries; `None` if the service asks for too long a one.
    pub(crate) fn wait(
        &self,
        class: Option<ErrorClass>,
        retry_after: Option<Duration>,
        retries: u32,
    ) -> Option<Duration> {
        if let Some(asked) = retry_after {
            return (asked <= self.max_retry_after)
                .then(|| asked.saturating_add(backoff::random_up_to(asked / 10)));
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

/// Decides which failed attempts are followed by another.
///
/// Functions are classifiers:
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
    /// Decides on one failed attempt. It is asked while the call waits, so it must not block.
    fn classify(&self, failed: &FailedAttempt<'_>) -> Retry;
}

impl<F: Fn(&FailedAttempt<'_>) -> Retry + Send + Sync> RetryClassifier for F {
    fn classify(&self, failed: &FailedAttempt<'_>) -> Retry {
        self(failed)
    }
}

/// What a [`RetryClassifier`] decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Retry {
    /// Another attempt, even of a call that may have been executed.
    Retry,
    /// No further attempt.
    DoNotRetry,
    /// As the standard policy decides.
    Default,
}

/// An attempt that failed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailedAttempt<'a> {
    /// The operation that is called.
    pub operation: &'static OperationInfo,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// What went wrong.
    pub error: &'a Error,
    /// Whether the call may be executed twice: the operation only reads, or its `ClientToken` is set.
    pub idempotent: bool,
}

impl FailedAttempt<'_> {
    /// Whether another attempt can do no harm.
    pub(crate) fn is_safe_to_retry(&self) -> bool {
        is_safe_to_retry(self.error.kind(), self.error.class(), self.idempotent)
    }
}

/// Whether another attempt can do no harm after a failure of this kind and class.
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
            Some(ErrorClass::Transient) => idempotent,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_policy_is_named() {
        let policy = RetryPolicy::standard;
        policy().validate().unwrap();
        RetryPolicy::off().budget(0).validate().unwrap();
        let second = Duration::from_secs(1);
        for (wrong, reason) in [
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
            let error = wrong.validate().unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}

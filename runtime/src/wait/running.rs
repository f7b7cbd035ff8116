//! A wait in progress, without its calls and timers. Async and blocking waits share it.

use std::time::Duration;

use tokio::time::Instant;

use super::error::{Goal, WaitError};
use super::policy::WaitPolicy;
use super::progress::Progress;
use crate::error::Error;
use crate::support::defaults::{MIN_RESPONSE_TIME, MIN_RESPONSE_TIME_DIVISOR};

/// A wait in progress.
#[derive(Debug)]
pub(crate) struct Running {
    goal: Goal,
    policy: WaitPolicy,
    started: Instant,
    calls: u32,
    /// Failed calls since the last response.
    failures: u32,
    /// The state seen last.
    state: Option<String>,
    /// The error of the last call, if it failed.
    last: Option<Error>,
}

impl Running {
    /// Starts a wait, unless its policy is invalid.
    pub(crate) fn start(goal: Goal, policy: WaitPolicy) -> Result<Self, Error> {
        policy
            .validate()
            .map_err(|reason| Error::invalid_request(goal.operation, reason))?;
        Ok(Self {
            goal,
            policy,
            started: Instant::now(),
            calls: 0,
            failures: 0,
            state: None,
            last: None,
        })
    }

    /// Returns when to abandon a call in progress; `None` for never.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.started.checked_add(self.policy.total())
    }

    /// Ends the wait with success.
    pub(crate) fn done(&mut self) {
        self.calls += 1;
        self.log("done");
    }

    /// Returns the pause after a call that does not end the wait with success.
    pub(crate) fn after(&mut self, outcome: Result<Progress, Error>) -> Result<Duration, Error> {
        self.calls += 1;
        let mut at_least = Duration::ZERO;
        match outcome {
            Ok(Progress::Failed(state)) => {
                self.see(state);
                self.last = None;
                self.log("failed state");
                return Err(Error::failed_state(self.goal.operation, self.error(None)));
            }
            Ok(Progress::Pending(state)) => {
                self.see(state);
                (self.failures, self.last) = (0, None);
            }
            Ok(Progress::Done) => (self.failures, self.last) = (0, None),
            Err(error) => {
                self.failures += 1;
                if !error.is_retryable() || !self.policy.tolerates(self.failures) {
                    self.log("call failed");
                    return Err(error);
                }
                tracing::debug!(%error, "a call of the wait failed, going on");
                at_least = error.retry_after().unwrap_or_default();
                self.last = Some(error);
            }
        }
        let left = self.policy.total().saturating_sub(self.started.elapsed());
        let left = left.saturating_sub(self.response_time());
        if left.is_zero() || at_least > left {
            return Err(self.limit_reached());
        }
        Ok(self.policy.pause(self.calls - 1).max(at_least).min(left))
    }

    /// Returns the error of a wait whose call was abandoned at the limit.
    pub(crate) fn interrupted(&mut self) -> Error {
        self.calls += 1;
        self.limit_reached().with_attempts(0, true)
    }

    fn limit_reached(&mut self) -> Error {
        self.log("limit reached");
        let cause = self.error(Some(self.policy.total()));
        Error::wait_timed_out(self.goal.operation, cause)
    }

    /// Remembers a state, unless it has no name.
    fn see(&mut self, state: String) {
        self.state = Some(state).filter(|state| !state.is_empty());
    }

    /// Returns how much time to leave for a response.
    fn response_time(&self) -> Duration {
        MIN_RESPONSE_TIME.min(self.policy.total() / MIN_RESPONSE_TIME_DIVISOR)
    }

    fn error(&mut self, limit: Option<Duration>) -> WaitError {
        WaitError {
            goal: self.goal,
            limit,
            state: self.state.take(),
            waited: self.waited(),
            calls: self.calls,
            last: self.last.take(),
        }
    }

    /// Returns how long the wait has been, in whole milliseconds.
    fn waited(&self) -> Duration {
        let millis = self.started.elapsed().as_millis();
        Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }

    fn log(&self, outcome: &str) {
        tracing::info!(
            operation = self.goal.operation,
            until = self.goal.state,
            outcome,
            last_state = self.state.as_deref(),
            calls = self.calls,
            waited = ?self.waited(),
            "wait ended"
        );
    }
}

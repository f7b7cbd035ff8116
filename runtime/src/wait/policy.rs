//! How often a wait calls, and for how long.

use std::time::Duration;

use crate::support::backoff;
use crate::support::defaults::{
    LONGEST_WAIT_INTERVAL, TOLERATED_FAILURES, WAIT_INTERVAL, WAIT_LIMIT,
};

/// The part of a pause that is random: one of so many. Waits that begin together spread out.
const JITTER_DIVISOR: u32 = 4;

/// The policy of a wait: its pauses, its limit, and how many failed calls it tolerates.
///
/// [`defaults`](crate::defaults) lists the defaults. Waiters of generated clients have an interval
/// and a limit of their own, which their documentation states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy has no effect until a wait uses it"]
pub struct WaitPolicy {
    interval: Duration,
    longest_interval: Duration,
    limit: Duration,
    tolerated_failures: u32,
}

impl WaitPolicy {
    /// Returns the policy with the defaults.
    pub const fn standard() -> Self {
        Self {
            interval: WAIT_INTERVAL,
            longest_interval: LONGEST_WAIT_INTERVAL,
            limit: WAIT_LIMIT,
            tolerated_failures: TOLERATED_FAILURES,
        }
    }

    /// Sets the pause after the first call. It doubles with each call, up to the longest interval;
    /// a random part of up to a quarter is left out.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Sets the limit of the doubling pauses. One below the interval has no effect: the pauses then
    /// stay as they are.
    pub const fn longest_interval(mut self, interval: Duration) -> Self {
        self.longest_interval = interval;
        self
    }

    /// Sets how long to wait altogether. The last pause is shortened, so that there is time for one
    /// more call.
    pub const fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Sets how many calls in a row may fail. Only errors after which the call may succeed
    /// [later](crate::Error::is_retryable) are tolerated; others end the wait at once. Each call
    /// has already been retried by the client's [`RetryPolicy`](crate::RetryPolicy).
    pub const fn tolerated_failures(mut self, failures: u32) -> Self {
        self.tolerated_failures = failures;
        self
    }

    /// Returns how long to wait altogether.
    pub(super) fn total(&self) -> Duration {
        self.limit
    }

    /// Returns whether a wait goes on after this many failed calls in a row.
    pub(super) fn tolerates(&self, failures: u32) -> bool {
        failures <= self.tolerated_failures
    }

    /// Fails with the reason if the policy is invalid.
    pub(super) fn validate(&self) -> Result<(), &'static str> {
        match self.interval.is_zero() {
            true => Err("the interval of a wait is zero"),
            false => Ok(()),
        }
    }

    /// Returns the pause after a call, given how many there were before.
    pub(super) fn pause(&self, earlier: u32) -> Duration {
        let longest = self.longest_interval.max(self.interval);
        let whole = backoff::doubled(self.interval, earlier, longest);
        whole - backoff::random_up_to(whole / JITTER_DIVISOR)
    }
}

impl Default for WaitPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

//! The sliding window that decides when calls may start.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::info::RateLimit;
use crate::support::defaults::RATE_LIMIT_MARGIN_DIVISOR;

/// Maximum number of starts to keep.
const MAX_STARTS: u32 = 1024;

/// The start times of the latest calls in a queue, and the number of waiting calls.
///
/// A call may start if fewer calls than the limit started in the preceding period. The period is a
/// little longer than documented.
#[derive(Debug)]
pub(super) struct Window {
    calls: usize,
    per: Duration,
    started: VecDeque<Instant>,
    pub(super) waiting: usize,
}

impl Window {
    pub(super) fn new(limit: RateLimit) -> Self {
        // A high limit is split into shorter periods with fewer calls, which needs less memory.
        let parts = limit.calls.div_ceil(MAX_STARTS).max(1);
        Self {
            calls: usize::try_from((limit.calls / parts).max(1)).unwrap_or(1),
            per: limit
                .per
                .saturating_add(limit.per / RATE_LIMIT_MARGIN_DIVISOR)
                / parts,
            started: VecDeque::new(),
            waiting: 0,
        }
    }

    /// Returns when the next arriving call may start, assuming that all waiting calls start first.
    pub(super) fn start_of_next(&self, now: Instant) -> Instant {
        self.start_of(self.started.len() + self.waiting, now)
    }

    /// Returns when the call at the head of the queue may start.
    pub(super) fn start_of_head(&self, now: Instant) -> Instant {
        self.start_of(self.started.len(), now)
    }

    /// Returns when a call may start, by its index counted from the first start that is kept.
    fn start_of(&self, index: usize, now: Instant) -> Instant {
        let (rounds, first) = (index / self.calls, index % self.calls);
        let Some(more) = rounds.checked_sub(1) else {
            return now;
        };
        let opens = match self.started.get(first) {
            Some(started) => later(*started, self.per).max(now),
            None => later(now, self.per),
        };
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        later(opens, self.per.saturating_mul(more))
    }

    /// Records the start of a call.
    pub(super) fn start(&mut self, now: Instant) {
        if self.started.len() >= self.calls {
            self.started.pop_front();
        }
        self.started.push_back(now);
    }

    /// Returns whether calls are waiting, or calls that started may still delay others.
    pub(super) fn is_in_use(&self, now: Instant) -> bool {
        self.waiting > 0
            || self
                .started
                .back()
                .is_some_and(|last| later(*last, self.per) > now)
    }
}

/// Adds a duration to a time, limited to 30 years.
fn later(time: Instant, by: Duration) -> Instant {
    const MAX_DURATION: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    time + by.min(MAX_DURATION)
}

//! When calls may start.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::info::RateLimit;

/// How many starts are remembered at most.
const LONGEST: u32 = 1024;

/// The starts of the last calls of one kind, and how many more wait.
///
/// A call may start when fewer calls than the limit started within the period before it.
#[derive(Debug)]
pub(super) struct Window {
    calls: usize,
    per: Duration,
    started: VecDeque<Instant>,
    pub(super) waiting: usize,
}

impl Window {
    pub(super) fn new(limit: RateLimit) -> Self {
        // Shorter periods of fewer calls keep a high limit too, and need less memory.
        let parts = limit.calls.div_ceil(LONGEST).max(1);
        Self {
            calls: usize::try_from((limit.calls / parts).max(1)).unwrap_or(1),
            per: limit.per / parts,
            started: VecDeque::new(),
            waiting: 0,
        }
    }

    /// When the next call that comes may start, if all that wait do.
    pub(super) fn start_of_next(&self, now: Instant) -> Instant {
        self.start_of(self.started.len() + self.waiting, now)
    }

    /// When the call at the head of the queue may start.
    pub(super) fn start_of_head(&self, now: Instant) -> Instant {
        self.start_of(self.started.len(), now)
    }

    /// Start of a call, counted from the first that is remembered.
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

    /// Notes that a call starts.
    pub(super) fn start(&mut self, now: Instant) {
        if self.started.len() >= self.calls {
            self.started.pop_front();
        }
        self.started.push_back(now);
    }

    /// Whether calls that started may still hold up others.
    pub(super) fn is_used(&self, now: Instant) -> bool {
        self.waiting > 0
            || self
                .started
                .back()
                .is_some_and(|last| later(*last, self.per) > now)
    }
}

/// A time later by a duration, or as far in the future as matters.
fn later(time: Instant, by: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    time + by.min(FAR)
}

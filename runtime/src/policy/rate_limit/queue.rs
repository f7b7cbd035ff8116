//! The queue of one operation and AccessKey ID.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::window::Window;
use crate::info::RateLimit;
use crate::support::lock::lock;

/// The waiting calls of one operation and AccessKey ID.
#[derive(Debug)]
pub(crate) struct Queue {
    limit: RateLimit,
    window: Mutex<Window>,
    /// Held by the call at the head of the queue while the others wait for it.
    head: tokio::sync::Mutex<()>,
}

impl Queue {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            window: Mutex::new(Window::new(limit)),
            head: tokio::sync::Mutex::new(()),
        }
    }

    /// Starts a call immediately, or returns a ticket in the queue. Fails if the call could not
    /// start before the deadline.
    pub(crate) fn admit(
        &self,
        deadline: Option<Instant>,
    ) -> Result<Option<Ticket<'_>>, RateLimitExceedsDeadline> {
        let arrived = Instant::now();
        let mut window = lock(&self.window);
        let start = window.start_of_next(arrived);
        if deadline.is_some_and(|deadline| start > arrived && start >= deadline) {
            return Err(RateLimitExceedsDeadline {
                wait: start - arrived,
                limit: self.limit,
                operation_timeout: None,
            });
        }
        if start <= arrived && window.waiting == 0 {
            window.start(arrived);
            return Ok(None);
        }
        window.waiting += 1;
        Ok(Some(Ticket {
            queue: self,
            arrived,
        }))
    }

    /// Returns whether calls are waiting, or calls that started may still delay others.
    pub(super) fn is_in_use(queue: &Arc<Self>, now: Instant) -> bool {
        Arc::strong_count(queue) > 1 || lock(&queue.window).is_in_use(now)
    }
}

/// The error of a call whose wait for the rate limit would exceed its deadline.
#[derive(Debug)]
pub(crate) struct RateLimitExceedsDeadline {
    pub(crate) wait: Duration,
    limit: RateLimit,
    operation_timeout: Option<Duration>,
}

impl RateLimitExceedsDeadline {
    /// Adds the timeout that set the deadline.
    pub(crate) fn with_operation_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.operation_timeout = timeout;
        self
    }
}

impl fmt::Display for RateLimitExceedsDeadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RateLimit { calls, per } = self.limit;
        write!(
            f,
            "the wait of {0:?} for the rate limit of {calls} calls per {per:?} would exceed the operation timeout of \
             {1:?}; nothing was sent",
            self.wait,
            self.operation_timeout.unwrap_or_default()
        )
    }
}

impl Error for RateLimitExceedsDeadline {}

/// A position in the queue, which is released on drop.
pub(crate) struct Ticket<'a> {
    queue: &'a Queue,
    arrived: Instant,
}

impl Ticket<'_> {
    /// Waits until the call may start, and returns the time waited.
    pub(crate) async fn wait(self) -> Duration {
        let queue = self.queue;
        let _head = queue.head.lock().await;
        loop {
            let now = Instant::now();
            let opens = {
                let mut window = lock(&queue.window);
                let opens = window.start_of_head(now);
                if opens <= now {
                    return self.start(&mut window, now);
                }
                opens
            };
            sleep_until(opens).await;
        }
    }

    /// Leaves the queue and starts under one lock, so that the call is never counted twice.
    fn start(self, window: &mut Window, now: Instant) -> Duration {
        window.waiting -= 1;
        window.start(now);
        let waited = now - self.arrived;
        std::mem::forget(self);
        waited
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        lock(&self.queue.window).waiting -= 1;
    }
}

//! The queue of calls of one kind.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::window::Window;
use crate::info::RateLimit;
use crate::support::lock::lock;

/// Calls of one operation with one AccessKey ID.
#[derive(Debug)]
pub(crate) struct Queue {
    limit: RateLimit,
    window: Mutex<Window>,
    /// Held by the call at the head, while the others queue for it.
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

    /// Lets a call start, or gives it a ticket in the queue. Fails if it could not start before the deadline.
    pub(crate) fn admit(
        &self,
        deadline: Option<Instant>,
    ) -> Result<Option<Ticket<'_>>, RateLimitExceedsDeadline> {
        let came = Instant::now();
        let mut window = lock(&self.window);
        let start = window.start_of_next(came);
        if deadline.is_some_and(|deadline| start > came && start >= deadline) {
            return Err(RateLimitExceedsDeadline {
                wait: start - came,
                limit: self.limit,
                operation_timeout: None,
            });
        }
        if start <= came && window.waiting == 0 {
            window.start(came);
            return Ok(None);
        }
        window.waiting += 1;
        Ok(Some(Ticket { queue: self, came }))
    }

    /// Whether somebody waits here, or calls that started may still hold up others.
    pub(super) fn is_used(queue: &Arc<Self>, now: Instant) -> bool {
        Arc::strong_count(queue) > 1 || lock(&queue.window).is_used(now)
    }
}

/// A call that would have to wait for the rate limit until after its deadline.
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
            "the wait for the rate limit of {calls} calls per {per:?} would take {:?}, which the operation timeout of \
             {:?} does not permit; nothing was sent",
            self.wait,
            self.operation_timeout.unwrap_or_default()
        )
    }
}

impl Error for RateLimitExceedsDeadline {}

/// A place in the queue, given up when dropped.
pub(crate) struct Ticket<'a> {
    queue: &'a Queue,
    came: Instant,
}

impl Ticket<'_> {
    /// Waits until the call may start, and returns for how long it waited.
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

    /// Leaves the queue and starts at once, so that nobody sees the call in both places.
    fn start(self, window: &mut Window, now: Instant) -> Duration {
        window.waiting -= 1;
        window.start(now);
        let waited = now - self.came;
        std::mem::forget(self);
        waited
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        lock(&self.queue.window).waiting -= 1;
    }
}

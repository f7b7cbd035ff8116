//! The queue of calls of one kind.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::TooLong;
use super::window::Window;
use crate::lock::lock;
use crate::operation::RateLimit;

/// Calls of one operation with one AccessKey ID.
#[derive(Debug)]
pub(crate) struct Lane {
    limit: RateLimit,
    window: Mutex<Window>,
    /// Held by the call whose turn is next, while the others queue for it.
    turn: tokio::sync::Mutex<()>,
}

impl Lane {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            window: Mutex::new(Window::new(limit)),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    /// Lets a call start, or gives it a place in the queue. Fails if its turn does not come before the deadline.
    pub(crate) fn admit(&self, deadline: Option<Instant>) -> Result<Option<Place<'_>>, TooLong> {
        let came = Instant::now();
        let mut window = lock(&self.window);
        let turn = window.turn_of_next(came);
        if deadline.is_some_and(|deadline| turn > came && turn >= deadline) {
            return Err(TooLong {
                wait: turn - came,
                limit: self.limit,
            });
        }
        if turn <= came && window.waiting == 0 {
            window.start(came);
            return Ok(None);
        }
        window.waiting += 1;
        Ok(Some(Place { lane: self, came }))
    }

    /// Whether somebody waits here, or calls that started may still hold up others.
    pub(super) fn is_used(lane: &Arc<Self>, now: Instant) -> bool {
        Arc::strong_count(lane) > 1 || lock(&lane.window).is_used(now)
    }
}

/// A place in the queue, given up when dropped.
pub(crate) struct Place<'a> {
    lane: &'a Lane,
    came: Instant,
}

impl Place<'_> {
    /// Waits for the turn of the call, and says for how long it waited.
    pub(crate) async fn wait(self) -> Duration {
        let lane = self.lane;
        let _turn = lane.turn.lock().await;
        loop {
            let now = Instant::now();
            let opens = {
                let mut window = lock(&lane.window);
                let opens = window.turn_of_head(now);
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

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(&self.lane.window).waiting -= 1;
    }
}

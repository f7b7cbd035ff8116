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
pub(super) struct Lane {
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

    /// Waits for the turn of a call.
    pub(super) async fn admit(&self, deadline: Option<Instant>) -> Result<Duration, TooLong> {
        let came = Instant::now();
        let place = {
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
                return Ok(Duration::ZERO);
            }
            window.waiting += 1;
            Place(&self.window)
        };
        let _turn = self.turn.lock().await;
        loop {
            let now = Instant::now();
            let opens = {
                let mut window = lock(&self.window);
                let opens = window.turn_of_head(now);
                if opens <= now {
                    place.start(&mut window, now);
                    return Ok(now - came);
                }
                opens
            };
            sleep_until(opens).await;
        }
    }

    /// Whether somebody waits here, or calls that started may still hold up others.
    pub(super) fn is_used(lane: &Arc<Self>, now: Instant) -> bool {
        Arc::strong_count(lane) > 1 || lock(&lane.window).is_used(now)
    }
}

/// A place in the queue, given up when dropped.
struct Place<'a>(&'a Mutex<Window>);

impl Place<'_> {
    /// Leaves the queue and starts at once, so that nobody sees the call in both places.
    fn start(self, window: &mut Window, now: Instant) {
        window.waiting -= 1;
        window.start(now);
        std::mem::forget(self);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        lock(self.0).waiting -= 1;
    }
}

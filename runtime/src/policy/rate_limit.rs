//! Keeping to the documented rate of each operation, so that calls wait here and are not refused there.
//!
//! For each AccessKey ID and operation no more calls start within any period than its limit says: with 10 calls per
//! second, ten go out at once and the eleventh a second after the first. Calls that have to wait do so in the order
//! they came; a call that gives up leaves the queue, and those behind it move up. Every attempt of a call counts.
//!
//! The service counts by account. Other clients of the same account are not known here, so a call may still be
//! throttled; it is then repeated as the [retry policy](crate::retry) says.

mod queue;
mod window;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use crate::info::{OperationInfo, RateLimit};
use crate::support::lock::lock;
use queue::Queue;

/// Which rates a client keeps to.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "rate limits do nothing until a client has them"]
pub struct RateLimits {
    /// Share of the documented limits; absent if they are not kept.
    share: Option<f64>,
    /// Limits of single operations, by name.
    operations: BTreeMap<String, Option<RateLimit>>,
}

impl RateLimits {
    /// The documented limit of each operation, the default. Operations without one are not limited.
    pub fn documented() -> Self {
        Self {
            share: Some(1.0),
            operations: BTreeMap::new(),
        }
    }

    /// No limits, but those that are set for single operations.
    pub fn off() -> Self {
        Self {
            share: None,
            operations: BTreeMap::new(),
        }
    }

    /// A share of the documented limits: 0.5 for half, where two clients use the same account; 2.0 where the service
    /// has granted the account twice the rate. Whole calls are counted, so half of 15 is 7.
    pub fn scaled(mut self, share: f64) -> Self {
        self.share = Some(share);
        self
    }

    /// The limit of one operation in ticket of its documented one, or `None` for no limit. The name is the one the
    /// service knows, `StartLiveStreamMonitor`; a request type has it as `INFO.name`.
    pub fn operation(
        mut self,
        name: impl Into<String>,
        limit: impl Into<Option<RateLimit>>,
    ) -> Self {
        self.operations.insert(name.into(), limit.into());
        self
    }

    /// The limit that is kept for an operation.
    #[must_use]
    pub fn limit_of(&self, operation: &OperationInfo) -> Option<RateLimit> {
        match self.operations.get(operation.name) {
            Some(limit) => *limit,
            None => Some(scale(operation.limit?, self.share?)),
        }
    }

    /// Why these are no limits.
    pub(crate) fn validate(&self) -> Result<(), String> {
        if let Some(share) = self
            .share
            .filter(|share| !(share.is_finite() && *share > 0.0))
        {
            return Err(format!(
                "the share {share} of the rate limits is not above zero; RateLimits::off() removes them"
            ));
        }
        for (name, limit) in &self.operations {
            if limit.is_some_and(|limit| limit.calls == 0 || limit.per.is_zero()) {
                return Err(format!(
                    "the rate limit of {name} permits no call, or has no period"
                ));
            }
        }
        Ok(())
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::documented()
    }
}

fn scale(limit: RateLimit, share: f64) -> RateLimit {
    let calls = f64::from(limit.calls) * share;
    if calls >= 1.0 {
        RateLimit {
            calls: calls.min(f64::from(u32::MAX)) as u32,
            per: limit.per,
        }
    } else {
        RateLimit {
            calls: 1,
            per: Duration::try_from_secs_f64(limit.per.as_secs_f64() / calls)
                .unwrap_or(Duration::MAX),
        }
    }
}

/// The calls of a client and its copies, in as many queues as there are AccessKey IDs and operations.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    /// By AccessKey ID.
    keys: Mutex<BTreeMap<Box<str>, Queues>>,
}

/// The queues of one AccessKey ID, by operation.
type Queues = BTreeMap<&'static str, Arc<Queue>>;

impl Limiter {
    /// Where the calls of an operation wait for their turn, if it is limited.
    pub(crate) fn queue(
        &self,
        limits: &RateLimits,
        access_key_id: &str,
        operation: &'static OperationInfo,
    ) -> Option<Arc<Queue>> {
        let limit = limits.limit_of(operation)?;
        let mut keys = lock(&self.keys);
        if let Some(queue) = keys
            .get(access_key_id)
            .and_then(|queues| queues.get(operation.name))
        {
            return Some(Arc::clone(queue));
        }
        // Temporary credentials come with a new ID each time; the old ones are not kept forever.
        let now = Instant::now();
        keys.retain(|_, queues| queues.values().any(|queue| Queue::is_used(queue, now)));
        let queue = Arc::new(Queue::new(limit));
        keys.entry(access_key_id.into())
            .or_default()
            .insert(operation.name, Arc::clone(&queue));
        Some(queue)
    }
}

#[cfg(test)]
mod tests;

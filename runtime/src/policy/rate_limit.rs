//! Client-side rate limiting: calls wait locally instead of being throttled by the service.
//!
//! The limits apply per AccessKey ID and operation. In any period, no more calls start than the
//! limit permits. Periods are a tenth longer than documented, since requests do not arrive as
//! regularly as they are sent: with 10 calls per second, ten start immediately and the eleventh
//! starts 1.1 seconds after the first. Waiting calls start in the order in which they arrived. A
//! cancelled call leaves the queue, and the calls behind it move up. Every attempt counts.
//!
//! A call starts only if enough of its operation timeout is left for the response. Otherwise it
//! fails at once, and nothing is sent.
//!
//! The service counts calls per account, including those of other clients. A call may therefore
//! still be throttled, and is then retried according to the [retry policy](crate::retry).

mod queue;
mod window;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use crate::info::{OperationInfo, RateLimit};
use crate::support::lock::lock;
use queue::Queue;

/// The client-side rate limits.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "rate limits have no effect until a client uses them"]
pub struct RateLimits {
    /// Share of the documented limits; `None` if they do not apply.
    share: Option<f64>,
    /// Overrides for single operations, by name.
    operations: BTreeMap<String, Option<RateLimit>>,
}

impl RateLimits {
    /// Applies the documented limit of each operation, the default. Operations without one are not
    /// limited.
    pub fn documented() -> Self {
        Self {
            share: Some(1.0),
            operations: BTreeMap::new(),
        }
    }

    /// Applies no limits except those set for single operations.
    pub fn off() -> Self {
        Self {
            share: None,
            operations: BTreeMap::new(),
        }
    }

    /// Sets the share of the documented limits to apply. Use 0.5 if two clients share an account,
    /// or 2.0 if the service has granted the account twice the rate. Numbers of calls are rounded
    /// down: half of 15 is 7. A limit of less than one call becomes one call in a longer period.
    pub fn scaled(mut self, share: f64) -> Self {
        self.share = Some(share);
        self
    }

    /// Overrides the limit of one operation; `None` for no limit. The name is that of the service,
    /// for example `StartLiveStreamMonitor`; a request type has it in `INFO.name`.
    pub fn operation(
        mut self,
        name: impl Into<String>,
        limit: impl Into<Option<RateLimit>>,
    ) -> Self {
        self.operations.insert(name.into(), limit.into());
        self
    }

    /// Returns the limit that applies to an operation.
    #[must_use]
    pub fn limit_of(&self, operation: &OperationInfo) -> Option<RateLimit> {
        match self.operations.get(operation.name) {
            Some(limit) => *limit,
            None => Some(scale(operation.limit?, self.share?)),
        }
    }

    /// Fails with the reason if the limits are invalid.
    pub(crate) fn validate(&self) -> Result<(), String> {
        if let Some(share) = self
            .share
            .filter(|share| !(share.is_finite() && *share > 0.0))
        {
            return Err(format!(
                "the share {share} of the rate limits is not a positive number; use RateLimits::off() to remove the limits"
            ));
        }
        for (name, limit) in &self.operations {
            if limit.is_some_and(|limit| limit.calls == 0 || limit.per.is_zero()) {
                return Err(format!(
                    "the rate limit of {name} permits no calls or has an empty period"
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

/// The calls of a client and its copies, in as many queues as there are AccessKey IDs and
/// operations.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    /// By AccessKey ID.
    keys: Mutex<BTreeMap<Box<str>, Queues>>,
}

/// The queues of one AccessKey ID, by operation.
type Queues = BTreeMap<&'static str, Arc<Queue>>;

impl Limiter {
    /// Returns the queue of an operation, if its rate is limited.
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
        // Temporary credentials have a new ID each time, so drop the queues of old IDs.
        let now = Instant::now();
        keys.retain(|_, queues| queues.values().any(|queue| Queue::is_in_use(queue, now)));
        let queue = Arc::new(Queue::new(limit));
        keys.entry(access_key_id.into())
            .or_default()
            .insert(operation.name, Arc::clone(&queue));
        Some(queue)
    }
}

#[cfg(test)]
mod tests;

//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::support::defaults::CALLS_PER_RETRY;

/// The retries that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Fractions of a retry, of which each successful call earns one; `None` for no limit.
    fractions: Option<Fractions>,
}

#[derive(Debug)]
struct Fractions {
    left: AtomicU32,
    capacity: u32,
}

impl Budget {
    pub(super) fn new(retries: Option<u32>) -> Self {
        let fractions = retries.map(|retries| {
            let capacity = retries.saturating_mul(CALLS_PER_RETRY);
            Fractions {
                left: AtomicU32::new(capacity),
                capacity,
            }
        });
        Self { fractions }
    }

    /// Takes one retry from the budget. Returns whether there was one.
    pub(crate) fn take(&self) -> bool {
        self.fractions.as_ref().is_none_or(|fractions| {
            fractions
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    left.checked_sub(CALLS_PER_RETRY)
                })
                .is_ok()
        })
    }

    /// Counts a successful call.
    pub(crate) fn earn(&self) {
        if let Some(fractions) = &self.fractions
            // Skip a full budget, the usual case, so that calls do not contend for the counter.
            && fractions.left.load(Ordering::Relaxed) < fractions.capacity
        {
            let earned = |left: u32| (left < fractions.capacity).then(|| left + 1);
            // An error means that other calls have filled the budget in the meantime.
            let _ = fractions
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_earn_a_retry() {
        let budget = Budget::new(Some(2));
        assert_eq!([0; 3].map(|_| budget.take()), [true, true, false]);
        for _ in 0..9 {
            budget.earn();
        }
        assert!(!budget.take());
        budget.earn();
        assert_eq!([0; 2].map(|_| budget.take()), [true, false]);
        for _ in 0..1000 {
            budget.earn();
        }
        assert_eq!([0; 3].map(|_| budget.take()), [true, true, false]);
    }

    #[test]
    fn retries_are_unlimited_without_a_budget() {
        let budget = Budget::new(None);
        assert!((0..1000).all(|_| budget.take()));
    }
}

//! How many repetitions a client has left.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::support::defaults::CALLS_PER_RETRY;

/// Repetitions that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Parts of a repetition, of which each successful call earns one; absent if there is no limit.
    parts: Option<Parts>,
}

#[derive(Debug)]
struct Parts {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(super) fn new(retries: Option<u32>) -> Self {
        let parts = retries.map(|retries| {
            let most = retries.saturating_mul(CALLS_PER_RETRY);
            Parts {
                left: AtomicU32::new(most),
                most,
            }
        });
        Self { parts }
    }

    /// Takes a repetition, if there is one.
    pub(crate) fn take(&self) -> bool {
        self.parts.as_ref().is_none_or(|parts| {
            parts
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                    left.checked_sub(CALLS_PER_RETRY)
                })
                .is_ok()
        })
    }

    /// Counts a successful call.
    pub(crate) fn earn(&self) {
        if let Some(parts) = &self.parts
            // A full budget, the usual case, is left alone so that calls do not contend for it.
            && parts.left.load(Ordering::Relaxed) < parts.most
        {
            let earned = |left: u32| (left < parts.most).then(|| left + 1);
            // An error means that others filled it meanwhile.
            let _ = parts
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_earn_a_repetition() {
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
    fn without_a_budget_there_is_always_one() {
        let budget = Budget::new(None);
        assert!((0..1000).all(|_| budget.take()));
    }
}

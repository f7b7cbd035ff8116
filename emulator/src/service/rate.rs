//! The documented rate limits, per account and operation.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use live_spec::{Limit, Period};

/// The remaining calls per account and operation.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    buckets: HashMap<(String, String), Bucket>,
}

/// The remaining calls at a point in time.
#[derive(Debug)]
struct Bucket {
    calls: f64,
    at: Instant,
}

impl Rates {
    /// Counts a call. The error is the time until the next call is permitted.
    pub(crate) fn take(
        &mut self,
        account: &str,
        operation: &str,
        limit: Limit,
        now: Instant,
    ) -> Result<(), Duration> {
        let most = f64::from(limit.calls.max(1));
        let per_second = match limit.per {
            Period::Second => most,
            Period::Minute => most / 60.0,
        };
        let key = (account.to_owned(), operation.to_owned());
        let bucket = self.buckets.entry(key).or_insert(Bucket {
            calls: most,
            at: now,
        });
        let gained = now.saturating_duration_since(bucket.at).as_secs_f64() * per_second;
        bucket.calls = (bucket.calls + gained).min(most);
        bucket.at = now;
        if bucket.calls >= 1.0 {
            bucket.calls -= 1.0;
            return Ok(());
        }
        let wait = Duration::from_secs_f64((1.0 - bucket.calls) / per_second);
        // The header has whole milliseconds: round up, so that a client that waits this long
        // succeeds.
        Err(wait + Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_beyond_the_limit_have_to_wait() {
        let limit = Limit {
            calls: 10,
            per: Period::Second,
        };
        let start = Instant::now();
        let mut rates = Rates::default();
        for _ in 0..10 {
            assert_eq!(rates.take("a", "Start", limit, start), Ok(()));
        }
        let wait = rates.take("a", "Start", limit, start).unwrap_err();
        assert_eq!(wait.as_millis(), 101);
        assert_eq!(rates.take("b", "Start", limit, start), Ok(()));
        assert_eq!(rates.take("a", "Stop", limit, start), Ok(()));
        assert_eq!(rates.take("a", "Start", limit, start + wait), Ok(()));
    }

    #[test]
    fn limit_per_minute_refills_slowly() {
        let limit = Limit {
            calls: 1,
            per: Period::Minute,
        };
        let start = Instant::now();
        let mut rates = Rates::default();
        assert_eq!(rates.take("a", "Start", limit, start), Ok(()));
        let wait = rates.take("a", "Start", limit, start).unwrap_err();
        assert_eq!(wait.as_secs(), 60);
    }
}

//! Exponential backoff and jitter.

use std::time::Duration;

/// Returns a wait that doubles with each retry, up to a limit.
pub(crate) fn doubled(base: Duration, retries: u32, limit: Duration) -> Duration {
    let factor = 1_u32.checked_shl(retries).unwrap_or(u32::MAX);
    base.saturating_mul(factor).min(limit)
}

/// Returns a random wait of at most `longest`; exactly `longest` if the operating system has no
/// random numbers.
pub(crate) fn random_up_to(longest: Duration) -> Duration {
    let mut random = [0; 4];
    let part = match getrandom::fill(&mut random) {
        Ok(()) => f64::from(u32::from_ne_bytes(random)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    };
    Duration::try_from_secs_f64(longest.as_secs_f64() * part)
        .map_or(longest, |wait| wait.min(longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_limit() {
        let limit = Duration::from_secs(20);
        let waits: Vec<_> = [0, 1, 2, 7, 8, 31, 32, u32::MAX]
            .map(|retries| doubled(Duration::from_millis(100), retries, limit).as_millis())
            .into();
        assert_eq!(
            waits,
            [100, 200, 400, 12_800, 20_000, 20_000, 20_000, 20_000]
        );
    }

    #[test]
    fn random_waits_cover_the_whole_range() {
        let longest = Duration::from_secs(1);
        let waits: Vec<_> = (0..1000).map(|_| random_up_to(longest)).collect();
        assert!(waits.iter().all(|wait| *wait <= longest));
        assert!(waits.iter().any(|wait| *wait < longest / 10));
        assert!(waits.iter().any(|wait| *wait > longest * 9 / 10));
        assert_eq!(random_up_to(Duration::ZERO), Duration::ZERO);
        assert!(random_up_to(Duration::MAX) <= Duration::MAX);
    }
}

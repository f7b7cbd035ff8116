//! The clock of the service, which tests can shift.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The maximum shift in seconds, ten years. Keeps every shifted time representable as a date.
const MAX_SHIFT: i64 = 10 * 366 * 24 * 60 * 60;

/// The system clock plus a shift.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    shift: AtomicI64,
}

impl Clock {
    /// Sets how many seconds the clock is ahead of the system clock, or behind it if negative.
    pub(crate) fn set_shift(&self, seconds: i64) {
        let seconds = seconds.clamp(-MAX_SHIFT, MAX_SHIFT);
        self.shift.store(seconds, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> SystemTime {
        let shift = self.shift.load(Ordering::Relaxed);
        let by = Duration::from_secs(shift.unsigned_abs());
        let now = SystemTime::now();
        let shifted = if shift < 0 {
            now.checked_sub(by)
        } else {
            now.checked_add(by)
        };
        shifted.unwrap_or(now).max(UNIX_EPOCH)
    }
}

/// Returns the absolute difference of two times.
pub(crate) fn distance(a: SystemTime, b: SystemTime) -> Duration {
    a.duration_since(b).unwrap_or_else(|error| error.duration())
}

/// Parses `YYYY-MM-DDThh:mm:ssZ`, the only format that the service accepts.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    (text.len() == "2017-01-11T12:00:00Z".len()).then(|| humantime::parse_rfc3339(text).ok())?
}

/// Formats a time as `YYYY-MM-DDThh:mm:ssZ`.
pub(crate) fn format(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extreme_shifts_are_clamped() {
        let clock = Clock::default();
        for shift in [i64::MIN, -3600, 0, 3600, i64::MAX] {
            clock.set_shift(shift);
            let now = clock.now();
            assert_eq!(
                parse(&format(now)).map(|parsed| distance(parsed, now).as_secs()),
                Some(0)
            );
            assert!(!httpdate::fmt_http_date(now).is_empty());
        }
    }

    #[test]
    fn only_whole_seconds_in_utc_are_parsed() {
        assert!(parse("2017-01-11T12:00:00Z").is_some());
        for text in [
            "2017-01-11T12:00:00.5Z",
            "2017-01-11 12:00:00Z",
            "2017-13-11T12:00:00Z",
            "",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}

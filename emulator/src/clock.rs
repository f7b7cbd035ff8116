//! The clock of the service, which a test may set wrong.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Widest shift, ten years: every shifted time can still be written as a date.
const WIDEST_SHIFT: i64 = 10 * 366 * 24 * 60 * 60;

/// The system's clock plus a shift.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    shift: AtomicI64,
}

impl Clock {
    /// Sets how many seconds the clock is ahead of the system's, behind it if negative.
    pub(crate) fn set_shift(&self, seconds: i64) {
        let seconds = seconds.clamp(-WIDEST_SHIFT, WIDEST_SHIFT);
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

/// Distance of two times, whichever is the later.
pub(crate) fn distance(a: SystemTime, b: SystemTime) -> Duration {
    a.duration_since(b).unwrap_or_else(|error| error.duration())
}

/// Reads `2017-01-11T12:00:00Z`, the only form the service takes.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    (text.len() == "2017-01-11T12:00:00Z".len()).then(|| humantime::parse_rfc3339(text).ok())?
}

/// Writes `2017-01-11T12:00:00Z`.
pub(crate) fn format(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_beyond_what_can_be_written_are_cut() {
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
    fn only_whole_seconds_in_utc_are_read() {
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

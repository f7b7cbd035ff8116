//! A clock that follows the service's time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{DATE, HeaderMap};

/// A time in the year 9892. Every time up to it has a four-digit year.
const LATEST: Duration = Duration::from_secs(250_000_000_000);

/// How much the service lets the time of a request differ from its own, less what the seconds of a
/// `Date` header hide.
const TOLERANCE: Duration = Duration::from_secs(15 * 60 - 2);

/// No clock is wrong by a year, so a `Date` header that says so is.
const ABSURD_GAP: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What the service's time says about this clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// This clock is right, as far as the service can tell.
    Right,
    /// This clock is wrong.
    Wrong,
    /// The service's time is wrong.
    Absurd,
}

/// The local clock, corrected by the time that the service reported.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    /// By how many milliseconds the service is ahead of the local clock.
    offset: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> SystemTime {
        let offset = self.offset.load(Ordering::Relaxed);
        let by = Duration::from_millis(offset.unsigned_abs());
        let now = SystemTime::now();
        let corrected = if offset < 0 {
            now.checked_sub(by)
        } else {
            now.checked_add(by)
        };
        corrected
            .unwrap_or(now)
            .clamp(UNIX_EPOCH, UNIX_EPOCH + LATEST)
    }

    /// Returns whether the service's current time explains why it refused the time of this clock.
    pub(crate) fn judge(&self, service: SystemTime) -> Verdict {
        let now = self.now();
        let gap = service
            .duration_since(now)
            .unwrap_or_else(|behind| behind.duration());
        match gap {
            _ if gap >= ABSURD_GAP => Verdict::Absurd,
            _ if gap > TOLERANCE => Verdict::Wrong,
            _ => Verdict::Right,
        }
    }

    /// Sets the clock to the service's current time. Returns by how many milliseconds it is ahead
    /// of the local clock.
    pub(crate) fn set(&self, service: SystemTime) -> i64 {
        let millis = |gap: Duration| i64::try_from(gap.as_millis()).unwrap_or(i64::MAX);
        let offset = match service.duration_since(SystemTime::now()) {
            Ok(ahead) => millis(ahead),
            Err(behind) => -millis(behind.duration()),
        };
        self.offset.store(offset, Ordering::Relaxed);
        offset
    }
}

/// Returns the service's time from the `date` header of a response.
pub(crate) fn service_time(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_follows_the_service_in_both_directions() {
        let clock = Clock::default();
        let hour = Duration::from_secs(3600);
        clock.set(SystemTime::now() + hour);
        let ahead = clock.now().duration_since(SystemTime::now()).unwrap();
        assert!(
            ahead > hour - Duration::from_secs(60) && ahead <= hour,
            "{ahead:?}"
        );
        clock.set(SystemTime::now() - hour);
        assert!(clock.now() < SystemTime::now() - hour + Duration::from_secs(60));
    }

    #[test]
    fn only_a_credible_time_shows_that_the_clock_is_wrong() {
        let clock = Clock::default();
        let day = Duration::from_secs(24 * 3600);
        let now = SystemTime::now();
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        for (time, verdict) in [
            (now, Verdict::Right),
            (now + minutes(14), Verdict::Right),
            (now - minutes(14), Verdict::Right),
            (now + minutes(16), Verdict::Wrong),
            (now - 300 * day, Verdict::Wrong),
            (now + 366 * day, Verdict::Absurd),
            (UNIX_EPOCH, Verdict::Absurd),
        ] {
            assert_eq!(clock.judge(time), verdict);
        }
        // What counts is the corrected clock.
        clock.set(now + day);
        assert_eq!(clock.judge(now + day), Verdict::Right);
        assert_eq!(clock.judge(now), Verdict::Wrong);
    }

    #[test]
    fn invalid_date_header_is_ignored() {
        let mut headers = HeaderMap::new();
        assert_eq!(service_time(&headers), None);
        headers.insert(DATE, "yesterday".parse().unwrap());
        assert_eq!(service_time(&headers), None);
    }
}

//! A clock that follows the service's time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::{DATE, HeaderMap};

/// A time in the year 9892. Every time up to it has a four-digit year.
const LATEST: Duration = Duration::from_secs(250_000_000_000);

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
    fn time_always_has_a_four_digit_year() {
        let clock = Clock::default();
        for date in [
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, date.parse().unwrap());
            clock.set(service_time(&headers).unwrap());
            assert!(
                humantime::format_rfc3339_seconds(clock.now())
                    .to_string()
                    .len()
                    == 20
            );
        }
    }

    #[test]
    fn invalid_date_header_is_ignored() {
        let mut headers = HeaderMap::new();
        assert_eq!(service_time(&headers), None);
        headers.insert(DATE, "yesterday".parse().unwrap());
        assert_eq!(service_time(&headers), None);
    }
}

//! Times as Unix timestamps, and back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::error::{Part, Problem, UrlError};

/// Returns the whole seconds since 1970.
pub(crate) fn unix_seconds(part: Part, time: SystemTime) -> Result<u64, UrlError> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => Ok(since.as_secs()),
        Err(_) => Err(UrlError::new(part, Problem::Before1970)),
    }
}

/// Returns the time that is `after` a Unix timestamp.
pub(crate) fn after(timestamp: u64, after: Duration) -> Result<SystemTime, UrlError> {
    UNIX_EPOCH
        .checked_add(Duration::from_secs(timestamp))
        .and_then(|time| time.checked_add(after))
        .ok_or(UrlError::new(Part::Timestamp, Problem::TooLate))
}

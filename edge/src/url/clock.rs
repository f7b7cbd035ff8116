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
    let too_late = |part| UrlError::new(part, Problem::TooLate);
    UNIX_EPOCH
        .checked_add(Duration::from_secs(timestamp))
        .ok_or(too_late(Part::Timestamp))?
        .checked_add(after)
        .ok_or(too_late(Part::Expiry))
}

//! The header with the time when a callback was sent.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::CallbackError;

/// Reads seconds since 1970, which are digits only.
pub(super) fn parse(text: &str) -> Result<SystemTime, CallbackError> {
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = if digits_only { text.parse().ok() } else { None };
    seconds
        .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
        .ok_or(CallbackError::InvalidTimestamp)
}

/// Returns the header of a time. A time before 1970 counts as 1970.
pub(super) fn format(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs().to_string()
}

//! Classifies error responses.

use std::time::Duration;

use crate::info::ErrorClass;

/// Classes of error codes.
type Classes<'c> = &'c [(&'c str, ErrorClass)];

/// Returns the class of an error response: by its code if the operation or else the service states
/// one, otherwise by code patterns, requested wait and status.
pub(crate) fn classify(
    [of_operation, of_service]: [Classes<'_>; 2],
    status: u16,
    code: Option<&str>,
    retry_after: Option<Duration>,
) -> Option<ErrorClass> {
    let code = code.unwrap_or_default();
    let mut known_codes = of_operation.iter().chain(of_service);
    let known = known_codes.find(|(known, _)| *known == code);
    if let Some((_, class)) = known {
        return Some(*class);
    }
    if code.contains("Throttling") || retry_after.is_some() || status == 429 {
        Some(ErrorClass::Throttling)
    } else if status >= 500 || (matches!(status, 408 | 499) && code.is_empty()) {
        // Without a code, 408 and 499 come from a proxy between client and service that timed out.
        Some(ErrorClass::Transient)
    } else {
        None
    }
}

/// Returns the wait that the service requests. The unit of its header is milliseconds.
pub(crate) fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let milliseconds = headers
        .get("x-acs-retry-after")?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    (milliseconds > 0).then(|| Duration::from_millis(milliseconds))
}

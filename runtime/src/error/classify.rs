//! Classifies error responses.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{HeaderName, RETRY_AFTER};

use crate::info::ErrorClass;
use crate::support::clock::service_time;

/// The header with the wait that the service requests, in milliseconds.
const ACS_RETRY_AFTER: HeaderName = HeaderName::from_static("x-acs-retry-after");

/// What a response says about the failure of a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs<'a> {
    pub(crate) status: u16,
    pub(crate) code: Option<&'a str>,
    /// Whether the service itself requests a wait, rather than a proxy.
    pub(crate) requests_wait: bool,
    /// Whether the body explains a missing permission.
    pub(crate) denies_access: bool,
}

/// Returns the class of an error response: by its code if the service documents it, else by its
/// other signs.
///
/// A wrong class may repeat a write. [`ErrorClass::Throttling`] states that nothing was executed,
/// so it needs proof: a code, or a status that says so.
pub(crate) fn classify(
    known_codes: &[&[(&str, ErrorClass)]],
    signs: Signs<'_>,
) -> Option<ErrorClass> {
    let code = signs.code.unwrap_or_default();
    let mut known = known_codes.iter().copied().flatten();
    if let Some((_, class)) = known.find(|(known, _)| *known == code) {
        return Some(*class);
    }
    match signs.status {
        _ if refuses_credentials(code) => Some(ErrorClass::Auth),
        _ if code.starts_with("Throttling") => Some(ErrorClass::Throttling),
        429 => Some(ErrorClass::Throttling),
        403 if signs.denies_access => Some(ErrorClass::Auth),
        // Without a code, 408 and 499 come from a proxy between client and service that timed out.
        // The service may have executed the call, whatever wait the proxy requests.
        408 | 499 if code.is_empty() => Some(ErrorClass::Transient),
        400..500 if signs.requests_wait => Some(ErrorClass::Throttling),
        500.. => Some(ErrorClass::Transient),
        _ => None,
    }
}

/// Returns whether a code means that the service does not accept the AccessKey or its security
/// token. Nothing was executed then.
pub(crate) fn refuses_credentials(code: &str) -> bool {
    const FAMILIES: [&str; 3] = [
        "InvalidAccessKeyId",
        "InvalidSecurityToken",
        "MissingSecurityToken",
    ];
    FAMILIES.iter().any(|family| code.starts_with(family))
}

/// Returns the wait that the service requests.
pub(crate) fn acs_retry_after(headers: &HeaderMap) -> Option<Duration> {
    let milliseconds = text(headers, &ACS_RETRY_AFTER)?.parse().ok()?;
    (milliseconds > 0).then(|| Duration::from_millis(milliseconds))
}

/// Returns the wait that the service or a proxy requests. The standard header states seconds or a
/// date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    if let Some(wait) = acs_retry_after(headers) {
        return Some(wait);
    }
    let value = text(headers, &RETRY_AFTER)?;
    let wait = match value.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = httpdate::parse_http_date(value).ok()?;
            // By the clock of the sender, if it states its time.
            let now = service_time(headers).unwrap_or(now);
            until.duration_since(now).ok()?
        }
    };
    (!wait.is_zero()).then_some(wait)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_of_codes_refuse_credentials() {
        for (code, refuses) in [
            ("InvalidAccessKeyId", true),
            ("InvalidAccessKeyId.NotFound", true),
            ("InvalidAccessKeyId.Inactive", true),
            ("InvalidAccessKeyId.Disabled", true),
            ("InvalidSecurityToken.Expired", true),
            ("InvalidSecurityToken.Malformed", true),
            ("InvalidSecurityToken.MismatchWithAccessKey", true),
            ("MissingSecurityToken", true),
            ("InvalidAccess", false),
            ("SignatureDoesNotMatch", false),
            ("NoPermission", false),
            ("", false),
        ] {
            assert_eq!(refuses_credentials(code), refuses, "{code}");
            let signs = Signs {
                status: 500,
                code: Some(code),
                ..Signs::default()
            };
            let is_auth = classify(&[], signs) == Some(ErrorClass::Auth);
            assert_eq!(is_auth, refuses, "{code}");
        }
    }

    #[test]
    fn throttling_needs_proof() {
        const KNOWN: &[(&str, ErrorClass)] = &[
            ("Busy", ErrorClass::Transient),
            ("QpsOverLimit", ErrorClass::Throttling),
        ];
        use ErrorClass::{Auth, Throttling, Transient};
        for (status, code, requests_wait, class) in [
            (400, "Throttling.User", false, Some(Throttling)),
            (200, "Throttling.Other", false, Some(Throttling)),
            (500, "QpsOverLimit", false, Some(Throttling)),
            (429, "", false, Some(Throttling)),
            (400, "Unknown", true, Some(Throttling)),
            (400, "Busy", true, Some(Transient)),
            (400, "Unknown", false, None),
            (400, "Backend.Throttling", false, None),
            (504, "Backend.ThrottlingTimeout", true, Some(Transient)),
            (500, "Unknown", true, Some(Transient)),
            (502, "", true, Some(Transient)),
            (200, "Unknown", true, None),
            (302, "", true, None),
            (101, "", true, None),
            (408, "", false, Some(Transient)),
            (408, "", true, Some(Transient)),
            (408, "Unknown", true, Some(Throttling)),
            (408, "Unknown", false, None),
        ] {
            let signs = Signs {
                status,
                code: Some(code),
                requests_wait,
                denies_access: false,
            };
            assert_eq!(classify(&[&[], KNOWN], signs), class, "{signs:?}");
        }
        let denied = |status| Signs {
            status,
            denies_access: true,
            ..Signs::default()
        };
        assert_eq!(classify(&[], denied(403)), Some(Auth));
        assert_eq!(classify(&[], denied(400)), None);
    }

    #[test]
    fn requested_waits_are_read_in_every_form() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let date = |seconds| httpdate::fmt_http_date(now + Duration::from_secs(seconds));
        for (headers, wait) in [
            (vec![("x-acs-retry-after", "1500".to_owned())], Some(1_500)),
            (vec![("retry-after", " 2 ".to_owned())], Some(2_000)),
            (vec![("retry-after", date(3))], Some(3_000)),
            // The sender's clock is a minute ahead.
            (
                vec![("retry-after", date(63)), ("date", date(60))],
                Some(3_000),
            ),
            (
                vec![
                    ("retry-after", "2".to_owned()),
                    ("x-acs-retry-after", "10".to_owned()),
                ],
                Some(10),
            ),
            (
                vec![
                    ("retry-after", "2".to_owned()),
                    ("x-acs-retry-after", "soon".to_owned()),
                ],
                Some(2_000),
            ),
            (vec![("retry-after", "0".to_owned())], None),
            (vec![("retry-after", "-1".to_owned())], None),
            (vec![("retry-after", "1.5".to_owned())], None),
            (vec![("retry-after", date(0))], None),
            (vec![], None),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in &headers {
                map.insert(HeaderName::from_static(name), value.parse().unwrap());
            }
            let expected = wait.map(Duration::from_millis);
            assert_eq!(retry_after(&map, now), expected, "{headers:?}");
        }
    }
}

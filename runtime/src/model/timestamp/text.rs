//! The text of a point in time.

use std::time::{Duration, UNIX_EPOCH};

use super::moment::{Moment, ToMoment as _};

/// The last second of the year 9999, in seconds since 1970-01-01.
const LAST: u64 = 253_402_300_799;

const MALFORMED: &str = "is not a time of the form YYYY-MM-DDThh:mm:ssZ";

/// Writes a time as `YYYY-MM-DDThh:mm:ssZ`. One outside the years 1970 to 9999 becomes the nearest
/// of these years.
pub(super) fn format(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or_default().min(LAST);
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds)).to_string()
}

/// Parses a date, a time and an offset from UTC. The error completes a sentence about the text.
pub(super) fn parse(text: &str) -> Result<Moment, &'static str> {
    let (local, offset) = split_offset(text.trim()).ok_or(MALFORMED)?;
    // What the parser would take for an offset, and an empty fraction.
    if local.contains(['Z', '+']) || local.ends_with('.') {
        return Err(MALFORMED);
    }
    let mut local = local.replacen('t', "T", 1);
    if local.len() == "YYYY-MM-DDThh:mm".len() {
        local.push_str(":00");
    }
    let time = humantime::parse_rfc3339_weak(&local).map_err(|error| match error {
        humantime::TimestampError::OutOfRange => {
            "does not exist in the calendar of the years 1970 to 9999"
        }
        _ => MALFORMED,
    })?;
    let offset = offset.ok_or("does not state its offset from UTC")?;
    let moment = time.to_moment();
    Ok(Moment {
        seconds: moment.seconds - offset,
        ..moment
    })
}

/// Splits a text into what precedes the offset from UTC, and the offset in seconds, if there is
/// one. Returns `None` if the offset is malformed.
fn split_offset(text: &str) -> Option<(&str, Option<i64>)> {
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return Some((local, Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > "YYYY-MM-DD".len()) else {
        return Some((text, None));
    };
    let (local, offset) = text.split_at_checked(at)?;
    let digits = offset.get(1..)?.replacen(':', "", 1);
    let number: i64 = digits.parse().ok()?;
    let (hours, minutes) = (number / 100, number % 100);
    let is_offset = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    (is_offset && hours < 24 && minutes < 60)
        .then_some((local, Some(sign * (hours * 3600 + minutes * 60))))
}

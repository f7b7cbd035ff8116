//! The text of a point in time.

use super::error::OUT_OF_RANGE;
use super::moment::Moment;

const SECONDS_PER_DAY: i64 = 86_400;

/// Writes a time as `YYYY-MM-DDThh:mm:ssZ`. A year outside of 0 to 9999 gets a sign, as in ISO
/// 8601.
pub(super) fn format(seconds: i64) -> String {
    let (days, second) = (
        seconds.div_euclid(SECONDS_PER_DAY),
        seconds.rem_euclid(SECONDS_PER_DAY),
    );
    let (year, month, day) = date(days);
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ => format!("{year:+05}"),
    };
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Parses a date, a time and an offset from UTC. The error completes a sentence about the text.
pub(super) fn parse(text: &str) -> Result<Moment, &'static str> {
    let mut rest = Rest(text.trim());
    let (year, month, day) = rest.date().ok_or(MALFORMED)?;
    let (hour, minute, second) = rest.time().ok_or(MALFORMED)?;
    let nanoseconds = rest.fraction().ok_or(MALFORMED)?;
    if rest.0.is_empty() {
        return Err("does not state its offset from UTC");
    }
    let offset = rest.offset().ok_or(MALFORMED)?;
    let exists = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60
        && offset.abs() < SECONDS_PER_DAY;
    if !exists {
        return Err("does not exist in the calendar");
    }
    let within_day = hour * 3600 + minute * 60 + second - offset;
    let seconds = i128::from(days(year, month, day)) * i128::from(SECONDS_PER_DAY);
    let seconds = i64::try_from(seconds + i128::from(within_day));
    Ok(Moment {
        seconds: seconds.map_err(|_| OUT_OF_RANGE)?,
        nanoseconds,
    })
}

const MALFORMED: &str = "is not a time of the form YYYY-MM-DDThh:mm:ssZ";

/// The part of a text that is yet to be parsed.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    /// Skips one of the characters, and returns it.
    fn skip(&mut self, any_of: &str) -> Option<char> {
        let first = self.0.chars().next().filter(|c| any_of.contains(*c))?;
        self.0 = &self.0[first.len_utf8()..];
        Some(first)
    }

    /// Reads a number of so many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let digits = self.0.get(..count)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = &self.0[count..];
        digits.parse().ok()
    }

    fn leading_digits(&self) -> usize {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit);
        digits.count()
    }

    fn date(&mut self) -> Option<(i64, i64, i64)> {
        // No `SystemTime` has a year of more digits.
        const MAX_DIGITS: usize = 12;
        let year = match self.skip("+-") {
            None => self.digits(4)?,
            Some(sign) => {
                let count = self.leading_digits();
                let year = self
                    .digits(count)
                    .filter(|_| (4..=MAX_DIGITS).contains(&count))?;
                if sign == '-' { -year } else { year }
            }
        };
        self.skip("-")?;
        let month = self.digits(2)?;
        self.skip("-")?;
        Some((year, month, self.digits(2)?))
    }

    /// Reads hour, minute and second. The second may be absent.
    fn time(&mut self) -> Option<(i64, i64, i64)> {
        self.skip("Tt ")?;
        let hour = self.digits(2)?;
        self.skip(":")?;
        let minute = self.digits(2)?;
        let second = match self.skip(":") {
            Some(_) => self.digits(2)?,
            None => 0,
        };
        Some((hour, minute, second))
    }

    /// Reads the fraction of a second, if there is one, in nanoseconds.
    fn fraction(&mut self) -> Option<u32> {
        if self.skip(".").is_none() {
            return Some(0);
        }
        let count = self.leading_digits();
        let digits = self.0.get(..count).filter(|_| count > 0)?;
        self.0 = &self.0[count..];
        let nanoseconds: String = digits.chars().chain("00000000".chars()).take(9).collect();
        nanoseconds.parse().ok()
    }

    /// Reads the rest: the offset from UTC, in seconds.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.skip("Zz+-")? {
            '+' => 1,
            '-' => -1,
            _ => 0,
        };
        let mut offset = 0;
        if sign != 0 {
            let hours = self.digits(2)?;
            self.skip(":");
            let minutes = self.digits(2).filter(|minutes| *minutes < 60)?;
            offset = sign * (hours * 3600 + minutes * 60);
        }
        self.0.is_empty().then_some(offset)
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// A year that starts in March ends with the leap day, so the days before a month follow a formula.
// The calendar repeats every 400 years.
const DAYS_PER_ERA: i64 = 146_097;
/// Days from March of the year 0 to 1970.
const EPOCH: i64 = 719_468;

/// Returns the days from 1970-01-01 to a date.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * DAYS_PER_ERA + year * 365 + year / 4 - year / 100 + day_of_year - EPOCH
}

/// Returns the date so many days after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + EPOCH;
    let (era, day) = (days.div_euclid(DAYS_PER_ERA), days.rem_euclid(DAYS_PER_ERA));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(month <= 2);
    (year, month, day)
}

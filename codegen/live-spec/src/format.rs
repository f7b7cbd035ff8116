//! Forms of times and durations in text and numbers.

use schemars::JsonSchema;

use crate::words::Word;

/// What a text or a number means.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "kebab-case")]
pub enum Format {
    /// A point in time, `YYYY-MM-DDThh:mm:ssZ` in UTC.
    DateTime,
    /// A point in time without seconds, `YYYY-MM-DDThh:mmZ` in UTC. Only in responses and
    /// notifications.
    DateTimeMinutes,
    /// A point in time in seconds since 1970-01-01 UTC.
    UnixSeconds,
    /// A point in time in milliseconds since 1970-01-01 UTC.
    UnixMilliseconds,
    /// A duration in whole seconds, of which no value has a special meaning.
    Seconds,
}

impl Word for Format {
    const WHAT: &'static str = "format";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("date-time", Self::DateTime),
        ("date-time-minutes", Self::DateTimeMinutes),
        ("unix-seconds", Self::UnixSeconds),
        ("unix-milliseconds", Self::UnixMilliseconds),
        ("seconds", Self::Seconds),
    ];
}

impl Format {
    /// Returns whether strings can have this format.
    #[must_use]
    pub fn suits_strings(self) -> bool {
        self != Self::Seconds
    }

    /// Returns whether integers can have this format.
    #[must_use]
    pub fn suits_integers(self) -> bool {
        !matches!(self, Self::DateTime | Self::DateTimeMinutes)
    }

    /// Returns whether a value has this format.
    #[must_use]
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::DateTime => is_time(text, "dddd-dd-ddTdd:dd:ddZ"),
            Self::DateTimeMinutes => is_time(text, "dddd-dd-ddTdd:ddZ"),
            Self::UnixSeconds | Self::UnixMilliseconds => text.parse::<i64>().is_ok(),
            Self::Seconds => text.parse::<u32>().is_ok(),
        }
    }

    /// Returns a value of this format.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::DateTime => "2016-11-01T08:00:00Z",
            Self::DateTimeMinutes => "2016-11-01T08:00Z",
            Self::UnixSeconds => "1477987200",
            Self::UnixMilliseconds => "1477987200000",
            Self::Seconds => "60",
        }
    }
}

/// Returns whether a text starts like a date and a time of day.
pub(crate) fn starts_like_time(text: &str) -> bool {
    let start = text.get(..16).unwrap_or_default();
    is_time(start, "dddd-dd-ddTdd:dd") || is_time(start, "dddd-dd-dd dd:dd")
}

/// Returns whether a text has a shape, in which `d` is a digit, and no part of the time is too
/// large.
fn is_time(text: &str, shape: &str) -> bool {
    let has_shape = text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(byte, shape)| match shape {
                b'd' => byte.is_ascii_digit(),
                shape => byte == shape,
            });
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).skip(1);
    let mut up_to = |min: u8, max: u8| {
        parts.next().is_none_or(|part| {
            part.is_empty() || part.parse().is_ok_and(|part| (min..=max).contains(&part))
        })
    };
    has_shape && up_to(1, 12) && up_to(1, 31) && up_to(0, 23) && up_to(0, 59) && up_to(0, 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_possible_times_are_accepted() {
        for (text, fits) in [
            ("2016-06-29T19:00:00Z", true),
            ("2016-06-29T19:00Z", false),
            ("2016-06-29 19:00:00Z", false),
            ("2016-06-29T19:00:00", false),
            ("2016-13-29T19:00:00Z", false),
            ("2016-00-29T19:00:00Z", false),
            ("2016-06-32T19:00:00Z", false),
            ("2016-06-29T24:00:00Z", false),
            ("2016-06-29T19:60:00Z", false),
            ("", false),
            ("２016-06-29T19:00:Z", false),
        ] {
            assert_eq!(Format::DateTime.accepts(text), fits, "{text}");
        }
        assert!(Format::DateTimeMinutes.accepts("2016-06-29T19:00Z"));
        assert!(!Format::DateTimeMinutes.accepts("2016-06-29T19:00:00Z"));
        assert!(!Format::Seconds.accepts("-1"));
    }

    #[test]
    fn the_example_of_a_format_has_it() {
        for (word, format) in Format::WORDS {
            assert!(format.accepts(format.example()), "{word}");
        }
    }
}

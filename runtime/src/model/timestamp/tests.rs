use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;

use super::*;

/// Returns the time so many seconds after 1970-01-01, or before it.
fn at(seconds: i64) -> SystemTime {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    match seconds < 0 {
        true => UNIX_EPOCH - distance,
        false => UNIX_EPOCH + distance,
    }
}

#[test]
fn times_of_all_forms_that_the_service_documents_are_understood() {
    for (text, seconds, nanoseconds) in [
        ("2016-06-29T19:00:00Z", 1_467_226_800, 0),
        ("2016-06-29T19:00Z", 1_467_226_800, 0),
        ("2024-04-09 18:00:00Z", 1_712_685_600, 0),
        ("2023-10-17T20:26:31.988Z", 1_697_574_391, 988_000_000),
        ("2017-08-30T12:02:57.0Z", 1_504_094_577, 0),
        ("2016-06-30T03:00:00+08:00", 1_467_226_800, 0),
        ("2016-06-29T11:30:00-0730", 1_467_226_800, 0),
        (" 2016-06-29t19:00:00z ", 1_467_226_800, 0),
        ("1969-12-31T23:59:59.5Z", -1, 500_000_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
        ("2000-02-29T00:00:00.1234567899Z", 951_782_400, 123_456_789),
        // A leap second.
        ("2016-12-31T23:59:60Z", 1_483_228_800, 0),
        ("+10000-01-01T00:00:00Z", 253_402_300_800, 0),
    ] {
        let expected = at(seconds) + Duration::from_nanos(nanoseconds);
        assert_eq!(
            Timestamp::from(text).to_system_time(),
            Ok(expected),
            "{text}"
        );
    }
}

#[test]
fn the_error_quotes_the_text_and_says_what_is_wrong() {
    let form = "is not a time of the form YYYY-MM-DDThh:mm:ssZ";
    for (text, shown, reason) in [
        ("", "", form),
        ("yester\nday", "yester day", form),
        ("2016-06-29", "2016-06-29", form),
        ("2016-06-29T19Z", "2016-06-29T19Z", form),
        ("2016-06-29T19:00:00.Z", "2016-06-29T19:00:00.Z", form),
        ("2016-06-29T19:00:00Zulu", "2016-06-29T19:00:00Zulu", form),
        ("２016-06-29T19:00:00Z", "２016-06-29T19:00:00Z", form),
        (
            "2018-12-26 14:45:09",
            "2018-12-26 14:45:09",
            "does not state its offset from UTC",
        ),
        (
            "2015-02-29T00:00:00Z",
            "2015-02-29T00:00:00Z",
            "does not exist in the calendar",
        ),
        (
            "2016-06-29T24:00:00Z",
            "2016-06-29T24:00:00Z",
            "does not exist in the calendar",
        ),
        (
            "2016-00-29T00:00:00Z",
            "2016-00-29T00:00:00Z",
            "does not exist in the calendar",
        ),
        (
            "+999999999999-01-01T00:00:00Z",
            "+999999999999-01-01T00:00:00Z",
            "is outside of the range of times",
        ),
    ] {
        let error = Timestamp::from(text).to_system_time().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the timestamp `{shown}` {reason}")
        );
    }
    let long = Timestamp::from("x".repeat(1000))
        .to_system_time()
        .unwrap_err();
    assert!(long.to_string().len() < 120, "{long}");
}

#[test]
fn years_of_more_or_less_than_four_digits_have_a_sign() {
    for (seconds, text) in [
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "+10000-01-01T00:00:00Z"),
        (-62_167_219_201, "-0001-12-31T23:59:59Z"),
        (-1, "1969-12-31T23:59:59Z"),
    ] {
        assert_eq!(Timestamp::from(at(seconds)).as_str(), text);
    }
}

#[test]
fn unix_times_are_rounded_towards_the_past() {
    let before = UNIX_EPOCH - Duration::from_micros(1);
    assert_eq!(UnixSeconds::from(before).get(), -1);
    assert_eq!(UnixMilliseconds::from(before).get(), -1);
    let after = UNIX_EPOCH + Duration::from_micros(1_999_999);
    assert_eq!(UnixSeconds::from(after).get(), 1);
    assert_eq!(UnixMilliseconds::from(after).get(), 1999);
    assert_eq!(Timestamp::from(before).as_str(), "1969-12-31T23:59:59Z");
    assert_eq!(
        UnixMilliseconds::new(-1).to_system_time(),
        Ok(UNIX_EPOCH - Duration::from_millis(1))
    );
}

#[test]
fn times_that_cannot_be_represented_are_no_panic() {
    for seconds in [i64::MIN, i64::MIN + 1, i64::MAX] {
        let unix = UnixSeconds::new(seconds);
        if let Ok(time) = unix.to_system_time() {
            assert_eq!(UnixSeconds::from(time), unix);
            let text = Timestamp::from(time);
            assert_eq!(text.to_system_time(), Ok(time), "{text}");
        }
        assert_eq!(unix.to_string(), seconds.to_string());
        let _ = UnixMilliseconds::new(seconds).to_system_time();
    }
}

proptest! {
    #[test]
    fn any_time_survives_as_text(seconds in any::<i64>(), nanoseconds in 0..1_000_000_000_u64) {
        let Ok(whole) = UnixSeconds::new(seconds).to_system_time() else {
            return Ok(());
        };
        let Some(time) = whole.checked_add(Duration::from_nanos(nanoseconds)) else {
            return Ok(());
        };
        prop_assert_eq!(Timestamp::from(time).to_system_time(), Ok(whole));
        prop_assert_eq!(UnixSeconds::from(time).get(), seconds);
    }

    #[test]
    fn times_of_our_days_equal_those_of_another_formatter(seconds in 0..253_402_300_800_u64) {
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        let expected = humantime::format_rfc3339_seconds(time).to_string();
        prop_assert_eq!(Timestamp::from(time).to_string(), expected);
    }

    #[test]
    fn any_text_is_kept_and_its_error_is_one_line(text in any::<String>()) {
        let timestamp = Timestamp::from(text.clone());
        prop_assert_eq!(timestamp.as_str(), &text);
        prop_assert_eq!(timestamp.to_string(), text);
        if let Err(error) = timestamp.to_system_time() {
            prop_assert_eq!(error.to_string().lines().count(), 1);
        }
    }

    #[test]
    fn text_like_a_time_never_panics(text in "[+-]?[0-9]{1,13}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\\.[0-9]{0,12})?(Z|[+-][0-9]{2}:?[0-9]{2})?") {
        let _ = Timestamp::from(text).to_system_time();
    }
}

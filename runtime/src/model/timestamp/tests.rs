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
        ("2000-02-29T00:00:00.1234567899Z", 951_782_400, 123_456_789),
        // Before 1970 only by its offset.
        ("1970-01-01T00:00:00+08:00", -28_800, 0),
        // A leap second.
        ("2016-12-31T23:59:60Z", 1_483_228_799, 0),
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
    let calendar = "does not exist in the calendar of the years 1970 to 9999";
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
        ("2015-02-29T00:00:00Z", "2015-02-29T00:00:00Z", calendar),
        ("2016-06-29T24:00:00Z", "2016-06-29T24:00:00Z", calendar),
        ("2016-00-29T00:00:00Z", "2016-00-29T00:00:00Z", calendar),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", calendar),
        ("+10000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", form),
        ("2016-06-29T19:00:00ZZ", "2016-06-29T19:00:00ZZ", form),
        ("2016-06-29T19:00:00+8", "2016-06-29T19:00:00+8", form),
        (
            "2016-06-29T19:00:00+00:00Z",
            "2016-06-29T19:00:00+00:00Z",
            form,
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
fn text_of_other_years_is_the_nearest_that_can_be_written() {
    for (seconds, text) in [
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "9999-12-31T23:59:59Z"),
        (-1, "1970-01-01T00:00:00Z"),
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
            Timestamp::from(time).to_system_time().unwrap();
        }
        assert_eq!(unix.to_string(), seconds.to_string());
        let _ = UnixMilliseconds::new(seconds).to_system_time();
    }
}

proptest! {
    #[test]
    fn any_time_survives_as_text(seconds in 0..253_402_300_800_u64, nanoseconds in 0..1_000_000_000_u64) {
        let whole = UNIX_EPOCH + Duration::from_secs(seconds);
        let time = whole + Duration::from_nanos(nanoseconds);
        prop_assert_eq!(Timestamp::from(time).to_system_time(), Ok(whole));
        prop_assert_eq!(UnixSeconds::from(time).get().unsigned_abs(), seconds);
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

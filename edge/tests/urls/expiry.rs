//! When signed URLs expire.

use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live_edge::url::{AuthToken, IngestUrl, Part, Problem, UrlSigner, Validity};
use proptest::prelude::*;

fn url() -> IngestUrl {
    let builder = IngestUrl::builder().domain("push.example.com");
    builder.app("live").stream("camera-1").build().unwrap()
}

fn signer() -> UrlSigner {
    UrlSigner::new("key")
        .unwrap()
        .validity(Duration::from_secs(600))
        .unwrap()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn a_url_expires_at_its_timestamp_plus_the_validity() {
    let signed = signer().sign_at(&url(), at(1000)).unwrap();
    assert_eq!(signed.token().timestamp(), 1000);
    assert_eq!(signed.expires_at(), at(1600));
    let verify = |now| signer().verify_at(signed.as_str(), now);
    assert_eq!(verify(at(1600)).unwrap().expires_at(), at(1600));
    let error = verify(at(1601)).unwrap_err();
    assert!(error.is_expired());
    assert_eq!(error.part(), Part::Expiry);
}

#[test]
fn the_validity_belongs_to_the_signer_and_not_to_the_url() {
    let signed = signer().sign_at(&url(), at(1000)).unwrap();
    let longer = signer().validity("7200").unwrap();
    assert!(longer.verify_at(signed.as_str(), at(8000)).is_ok());
}

#[test]
fn signing_now_takes_the_current_time() {
    let before = SystemTime::now();
    let signed = signer().sign(&url()).unwrap();
    let second = Duration::from_secs(1);
    let validity = Duration::from_secs(600);
    assert!(signed.expires_at() > before + validity - second);
    assert!(signed.expires_at() <= SystemTime::now() + validity);
}

#[test]
fn a_url_can_expire_at_a_given_time() {
    let wanted = SystemTime::now() + Duration::from_secs(60);
    let signed = signer().sign_until(&url(), wanted).unwrap();
    // The timestamp is before the current time, since the validity is longer than a minute.
    assert!(
        signed.token().timestamp() + 600 <= wanted.duration_since(UNIX_EPOCH).unwrap().as_secs()
    );
    assert!(signed.expires_at() <= wanted);
    assert!(signed.expires_at() > wanted - Duration::from_secs(1));
}

#[test]
fn an_expiry_in_the_past_is_refused() {
    let past = SystemTime::now() - Duration::from_secs(1);
    let error = signer().sign_until(&url(), past).unwrap_err();
    assert!(error.is_expired());
    assert_eq!(
        error.to_string(),
        "the expiry is in the past; sign the URL anew"
    );
}

#[test]
fn an_expiry_that_is_over_once_it_is_rounded_is_refused() {
    let now = SystemTime::now();
    let second = now.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let error = signer()
        .sign_until(&url(), at(second) + Duration::from_nanos(999_999_999))
        .unwrap_err();
    assert!(error.is_expired(), "{error}");
}

#[test]
fn times_before_1970_are_refused() {
    let before = UNIX_EPOCH - Duration::from_secs(1);
    let error = signer().sign_at(&url(), before).unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Timestamp, Problem::Before1970)
    );
    let error = signer().sign_until(&url(), before).unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Expiry, Problem::Before1970)
    );
    let error = signer().token_at("/live/camera-1", before).unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Timestamp, Problem::Before1970)
    );
    // The timestamp would be before 1970.
    let forever = signer().validity(Duration::from_secs(u64::MAX)).unwrap();
    let soon = SystemTime::now() + Duration::from_secs(60);
    let error = forever.sign_until(&url(), soon).unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Validity, Problem::OutOfRange)
    );
}

#[test]
fn times_that_the_clock_cannot_express_are_refused() {
    let forever = signer().validity(Duration::from_secs(u64::MAX)).unwrap();
    let error = forever.sign_at(&url(), at(1)).unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Expiry, Problem::TooLate)
    );
    let token = AuthToken::from_str(&format!("{}-0-0-{:032}", u64::MAX, 0)).unwrap();
    let error = signer()
        .verify_token_at("/live/camera-1", &token, at(1))
        .unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Timestamp, Problem::TooLate)
    );
}

#[test]
fn a_validity_is_a_positive_number_of_seconds() {
    assert_eq!(Validity::default().as_duration(), Duration::from_secs(1800));
    assert_eq!(
        Validity::try_from("86400").unwrap().as_duration(),
        Duration::from_secs(86400)
    );
    for text in ["-1800", "0", "-0", "-99999999999999999999"] {
        let error = signer().validity(text).unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Validity, Problem::NotPositive)
        );
    }
    let error = signer().validity("99999999999999999999").unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Validity, Problem::OutOfRange)
    );
    for text in [
        "",
        "-",
        "1800s",
        "1800.0",
        " 1800",
        "1800\n",
        "+1800",
        "1_800",
        "half an hour",
        "١٨٠٠",
    ] {
        let error = signer().validity(text).unwrap_err();
        assert_eq!(
            (error.part(), error.problem()),
            (Part::Validity, Problem::NotANumber)
        );
    }
    assert!(signer().validity(-1).is_err());
    assert!(signer().validity(Duration::ZERO).is_err());
    assert!(signer().validity(Duration::from_millis(1500)).is_err());
    assert!(signer().validity(Validity::default()).is_ok());
}

proptest! {
    #[test]
    fn every_number_is_a_validity_or_refused(seconds: i64) {
        let validity = Validity::try_from(seconds);
        prop_assert_eq!(validity.is_ok(), seconds > 0);
        prop_assert_eq!(seconds.to_string().parse(), validity);
    }
}

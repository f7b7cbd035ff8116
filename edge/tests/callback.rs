//! Callbacks as the documentation signs them, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live_edge::callback::{
    CallbackError, CallbackVerifier, HostProblem, KeyProblem, MatchedKey, Verified,
};

/// The example of the documentation, which does not print its hash. The hashes here are the output
/// of `md5sum` of GNU coreutils, such as `printf 'learn.aliyundoc.com|1519375990|yourkey' |
/// md5sum`.
const URL: &str = "https://learn.aliyundoc.com/your/callback";
const TIMESTAMP: &str = "1519375990";
const KEY: &str = "yourkey";
const SIGNATURE: &str = "9e226fc2c250be266e3657e156f68c12";

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// When the example was sent.
fn then() -> SystemTime {
    at(1_519_375_990)
}

fn recordings() -> CallbackVerifier {
    CallbackVerifier::for_callback_url(URL, KEY).unwrap()
}

fn verify(verifier: &CallbackVerifier, signature: &str) -> Result<Verified, CallbackError> {
    verifier.verify_at(TIMESTAMP, signature, then())
}

#[test]
fn example_of_the_documentation_is_verified() {
    let verified = verify(&recordings(), SIGNATURE).unwrap();
    assert_eq!(verified.sent_at(), then());
    assert_eq!(verified.key(), MatchedKey::Main);
    assert_eq!(recordings().sign_at(then()).timestamp(), TIMESTAMP);
    assert_eq!(recordings().sign_at(then()).signature(), SIGNATURE);
}

#[test]
fn ingest_callback_is_signed_with_the_ingest_domain() {
    let verifier = CallbackVerifier::for_ingest_domain("push.example.com", KEY).unwrap();
    verify(&verifier, "31c82cb54cdd93419c5da5ce233edce6").unwrap();
    assert_eq!(
        verify(&verifier, SIGNATURE).unwrap_err().to_string(),
        "the signature of the callback does not match: check that `push.example.com` is the ingest \
         domain that the address is configured for, that the key is the configured one (running \
         streams keep an old key), and that no proxy changes the header ALI-LIVE-TIMESTAMP"
    );
}

#[test]
fn port_of_a_callback_url_may_be_signed_or_not() {
    let url = "https://learn.aliyundoc.com:8443/your/callback";
    let verifier = CallbackVerifier::for_callback_url(url, KEY).unwrap();
    verify(&verifier, SIGNATURE).unwrap();
    // Of `learn.aliyundoc.com:8443`.
    let with_port = "233acc1ca829e638aa32a73c37cc1449";
    verify(&verifier, with_port).unwrap();
    assert!(verify(&recordings(), with_port).is_err());
}

#[test]
fn capital_letters_of_a_domain_may_be_signed_or_not() {
    let signed_as = |domain: &str| {
        let verifier = CallbackVerifier::for_ingest_domain(domain, KEY).unwrap();
        verifier.sign_at(then()).signature().to_owned()
    };
    let verifier = CallbackVerifier::for_ingest_domain("Push.example.com", KEY).unwrap();
    for domain in ["Push.example.com", "push.example.com"] {
        verify(&verifier, &signed_as(domain)).unwrap();
    }
    assert!(verify(&verifier, &signed_as("PUSH.example.com")).is_err());
    let url = "https://LEARN.aliyundoc.com:8443/";
    let verifier = CallbackVerifier::for_callback_url(url, KEY).unwrap();
    verify(&verifier, SIGNATURE).unwrap();
    // Of `learn.aliyundoc.com:8443`.
    verify(&verifier, "233acc1ca829e638aa32a73c37cc1449").unwrap();
}

#[test]
fn host_is_found_in_urls_of_all_shapes() {
    for url in [
        "http://learn.aliyundoc.com",
        "HTTPS://learn.aliyundoc.com/",
        "http://learn.aliyundoc.com?a=b:c@d/e",
        "http://learn.aliyundoc.com:80#a",
    ] {
        let verifier = CallbackVerifier::for_callback_url(url, KEY).unwrap();
        verify(&verifier, SIGNATURE).unwrap();
    }
}

#[test]
fn old_key_is_accepted_as_backup() {
    // Of the key `backup`.
    let old = "0ea044005dfad6a048d674226b172cf1";
    assert!(verify(&recordings(), old).is_err());
    let verifier = recordings().backup_key("backup").unwrap();
    assert_eq!(verify(&verifier, old).unwrap().key(), MatchedKey::Backup);
    assert_eq!(
        verify(&verifier, SIGNATURE).unwrap().key(),
        MatchedKey::Main
    );
    assert_eq!(verifier.sign_at(then()).signature(), SIGNATURE);
}

#[test]
fn upper_case_digits_have_the_same_value() {
    verify(&recordings(), &SIGNATURE.to_uppercase()).unwrap();
}

#[test]
fn callback_is_too_old_after_five_minutes() {
    let verifier = recordings();
    let after = |age| verifier.verify_at(TIMESTAMP, SIGNATURE, then() + age);
    after(Duration::from_secs(300)).unwrap();
    let age = Duration::from_millis(300_001);
    let error = after(age).unwrap_err();
    let CallbackError::TooOld { age: found, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(found, age);
    let message = "the callback was sent 301 s ago, and the limit is 300 s";
    assert_eq!(error.to_string(), message);
}

#[test]
fn timestamp_may_be_a_minute_ahead() {
    let verifier = recordings();
    let before = |ahead| verifier.verify_at(TIMESTAMP, SIGNATURE, then() - ahead);
    before(Duration::from_secs(60)).unwrap();
    before(Duration::from_millis(60_001)).unwrap_err();
    let error = before(Duration::from_secs(3600)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the callback was sent 3600 s in the future, and the tolerance is 60 s; check the clock of \
         the receiver"
    );
    let patient = recordings().clock_tolerance(Duration::from_secs(3600));
    let hour_before = then() - Duration::from_secs(3600);
    patient
        .verify_at(TIMESTAMP, SIGNATURE, hour_before)
        .unwrap();
}

#[test]
fn timestamp_in_milliseconds_is_named() {
    let verifier = recordings();
    let milliseconds = verifier.sign_at(at(1_519_375_990_000));
    let error = verifier
        .verify_at(milliseconds.timestamp(), milliseconds.signature(), then())
        .unwrap_err();
    assert!(matches!(error, CallbackError::InTheFuture { .. }));
    assert_eq!(
        error.to_string(),
        "the header ALI-LIVE-TIMESTAMP of the callback is more than 1000 years in the future; \
         write seconds since 1970, not milliseconds"
    );
}

#[test]
fn age_is_not_checked_on_request() {
    let verifier = recordings().without_max_age();
    for now in [at(0), at(4_000_000_000)] {
        verifier.verify_at(TIMESTAMP, SIGNATURE, now).unwrap();
    }
    let strict = verifier.max_age(Duration::ZERO);
    assert!(
        strict
            .verify_at(TIMESTAMP, SIGNATURE, at(4_000_000_000))
            .is_err()
    );
}

#[test]
fn forged_callback_is_a_mismatch_whatever_its_time() {
    let forged = "00000000000000000000000000000000";
    let error = recordings().verify(TIMESTAMP, forged).unwrap_err();
    let CallbackError::Mismatch { domain, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(domain, "learn.aliyundoc.com");
}

#[test]
fn missing_header_is_named() {
    let verifier = recordings();
    let error = verifier.verify(None, SIGNATURE).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the callback has no header ALI-LIVE-TIMESTAMP; enable authentication for the address if \
         the service sent it"
    );
    let error = verifier.verify(Some(TIMESTAMP), None).unwrap_err();
    let header = "ALI-LIVE-SIGNATURE";
    assert_eq!(error, CallbackError::MissingHeader { header });
}

#[test]
fn timestamps_that_are_no_times_are_refused() {
    let huge = u64::MAX.to_string();
    for text in [
        "",
        " ",
        "-1",
        "+1519375990",
        " 1519375990",
        "1519375990.0",
        "0x5A",
        "١٢",
        &huge,
    ] {
        let error = recordings().verify(text, SIGNATURE).unwrap_err();
        assert_eq!(error, CallbackError::InvalidTimestamp, "{text:?}");
        assert_eq!(error.to_string().lines().count(), 1, "{text:?}");
    }
    // A signature covers the text of the header.
    let error = recordings()
        .verify_at("01519375990", SIGNATURE, then())
        .unwrap_err();
    assert!(matches!(error, CallbackError::Mismatch { .. }), "{error}");
}

#[test]
fn signatures_that_are_no_hash_are_refused_with_their_length() {
    for (text, length) in [
        ("", 0),
        (&SIGNATURE[1..], 31),
        (&format!(" {SIGNATURE}"), 33),
        (&format!("{SIGNATURE}\n"), 33),
        (&format!("{SIGNATURE}0"), 33),
        (&SIGNATURE.replace('9', "g"), 32),
        (&SIGNATURE.replace('9', "+"), 32),
        (&"é".repeat(16), 32),
    ] {
        let error = recordings().verify(TIMESTAMP, text).unwrap_err();
        assert_eq!(
            error,
            CallbackError::InvalidSignature { length },
            "{text:?}"
        );
    }
}

#[test]
fn domain_with_anything_else_is_refused_by_the_part() {
    for (domain, problem) in [
        ("", HostProblem::Empty),
        ("https://push.example.com", HostProblem::Scheme),
        ("push.example.com/live", HostProblem::Path),
        ("push.example.com?a=b", HostProblem::Path),
        ("user@push.example.com", HostProblem::User),
        ("push.example.com:1935", HostProblem::Port),
        ("push..example.com", HostProblem::Label),
        ("push.example.com.", HostProblem::Label),
        ("-push.example.com", HostProblem::Label),
        ("push_1.example.com", HostProblem::Character('_')),
        (" push.example.com", HostProblem::Character(' ')),
        ("push.example.com\n", HostProblem::Character('\n')),
        ("push|example.com", HostProblem::Character('|')),
        ("püsh.example.com", HostProblem::Character('ü')),
    ] {
        let error = CallbackVerifier::for_ingest_domain(domain, KEY).unwrap_err();
        assert_eq!(
            error,
            CallbackError::InvalidIngestDomain(problem),
            "{domain:?}"
        );
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
    }
}

#[test]
fn callback_url_without_a_usable_host_is_refused_by_the_part() {
    for (url, problem) in [
        ("", HostProblem::NoScheme),
        ("learn.aliyundoc.com/a", HostProblem::NoScheme),
        ("rtmp://learn.aliyundoc.com/a", HostProblem::NoScheme),
        (" https://learn.aliyundoc.com", HostProblem::NoScheme),
        ("https://", HostProblem::Empty),
        ("https:///a", HostProblem::Empty),
        ("https://:80/a", HostProblem::Empty),
        ("https://a:/b", HostProblem::InvalidPort),
        ("https://a:65536/b", HostProblem::InvalidPort),
        ("https://a:+80/b", HostProblem::InvalidPort),
        ("https://a@b/c", HostProblem::User),
        ("https://a:secret@b/c", HostProblem::User),
        ("https://[::1]/a", HostProblem::Character('[')),
        ("https://a./b", HostProblem::Label),
        ("https://a b/c", HostProblem::Character(' ')),
    ] {
        let error = CallbackVerifier::for_callback_url(url, KEY).unwrap_err();
        assert_eq!(error, CallbackError::InvalidCallbackUrl(problem), "{url:?}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn keys_that_are_mistakes_are_refused() {
    for (key, problem) in [
        ("", KeyProblem::Empty),
        ("yourkey\n", KeyProblem::Malformed),
        (" ", KeyProblem::Malformed),
        ("your\0key", KeyProblem::Malformed),
        ("schlüssel", KeyProblem::Malformed),
    ] {
        let error = CallbackVerifier::for_callback_url(URL, key).unwrap_err();
        assert_eq!(error, CallbackError::InvalidKey(problem));
        let error = recordings().backup_key(key).unwrap_err();
        assert_eq!(error, CallbackError::InvalidBackupKey(problem));
    }
    let error = CallbackVerifier::for_callback_url(URL, "yourkey\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key of callbacks is malformed; remove spaces, line breaks and whatever is not ASCII"
    );
}

#[test]
fn messages_say_what_to_do() {
    let of_domain = |domain| CallbackVerifier::for_ingest_domain(domain, KEY).unwrap_err();
    let of_url = |url| CallbackVerifier::for_callback_url(url, KEY).unwrap_err();
    for (error, message) in [
        (
            of_domain("push.example.com:1935"),
            "the ingest domain has a port; pass the host alone, such as `push.example.com`",
        ),
        (
            of_domain("a\tb"),
            "the ingest domain contains `\\t`; use letters, digits, `-` and `.`",
        ),
        (
            of_domain("püsh.example.com"),
            "the ingest domain contains `ü`; write it in ASCII, as in `xn--…`",
        ),
        (
            of_url("learn.aliyundoc.com"),
            "the callback URL does not begin with `http://` or `https://`",
        ),
        (
            of_url("https://user:secret@a"),
            "the callback URL has a user name; leave out everything up to `@`",
        ),
    ] {
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn no_output_shows_a_key_or_a_signature() {
    let verifier = recordings().backup_key("another").unwrap();
    let error = verify(&verifier, "00000000000000000000000000000000").unwrap_err();
    let output = format!(
        "{verifier:?} {:?} {error:?} {error}",
        verifier.sign_at(then())
    );
    for secret in [KEY, "another", SIGNATURE] {
        assert!(!output.contains(secret), "{output}");
    }
}

#[test]
fn time_before_1970_is_signed_as_1970() {
    let signed = recordings().sign_at(UNIX_EPOCH - Duration::from_secs(9));
    assert_eq!(signed.timestamp(), "0");
}

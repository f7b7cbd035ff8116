//! What holds for all callbacks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live_edge::callback::{CallbackVerifier, SignedHeaders};
use proptest::prelude::*;
use proptest::sample::Index;

const DOMAIN: &str = "[a-z0-9]{1,9}(\\.[a-z0-9]{1,5}(-[a-z0-9]{1,5})?){0,3}";
const KEY: &str = "[[:graph:]]{1,64}";

fn time() -> impl Strategy<Value = SystemTime> {
    (0..=4_000_000_000_u64).prop_map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

fn verifier(domain: &str, key: &str) -> CallbackVerifier {
    CallbackVerifier::for_ingest_domain(domain, key).unwrap()
}

/// Every text in which one character is replaced with another, which is in `of`.
fn changed(text: &str, of: &str, by: &Index) -> impl Iterator<Item = String> {
    (0..text.len()).map(move |position| {
        let mut bytes = text.as_bytes().to_vec();
        let others: Vec<_> = of.bytes().filter(|byte| *byte != bytes[position]).collect();
        bytes[position] = others[by.index(others.len())];
        String::from_utf8(bytes).unwrap()
    })
}

fn accepts(verifier: &CallbackVerifier, signed: &SignedHeaders, now: SystemTime) -> bool {
    verifier
        .verify_at(signed.timestamp(), signed.signature(), now)
        .is_ok()
}

proptest! {
    #[test]
    fn what_is_signed_is_verified(domain in DOMAIN, key in KEY, time in time()) {
        let verifier = verifier(&domain, &key);
        let signed = verifier.sign_at(time);
        let verified = verifier.verify_at(signed.timestamp(), signed.signature(), time).unwrap();
        prop_assert_eq!(verified.sent_at(), time);
        let url = format!("https://{domain}/callback?a=b");
        let by_url = CallbackVerifier::for_callback_url(&url, key).unwrap();
        prop_assert!(accepts(&by_url, &signed, time));
    }

    #[test]
    fn any_changed_byte_is_refused(domain in DOMAIN, key in KEY, time in time(), by: Index) {
        let right = verifier(&domain, &key);
        let signed = right.sign_at(time);
        let [timestamp, signature] = [signed.timestamp(), signed.signature()];
        prop_assert!(accepts(&right, &signed, time));

        for other in changed(&domain, "abc123", &by) {
            prop_assert!(!accepts(&verifier(&other, &key), &signed, time), "{other}");
        }
        for other in changed(&key, "abc123|/", &by) {
            prop_assert!(!accepts(&verifier(&domain, &other), &signed, time), "{other}");
        }
        let right = right.without_max_age();
        for other in changed(timestamp, "0123456789 -", &by) {
            prop_assert!(right.verify_at(other.as_str(), signature, time).is_err(), "{other}");
        }
        for other in changed(signature, "0123456789abcdefg ", &by) {
            prop_assert!(right.verify_at(timestamp, other.as_str(), time).is_err(), "{other}");
        }
    }

    #[test]
    fn nothing_panics(
        domain: String,
        url in "https?://\\PC*",
        key: String,
        timestamp: Option<String>,
        number: u64,
        signature: Option<String>,
        now in prop_oneof![time(), Just(UNIX_EPOCH - Duration::from_secs(1 << 40))],
        span: Duration,
    ) {
        let _ = CallbackVerifier::for_ingest_domain(&domain, key.as_str());
        let _ = CallbackVerifier::for_callback_url(&domain, key.as_str());
        let _ = CallbackVerifier::for_callback_url(&url, key.as_str());
        let verifier = verifier("d", "k").max_age(span).clock_tolerance(span);
        let _ = verifier.verify_at(timestamp.as_deref(), signature.as_deref(), now);
        let number = number.to_string();
        let _ = verifier.verify_at(number.as_str(), verifier.sign_at(now).signature(), now);
    }

    #[test]
    fn extreme_times_are_compared_without_overflow(seconds: u64, now in time()) {
        let verifier = verifier("d", "k");
        if let Some(time) = UNIX_EPOCH.checked_add(Duration::from_secs(seconds)) {
            let signed = verifier.sign_at(time);
            let near = now.duration_since(time).map_or_else(
                |error| error.duration() <= Duration::from_secs(60),
                |age| age <= Duration::from_secs(300),
            );
            prop_assert_eq!(accepts(&verifier, &signed, now), near);
        }
    }
}

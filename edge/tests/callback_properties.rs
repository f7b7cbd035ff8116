//! What holds for all callbacks.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live_edge::callback::{CallbackVerifier, SignedHeaders};
use proptest::prelude::*;
use proptest::sample::Index;

const DOMAIN: &str = "[a-z0-9]{1,9}(\\.[a-z0-9-]{1,9}){0,3}";
const KEY: &str = "[[:graph:]]{1,64}";

fn time() -> impl Strategy<Value = SystemTime> {
    (0..=4_000_000_000_u64).prop_map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

fn verifier(domain: &str, key: &str) -> CallbackVerifier {
    CallbackVerifier::for_ingest_domain(domain, key).unwrap()
}

/// Replaces one character with another, which is in `of` too.
fn changed(text: &str, position: &Index, of: &str, by: &Index) -> String {
    let position = position.index(text.len());
    let others: Vec<_> = of
        .bytes()
        .filter(|byte| *byte != text.as_bytes()[position])
        .collect();
    let mut bytes = text.as_bytes().to_vec();
    bytes[position] = others[by.index(others.len())];
    String::from_utf8(bytes).unwrap()
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
        let signed = verifier.sign(time);
        let verified = verifier.verify_at(signed.timestamp(), signed.signature(), time).unwrap();
        prop_assert_eq!(verified.sent_at(), time);
        let url = format!("https://{domain}/callback?a=b");
        let by_url = CallbackVerifier::for_callback_url(&url, key).unwrap();
        prop_assert!(accepts(&by_url, &signed, time));
    }

    #[test]
    fn any_changed_byte_is_refused(
        domain in DOMAIN,
        key in KEY,
        time in time(),
        position: Index,
        by: Index,
    ) {
        let right = verifier(&domain, &key);
        let signed = right.sign(time);
        let [timestamp, signature] = [signed.timestamp(), signed.signature()];

        let other = verifier(&changed(&domain, &position, "abc123", &by), &key);
        prop_assert!(!accepts(&other, &signed, time));
        let other = verifier(&domain, &changed(&key, &position, "abc123|/", &by));
        prop_assert!(!accepts(&other, &signed, time));

        let right = right.without_max_age();
        let other = changed(timestamp, &position, "0123456789 -", &by);
        prop_assert!(right.verify_at(other.as_str(), signature, time).is_err());
        let other = changed(signature, &position, "0123456789abcdefg ", &by);
        prop_assert!(right.verify_at(timestamp, other.as_str(), time).is_err());
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
        let _ = verifier.verify_at(number.as_str(), verifier.sign(now).signature(), now);
    }

    #[test]
    fn extreme_times_are_compared_without_overflow(seconds: u64, now in time()) {
        let verifier = verifier("d", "k");
        if let Some(time) = UNIX_EPOCH.checked_add(Duration::from_secs(seconds)) {
            let signed = verifier.sign(time);
            let near = now.duration_since(time).map_or_else(
                |error| error.duration() <= Duration::from_secs(60),
                |age| age <= Duration::from_secs(300),
            );
            prop_assert_eq!(accepts(&verifier, &signed, now), near);
        }
    }
}

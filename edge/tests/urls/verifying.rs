//! Verifying what was signed, and refusing everything else.

use std::time::{Duration, UNIX_EPOCH};

use alibabacloud_live_edge::url::{MatchedKey, Part, Problem, UrlError, UrlSigner, Verified};
use proptest::prelude::*;

use crate::samples;

const PATH: &str = "/video/standard";
const QUERY: &str = "auth_key=1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b";

fn verify(signer: &UrlSigner, path: &str, query: &str) -> Result<Verified, UrlError> {
    signer.verify_request_at(path, query, UNIX_EPOCH + Duration::from_secs(1_622_194_197))
}

#[test]
fn both_keys_are_accepted_and_told_apart() {
    let main = UrlSigner::new("aliyunliveexp1234").unwrap();
    assert_eq!(verify(&main, PATH, QUERY).unwrap().key(), MatchedKey::Main);
    let other = UrlSigner::new("another").unwrap();
    let backup = other.clone().backup_key("aliyunliveexp1234").unwrap();
    assert_eq!(
        verify(&backup, PATH, QUERY).unwrap().key(),
        MatchedKey::Backup
    );
    let error = verify(&other, PATH, QUERY).unwrap_err();
    assert_eq!(
        (error.part(), error.problem()),
        (Part::Hash, Problem::Mismatch)
    );
}

#[test]
fn the_backup_key_signs_on_request_only() {
    let signer = UrlSigner::new("main")
        .unwrap()
        .backup_key("backup")
        .unwrap();
    let token = signer.token_at(PATH, UNIX_EPOCH).unwrap();
    assert_eq!(
        token,
        UrlSigner::new("main")
            .unwrap()
            .token_at(PATH, UNIX_EPOCH)
            .unwrap()
    );
    let token = signer
        .signing()
        .with_backup_key()
        .unwrap()
        .token_at(PATH, UNIX_EPOCH)
        .unwrap();
    assert_eq!(
        token,
        UrlSigner::new("backup")
            .unwrap()
            .token_at(PATH, UNIX_EPOCH)
            .unwrap()
    );
}

#[test]
fn arguments_may_stand_around_the_token() {
    let signer = UrlSigner::new("aliyunliveexp1234").unwrap();
    for query in [
        format!("?{QUERY}"),
        format!("vhost=play.example.com&{QUERY}"),
        format!("{QUERY}&aliyunols=on&lhs_start_unix_s_0=1"),
    ] {
        assert!(verify(&signer, PATH, &query).is_ok(), "{query}");
    }
}

#[test]
fn a_missing_malformed_or_repeated_token_is_named() {
    let signer = UrlSigner::new("aliyunliveexp1234").unwrap();
    for (query, part, problem) in [
        (String::new(), Part::Token, Problem::Missing),
        ("auth_ke=1".to_owned(), Part::Token, Problem::Missing),
        (format!("{QUERY}&{QUERY}"), Part::Token, Problem::Repeated),
        (
            "auth_key=1-0-5552ff52".to_owned(),
            Part::Token,
            Problem::Malformed,
        ),
        (format!("{QUERY}-0"), Part::Token, Problem::Malformed),
        (
            "auth_key=x-0-0-0".to_owned(),
            Part::Timestamp,
            Problem::NotANumber,
        ),
        (
            QUERY.replace("16221", "016221"),
            Part::Timestamp,
            Problem::NotANumber,
        ),
        (
            QUERY.replace("16221", "+16221"),
            Part::Timestamp,
            Problem::NotANumber,
        ),
        (QUERY.replace("-0-0-", "--0-"), Part::Rand, Problem::Empty),
        (
            QUERY.replace("-0-0-", "-0-%-"),
            Part::Uid,
            Problem::Character('%'),
        ),
        (
            QUERY.replace("5552ff", "5552FF"),
            Part::Hash,
            Problem::Malformed,
        ),
        (QUERY.replace("5552ff", ""), Part::Hash, Problem::Malformed),
    ] {
        let error = verify(&signer, PATH, &query).unwrap_err();
        assert_eq!((error.part(), error.problem()), (part, problem), "{query}");
    }
}

#[test]
fn expiry_is_judged_before_the_hash() {
    let signer = UrlSigner::new("another").unwrap();
    let late = UNIX_EPOCH + Duration::from_secs(1_999_999_999);
    assert!(
        signer
            .verify_request_at(PATH, QUERY, late)
            .unwrap_err()
            .is_expired()
    );
}

#[test]
fn any_path_can_be_verified() {
    let signer = UrlSigner::new("key").unwrap();
    let path = "/openapi/timeline/query";
    let token = signer.token_at(path, UNIX_EPOCH).unwrap().to_text();
    let url = format!("http://play.example.com{path}?auth_key={token}&app=a&stream=b&format=ts");
    let now = UNIX_EPOCH + Duration::from_secs(1000);
    assert!(signer.verify_at(&url, now).is_ok());
}

proptest! {
    #[test]
    fn what_is_signed_verifies_with_the_same_key_only(
        (url, _) in samples::url(), fields in samples::fields(), time in samples::time(),
        key in samples::key(), other in samples::key(),
    ) {
        let signer = UrlSigner::new(key.as_str()).unwrap();
        let signed = url.sign_at(&signer, &fields, time);
        let verified = signer.verify_at(signed.as_str(), time).unwrap();
        prop_assert_eq!(verified.key(), MatchedKey::Main);
        prop_assert_eq!(verified.token(), signed.token());
        prop_assert_eq!(verified.expires_at(), signed.expires_at());
        let other_signer = UrlSigner::new(other.as_str()).unwrap();
        prop_assert_eq!(other_signer.verify_at(signed.as_str(), time).is_ok(), other == key);
    }

    /// Within the token, and within the path as a server has it.
    #[test]
    fn any_changed_byte_fails(
        (url, _) in samples::url(), fields in samples::fields(), time in samples::time(),
        byte in 0_u8..128,
    ) {
        let signer = UrlSigner::new("key").unwrap();
        let token = url.sign_at(&signer, &fields, time).token().to_text();
        let query = format!("auth_key={token}");
        let verify = |path: &str, query: &str| signer.verify_request_at(path, query, time);
        prop_assert!(verify(url.path(), &query).is_ok());
        for path in samples::changed(url.path(), byte) {
            prop_assert!(verify(&path, &query).is_err(), "{path}");
        }
        for query in samples::changed(&query, byte) {
            prop_assert!(verify(url.path(), &query).is_err(), "{query}");
        }
    }

    /// The same over whole URLs: their path and their token.
    #[test]
    fn any_changed_byte_of_the_signed_parts_of_a_url_fails(
        (url, _) in samples::url(), fields in samples::fields(), time in samples::time(),
        byte in 0_u8..128,
    ) {
        let signer = UrlSigner::new("key").unwrap();
        let signed = url.sign_at(&signer, &fields, time);
        let text = signed.as_str();
        for part in [url.path(), &format!("auth_key={}", signed.token().to_text())] {
            let (before, after) = text.split_once(part).unwrap();
            for changed in samples::changed(part, byte) {
                let changed = format!("{before}{changed}{after}");
                prop_assert!(signer.verify_at(&changed, time).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn a_changed_key_fails(byte in b'!'..=b'~') {
        for key in samples::changed("aliyunliveexp1234", byte) {
            prop_assert!(verify(&UrlSigner::new(key).unwrap(), PATH, QUERY).is_err());
        }
    }

    #[test]
    fn arbitrary_text_never_panics(
        url in "(rtmp|artc|srt|https?)?(://)?[ -~]{0,60}", path: String, query: String,
    ) {
        let signer = UrlSigner::new("key").unwrap();
        prop_assert!(signer.verify_at(&url, UNIX_EPOCH).is_err());
        prop_assert!(signer.verify_request_at(&path, &query, UNIX_EPOCH).is_err());
        prop_assert!(signer.verify_at(&path, UNIX_EPOCH).is_err());
        let _ = signer.token(&path);
    }
}

//! Neither keys nor hashes are printed.

use std::time::{Duration, UNIX_EPOCH};

use alibabacloud_live_edge::url::{IngestProtocol, IngestUrl, ParsedUrl, UrlSigner};

const KEY: &str = "aliyunliveexp1234";
const HASH: &str = "5552ff52b5e4e20387c6dc18afce206b";

fn url(protocol: IngestProtocol) -> IngestUrl {
    let builder = IngestUrl::builder()
        .domain("demo.aliyundoc.com")
        .app("video");
    builder
        .stream("standard")
        .protocol(protocol)
        .build()
        .unwrap()
}

#[test]
fn debug_output_masks_keys_and_hashes() {
    let now = UNIX_EPOCH + Duration::from_secs(1_622_194_197);
    let signer = UrlSigner::new(KEY)
        .unwrap()
        .backup_key("backup1234")
        .unwrap();
    let rtmp = signer.sign_at(&url(IngestProtocol::Rtmp), now).unwrap();
    let srt = signer.sign_at(&url(IngestProtocol::Srt), now).unwrap();
    assert!(rtmp.as_str().contains(HASH) && srt.as_str().contains(HASH));
    assert_eq!(
        format!("{rtmp:?}"),
        "SignedUrl(\"rtmp://demo.aliyundoc.com/video/standard?auth_key=1622194197-0-0-***\")"
    );
    assert_eq!(
        format!("{srt:?}"),
        "SignedUrl(\"srt://demo.aliyundoc.com:1105?streamid=#!::h=demo.aliyundoc.com,\
         r=/video/standard?auth_key=1622194197-0-0-***,m=publish\")"
    );
    let parsed: ParsedUrl = rtmp.as_str().parse().unwrap();
    let printed = format!(
        "{signer:?} {:#?} {parsed:?} {:?} {:?} {:?}",
        signer,
        signer.signing(),
        rtmp.token(),
        signer.verify_at(rtmp.as_str(), now),
    );
    assert!(printed.contains("***"));
    for secret in [KEY, "backup1234", HASH, &HASH[..8]] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn errors_contain_neither_keys_nor_hashes() {
    let signer = UrlSigner::new(KEY).unwrap();
    let mut errors = vec![UrlSigner::new(format!("{KEY}\n")).unwrap_err()];
    for query in [
        format!("auth_key=1-0-0-{HASH}"),
        format!("auth_key=1-0-0-{HASH}0"),
        format!("auth_key={HASH}"),
        format!("auth_key={HASH}-0-0-1"),
    ] {
        errors.push(
            signer
                .verify_request_at("/video/standard", &query, UNIX_EPOCH)
                .unwrap_err(),
        );
        errors.push(signer.verify_at(&query, UNIX_EPOCH).unwrap_err());
    }
    for error in errors {
        let printed = format!("{error} {error:?}");
        assert!(
            !printed.contains(&KEY[..6]) && !printed.contains(&HASH[..6]),
            "{printed}"
        );
    }
}

#[test]
fn the_plain_url_is_available_on_request() {
    let signer = UrlSigner::new(KEY).unwrap();
    let signed = signer
        .sign_at(&url(IngestProtocol::Rtmp), UNIX_EPOCH)
        .unwrap();
    let text = signed.as_str().to_owned();
    assert_eq!(String::from(signed), text);
}

//! Hashes that others computed: pages of the reference, other programs, and Python's hashlib. See
//! `data/vectors.py`, which writes the table.

use std::time::{Duration, UNIX_EPOCH};

use alibabacloud_live_edge::url::{AuthToken, IngestProtocol, IngestUrl, PlaybackUrl, UrlSigner};

const TABLE: &str = include_str!("../data/vectors.tsv");

#[test]
fn hashes_equal_those_that_others_computed() {
    let mut published = 0;
    for line in TABLE.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        let [key, path, timestamp, rand, uid, hash, kind, source] = fields[..] else {
            panic!("not a vector: {line}");
        };
        let signer = UrlSigner::new(key).unwrap();
        let signing = signer.signing().rand(rand).unwrap().uid(uid).unwrap();
        let token = signing.token_at(
            path,
            UNIX_EPOCH + Duration::from_secs(timestamp.parse().unwrap()),
        );
        let token = token.unwrap();
        let expected = format!("{timestamp}-{rand}-{uid}-{hash}");
        assert_eq!(token.to_text(), expected, "{source}");
        assert_eq!(expected.parse::<AuthToken>().unwrap(), token, "{source}");
        published += usize::from(kind == "published");
    }
    assert!(published >= 5, "{published}");
}

/// `https://help.aliyun.com/document_detail/199349.html`, in its version of 2021. It publishes the
/// first eleven digits.
#[test]
fn the_documented_live_url_is_signed_as_documented() {
    let url = IngestUrl::builder()
        .domain("demo.aliyundoc.com")
        .app("video")
        .stream("standard");
    let url = url.build().unwrap();
    let signer = UrlSigner::new("aliyunliveexp1234").unwrap();
    let time = UNIX_EPOCH + Duration::from_secs(1_622_194_197);
    assert_eq!(
        signer.sign_at(&url, time).unwrap().as_str(),
        "rtmp://demo.aliyundoc.com/video/standard\
         ?auth_key=1622194197-0-0-5552ff52b5e4e20387c6dc18afce206b"
    );
}

/// Form of `https://help.aliyun.com/document_detail/199339.html`, whose hash is masked: `m=publish`
/// follows the token and is not signed.
#[test]
fn the_documented_srt_url_is_signed_as_documented() {
    let url = IngestUrl::builder()
        .domain("demo.aliyunlive.com")
        .app("1")
        .stream("1");
    let url = url.protocol(IngestProtocol::Srt).build().unwrap();
    let signer = UrlSigner::new("aliyunliveexp1234").unwrap();
    let time = UNIX_EPOCH + Duration::from_secs(1_661_312_655);
    assert_eq!(
        signer.sign_at(&url, time).unwrap().as_str(),
        "srt://demo.aliyunlive.com:1105?streamid=#!::h=demo.aliyunlive.com,\
         r=/1/1?auth_key=1661312655-0-0-3471c23d7f94b2e55f9fe679d53ed3c2,m=publish"
    );
}

/// Form of `https://www.alibabacloud.com/help/doc-detail/97943.htm`: template and extension are
/// signed.
#[test]
fn the_documented_transcoded_url_is_signed_as_documented() {
    let url = PlaybackUrl::builder()
        .domain("play.aliyunlive.com")
        .app("app")
        .stream("stream");
    let url = url.transcoded("sd").build().unwrap();
    let signer = UrlSigner::new("456").unwrap();
    let time = UNIX_EPOCH + Duration::from_secs(1_740_562_218);
    assert_eq!(
        signer.sign_at(&url, time).unwrap().as_str(),
        "http://play.aliyunlive.com/app/stream_sd.m3u8\
         ?auth_key=1740562218-0-0-86da35d1057ed9c744e86d958b712836"
    );
}

//! Taking URLs apart.

use alibabacloud_live_edge::url::{AuthToken, ParsedUrl, Part, Problem, UrlSigner};
use proptest::prelude::*;
use std::time::{Duration, UNIX_EPOCH};

use crate::samples;

const TOKEN: &str = "1721789483-0-0-50ca3f8cb19091b59c81de0d97f49cfb";

fn parse(url: &str) -> ParsedUrl {
    url.parse().unwrap()
}

#[test]
fn srt_is_read_in_both_documented_forms() {
    for url in [
        format!(
            "srt://push.example.com:1105?streamid=#!::h=push.example.com,r=/app/stream?auth_key={TOKEN},m=publish"
        ),
        format!(
            "srt://push.example.com:1105?streamid=push://push.example.com/app/stream?auth_key={TOKEN}"
        ),
        // Encoded throughout, as a library may return it.
        format!(
            "srt://push.example.com:1105?streamid=%23%21%3A%3Ah%3Dpush.example.com%2Cr%3D%2Fapp%2Fstream%3Fauth_key%3D{TOKEN}%2Cm%3Dpublish"
        ),
        // Among other options, and with the domain only in `streamid`.
        format!(
            "srt://192.0.2.1:1105?latency=200&streamid=#!::m=publish,r=/app/stream?auth_key={TOKEN},h=push.example.com"
        ),
    ] {
        let parsed = parse(&url);
        assert_eq!((parsed.scheme(), parsed.port()), ("srt", Some(1105)));
        assert_eq!(parsed.domain(), "push.example.com", "{url}");
        assert_eq!((parsed.app(), parsed.stream()), ("app", "stream"), "{url}");
        assert_eq!(
            parsed.token(),
            Some(&TOKEN.parse::<AuthToken>().unwrap()),
            "{url}"
        );
    }
}

#[test]
fn the_extension_is_read_for_http_only() {
    let parsed = parse("http://play.example.com/live/camera.1_sd.m3u8");
    assert_eq!(
        (parsed.stream(), parsed.extension()),
        ("camera.1_sd", Some("m3u8"))
    );
    let parsed = parse("RTMP://play.example.com/live/camera.1");
    assert_eq!((parsed.scheme(), parsed.stream()), ("rtmp", "camera.1"));
    assert_eq!(parsed.extension(), None);
}

#[test]
fn the_token_is_not_among_the_parameters() {
    let url = format!("rtmp://push.example.com/a/b?vhost=play.example.com&auth_key={TOKEN}&x=%2C");
    let parsed = parse(&url);
    let query: Vec<_> = parsed
        .query()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    assert_eq!(query, ["vhost: play.example.com", "x: ,"]);
}

#[test]
fn what_is_wrong_with_a_url_is_named() {
    for (url, part, problem) in [
        ("", Part::Url, Problem::Malformed),
        ("push.example.com/live/a", Part::Url, Problem::Malformed),
        (
            "ftp://push.example.com/live/a",
            Part::Protocol,
            Problem::Unsupported,
        ),
        (
            "rtmp://push.example.com/live/a b",
            Part::Url,
            Problem::Character(' '),
        ),
        (
            "rtmp://push.example.com/live/a#b",
            Part::Url,
            Problem::Character('#'),
        ),
        (
            "rtmp://push.example.com/live/ä",
            Part::Url,
            Problem::Character('ä'),
        ),
        ("rtmp:///live/a", Part::Domain, Problem::Empty),
        (
            "rtmp://user@example.com/live/a",
            Part::Domain,
            Problem::User,
        ),
        (
            "rtmp://user:secret@example.com/live/a",
            Part::Domain,
            Problem::User,
        ),
        (
            "rtmp://push.example.com:+80/live/a",
            Part::Url,
            Problem::Malformed,
        ),
        (
            "rtmp://push.example.com:x/live/a",
            Part::Url,
            Problem::Malformed,
        ),
        ("rtmp://push.example.com", Part::Path, Problem::Malformed),
        (
            "rtmp://push.example.com?auth_key=1",
            Part::Path,
            Problem::Malformed,
        ),
        (
            "rtmp://push.example.com/live",
            Part::Path,
            Problem::Malformed,
        ),
        (
            "rtmp://push.example.com/live/a/b",
            Part::Stream,
            Problem::Character('/'),
        ),
        ("rtmp://push.example.com//a", Part::App, Problem::Empty),
        (
            "rtmp://push.example.com/live/a%2Fb",
            Part::Stream,
            Problem::Character('%'),
        ),
        (
            "http://play.example.com/live/.m3u8",
            Part::Stream,
            Problem::Empty,
        ),
        (
            "http://play.example.com/live/a.b/c",
            Part::Stream,
            Problem::Character('/'),
        ),
        (
            "http://play.example.com/live/../x",
            Part::Stream,
            Problem::Character('/'),
        ),
        (
            "http://play.example.com/../x.flv",
            Part::App,
            Problem::Reserved,
        ),
        (
            "rtmp://push.example.com/live/a?auth_key=1",
            Part::Token,
            Problem::Malformed,
        ),
        ("srt://push.example.com:1105", Part::Url, Problem::Malformed),
        (
            "srt://push.example.com:1105?streamid=x",
            Part::Url,
            Problem::Malformed,
        ),
        (
            "srt://push.example.com:1105?streamid=%FF",
            Part::Url,
            Problem::Malformed,
        ),
        (
            "srt://push.example.com:1105?streamid=#!::m=publish",
            Part::Url,
            Problem::Malformed,
        ),
        (
            "srt://push.example.com:1105?streamid=#!::r=/a/b,r=/a/c",
            Part::Url,
            Problem::Repeated,
        ),
    ] {
        let error = url.parse::<ParsedUrl>().unwrap_err();
        assert_eq!((error.part(), error.problem()), (part, problem), "{url}");
    }
}

proptest! {
    #[test]
    fn a_signed_url_is_read_as_it_was_built(
        (url, parameters) in samples::url(), fields in samples::fields(), time in samples::time(),
    ) {
        let signed = url.sign_at(&UrlSigner::new("key").unwrap(), &fields, time);
        let parsed = parse(signed.as_str());
        prop_assert_eq!(parsed.path(), url.path());
        let extension = parsed.extension().map(|it| format!(".{it}")).unwrap_or_default();
        prop_assert_eq!(
            format!("/{}/{}{extension}", parsed.app(), parsed.stream()),
            url.path()
        );
        prop_assert_eq!(parsed.token(), Some(signed.token()));
        prop_assert_eq!(
            parsed.query().filter(|(name, _)| name != "aliyunols").collect::<Vec<_>>(),
            parameters.iter().map(|(name, value)| (name.into(), value.into())).collect::<Vec<_>>()
        );
        let unsigned = parse(url.as_str());
        prop_assert_eq!(unsigned.token(), None);
        prop_assert_eq!((unsigned.domain(), unsigned.path()), (parsed.domain(), parsed.path()));
        prop_assert_eq!(unsigned.scheme(), parsed.scheme());
    }

    #[test]
    fn a_token_is_read_as_it_was_written(
        time in samples::time(), rand in "[A-Za-z0-9_.~]{1,40}", uid in "[A-Za-z0-9_.~]{1,10}",
    ) {
        let signer = UrlSigner::new("key").unwrap();
        let signing = signer.signing().rand(rand.as_str()).unwrap().uid(uid.as_str()).unwrap();
        let token = signing.token_at("/live/camera-1", time).unwrap();
        let parsed: AuthToken = token.to_text().parse().unwrap();
        prop_assert_eq!(UNIX_EPOCH + Duration::from_secs(parsed.timestamp()), time);
        prop_assert_eq!((parsed.rand(), parsed.uid()), (rand.as_str(), uid.as_str()));
        prop_assert_eq!(parsed, token);
    }

    #[test]
    fn arbitrary_text_never_panics(text: String, url in "(rtmp|srt|http)://[ -~]{0,60}") {
        let _ = text.parse::<ParsedUrl>();
        let _ = text.parse::<AuthToken>();
        if let Ok(parsed) = url.parse::<ParsedUrl>() {
            prop_assert!(parsed.path().starts_with('/'));
        }
    }

    #[test]
    fn arbitrary_stream_ids_never_panic(stream_id in "(#!::|push://)[ -~]{0,60}") {
        let _ = format!("srt://push.example.com:1105?streamid={stream_id}").parse::<ParsedUrl>();
    }
}

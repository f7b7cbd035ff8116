//! The forms of URLs without tokens, as the reference shows them, and of signed ones for encoders.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live_edge::url::{
    Given, IngestProtocol, IngestUrl, PlaybackProtocol, PlaybackUrl, TimeShift, UrlBuilder,
    UrlSigner,
};

fn ingest() -> UrlBuilder<IngestUrl, Given, Given, Given> {
    IngestUrl::builder()
        .domain("push.example.com")
        .app("app")
        .stream("stream")
}

fn playback() -> UrlBuilder<PlaybackUrl, Given, Given, Given> {
    PlaybackUrl::builder()
        .domain("play.example.com")
        .app("app")
        .stream("stream")
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn ingest_urls_have_the_documented_form() {
    for (protocol, form) in [
        (IngestProtocol::Rtmp, "rtmp://push.example.com/app/stream"),
        (IngestProtocol::Artc, "artc://push.example.com/app/stream"),
        (
            IngestProtocol::Srt,
            "srt://push.example.com:1105?streamid=#!::h=push.example.com,r=/app/stream,m=publish",
        ),
    ] {
        let url = ingest().protocol(protocol).build().unwrap();
        assert_eq!(url.to_string(), form);
        assert_eq!(url.path(), "/app/stream");
        assert_eq!(url.protocol(), protocol);
        assert_eq!(
            (url.domain(), url.app(), url.stream()),
            ("push.example.com", "app", "stream")
        );
    }
}

#[test]
fn playback_urls_have_the_documented_form() {
    for (protocol, form) in [
        (PlaybackProtocol::Rtmp, "rtmp://play.example.com/app/stream"),
        (PlaybackProtocol::Artc, "artc://play.example.com/app/stream"),
        (
            PlaybackProtocol::Flv,
            "http://play.example.com/app/stream.flv",
        ),
        (
            PlaybackProtocol::Hls,
            "http://play.example.com/app/stream.m3u8",
        ),
        (
            PlaybackProtocol::LowLatencyHls,
            "http://play.example.com/app/stream-llhls.m3u8?aliyunols=on",
        ),
    ] {
        let url = playback().protocol(protocol).build().unwrap();
        assert_eq!(url.to_string(), form);
        assert_eq!(
            (url.domain(), url.app(), url.stream()),
            ("play.example.com", "app", "stream")
        );
    }
}

#[test]
fn variants_follow_the_stream_name() {
    let flv = || playback().protocol(PlaybackProtocol::Flv);
    for (builder, path) in [
        (flv().transcoded("sd"), "/app/stream_sd.flv"),
        (flv().subtitles("captions"), "/app/stream_captions.flv"),
        (flv().delayed(), "/app/stream-alidelay.flv"),
    ] {
        assert_eq!(builder.build().unwrap().path(), path);
    }
}

#[test]
fn parameters_of_ingest_are_encoded() {
    let url = ingest()
        .delay(Duration::from_secs(60))
        .record(true)
        .query("a b", "1,ä&");
    assert_eq!(
        url.clone().build().unwrap().as_str(),
        "rtmp://push.example.com/app/stream?alDelayTime=60\
         &record_config=%7B%22NeedRecord%22%3Atrue%7D&a%20b=1%2C%C3%A4%26"
    );
    // Within `streamid`, what separates parameters is encoded once more.
    assert_eq!(
        url.protocol(IngestProtocol::Srt).build().unwrap().as_str(),
        "srt://push.example.com:1105?streamid=#!::h=push.example.com,r=/app/stream?alDelayTime=60\
         %26record_config=%257B%2522NeedRecord%2522%253Atrue%257D\
         %26a%2520b=1%252C%25C3%25A4%2526,m=publish"
    );
}

#[test]
fn packaged_hls_has_the_documented_parameter() {
    let url = playback().packaged().build().unwrap();
    assert_eq!(
        url.as_str(),
        "http://play.example.com/app/stream.m3u8?aliyunols=on"
    );
}

/// The values are those of `https://help.aliyun.com/document_detail/199356.html`.
#[test]
fn time_shift_has_the_documented_parameters() {
    let (start, end) = (at(1_513_334_255), at(1_513_334_270));
    for (shift, parameters) in [
        (TimeShift::since(start), "lhs_start_unix_s_0=1513334255"),
        (
            TimeShift::between(start, end),
            "lhs_start_unix_s_0=1513334255&lhs_end_unix_s_0=1513334270",
        ),
        (
            TimeShift::on_demand(start, end),
            "lhs_start_unix_s_0=1513334255&lhs_vodend_unix_s_0=1513334270",
        ),
        (
            TimeShift::back(Duration::from_secs(1800)),
            "lhs_offset_unix_s_0=1800",
        ),
    ] {
        let url = playback().time_shift(shift).https().build().unwrap();
        let expected =
            format!("https://play.example.com/app/stream.m3u8?aliyunols=on&{parameters}");
        assert_eq!(url.as_str(), expected);
    }
}

#[test]
fn the_token_follows_other_parameters() {
    let signer = UrlSigner::new("key").unwrap();
    let url = ingest().query("vhost", "play.example.com").build().unwrap();
    let signed = signer.sign_at(&url, at(1)).unwrap();
    let token = signed.token().to_text();
    assert_eq!(
        signed.as_str(),
        format!("rtmp://push.example.com/app/stream?vhost=play.example.com&auth_key={token}")
    );
    let url = ingest()
        .protocol(IngestProtocol::Srt)
        .query("a", "b")
        .build()
        .unwrap();
    let signed = signer.sign_at(&url, at(1)).unwrap();
    let token = signed.token().to_text();
    assert_eq!(
        signed.as_str(),
        format!(
            "srt://push.example.com:1105?streamid=#!::h=push.example.com,\
             r=/app/stream?a=b%26auth_key={token},m=publish"
        )
    );
}

#[test]
fn encoders_get_server_and_stream_key() {
    let signer = UrlSigner::new("key").unwrap();
    let url = ingest().build().unwrap();
    assert_eq!(
        (url.server(), url.stream_key()),
        ("rtmp://push.example.com/app", "stream")
    );
    let signed = signer.sign_at(&url, at(1)).unwrap();
    let key = format!("stream?auth_key={}", signed.token().to_text());
    assert_eq!(signed.server(), "rtmp://push.example.com/app");
    assert_eq!(signed.stream_key(), key);

    let url = ingest().protocol(IngestProtocol::Srt).build().unwrap();
    assert_eq!((url.server(), url.stream_key()), (url.as_str(), ""));
    let signed = signer.sign_at(&url, at(1)).unwrap();
    assert_eq!(
        (signed.server(), signed.stream_key()),
        (signed.as_str(), "")
    );
}

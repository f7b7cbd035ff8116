//! Valid parts of URLs, by chance.

use alibabacloud_live_edge::url::{
    IngestProtocol, IngestUrl, PlaybackProtocol, PlaybackUrl, SignedUrl, UrlSigner,
};
use proptest::prelude::*;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A URL of either kind.
#[derive(Clone, Debug)]
pub(crate) enum AnyUrl {
    Ingest(IngestUrl),
    Playback(PlaybackUrl),
}

impl AnyUrl {
    /// Signs the URL with the fields `rand` and `uid`.
    pub(crate) fn sign_at(
        &self,
        signer: &UrlSigner,
        [rand, uid]: &[String; 2],
        time: SystemTime,
    ) -> SignedUrl {
        let signing = signer.signing().rand(rand).unwrap().uid(uid).unwrap();
        match self {
            Self::Ingest(url) => signing.sign_at(url, time),
            Self::Playback(url) => signing.sign_at(url, time),
        }
        .unwrap()
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Ingest(url) => url.as_str(),
            Self::Playback(url) => url.as_str(),
        }
    }

    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Ingest(url) => url.path(),
            Self::Playback(url) => url.path(),
        }
    }
}

pub(crate) fn key() -> impl Strategy<Value = String> {
    "[A-Za-z0-9]{1,40}"
}

pub(crate) fn domain() -> impl Strategy<Value = String> {
    "[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\\.[a-z]{2,5}){1,2}"
}

pub(crate) fn name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9][A-Za-z0-9_.~-]{0,20}"
}

/// The fields `rand` and `uid` of a token.
pub(crate) fn fields() -> impl Strategy<Value = [String; 2]> {
    let field = || prop_oneof![Just("0".to_owned()), "[A-Za-z0-9_.~]{1,60}"];
    [field(), field()]
}

pub(crate) fn time() -> impl Strategy<Value = SystemTime> {
    (0..4_000_000_000_u64).prop_map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Parameters with any text as value.
pub(crate) fn parameters() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::btree_map("[a-z&=#%,? ]{1,6}", any::<String>(), 0..3)
        .prop_map(|parameters| parameters.into_iter().collect())
}

fn ingest_protocol() -> impl Strategy<Value = IngestProtocol> {
    prop::sample::select(vec![
        IngestProtocol::Rtmp,
        IngestProtocol::Artc,
        IngestProtocol::Srt,
    ])
}

fn playback_protocol() -> impl Strategy<Value = PlaybackProtocol> {
    prop::sample::select(vec![
        PlaybackProtocol::Rtmp,
        PlaybackProtocol::Artc,
        PlaybackProtocol::Flv,
        PlaybackProtocol::Hls,
        PlaybackProtocol::LowLatencyHls,
    ])
}

/// A URL of any protocol, and the parameters that were added to it.
pub(crate) fn url() -> impl Strategy<Value = (AnyUrl, Vec<(String, String)>)> {
    let parts = (domain(), name(), name(), parameters());
    let ingest = (parts, ingest_protocol()).prop_map(|((domain, app, stream, query), protocol)| {
        let builder = IngestUrl::builder().domain(domain).app(app).stream(stream);
        let builder = query
            .iter()
            .fold(builder, |it, (name, value)| it.query(name, value));
        (
            AnyUrl::Ingest(builder.protocol(protocol).build().unwrap()),
            query,
        )
    });
    let parts = (domain(), name(), name(), parameters());
    let template = prop::option::of(name());
    let playback = (parts, playback_protocol(), template).prop_map(
        |((domain, app, stream, query), protocol, template)| {
            let builder = PlaybackUrl::builder()
                .domain(domain)
                .app(app)
                .stream(stream);
            let builder = query
                .iter()
                .fold(builder, |it, (name, value)| it.query(name, value));
            let builder = match template {
                Some(template) => builder.transcoded(template),
                None => builder,
            };
            (
                AnyUrl::Playback(builder.protocol(protocol).build().unwrap()),
                query,
            )
        },
    );
    prop_oneof![ingest, playback]
}

/// Every text in which one byte is replaced with another.
pub(crate) fn changed(text: &str, byte: u8) -> impl Iterator<Item = String> {
    let others = (0..text.len()).filter(move |&at| text.as_bytes()[at] != byte);
    others.map(move |at| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = byte;
        String::from_utf8(bytes).unwrap()
    })
}

//! Ingest URLs, to which broadcasters send streams.

use std::fmt;
use std::time::Duration;

use super::address::{Address, split_at_key};
use super::builder::UrlBuilder;
use super::error::{Part, Problem, UrlError};
use super::kind::{Names, StreamUrl, UrlKind};
use super::query;

/// The port for ingest over SRT.
const SRT_PORT: u16 = 1105;

/// The delays that can be requested, in seconds. Older versions of the page start at 15, and end at
/// 310.
const DELAYS: std::ops::RangeInclusive<u64> = 16..=3600;

/// The URL of an ingest domain to which a stream is sent, without a token.
///
/// A domain with URL signing, which is the default, refuses it until it is signed with the key of
/// the ingest domain.
///
/// ```
/// use alibabacloud_live_edge::url::IngestUrl;
///
/// let url = IngestUrl::builder()
///     .domain("push.example.com")
///     .app("live")
///     .stream("camera-1")
///     .build()?;
/// assert_eq!(url.as_str(), "rtmp://push.example.com/live/camera-1");
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
///
/// Source: [Generate ingest and streaming URLs].
///
/// [Generate ingest and streaming URLs]:
///     https://www.alibabacloud.com/help/en/live/user-guide/ingest-and-streaming-urls
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IngestUrl {
    names: Names,
    protocol: IngestProtocol,
    address: Address,
}

/// A protocol by which a stream is sent.
///
/// No page documents RTMPS or other ports. Ingest over WHIP exists for RTC channels only, and takes
/// a URL that `CreateRTCWhipStreamAddress` returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IngestProtocol {
    /// `rtmp://push.example.com/live/camera-1`
    #[default]
    Rtmp,
    /// `artc://push.example.com/live/camera-1`: Real-Time Streaming over UDP.
    Artc,
    /// `srt://push.example.com:1105?streamid=#!::h=push.example.com,r=/live/camera-1,m=publish`
    ///
    /// SRT must first be enabled for the domain. Of the two documented forms this is the
    /// recommended one; [`ParsedUrl`](super::ParsedUrl) reads both. Source: [SRT stream ingest].
    ///
    /// The page demands that special characters in custom parameters are URL-encoded. We do not
    /// know its list of them. Here parameters are encoded as in other URLs, and then `&` and `%`
    /// once more, since `streamid` is itself a parameter. OBS sends `streamid` as it is, so this
    /// relies on the service to decode it. A URL without custom parameters does not depend on that.
    ///
    /// [SRT stream ingest]: https://www.alibabacloud.com/help/en/live/user-guide/configure-stream-ingest-and-regular-stream-pulling-over-srt
    Srt,
}

/// What an ingest URL can have besides its names.
#[derive(Clone, Debug, Default)]
pub struct IngestOptions {
    protocol: IngestProtocol,
    delay: Option<Duration>,
    record: Option<bool>,
}

impl IngestUrl {
    /// Returns a builder.
    pub fn builder() -> UrlBuilder<Self> {
        UrlBuilder::new()
    }

    /// Returns the URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.address.as_str()
    }

    /// Returns the path, which a token signs.
    #[must_use]
    pub fn path(&self) -> &str {
        self.address.path()
    }

    /// Returns the ingest domain.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.names.domain
    }

    /// Returns the application name.
    #[must_use]
    pub fn app(&self) -> &str {
        &self.names.app
    }

    /// Returns the stream name.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.names.stream
    }

    /// Returns the protocol.
    #[must_use]
    pub const fn protocol(&self) -> IngestProtocol {
        self.protocol
    }

    /// Returns what OBS and other encoders call the server, such as `rtmp://push.example.com/live`.
    /// For SRT and ARTC this is the whole URL.
    #[must_use]
    pub fn server(&self) -> &str {
        split_at_key(self.as_str(), self.address.key_at()).0
    }

    /// Returns what OBS and other encoders call the stream key. It is empty for SRT and ARTC.
    #[must_use]
    pub fn stream_key(&self) -> &str {
        split_at_key(self.as_str(), self.address.key_at()).1
    }
}

impl<Domain, App, Stream> UrlBuilder<IngestUrl, Domain, App, Stream> {
    /// Sets the protocol. The default is RTMP.
    pub fn protocol(mut self, protocol: IngestProtocol) -> Self {
        self.options.protocol = protocol;
        self
    }

    /// Requests that playback of the stream is delayed, by 16 to 3600 whole seconds. Adds the
    /// parameter `alDelayTime`.
    ///
    /// It has an effect where a delay configuration of the streaming domain is triggered by ingest
    /// parameters (`CreateLiveDelayConfig`, `TaskTriggerMode`), in the regions Beijing and
    /// Shanghai. Source: [Configure stream delay]. The page names the parameter and gives the
    /// range; that the parameter too is in seconds is concluded from that.
    ///
    /// [Configure stream delay]:
    ///     https://www.alibabacloud.com/help/en/live/user-guide/configure-stream-delay
    pub fn delay(mut self, delay: Duration) -> Self {
        self.options.delay = Some(delay);
        self
    }

    /// Requests that the stream is recorded, or not. Adds the parameter `record_config`.
    ///
    /// It has an effect where the recording configuration is on demand (`OnDemand` of
    /// `AddLiveAppRecordConfig`), and applies to the original stream only, not to transcoded ones.
    /// Source: [On-demand recording] of 2026. Older versions of the page say that ingest parameters
    /// are not supported yet.
    ///
    /// [On-demand recording]:
    ///     https://www.alibabacloud.com/help/en/live/developer-reference/on-demand-recording
    pub fn record(mut self, record: bool) -> Self {
        self.options.record = Some(record);
        self
    }
}

impl UrlKind for IngestUrl {
    type Options = IngestOptions;

    fn assemble(
        names: Names,
        custom: &[(String, String)],
        options: IngestOptions,
    ) -> Result<Self, UrlError> {
        let mut parameters = String::new();
        if let Some(delay) = options.delay {
            if delay.subsec_nanos() != 0 || !DELAYS.contains(&delay.as_secs()) {
                return Err(UrlError::new(Part::Delay, Problem::OutOfRange));
            }
            let seconds = delay.as_secs().to_string();
            query::push(&mut parameters, "alDelayTime", &seconds)?;
        }
        if let Some(record) = options.record {
            let value = format!("{{\"NeedRecord\":{record}}}");
            query::push(&mut parameters, "record_config", &value)?;
        }
        for (name, value) in custom {
            query::push(&mut parameters, name, value)?;
        }
        let Names {
            domain,
            app,
            stream,
        } = &names;
        let path = format!("/{app}/{stream}");
        let address = match options.protocol {
            IngestProtocol::Rtmp => {
                Address::new(&format!("rtmp://{domain}"), &path, &parameters).with_stream_key()
            }
            IngestProtocol::Artc => Address::new(&format!("artc://{domain}"), &path, &parameters),
            IngestProtocol::Srt => Address::srt(domain, SRT_PORT, &path, &parameters),
        };
        Ok(Self {
            protocol: options.protocol,
            address,
            names,
        })
    }

    fn address(&self) -> &Address {
        &self.address
    }
}

impl StreamUrl for IngestUrl {}

impl fmt::Display for IngestUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for IngestUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IngestUrl").field(&self.as_str()).finish()
    }
}

//! Playback URLs, from which viewers receive streams.

use std::fmt;

use super::address::Address;
use super::builder::UrlBuilder;
use super::error::{Part, Problem, UrlError};
use super::kind::{Names, StreamUrl, UrlKind};
use super::name;
use super::query;
use super::time_shift::TimeShift;

/// The URL of a streaming domain from which a stream is played, without a token.
///
/// A domain with URL signing, which is the default, refuses it until it is signed with the key of
/// the streaming domain.
///
/// ```
/// use alibabacloud_live_edge::url::{PlaybackProtocol, PlaybackUrl};
///
/// let stream = PlaybackUrl::builder().domain("play.example.com").app("live").stream("camera-1");
/// assert_eq!(
///     stream.clone().build()?.as_str(),
///     "http://play.example.com/live/camera-1.m3u8"
/// );
/// let low = stream.transcoded("lld").protocol(PlaybackProtocol::Flv).https();
/// assert_eq!(low.build()?.as_str(), "https://play.example.com/live/camera-1_lld.flv");
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
///
/// Source: [Generate ingest and streaming URLs].
///
/// [Generate ingest and streaming URLs]:
///     https://www.alibabacloud.com/help/en/live/user-guide/ingest-and-streaming-urls
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PlaybackUrl {
    names: Names,
    protocol: PlaybackProtocol,
    address: Address,
}

/// A protocol by which a stream is played. Playback over SRT is not open to the public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlaybackProtocol {
    /// `rtmp://play.example.com/live/camera-1`
    Rtmp,
    /// `http://play.example.com/live/camera-1.flv`
    Flv,
    /// `http://play.example.com/live/camera-1.m3u8`, the default.
    ///
    /// The service checks the token throughout playback, which stops when the URL expires
    /// (<https://www.alibabacloud.com/help/doc-detail/51091.htm>).
    #[default]
    Hls,
    /// `http://play.example.com/live/camera-1-llhls.m3u8?aliyunols=on`: Low-Latency HLS, for which
    /// live packaging must be configured. Source: [Live packaging].
    ///
    /// No page that we know shows it with a template or a delay. Their suffixes come before
    /// `-llhls` here, since they belong to the name of the stream that is packaged.
    ///
    /// [Live packaging]: https://www.alibabacloud.com/help/en/live/user-guide/live-package-development-guide
    LowLatencyHls,
    /// `artc://play.example.com/live/camera-1`: Real-Time Streaming over UDP.
    Artc,
}

impl PlaybackProtocol {
    const fn is_http(self) -> bool {
        matches!(self, Self::Flv | Self::Hls | Self::LowLatencyHls)
    }

    const fn is_hls(self) -> bool {
        matches!(self, Self::Hls | Self::LowLatencyHls)
    }

    /// Returns what follows the name of the stream.
    const fn ending(self) -> &'static str {
        match self {
            Self::Rtmp | Self::Artc => "",
            Self::Flv => ".flv",
            Self::Hls => ".m3u8",
            Self::LowLatencyHls => "-llhls.m3u8",
        }
    }
}

/// What a playback URL can have besides its names.
#[derive(Clone, Debug, Default)]
pub struct PlaybackOptions {
    protocol: PlaybackProtocol,
    https: bool,
    variants: Vec<Variant>,
    packaged: bool,
    time_shift: Option<TimeShift>,
}

/// A stream that the service makes of the original one.
#[derive(Clone, Debug)]
enum Variant {
    /// By a template of transcoding or subtitles.
    Template(String),
    Delayed,
}

impl PlaybackUrl {
    /// Returns a builder.
    pub fn builder() -> UrlBuilder<Self> {
        UrlBuilder::new()
    }

    /// Returns the URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.address.as_str()
    }

    /// Returns the path, which a token signs. It includes the template and the extension.
    #[must_use]
    pub fn path(&self) -> &str {
        self.address.path()
    }

    /// Returns the streaming domain.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.names.domain
    }

    /// Returns the application name.
    #[must_use]
    pub fn app(&self) -> &str {
        &self.names.app
    }

    /// Returns the stream name, without template and extension.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.names.stream
    }

    /// Returns the protocol.
    #[must_use]
    pub const fn protocol(&self) -> PlaybackProtocol {
        self.protocol
    }
}

impl<Domain, App, Stream> UrlBuilder<PlaybackUrl, Domain, App, Stream> {
    /// Sets the protocol. The default is HLS.
    pub fn protocol(mut self, protocol: PlaybackProtocol) -> Self {
        self.options.protocol = protocol;
        self
    }

    /// Uses HTTPS instead of HTTP, for HTTP-FLV and HLS. The streaming domain needs a certificate
    /// (`SetLiveDomainCertificate`).
    pub fn https(mut self) -> Self {
        self.options.https = true;
        self
    }

    /// Plays the stream that a transcoding template makes, such as `lld`. Adds `_lld` to the stream
    /// name.
    ///
    /// The ID of a template group for multiple bitrates is added in the same way, for HLS. No page
    /// that we know shows such a URL; it probably needs [`packaged`](Self::packaged).
    pub fn transcoded(mut self, template: impl Into<String>) -> Self {
        let template = Variant::Template(template.into());
        self.options.variants.push(template);
        self
    }

    /// Plays the stream with subtitles by a subtitle template. Adds `_` and its name to the stream
    /// name.
    ///
    /// Documented for RTMP, HTTP-FLV and HLS. Source: [AddLiveAIProduceRules].
    ///
    /// [AddLiveAIProduceRules]:
    ///     https://www.alibabacloud.com/help/en/live/developer-reference/api-addliveaiproducerules
    pub fn subtitles(self, template: impl Into<String>) -> Self {
        self.transcoded(template)
    }

    /// Plays the delayed stream. Adds `-alidelay` to the stream name.
    ///
    /// A URL has one of [`transcoded`](Self::transcoded), [`subtitles`](Self::subtitles) and
    /// `delayed`: no page that we know documents two of them together.
    ///
    /// No page that we know has this form. It comes from a third-party library
    /// (<https://github.com/zealerFT/aliyun-live-go-sdk>); compare it with a URL that the URL
    /// generator of the console gives for delayed streams.
    pub fn delayed(mut self) -> Self {
        self.options.variants.push(Variant::Delayed);
        self
    }

    /// Plays what live packaging makes. Adds the parameter `aliyunols=on`, without which HLS is
    /// played as MPEG-TS. Applies to HLS only.
    ///
    /// Source: [Live
    /// packaging](https://www.alibabacloud.com/help/en/live/user-guide/live-package-development-guide).
    pub fn packaged(mut self) -> Self {
        self.options.packaged = true;
        self
    }

    /// Goes back in the stream. Adds `aliyunols=on` and the parameters of the period. Applies to
    /// HLS only.
    pub fn time_shift(mut self, time_shift: TimeShift) -> Self {
        self.options.time_shift = Some(time_shift);
        self
    }
}

impl UrlKind for PlaybackUrl {
    type Options = PlaybackOptions;

    fn assemble(
        names: Names,
        custom: &[(String, String)],
        options: PlaybackOptions,
    ) -> Result<Self, UrlError> {
        let protocol = options.protocol;
        let variant = match options.variants.as_slice() {
            [] => String::new(),
            [Variant::Delayed] => "-alidelay".to_owned(),
            [Variant::Template(template)] => {
                name::new_segment(Part::Template, template)?;
                format!("_{template}")
            }
            _ => return Err(UrlError::new(Part::Template, Problem::Conflict)),
        };
        let scheme = match protocol {
            _ if options.https && !protocol.is_http() => {
                return Err(UrlError::new(Part::Protocol, Problem::Conflict));
            }
            PlaybackProtocol::Rtmp => "rtmp",
            PlaybackProtocol::Artc => "artc",
            _ if options.https => "https",
            _ => "http",
        };
        let mut parameters = String::new();
        let shifted = options.time_shift.is_some();
        if shifted && !protocol.is_hls() {
            return Err(UrlError::new(Part::TimeShift, Problem::Unsupported));
        }
        if options.packaged && !protocol.is_hls() {
            return Err(UrlError::new(Part::Packaging, Problem::Unsupported));
        }
        if options.packaged || shifted || protocol == PlaybackProtocol::LowLatencyHls {
            query::push(&mut parameters, "aliyunols", "on")?;
        }
        if let Some(time_shift) = options.time_shift {
            time_shift.push(&mut parameters)?;
        }
        for (name, value) in custom {
            query::push(&mut parameters, name, value)?;
        }
        let Names {
            domain,
            app,
            stream,
        } = &names;
        let path = format!("/{app}/{stream}{variant}{}", protocol.ending());
        let address = Address::new(&format!("{scheme}://{domain}"), &path, &parameters);
        Ok(Self {
            protocol,
            address,
            names,
        })
    }

    fn address(&self) -> &Address {
        &self.address
    }
}

impl StreamUrl for PlaybackUrl {}

impl fmt::Display for PlaybackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PlaybackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PlaybackUrl").field(&self.as_str()).finish()
    }
}

//! URLs taken apart.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::error::{Part, Problem, UrlError};
use super::located::{Located, Scheme};
use super::name;
use super::query;
use super::token::AuthToken;

/// The parts of an ingest or playback URL, signed or not. `parse` takes a URL apart.
///
/// ```
/// use alibabacloud_live_edge::url::ParsedUrl;
///
/// let url: ParsedUrl = "http://play.example.com/live/camera-1_lld.flv?usr=7".parse()?;
/// assert_eq!(url.domain(), "play.example.com");
/// assert_eq!((url.app(), url.stream()), ("live", "camera-1_lld"));
/// assert_eq!(url.extension(), Some("flv"));
/// assert!(url.token().is_none());
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
///
/// `parse` fails for URLs that no builder makes: names with other characters, a path of other than
/// two segments, a token that is malformed or occurs twice. [`UrlSigner::verify`] accepts any path.
///
/// [`UrlSigner::verify`]: super::UrlSigner::verify
#[derive(Clone)]
pub struct ParsedUrl {
    scheme: Scheme,
    domain: String,
    port: Option<u16>,
    path: String,
    app: String,
    stream: String,
    extension: Option<String>,
    query: String,
    token: Option<AuthToken>,
}

impl ParsedUrl {
    /// Returns the scheme: `rtmp`, `artc`, `srt`, `http` or `https`.
    #[must_use]
    pub const fn scheme(&self) -> &str {
        self.scheme.as_str()
    }

    /// Returns the domain. For SRT it is that of `streamid`.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Returns the port, if the URL has one. URLs of SRT have the port 1105.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// Returns the path, which a token signs.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the application name.
    #[must_use]
    pub fn app(&self) -> &str {
        &self.app
    }

    /// Returns the last segment of the path without its extension: the stream name, with a template
    /// or other suffix if it has one. A URL does not show where the suffix begins.
    #[must_use]
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// Returns the extension, for `http` and `https` only: `flv` or `m3u8`, or another.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// Returns the parameters, decoded, except for the token.
    pub fn query(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        let unsigned = query::pairs(&self.query).filter(|(name, _)| *name != query::AUTH_KEY);
        unsigned.map(|(name, value)| (query::decode(name), query::decode(value)))
    }

    /// Returns the token, if the URL is signed. It is not verified.
    #[must_use]
    pub const fn token(&self) -> Option<&AuthToken> {
        self.token.as_ref()
    }
}

impl FromStr for ParsedUrl {
    type Err = UrlError;

    fn from_str(url: &str) -> Result<Self, UrlError> {
        let Located {
            scheme,
            domain,
            port,
            path,
            query,
        } = Located::find(url)?;
        let segments = path.strip_prefix('/').and_then(|it| it.split_once('/'));
        let Some((app, last)) = segments else {
            return Err(UrlError::new(Part::Path, Problem::Malformed));
        };
        name::segment(Part::App, app)?;
        name::segment(Part::Stream, last)?;
        let has_extension = matches!(scheme, Scheme::Http | Scheme::Https);
        let (stream, extension) = match last.rsplit_once('.') {
            Some((stream, extension)) if has_extension => (stream, Some(extension.to_owned())),
            _ => (last, None),
        };
        name::segment(Part::Stream, stream)?;
        let token = match query::token(&query) {
            Ok(token) => Some(token.parse()?),
            Err(error) if error.problem() == Problem::Missing => None,
            Err(error) => return Err(error),
        };
        Ok(Self {
            scheme,
            port,
            app: app.to_owned(),
            stream: stream.to_owned(),
            extension,
            token,
            domain: domain.into_owned(),
            path: path.into_owned(),
            query: query.into_owned(),
        })
    }
}

/// Prints the parts, with the hash masked.
impl fmt::Debug for ParsedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParsedUrl")
            .field("scheme", &self.scheme())
            .field("domain", &self.domain)
            .field("port", &self.port)
            .field("app", &self.app)
            .field("stream", &self.stream)
            .field("extension", &self.extension)
            .field("query", &self.query().collect::<Vec<_>>())
            .field("token", &self.token)
            .finish()
    }
}

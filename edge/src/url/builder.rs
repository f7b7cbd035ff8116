//! The builder of URLs, which can be built once domain, application and stream are set.

use std::fmt;
use std::marker::PhantomData;

use super::error::{Part, UrlError};
use super::kind::{Names, UrlKind};
use super::name;
use crate::host;

// Not `Set` and `Unset`, as in clients: of a name that exists twice, the compiler prints the path.

/// State of a part that is set.
#[derive(Debug)]
pub enum Given {}

/// State of a part that is not set yet.
#[derive(Debug)]
pub enum NotGiven {}

/// Says that the domain of a URL is set.
#[diagnostic::on_unimplemented(
    message = "the domain of the URL is not set",
    label = "call `domain` first",
    note = "`build` needs `domain`, `app` and `stream`"
)]
pub trait HasDomain {}

/// Says that the application name of a URL is set.
#[diagnostic::on_unimplemented(
    message = "the application name of the URL is not set",
    label = "call `app` first",
    note = "`build` needs `domain`, `app` and `stream`"
)]
pub trait HasApp {}

/// Says that the stream name of a URL is set.
#[diagnostic::on_unimplemented(
    message = "the stream name of the URL is not set",
    label = "call `stream` first",
    note = "`build` needs `domain`, `app` and `stream`"
)]
pub trait HasStream {}

#[diagnostic::do_not_recommend]
impl HasDomain for Given {}
#[diagnostic::do_not_recommend]
impl HasApp for Given {}
#[diagnostic::do_not_recommend]
impl HasStream for Given {}

/// Builds an [`IngestUrl`](super::IngestUrl) or a [`PlaybackUrl`](super::PlaybackUrl), whose
/// `builder` creates it.
///
/// `build` exists once domain, application and stream are set. The compiler names what is missing:
///
/// ```compile_fail,E0277
/// # use alibabacloud_live_edge::url::IngestUrl;
/// // error[E0277]: the domain of the URL is not set
/// let url = IngestUrl::builder().app("live").stream("camera-1").build();
/// ```
///
/// ```compile_fail,E0277
/// # use alibabacloud_live_edge::url::IngestUrl;
/// // error[E0277]: the application name of the URL is not set
/// let url = IngestUrl::builder().domain("push.example.com").stream("camera-1").build();
/// ```
///
/// ```compile_fail,E0277
/// # use alibabacloud_live_edge::url::PlaybackUrl;
/// // error[E0277]: the stream name of the URL is not set
/// let url = PlaybackUrl::builder().domain("play.example.com").app("live").build();
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct UrlBuilder<U: UrlKind, Domain = NotGiven, App = NotGiven, Stream = NotGiven> {
    names: Names,
    parameters: Vec<(String, String)>,
    pub(crate) options: U::Options,
    states: PhantomData<(Domain, App, Stream)>,
}

impl<U: UrlKind> UrlBuilder<U> {
    pub(crate) fn new() -> Self {
        Self {
            names: Names::unset(),
            parameters: Vec::new(),
            options: U::Options::default(),
            states: PhantomData,
        }
    }
}

impl<U: UrlKind, Domain, App, Stream> UrlBuilder<U, Domain, App, Stream> {
    /// Sets the domain: the ingest domain or the streaming domain, without scheme and port.
    /// Required. A name with letters outside ASCII is written in Punycode (`xn--…`).
    pub fn domain(mut self, domain: impl Into<String>) -> UrlBuilder<U, Given, App, Stream> {
        self.names.domain = domain.into();
        self.with_state()
    }

    /// Sets the application name. Required. You choose it; it does not have to be created.
    ///
    /// Names are case-sensitive. The characters allowed are letters, digits, `-`, `_`, `.` and `~`
    /// of ASCII. The reference documents no rule for URLs; configurations of recording and the like
    /// demand letters, digits, `-` and `_`, at most 255 characters, and a letter or digit first.
    pub fn app(mut self, app: impl Into<String>) -> UrlBuilder<U, Domain, Given, Stream> {
        self.names.app = app.into();
        self.with_state()
    }

    /// Sets the stream name. Required. The same rules apply as for [`app`](Self::app).
    ///
    /// It must be unique in the domain: the service distinguishes streams by their name alone,
    /// unless isolation of applications has been enabled for the domain
    /// (<https://www.alibabacloud.com/help/en/live/developer-reference/ingest-and-streaming-urls>).
    pub fn stream(mut self, stream: impl Into<String>) -> UrlBuilder<U, Domain, App, Given> {
        self.names.stream = stream.into();
        self.with_state()
    }

    /// Adds a parameter to the query, for example `vhost` of old ingest URLs, or an argument that
    /// callbacks return in `usrargs`. Name and value are percent-encoded here, so pass them plain.
    /// Each name can be set once, and `auth_key` cannot.
    ///
    /// The query is not signed (<https://www.alibabacloud.com/help/doc-detail/51091.htm>). Viewers
    /// and broadcasters can change it.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Checks all parts and puts the URL together, without a token.
    ///
    /// # Errors
    ///
    /// Fails for a domain that is no host name, for names with characters that they must not
    /// contain or with more than 256, for a parameter that is set twice, and for options that do
    /// not fit together. The error names the part.
    pub fn build(self) -> Result<U, UrlError>
    where
        Domain: HasDomain,
        App: HasApp,
        Stream: HasStream,
    {
        host::check_domain(&self.names.domain)
            .map_err(|problem| UrlError::new(Part::Domain, problem.into()))?;
        name::new_segment(Part::App, &self.names.app)?;
        name::new_segment(Part::Stream, &self.names.stream)?;
        U::assemble(self.names, &self.parameters, self.options)
    }

    fn with_state<D, A, S>(self) -> UrlBuilder<U, D, A, S> {
        UrlBuilder {
            names: self.names,
            parameters: self.parameters,
            options: self.options,
            states: PhantomData,
        }
    }
}

// Not derived: a derive would require the states to be `Clone`, although no value of them exists.
impl<U: UrlKind, Domain, App, Stream> Clone for UrlBuilder<U, Domain, App, Stream> {
    fn clone(&self) -> Self {
        Self {
            names: self.names.clone(),
            parameters: self.parameters.clone(),
            options: self.options.clone(),
            states: PhantomData,
        }
    }
}

impl<U: UrlKind, Domain, App, Stream> fmt::Debug for UrlBuilder<U, Domain, App, Stream> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlBuilder")
            .field("names", &self.names)
            .field("parameters", &self.parameters)
            .field("options", &self.options)
            .finish()
    }
}

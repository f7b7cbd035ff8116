//! The kinds of URLs.

use std::fmt;

use super::address::Address;
use super::error::UrlError;

/// A URL that can be signed: [`IngestUrl`](super::IngestUrl) or
/// [`PlaybackUrl`](super::PlaybackUrl).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a URL that can be signed",
    label = "expected a reference to an `IngestUrl` or a `PlaybackUrl`",
    note = "build one with `IngestUrl::builder()` or `PlaybackUrl::builder()`; \
            `token` of the signer signs any other path"
)]
pub trait StreamUrl: UrlKind {}

/// What a kind of URL consists of besides its names. Not nameable, so that only this crate has
/// kinds of URLs.
pub trait UrlKind: Sized {
    /// What else can be set.
    type Options: Clone + Default + fmt::Debug;

    /// Puts the URL together. The names have been checked.
    fn assemble(
        names: Names,
        custom: &[(String, String)],
        options: Self::Options,
    ) -> Result<Self, UrlError>;

    /// Returns the text of the URL.
    fn address(&self) -> &Address;
}

/// The names in a URL.
// Not `Default`, with which other crates could call `assemble` past all checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Names {
    pub(crate) domain: String,
    pub(crate) app: String,
    pub(crate) stream: String,
}

impl Names {
    pub(crate) const fn unset() -> Self {
        Self {
            domain: String::new(),
            app: String::new(),
            stream: String::new(),
        }
    }
}

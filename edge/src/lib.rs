//! Signed URLs and verified callbacks of ApsaraVideo Live, without network.
//!
//! # Signed URLs
//!
//! URL signing is on by default for new domains: without a token, a stream can be neither sent nor
//! played ([Generate ingest and streaming URLs]). This crate computes the token. A stream needs two
//! domains and two keys: broadcasters send it to the ingest domain, viewers play it from the
//! streaming domain, and each domain signs with a key of its own.
//!
//! ```
//! use alibabacloud_live_edge::url::{IngestUrl, PlaybackUrl, UrlSigner};
//!
//! # fn main() -> Result<(), alibabacloud_live_edge::url::UrlError> {
//! // Main key and validity of the ingest domain. Read keys from a file or the environment.
//! let ingest = UrlSigner::new("ingestKey123456")?.validity("1800")?;
//! let url = IngestUrl::builder()
//!     .domain("push.example.com")
//!     .app("live")
//!     .stream("camera-1")
//!     .build()?;
//! let signed = ingest.sign(&url)?;
//! // What OBS needs under Settings, Stream, Custom:
//! assert_eq!(signed.server(), "rtmp://push.example.com/live");
//! assert!(signed.stream_key().starts_with("camera-1?auth_key="));
//!
//! // Main key and validity of the streaming domain. The names are those of the ingest URL.
//! let playback = UrlSigner::new("playbackKey123456")?.validity("1800")?;
//! let url = PlaybackUrl::builder()
//!     .domain("play.example.com")
//!     .app("live")
//!     .stream("camera-1")
//!     .build()?;
//! let signed = playback.sign(&url)?;
//! // Open it in VLC or Safari.
//! assert!(signed.as_str().starts_with("http://play.example.com/live/camera-1.m3u8?auth_key="));
//! # Ok(())
//! # }
//! ```
//!
//! Applications and streams do not have to be created: you choose their names. The stream exists as
//! long as it is sent.
//!
//! ## Where the keys are
//!
//! - In the console, URL signing is among the settings of each domain: a main key, a backup key,
//!   and the validity period ([URL signing]).
//! - `DescribeLiveDomainConfigs` returns them, with the domain as `DomainName` and `aliauth` as
//!   `FunctionNames`. Among the arguments are `auth_type`, `auth_key1` (the main key), `auth_key2`
//!   (the backup key) and `ali_auth_delta` (the validity in seconds, which [`UrlSigner::validity`]
//!   takes as text). Where `auth_type` is not `type_a`, the domain does not sign in this way; the
//!   unsigned URL is `as_str()` of [`IngestUrl`] and [`PlaybackUrl`].
//!
//! | URL | signed with a key of the |
//! | --- | --- |
//! | [`IngestUrl`]: RTMP, ARTC, SRT | ingest domain |
//! | [`PlaybackUrl`]: HLS, HTTP-FLV, RTMP, ARTC | streaming domain |
//!
//! ## If the service refuses a URL
//!
//! The service responds with status 403 to an expired URL as well as to a wrong hash. The operation
//! `DescribeLiveStreamAuthChecking` says which, and [`UrlSigner::verify`] does so without a call.
//! Common causes are the key of the other domain, and a token of another path: RTMP, HTTP-FLV and
//! HLS have different paths. The module [`url`] explains how a URL is signed and when it expires.
//!
//! # Callbacks
//!
//! [`callback`] verifies that a request to your callback address comes from the service. It takes
//! the headers as `http::HeaderMap`, so it works with axum, hyper and others, or as plain strings.
//!
//! ```
//! use alibabacloud_live_edge::callback::CallbackVerifier;
//!
//! # fn main() -> Result<(), alibabacloud_live_edge::callback::CallbackError> {
//! let verifier = CallbackVerifier::for_ingest_domain("push.example.com", "NotifyAuthKey1234")?;
//! # let signed = verifier.sign();
//! # let [timestamp, signature] = [signed.timestamp(), signed.signature()];
//! verifier.verify(timestamp, signature)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! - `http` (default): verification of the headers in an `http::HeaderMap`.
//!
//! [`IngestUrl`]: url::IngestUrl
//! [`PlaybackUrl`]: url::PlaybackUrl
//! [`UrlSigner::validity`]: url::UrlSigner::validity
//! [`UrlSigner::verify`]: url::UrlSigner::verify
//! [Generate ingest and streaming URLs]: https://www.alibabacloud.com/help/en/live/user-guide/ingest-and-streaming-urls
//! [URL signing]: https://www.alibabacloud.com/help/en/live/user-guide/url-signing

pub mod url;
pub mod callback;
mod key;
mod host;
mod hash;

#[doc(inline)]
pub use alibabacloud_secret::Secret;

/// Runs the examples of the README.
#[cfg(all(doctest, feature = "http"))]
#[doc = include_str!("../README.md")]
struct Readme;

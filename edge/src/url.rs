//! Signed ingest and playback URLs.
//!
//! [`IngestUrl`] and [`PlaybackUrl`] put the parts of a URL together. [`UrlSigner`] signs them with
//! the key of their domain, and verifies signed URLs. The [front page](crate) has a first example.
//!
//! # How a URL is signed
//!
//! The parameter `auth_key` of a signed URL is a token of four fields:
//!
//! ```text
//! auth_key={timestamp}-{rand}-{uid}-{hash}
//! ```
//!
//! `hash` is the MD5 of `{path}-{timestamp}-{rand}-{uid}-{key}`, in lower-case hexadecimal. The
//! path is all between the domain and the `?`, such as `/live/camera-1.m3u8`. Neither domain nor
//! query is signed: a token of `/live/camera-1` serves RTMP and ARTC alike, but not HLS or
//! HTTP-FLV, whose paths have an extension. The service calls this type A, and it is the default of
//! its domains. Types B to F exist on pages of Alibaba Cloud CDN only, and are not supported here.
//! Sources: [URL signing], [FAQ about URL signing].
//!
//! # When a signed URL expires
//!
//! It expires at its timestamp plus the validity that is set for the domain, see [`Validity`].
//! [`UrlSigner::sign`] takes the current time as the timestamp, as the URL generator of the console
//! does. To let a URL expire at a certain time, use [`UrlSigner::sign_until`].
//!
//! The pages disagree here. This is the rule of [URL signing] since March 2025, and of its version
//! of 2022. Versions of 2018 to 2020 and of December 2024 also call the timestamp itself the time
//! of expiry. The documented example of 2021 is computed so.
//!
//! RTMP, HTTP-FLV and ARTC check the token when a stream starts, and not again. HLS checks it
//! throughout, so playback stops when the URL expires ([FAQ about URL signing]).
//!
//! [URL signing]: https://www.alibabacloud.com/help/en/live/user-guide/url-signing
//! [FAQ about URL signing]: https://www.alibabacloud.com/help/doc-detail/51091.htm

mod signer;
mod signing;
mod verified;
mod signed;
mod builder;
mod ingest;
mod playback;
mod time_shift;
mod kind;
mod address;
mod query;
mod parsed;
mod located;
mod token;
mod validity;
mod clock;
mod name;
mod error;

pub use builder::{Given, HasApp, HasDomain, HasStream, NotGiven, UrlBuilder};
pub use error::{Part, Problem, UrlError};
pub use ingest::{IngestProtocol, IngestUrl};
pub use kind::StreamUrl;
pub use parsed::ParsedUrl;
pub use playback::{PlaybackProtocol, PlaybackUrl};
pub use signed::SignedUrl;
pub use signer::UrlSigner;
pub use signing::Signing;
pub use time_shift::TimeShift;
pub use token::AuthToken;
pub use validity::Validity;
pub use verified::Verified;

pub use crate::key::MatchedKey;

//! Verification of callbacks.
//!
//! ApsaraVideo Live reports events to an address of yours. Anybody can send requests to this
//! address, so verify that a request comes from the service before you act on it. With
//! authentication enabled, each request has two headers: `ALI-LIVE-TIMESTAMP`, the Unix time in
//! seconds when the request was sent, and `ALI-LIVE-SIGNATURE`, the MD5 of
//! `{domain}|{timestamp}|{key}` in hexadecimal digits.
//!
//! ```
//! # fn main() -> Result<(), alibabacloud_live_edge::callback::CallbackError> {
//! use alibabacloud_live_edge::callback::{CallbackError, CallbackVerifier};
//!
//! let verifier = CallbackVerifier::for_ingest_domain("push.example.com", "NotifyAuthKey1234")?;
//!
//! // In a handler. Tests make valid headers with `sign`.
//! let sent = verifier.sign();
//! verifier.verify(sent.timestamp(), sent.signature())?;
//!
//! let forged = "9e226fc2c250be266e3657e156f68c12";
//! let error = verifier.verify(sent.timestamp(), forged).unwrap_err();
//! assert!(matches!(error, CallbackError::Mismatch { .. }));
//! # Ok(())
//! # }
//! ```
//!
//! A handler refuses what is not signed. `HeaderMap` and `StatusCode` are those of axum and hyper,
//! too:
//!
//! ```
//! # #[cfg(feature = "http")]
//! # mod handler {
//! use alibabacloud_live_edge::callback::CallbackVerifier;
//! use http::{HeaderMap, StatusCode};
//!
//! async fn on_callback(verifier: &CallbackVerifier, headers: HeaderMap) -> StatusCode {
//!     if let Err(error) = verifier.verify_headers(&headers) {
//!         eprintln!("refused: {error}");
//!         return StatusCode::FORBIDDEN;
//!     }
//!     // Read the query or the body here. Every other status than 200 counts as a failure.
//!     StatusCode::OK
//! }
//! # }
//! ```
//!
//! # Which domain
//!
//! The signed domain depends on the kind of callback:
//!
//! | callback | signed domain | constructor |
//! | --- | --- | --- |
//! | start, end and exceptions of streams (`SetLiveStreamsNotifyUrlConfig`) | the ingest domain that the address is configured for | [`for_ingest_domain`] |
//! | dual-stream disaster recovery (`SetLiveStreamsNotifyUrlConfig`) | the same | [`for_ingest_domain`] |
//! | recording (`AddLiveRecordNotifyConfig`) | the host of the callback URL | [`for_callback_url`] |
//! | snapshots (`AddLiveSnapshotNotifyConfig`, `SetSnapshotCallbackAuth`) | the host of the callback URL | [`for_callback_url`] |
//!
//! The pages differ by age. The [newest one][usage] (2026-06-30) lists all four kinds as above. Its
//! [older version][old] (2025-12-23) knows recordings and snapshots only, and the host of the URL.
//! The page about [ingest callbacks][ingest] (2025-01-08) takes the ingest domain for its kind. So
//! they agree about each kind that they describe. No page says whether requests for on-demand
//! recording (`OnDemandUrl`) are signed; the headers are there if they are.
//!
//! [`for_ingest_domain`]: CallbackVerifier::for_ingest_domain
//! [`for_callback_url`]: CallbackVerifier::for_callback_url
//! [usage]: https://help.aliyun.com/en/live/developer-reference/usage-notes-for-callback-authentication
//! [old]: https://www.alibabacloud.com/help/doc-detail/417349.htm
//! [ingest]: https://www.alibabacloud.com/help/doc-detail/54787.htm
//!
//! # One address for several domains
//!
//! The query of an ingest callback names the ingest domain as `app`. Look up the verifier by it:
//!
//! ```
//! # #[cfg(feature = "http")]
//! # mod callbacks {
//! use std::collections::HashMap;
//!
//! use alibabacloud_live_edge::callback::{CallbackError, CallbackVerifier, Verified};
//!
//! struct Callbacks {
//!     by_domain: HashMap<String, CallbackVerifier>,
//! }
//!
//! impl Callbacks {
//!     /// Returns `None` for the domain of somebody else.
//!     fn verify(
//!         &self,
//!         app: &str,
//!         headers: &http::HeaderMap,
//!     ) -> Option<Result<Verified, CallbackError>> {
//!         Some(self.by_domain.get(app)?.verify_headers(headers))
//!     }
//! }
//! # }
//! ```
//!
//! Give each domain a key of its own. Otherwise the owner of one key can send callbacks of all
//! domains.
//!
//! # What a signature proves
//!
//! It proves that the sender knew the key at that time. It covers neither the query nor the body.
//! Somebody who reads a request on its way can send other content with the same headers until
//! [`max_age`](CallbackVerifier::max_age) has passed. So use an address with `https`. Expect the
//! same callback twice, too: the service sends it again, up to 5 times, if the receiver does not
//! respond within 5 seconds.
//!
//! # Change of a key
//!
//! A new key takes effect for streams that are pushed after the change. Callbacks of streams that
//! run keep the key they started with. Pass the old key to
//! [`backup_key`](CallbackVerifier::backup_key) until these streams have ended. [`Verified::key`]
//! says which of the two matched.
//!
//! # What this does not verify
//!
//! These callbacks have other headers or sign other text, and a verifier refuses them:
//!
//! | callback | signature |
//! | --- | --- |
//! | cloud recording of RTC (`StartRtcCloudRecording`) | `ALI-LIVE-SIGNATURE` = MD5 of `{timestamp}\|{key}`, without a domain |
//! | events of RTC channels and of stream mixing (`CreateEventSub`, `CreateRtcMPUEventSub`) | `Ali-Rtc-Signature` = MD5 of `{domain}\|{timestamp}\|{AppKey}` |
//! | message apps (`CreateLiveMessageApp`) | `Ali-Live-Signature` = SHA-256 of domain, timestamp and AppKey without separators |
//! | speech recognition (`CreateRtcAsrTask`) | `ASR-SIG` = MD5 of `{SIG-TIME}/{callback URL}/{key}` |
//! | relay of pulled streams (`CreateLivePullToPush`) | not documented |
//! | moderation, production studio, mixed streams, monitoring | none documented |

mod error;
#[cfg(feature = "http")]
mod http_headers;
mod signed;
mod timestamp;
mod verifier;

pub use error::CallbackError;
pub use signed::SignedHeaders;
pub use verifier::{CallbackVerifier, Verified};

pub use crate::host::HostProblem;
pub use crate::key::{KeyProblem, MatchedKey};

/// Name of the header with the time when the callback was sent, in seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "ALI-LIVE-TIMESTAMP";

/// Name of the header with the signature.
pub const SIGNATURE_HEADER: &str = "ALI-LIVE-SIGNATURE";

//! Signed URLs and verified callbacks of ApsaraVideo Live, without network.
//!
//! # Callbacks
//!
//! [`callback`] verifies that a request to your callback address comes from the service. It takes
//! the headers as `http::HeaderMap`, so it works with axum, hyper and others, or as plain strings.
//!
//! ```
//! use alibabacloud_live_edge::callback::CallbackVerifier;
//! # use std::time::SystemTime;
//!
//! # fn main() -> Result<(), alibabacloud_live_edge::callback::CallbackError> {
//! let verifier = CallbackVerifier::for_ingest_domain("push.example.com", "NotifyAuthKey1234")?;
//! # let signed = verifier.sign(SystemTime::now());
//! # let [timestamp, signature] = [signed.timestamp(), signed.signature()];
//! verifier.verify(timestamp, signature)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! - `http` (default): verification of the headers in an `http::HeaderMap`.

pub mod url;
pub mod callback;

#[doc(inline)]
pub use alibabacloud_secret::Secret;

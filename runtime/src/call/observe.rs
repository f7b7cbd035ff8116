//! Watching requests and answers without a proxy in between.
//!
//! ```
//! use alibabacloud_rpc::observe::{FailureView, Observer, RequestView, ResponseView};
//!
//! #[derive(Debug)]
//! struct Print;
//!
//! impl Observer for Print {
//!     fn request(&self, request: &RequestView<'_>) {
//!         eprintln!("{request:#?}");
//!     }
//!     fn response(&self, response: &ResponseView<'_>) {
//!         eprintln!("{response:#?}");
//!     }
//!     fn failure(&self, failure: &FailureView<'_>) {
//!         eprintln!("{}, next attempt in {:?}", failure.error, failure.next_attempt_in);
//!     }
//! }
//! ```
//!
//! What the views show is fit for logs: signatures, tokens and the client's own secrets are masked, as are parameters
//! that hold a [`Secret`](crate::Secret) or whose names say that they are secret, and the fields of answers that the
//! service documents as secret ([`ServiceInfo::secret_names`]). All else is shown as it is, addresses with keys in them
//! too.
//!
//! [`ServiceInfo::secret_names`]: crate::ServiceInfo::secret_names

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::auth::Credentials;
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::error::redact::Secrets;
use crate::support::mask::mask_header;

/// Is shown every request and what comes of it.
///
/// The methods are called in the course of the call, so they must not block. For each attempt comes
/// [`request`](Self::request), then [`response`](Self::response) if there is a complete answer, then
/// [`failure`](Self::failure) if the attempt failed. A call that is dropped or runs out of time is not heard of again.
pub trait Observer: fmt::Debug + Send + Sync {
    /// A request is about to be sent.
    fn request(&self, request: &RequestView<'_>) {
        let _ = request;
    }

    /// An answer has come, good or bad.
    fn response(&self, response: &ResponseView<'_>) {
        let _ = response;
    }

    /// An attempt has failed.
    fn failure(&self, failure: &FailureView<'_>) {
        let _ = failure;
    }
}

/// A request, with its secrets masked.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct RequestView<'a> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// HTTP method.
    pub method: &'static str,
    /// Host and, where it is not the scheme's own, port.
    pub host: &'a str,
    pub(crate) parameters: &'a Parameters,
    pub(crate) headers: &'a http::HeaderMap,
}

impl<'a> RequestView<'a> {
    /// Names and values of the operation's parameters in the URL, decoded.
    pub fn query(&self) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
        let [query, _] = self.parameters.sections();
        query.masked()
    }

    /// Names and values of the operation's parameters in the form body, decoded.
    pub fn form(&self) -> impl Iterator<Item = (&'a str, String)> + use<'a> {
        let [_, form] = self.parameters.sections();
        form.masked()
    }

    /// Names and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        headers(self.headers)
    }
}

impl fmt::Debug for RequestView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestView")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("host", &self.host)
            .field("query", &Pairs(self.query().collect()))
            .field("form", &Pairs(self.form().collect()))
            .field("headers", &Pairs(self.headers().collect()))
            .finish()
    }
}

/// An answer, with secrets masked.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ResponseView<'a> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// HTTP status.
    pub status: u16,
    /// ID of the request, as the head of the answer states it.
    pub request_id: Option<&'a str>,
    /// From the start of the attempt to the end of the answer.
    pub duration: Duration,
    pub(crate) headers: &'a http::HeaderMap,
    pub(crate) body: &'a Bytes,
    pub(crate) credentials: &'a Credentials,
    pub(crate) secret_names: &'a [&'a str],
}

impl<'a> ResponseView<'a> {
    /// Names and values of the headers.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        headers(self.headers)
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> Bytes {
        match Secrets::new(self.credentials, self.secret_names).mask_bytes(self.body) {
            Cow::Borrowed(_) => self.body.clone(),
            Cow::Owned(masked) => masked.into(),
        }
    }
}

impl fmt::Debug for ResponseView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseView")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("duration", &self.duration)
            .field("headers", &Pairs(self.headers().collect()))
            .field("body", &String::from_utf8_lossy(&self.body()))
            .finish()
    }
}

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FailureView<'a> {
    /// Name of the operation.
    pub operation: &'static str,
    /// Number of the attempt; the first is 1.
    pub attempt: u32,
    /// What went wrong.
    pub error: &'a Error,
    /// From the start of the attempt to its failure.
    pub duration: Duration,
    /// Wait before the next attempt, not counting one for the rate limit; `None` if the call has failed.
    pub next_attempt_in: Option<Duration>,
}

fn headers(headers: &http::HeaderMap) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), mask_header(name, value)))
}

/// Names and values that print as a map.
struct Pairs<'a, V>(Vec<(&'a str, V)>);

impl<V: fmt::Debug> fmt::Debug for Pairs<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|(name, value)| (name, value)))
            .finish()
    }
}

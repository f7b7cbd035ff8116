//! The log of served requests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use crate::request::signature::SignatureKind;
use crate::support::lock::lock;

/// A request that the emulator served, and its outcome.
///
/// A request is logged before its response is sent, so a client that has a response finds its
/// request in the log.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServedRequest {
    /// The time of the request, by the clock of the service.
    pub time: SystemTime,
    /// The HTTP method.
    pub method: String,
    /// The operation named by the request, known or unknown.
    pub operation: Option<String>,
    /// The API version named by the request.
    pub version: Option<String>,
    /// The decoded parameters of the operation in the URL, in the order received, without common
    /// parameters.
    pub query: Vec<(String, String)>,
    /// The decoded parameters of the operation in the form body, in the order received, without
    /// common parameters.
    pub form: Vec<(String, String)>,
    /// The names of parameters that the operation does not have. Empty if the request was rejected.
    pub unknown_parameters: Vec<String>,
    /// All headers.
    pub headers: Headers,
    /// The algorithm of the signature, if there is a well-formed one.
    pub signature: Option<SignatureKind>,
    /// The nonce of the signature.
    pub nonce: Option<String>,
    /// The date of the signature, as received.
    pub date: Option<String>,
    /// The AccessKey ID named by the request.
    pub access_key_id: Option<String>,
    /// The account of the AccessKey ID.
    pub account: Option<String>,
    /// Whether the operation was executed, successfully or not. False if the request was rejected
    /// before.
    pub executed: bool,
    /// The name of the fault that applied to the request.
    pub fault: Option<&'static str>,
    /// The HTTP status of the response, unless a fault prevented one.
    pub status: Option<u16>,
    /// The error code of the response.
    pub code: Option<String>,
    /// The request ID that the service assigned.
    pub request_id: String,
    /// The time the service took, without delays of faults.
    pub duration: Duration,
}

impl ServedRequest {
    /// Returns the value of a parameter of the operation, from the URL or the form body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter().chain(&self.form);
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The headers of a request. Their `Debug` output masks secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(pub(crate) Vec<(String, String)>);

impl Headers {
    /// Returns the value of a header. Names are lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// Returns all headers in the order received.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = [
            "authorization",
            "x-acs-security-token",
            "cookie",
            "proxy-authorization",
        ];
        f.debug_map()
            .entries(
                self.iter().map(|(name, value)| {
                    (name, if secret.contains(&name) { "***" } else { value })
                }),
            )
            .finish()
    }
}

/// The most recently served requests.
#[derive(Debug)]
pub(crate) struct Log {
    capacity: usize,
    served: Mutex<VecDeque<ServedRequest>>,
}

impl Log {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            served: Mutex::default(),
        }
    }

    pub(crate) fn record(&self, request: ServedRequest) {
        let mut served = lock(&self.served);
        if self.capacity > 0 && served.len() >= self.capacity {
            served.pop_front();
        }
        if self.capacity > 0 {
            served.push_back(request);
        }
    }

    pub(crate) fn all(&self) -> Vec<ServedRequest> {
        lock(&self.served).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.served).clear();
    }
}

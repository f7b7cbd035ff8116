//! What was served: the record of a request, and the log that keeps it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use crate::lock::lock;
use crate::signature::SignatureKind;

/// A request that the emulator has served, and what came of it.
///
/// It is on record before its answer is sent, so a caller who has an answer finds the request in the log.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServedRequest {
    /// When the request came, by the clock of the service.
    pub time: SystemTime,
    /// HTTP method.
    pub method: String,
    /// Operation that the request names, known or not.
    pub operation: Option<String>,
    /// API version that the request names.
    pub version: Option<String>,
    /// Decoded parameters of the operation in the URL, in the order sent. Common parameters are not among them.
    pub query: Vec<(String, String)>,
    /// Decoded parameters of the operation in the form body, in the order sent.
    pub form: Vec<(String, String)>,
    /// Names of parameters that the operation does not have. Not known if the request was refused before.
    pub unknown_parameters: Vec<String>,
    /// All headers.
    pub headers: Headers,
    /// How the request was signed, if it was.
    pub signature: Option<SignatureKind>,
    /// Nonce of the signature.
    pub nonce: Option<String>,
    /// Date of the signature, as sent.
    pub date: Option<String>,
    /// AccessKey ID that the request names.
    pub access_key_id: Option<String>,
    /// Account that the AccessKey ID belongs to.
    pub account: Option<String>,
    /// Whether the operation was executed, successfully or not. A request that was refused before was not.
    pub executed: bool,
    /// Kind of the fault that met the request.
    pub fault: Option<&'static str>,
    /// HTTP status of the answer, unless a fault kept the caller from getting one.
    pub status: Option<u16>,
    /// Error code of the answer.
    pub code: Option<String>,
    /// ID that the service gave the request.
    pub request_id: String,
    /// How long the service worked on the request, without any delay that a fault demanded.
    pub duration: Duration,
}

impl ServedRequest {
    /// Value of a parameter of the operation, wherever it was sent.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter().chain(&self.form);
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The headers of a request. Printing them does not reveal what they prove.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(pub(crate) Vec<(String, String)>);

impl Headers {
    /// Value of a header. Names are lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// All headers in the order received.
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
            .entries(self.iter().map(|(name, value)| {
                (
                    name,
                    if secret.contains(&name) {
                        "(not shown)"
                    } else {
                        value
                    },
                )
            }))
            .finish()
    }
}

/// The requests served last.
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

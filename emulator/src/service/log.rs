//! The log of served requests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use crate::request::signature::SignatureKind;
use crate::support::lock::lock;

/// The maximum number of characters that the log keeps of the operation, version, nonce, date or
/// AccessKey ID of a rejected request.
const MAX_REJECTED: usize = 200;

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
    /// common parameters. Empty if the gateway rejected the request, for example because its
    /// signature is missing or wrong.
    pub form: Vec<(String, String)>,
    /// The names of parameters that the operation does not have. Empty if the request was rejected.
    pub unknown_parameters: Vec<String>,
    /// The names of parameters of the operation that its spec marks as secret.
    pub secret_parameters: Vec<String>,
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
    /// Whether a scripted answer was given, see [`Emulator::respond`](crate::Emulator::respond).
    pub scripted: bool,
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

impl ServedRequest {
    /// Returns the memory that the request takes in the log, approximately.
    fn bytes(&self) -> usize {
        let pairs = self.query.iter().chain(&self.form).chain(&self.headers.0);
        let pairs =
            pairs.map(|(name, value)| size_of::<(String, String)>() + name.len() + value.len());
        let unknown = self.unknown_parameters.iter();
        let unknown = unknown.chain(&self.secret_parameters);
        let unknown = unknown.map(|name| size_of::<String>() + name.len());
        let texts = [
            &self.operation,
            &self.version,
            &self.nonce,
            &self.date,
            &self.access_key_id,
            &self.account,
            &self.code,
        ];
        let texts = texts.into_iter().flatten().map(String::len);
        size_of::<Self>()
            + self.method.len()
            + self.request_id.len()
            + pairs.chain(unknown).chain(texts).sum::<usize>()
    }

    /// Removes what the body of a rejected request holds, which anybody can send in any size.
    pub(crate) fn forget_body(&mut self) {
        self.form = Vec::new();
        // With HMAC-SHA1 these may be in the body too.
        let texts = [
            &mut self.operation,
            &mut self.version,
            &mut self.nonce,
            &mut self.date,
            &mut self.access_key_id,
        ];
        for text in texts.into_iter().flatten() {
            if text.len() > MAX_REJECTED {
                *text = text.chars().take(MAX_REJECTED).collect();
            }
        }
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
    max_bytes: usize,
    kept: Mutex<Kept>,
}

/// Requests and the memory that they take together.
#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<ServedRequest>,
    bytes: usize,
}

impl Log {
    pub(crate) fn new(capacity: usize, max_bytes: usize) -> Self {
        Self {
            capacity,
            max_bytes,
            kept: Mutex::default(),
        }
    }

    pub(crate) fn record(&self, request: ServedRequest) {
        let bytes = request.bytes();
        if self.capacity == 0 || bytes > self.max_bytes {
            return;
        }
        let kept = &mut *lock(&self.kept);
        while kept.requests.len() >= self.capacity || kept.bytes + bytes > self.max_bytes {
            let Some(oldest) = kept.requests.pop_front() else {
                break;
            };
            kept.bytes -= oldest.bytes();
        }
        kept.bytes += bytes;
        kept.requests.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<ServedRequest> {
        lock(&self.kept).requests.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        *lock(&self.kept) = Kept::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(text: &str) -> ServedRequest {
        ServedRequest {
            time: SystemTime::UNIX_EPOCH,
            method: "POST".into(),
            operation: None,
            version: None,
            query: Vec::new(),
            form: vec![("Text".into(), text.into())],
            unknown_parameters: Vec::new(),
            secret_parameters: Vec::new(),
            headers: Headers::default(),
            signature: None,
            nonce: None,
            date: None,
            access_key_id: None,
            account: None,
            executed: true,
            scripted: false,
            fault: None,
            status: Some(200),
            code: None,
            request_id: String::new(),
            duration: Duration::ZERO,
        }
    }

    fn texts(log: &Log) -> Vec<String> {
        let texts = log.all().into_iter().map(|one| one.form[0].1.clone());
        texts.collect()
    }

    #[test]
    fn log_is_bounded_by_number_and_by_size() {
        let size = request("a").bytes();
        let log = Log::new(2, 10 * size);
        for text in ["a", "b", "c"] {
            log.record(request(text));
        }
        assert_eq!(texts(&log), ["b", "c"]);

        let log = Log::new(10, 3 * size);
        for text in ["a", "b", "c", "d"] {
            log.record(request(text));
        }
        assert_eq!(texts(&log), ["b", "c", "d"]);
        log.record(request(&"x".repeat(size + 1)));
        assert_eq!(texts(&log).len(), 2, "the large one takes the place of two");
        log.record(request(&"x".repeat(3 * size)));
        assert_eq!(texts(&log).len(), 2, "one that never fits removes no other");
        log.clear();
        for text in ["a", "b", "c"] {
            log.record(request(text));
        }
        assert_eq!(texts(&log), ["a", "b", "c"]);
    }
}

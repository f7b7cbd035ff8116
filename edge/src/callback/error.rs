//! Why a callback is refused, or a verifier cannot be made.

use std::fmt;
use std::time::Duration;

use super::{SIGNATURE_HEADER, TIMESTAMP_HEADER};

/// Why a callback is refused, or why a [`CallbackVerifier`](super::CallbackVerifier) cannot be
/// made. Its message is one line, and shows neither keys nor signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackError {
    /// The name of the ingest domain is invalid.
    InvalidIngestDomain(HostProblem),
    /// The callback URL is invalid.
    InvalidCallbackUrl(HostProblem),
    /// The key cannot be right.
    InvalidKey(KeyProblem),
    /// The backup key cannot be right.
    InvalidBackupKey(KeyProblem),
    /// The callback lacks a header. Either the service did not send it, or authentication is not
    /// enabled for the address.
    MissingHeader {
        /// Name of the header.
        header: &'static str,
    },
    /// The callback has a header more than once.
    RepeatedHeader {
        /// Name of the header.
        header: &'static str,
    },
    /// The value of a header has bytes that are not visible ASCII characters.
    HeaderIsNotText {
        /// Name of the header.
        header: &'static str,
    },
    /// The timestamp is not a number of seconds since 1970.
    InvalidTimestamp,
    /// The signature is not 32 hexadecimal digits.
    InvalidSignature {
        /// Length of the value, in bytes.
        length: usize,
    },
    /// The signature is not the one that the domain, the timestamp and the key give.
    Mismatch {
        /// The domain that the verifier was made with: an ingest domain, or the host of a callback
        /// URL.
        domain: String,
        /// Whether the verifier was made with
        /// [`for_ingest_domain`](super::CallbackVerifier::for_ingest_domain).
        is_ingest_domain: bool,
    },
    /// The signature is right, but the callback was sent too long ago.
    TooOld {
        /// Time since the callback was sent.
        age: Duration,
        /// The [`max_age`](super::CallbackVerifier::max_age) of the verifier.
        max_age: Duration,
    },
    /// The signature is right, but the timestamp is in the future.
    InTheFuture {
        /// How far the timestamp is ahead of the receiver's clock.
        ahead: Duration,
        /// The [`clock_tolerance`](super::CallbackVerifier::clock_tolerance) of the verifier.
        tolerance: Duration,
    },
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidIngestDomain(problem) => write!(f, "the ingest domain {problem}"),
            Self::InvalidCallbackUrl(problem) => write!(f, "the callback URL {problem}"),
            Self::InvalidKey(problem) => write!(f, "the key of callbacks {problem}"),
            Self::InvalidBackupKey(problem) => write!(f, "the backup key of callbacks {problem}"),
            Self::MissingHeader { header } => write!(
                f,
                "the callback has no header {header}; enable authentication for the address if \
                 the service sent it"
            ),
            Self::RepeatedHeader { header } => {
                write!(f, "the callback has more than one header {header}")
            }
            Self::HeaderIsNotText { header } => {
                write!(f, "the header {header} of the callback is not ASCII text")
            }
            Self::InvalidTimestamp => write!(
                f,
                "the header {TIMESTAMP_HEADER} of the callback is not a Unix timestamp in seconds"
            ),
            Self::InvalidSignature { length } => write!(
                f,
                "the header {SIGNATURE_HEADER} of the callback is not 32 hexadecimal digits (it \
                 has {length} bytes)"
            ),
            Self::Mismatch {
                domain,
                is_ingest_domain,
            } => {
                let role = if *is_ingest_domain {
                    "the ingest domain that the address is configured for"
                } else {
                    "the host of the configured callback URL"
                };
                write!(
                    f,
                    "the signature of the callback does not match: check that `{domain}` is \
                     {role}, that the key is the configured one (running streams keep an old \
                     key), and that no proxy changes the header {TIMESTAMP_HEADER}"
                )
            }
            Self::TooOld { age, max_age } => write!(
                f,
                "the callback was sent {} s ago, and the limit is {} s",
                seconds(*age),
                max_age.as_secs_f64()
            ),
            Self::InTheFuture { ahead, tolerance } => write!(
                f,
                "the callback was sent {} s in the future, and the tolerance is {} s; check the \
                 clock of the receiver",
                seconds(*ahead),
                tolerance.as_secs_f64()
            ),
        }
    }
}

impl std::error::Error for CallbackError {}

/// Rounds up, so that what is over a limit also looks so.
fn seconds(duration: Duration) -> u64 {
    let more = u64::from(duration.subsec_nanos() > 0);
    duration.as_secs().saturating_add(more)
}

/// What is wrong with a domain or with the host of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostProblem {
    /// It has no host.
    Empty,
    /// It is not a domain alone: it has a scheme, such as `https://`.
    Scheme,
    /// It is a URL that begins with neither `http://` nor `https://`.
    NoScheme,
    /// It has a user name or a password.
    User,
    /// It is not a domain alone: it has a path or a query.
    Path,
    /// It is not a domain alone: it has a port.
    Port,
    /// It is a URL whose port is not a number up to 65535.
    InvalidPort,
    /// It has two dots in a row, or a dot at an end.
    EmptyLabel,
    /// It contains a character that names of hosts do not have, such as a space.
    Character(char),
}

impl fmt::Display for HostProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "has no host; expected one such as `example.com`",
            Self::Scheme => "has a scheme; pass the host alone, such as `push.example.com`",
            Self::NoScheme => "does not begin with `http://` or `https://`",
            Self::User => "has a user name; leave out everything up to `@`",
            Self::Path => "has a path or a query; pass the host alone, such as `push.example.com`",
            Self::Port => "has a port; pass the host alone, such as `push.example.com`",
            Self::InvalidPort => "has a port that is not a number up to 65535",
            Self::EmptyLabel => "begins or ends with a dot, or has two dots in a row",
            Self::Character(c) => {
                let remedy = if c.is_ascii() {
                    ""
                } else {
                    "; write it in ASCII, as in `xn--…`"
                };
                return write!(f, "contains `{}`{remedy}", c.escape_debug());
            }
        })
    }
}

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyProblem {
    /// It is empty.
    Empty,
    /// It contains something besides visible ASCII characters, such as a line break.
    Malformed,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty; pass the `NotifyAuthKey` that is configured",
            Self::Malformed => "is malformed; remove spaces, line breaks and whatever is not ASCII",
        })
    }
}

//! Why a callback is refused, or a verifier cannot be made.

use std::fmt;
use std::time::Duration;

use super::{SIGNATURE_HEADER, TIMESTAMP_HEADER};
use crate::host::HostProblem;
use crate::key::KeyProblem;

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
    #[non_exhaustive]
    Mismatch {
        /// The domain that the verifier was made with: an ingest domain, or the host of a callback
        /// URL.
        domain: String,
        /// Whether the verifier was made with
        /// [`for_ingest_domain`](super::CallbackVerifier::for_ingest_domain).
        is_ingest_domain: bool,
    },
    /// The signature is right, but the callback was sent too long ago.
    #[non_exhaustive]
    TooOld {
        /// Time since the callback was sent.
        age: Duration,
        /// The [`max_age`](super::CallbackVerifier::max_age) of the verifier.
        max_age: Duration,
    },
    /// The signature is right, but the timestamp is in the future.
    #[non_exhaustive]
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
                write!(
                    f,
                    "the callback has more than one header {header}; refuse it, the service sends \
                     one"
                )
            }
            Self::HeaderIsNotText { header } => {
                write!(
                    f,
                    "the header {header} of the callback is not ASCII text; refuse it, the \
                     service sends digits"
                )
            }
            Self::InvalidTimestamp => write!(
                f,
                "the header {TIMESTAMP_HEADER} of the callback is not a Unix timestamp in seconds; \
                 expected digits alone, such as 1519375990"
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
            Self::InTheFuture { ahead, .. } if *ahead > MILLENNIUM => write!(
                f,
                "the header {TIMESTAMP_HEADER} of the callback is more than 1000 years in the future; \
                 write seconds since 1970, not milliseconds"
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

/// What is further ahead is a time in milliseconds, such as a test or a relay of callbacks may
/// write.
const MILLENNIUM: Duration = Duration::from_secs(1000 * 365 * 24 * 60 * 60);

/// Rounds up, so that what is over a limit also looks so.
fn seconds(duration: Duration) -> u64 {
    let more = u64::from(duration.subsec_nanos() > 0);
    duration.as_secs().saturating_add(more)
}

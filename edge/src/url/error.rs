//! The error of URLs: which part is wrong, what is wrong with it, and what to do.

use std::convert::Infallible;
use std::fmt;

use crate::host::HostProblem;
use crate::key::KeyProblem;

/// Says which part of a URL or of its signature is wrong, and why.
///
/// Its text is one line that says what to do. It contains neither keys nor hashes.
///
/// ```
/// use alibabacloud_live_edge::url::{IngestUrl, Part};
///
/// let url = IngestUrl::builder()
///     .domain("rtmp://push.example.com")
///     .app("live")
///     .stream("camera-1")
///     .build();
/// let error = url.unwrap_err();
/// assert_eq!(error.part(), Part::Domain);
/// assert_eq!(
///     error.to_string(),
///     "the domain has a scheme; pass the host alone, such as `push.example.com`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError {
    part: Part,
    problem: Problem,
}

/// A part of a URL, of its signature, or of the settings of a signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The ingest domain or streaming domain.
    Domain,
    /// The application name.
    App,
    /// The stream name.
    Stream,
    /// The ID of a transcoding template, or the name of a subtitle template.
    Template,
    /// The protocol of the URL.
    Protocol,
    /// A parameter of the query.
    Query,
    /// Live packaging, which a playback URL requests with `aliyunols=on`.
    Packaging,
    /// The delay that an ingest URL requests.
    Delay,
    /// The period that a playback URL goes back to.
    TimeShift,
    /// The main key of the domain.
    Key,
    /// The backup key of the domain.
    BackupKey,
    /// The validity that is set for the domain.
    Validity,
    /// The field `rand` of a token.
    Rand,
    /// The field `uid` of a token.
    Uid,
    /// The timestamp of a token.
    Timestamp,
    /// The time at which a signed URL expires.
    Expiry,
    /// The token, which is the value of `auth_key`.
    Token,
    /// The hash of a token.
    Hash,
    /// The path, which is what a token signs.
    Path,
    /// The URL as a whole.
    Url,
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It is empty.
    Empty,
    /// It is absent.
    Missing,
    /// It occurs more than once.
    Repeated,
    /// It contains a character that it must not contain.
    Character(char),
    /// It has a scheme, such as `rtmp://`.
    Scheme,
    /// It has a user name or a password.
    User,
    /// It has a path or a query.
    Path,
    /// It has a port.
    Port,
    /// It is longer than anything that the reference documents.
    TooLong,
    /// It does not have the form that it must have.
    Malformed,
    /// It must not be set to this value, which has a meaning of its own.
    Reserved,
    /// It is set in two ways that exclude each other.
    Conflict,
    /// The protocol of the URL does not support it.
    Unsupported,
    /// It is not a whole number.
    NotANumber,
    /// It is zero or negative.
    NotPositive,
    /// It is outside the documented range.
    OutOfRange,
    /// It is before 1970.
    Before1970,
    /// It is later than the clock of this system can express.
    TooLate,
    /// It is in the past.
    Expired,
    /// It was not made of this path with a key of the signer.
    Mismatch,
}

impl UrlError {
    pub(crate) const fn new(part: Part, problem: Problem) -> Self {
        Self { part, problem }
    }

    /// Returns the part that is wrong.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// Returns what is wrong with the part.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        self.problem
    }

    /// Returns whether a URL was refused only because it has expired.
    #[must_use]
    pub const fn is_expired(&self) -> bool {
        matches!(self.problem, Problem::Expired)
    }
}

impl From<HostProblem> for Problem {
    fn from(problem: HostProblem) -> Self {
        match problem {
            HostProblem::Empty => Self::Empty,
            HostProblem::Scheme => Self::Scheme,
            HostProblem::User => Self::User,
            HostProblem::Path => Self::Path,
            HostProblem::Port => Self::Port,
            HostProblem::Character(character) => Self::Character(character),
            HostProblem::NoScheme | HostProblem::InvalidPort | HostProblem::Label => {
                Self::Malformed
            }
        }
    }
}

impl From<KeyProblem> for Problem {
    fn from(problem: KeyProblem) -> Self {
        match problem {
            KeyProblem::Empty => Self::Empty,
            KeyProblem::Malformed => Self::Malformed,
        }
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.part, self.problem)?;
        match remedy(self.part, self.problem) {
            "" => Ok(()),
            remedy => write!(f, "; {remedy}"),
        }
    }
}

impl std::error::Error for UrlError {}

/// Lets [`UrlSigner::validity`](super::UrlSigner::validity) take a [`Validity`](super::Validity),
/// whose conversion to itself cannot fail.
impl From<Infallible> for UrlError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Domain => "the domain",
            Self::App => "the application name",
            Self::Stream => "the stream name",
            Self::Template => "the template",
            Self::Protocol => "the protocol",
            Self::Query => "the name of a query parameter",
            Self::Packaging => "live packaging",
            Self::Delay => "the delay",
            Self::TimeShift => "the time shift",
            Self::Key => "the key",
            Self::BackupKey => "the backup key",
            Self::Validity => "the validity",
            Self::Rand => "`rand` of the token",
            Self::Uid => "`uid` of the token",
            Self::Timestamp => "the timestamp",
            Self::Expiry => "the expiry",
            Self::Token => "the token in `auth_key`",
            Self::Hash => "the hash of the token",
            Self::Path => "the path",
            Self::Url => "the URL",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::Missing => "is missing",
            Self::Repeated => "occurs more than once",
            Self::Character(character) => {
                return write!(f, "contains `{}`", character.escape_debug());
            }
            Self::Scheme => "has a scheme",
            Self::User => "has a user name",
            Self::Path => "has a path or a query",
            Self::Port => "has a port",
            Self::TooLong => "is too long",
            Self::Malformed => "is malformed",
            Self::Reserved => "is reserved",
            Self::Conflict => "is set in two ways that exclude each other",
            Self::Unsupported => "is not supported",
            Self::NotANumber => "is not a whole number",
            Self::NotPositive => "is zero or negative",
            Self::OutOfRange => "is out of range",
            Self::Before1970 => "is before 1970",
            Self::TooLate => "is too far in the future",
            Self::Expired => "is in the past",
            Self::Mismatch => "does not match the path and the keys",
        })
    }
}

/// Says what to do, where the problem alone does not.
const fn remedy(part: Part, problem: Problem) -> &'static str {
    use Problem::{Character, Conflict, Empty, Malformed, Mismatch, Missing, Unsupported};
    match (part, problem) {
        (Part::Domain, Character(character)) if !character.is_ascii() => {
            "write it in ASCII, as in `xn--…`"
        }
        (Part::Domain, Malformed) => "write it as in `push.example.com`",
        (Part::Domain, Problem::Port) => "leave it out, the protocol determines it",
        (Part::Domain, _) => "pass the host alone, such as `push.example.com`",
        (Part::App | Part::Stream | Part::Template, Conflict) => {
            "choose one of `transcoded`, `subtitles` and `delayed`"
        }
        (Part::App | Part::Stream | Part::Template, Problem::Reserved) => {
            "`.` and `..` have a meaning in paths"
        }
        (Part::App | Part::Stream | Part::Template, Problem::TooLong) => {
            "use at most 256 characters"
        }
        (Part::App | Part::Stream | Part::Template, _) => {
            "use letters, digits, `-`, `_`, `.` and `~` of ASCII"
        }
        (Part::Protocol, Conflict) => "only HTTP-FLV and HLS have a form over HTTPS",
        (Part::Protocol, Unsupported) => "use a URL of `rtmp`, `artc`, `srt`, `http` or `https`",
        (Part::Query, Problem::Reserved) => "`auth_key` is set by signing",
        (Part::Query, Problem::Repeated) => "set it once, either with `query` or by its own method",
        (Part::Query, _) => "pass a name and a value",
        (Part::Delay, _) => "set 16 to 3600 whole seconds",
        (Part::Packaging | Part::TimeShift, Unsupported) => "it applies to HLS only",
        (Part::TimeShift, Problem::NotPositive) => "let it be at least a second long",
        (Part::BackupKey, Missing) => "set one with `backup_key` of the signer",
        (Part::Key | Part::BackupKey, Malformed) => {
            "remove spaces, line breaks and whatever is not ASCII"
        }
        (Part::Key | Part::BackupKey, Empty) => {
            "copy a key from the URL signing settings of the domain"
        }
        (Part::Validity, _) => "pass `ali_auth_delta` of the domain, such as `1800` seconds",
        (Part::Rand | Part::Uid, Character('-')) => "remove hyphens, which separate the fields",
        (Part::Rand | Part::Uid, _) => "use letters, digits, `_`, `.` and `~` of ASCII",
        (Part::Token, Malformed) => "expected `{timestamp}-{rand}-{uid}-{hash}`",
        (Part::Token, Missing) => "sign the URL",
        (Part::Token, Problem::Repeated) => "keep one",
        (Part::Hash, Malformed) => "expected 32 lower-case hexadecimal digits",
        (Part::Hash, Mismatch) => "compare the key and the path, which includes the extension",
        (Part::Path, _) => "pass all between the domain and `?`, such as `/live/camera-1.flv`",
        (Part::Timestamp, Problem::NotANumber) => "expected seconds since 1970",
        (Part::Expiry, Problem::Expired) => "sign the URL anew",
        (Part::Expiry, Problem::TooLate) => "set a shorter validity, or an earlier time",
        (_, Problem::TooLate) => "pass an earlier time",
        (_, Problem::Before1970) => "pass a later time, or set the clock",
        (Part::Url, _) => "expected a URL such as `rtmp://push.example.com/live/camera-1`",
        _ => "",
    }
}

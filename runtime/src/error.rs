//! What can go wrong with a call, with everything the service said about it.

pub(crate) mod classify;
pub(crate) mod response;
pub(crate) mod redact;

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;

use crate::auth::CredentialsError;
use crate::auth::signing::NonceError;
use crate::codec::decode::DecodeError;
use crate::codec::encode::InvalidParameter;
use crate::info::ErrorClass;
use crate::support::box_error::BoxError;
use crate::transport::{TransportError, TransportErrorKind};
use response::ErrorResponse;

/// A failed call, or a client that could not be built.
///
/// `Display` says all there is in one line: operation, code, message, status, request ID, attempts.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    operation: &'static str,
    kind: ErrorKind,
    class: Option<ErrorClass>,
    status: Option<u16>,
    answer: ErrorResponse,
    retry_after: Option<Duration>,
    attempts: u32,
    may_have_executed: bool,
    source: Option<BoxError>,
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up wrongly.
    Configuration,
    /// No credentials could be had; nothing was sent.
    Credentials,
    /// A parameter cannot be sent; nothing was sent.
    InvalidRequest,
    /// No connection was made; nothing was sent.
    Connect,
    /// The time was up. [`Error::may_have_executed`] says whether the service may have executed the call.
    Timeout,
    /// The connection broke. The service may have executed the call.
    Transport,
    /// The answer is larger than the client accepts. The service may have executed the call.
    ResponseTooLarge,
    /// The service answered with a success that does not have the documented form.
    InvalidResponse,
    /// The service answered with an error.
    Service,
}

impl From<TransportErrorKind> for ErrorKind {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Connect => Self::Connect,
            TransportErrorKind::Timeout => Self::Timeout,
            TransportErrorKind::Interrupted => Self::Transport,
            TransportErrorKind::TooLarge => Self::ResponseTooLarge,
        }
    }
}

impl Error {
    pub(crate) fn new(operation: &'static str, kind: ErrorKind) -> Self {
        Self {
            inner: Box::new(Inner {
                operation,
                kind,
                class: None,
                status: None,
                answer: ErrorResponse::default(),
                retry_after: None,
                attempts: 0,
                may_have_executed: false,
                source: None,
            }),
        }
    }

    pub(crate) fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(crate) fn configuration(source: impl Into<BoxError>) -> Self {
        Self::new("", ErrorKind::Configuration).caused_by(source)
    }

    pub(crate) fn credentials(operation: &'static str, source: CredentialsError) -> Self {
        Self::new(operation, ErrorKind::Credentials).caused_by(source)
    }

    pub(crate) fn nonce(operation: &'static str, source: NonceError) -> Self {
        Self::new(operation, ErrorKind::Configuration).caused_by(source)
    }

    pub(crate) fn invalid_parameter(operation: &'static str, invalid: &InvalidParameter) -> Self {
        Self::new(operation, ErrorKind::InvalidRequest).caused_by(invalid.clone())
    }

    pub(crate) fn invalid_request(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::InvalidRequest).caused_by(source)
    }

    /// The time for the whole call was up. The failure of the attempt before, if any, is its source.
    pub(crate) fn out_of_time(
        operation: &'static str,
        limit: Duration,
        last: Option<Self>,
    ) -> Self {
        Self::new(operation, ErrorKind::Timeout).caused_by(OperationTimedOut { limit, last })
    }

    /// The wait for the rate limit would take the whole time.
    pub(crate) fn rate_limit(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::Timeout).caused_by(source)
    }

    pub(crate) fn transport(operation: &'static str, error: TransportError) -> Self {
        let kind = ErrorKind::from(error.kind());
        let mut this = Self::new(operation, kind);
        this.inner.may_have_executed = kind != ErrorKind::Connect;
        this.inner.status = error.status();
        this.inner.answer.request_id = error.request_id().map(str::to_owned);
        this.caused_by(error)
    }

    /// Says how long was waited for the answer.
    pub(crate) fn timed_out_after(self, limit: Duration) -> Self {
        self.caused_by(format!("the answer took longer than {limit:?}"))
    }

    pub(crate) fn service(
        operation: &'static str,
        status: u16,
        answer: ErrorResponse,
        class: Option<ErrorClass>,
    ) -> Self {
        let mut this = Self::new(operation, ErrorKind::Service);
        this.inner.status = Some(status);
        this.inner.answer = answer;
        this.inner.class = class;
        this.inner.may_have_executed = match class {
            Some(ErrorClass::Transient) => true,
            Some(ErrorClass::Throttling | ErrorClass::Auth | ErrorClass::ClockSkew) => false,
            // A status of success says that the call was at least accepted, whatever the body says.
            Some(ErrorClass::Request) => (200..300).contains(&status),
            None => (200..300).contains(&status) || status >= 500,
        };
        this
    }

    pub(crate) fn invalid_response(
        operation: &'static str,
        status: u16,
        answer: ErrorResponse,
        source: DecodeError,
    ) -> Self {
        let mut this = Self::service(operation, status, answer, None).caused_by(source);
        this.inner.kind = ErrorKind::InvalidResponse;
        this.inner.may_have_executed = true;
        this
    }

    /// Adds what another error of the same attempt knows of the answer's head.
    pub(crate) fn with_head_of(mut self, other: &Self) -> Self {
        self.inner.status = other.status();
        self.inner.answer.request_id = other.request_id().map(str::to_owned);
        self
    }

    /// Adds what is known of all attempts, of which the error is the last one's.
    pub(crate) fn with_attempts(mut self, attempts: u32, may_have_executed: bool) -> Self {
        self.inner.attempts = attempts;
        self.inner.may_have_executed = may_have_executed;
        self
    }

    pub(crate) fn class(&self) -> Option<ErrorClass> {
        self.inner.class
    }

    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.inner.retry_after = retry_after;
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Name of the operation that was called; empty when a client could not be built.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.inner.operation
    }

    /// The service's error code as text, `StreamMonitorAlreadyStarted`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.answer.code.as_deref()
    }

    /// The service's message for people, up to its first 64 KiB.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.answer.message.as_deref()
    }

    /// ID of the request, to quote to the service's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.answer.request_id.as_deref()
    }

    /// HTTP status of the answer, once its head arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// The service's address of a page about the error.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        self.inner.answer.recommend.as_deref()
    }

    /// Host that the service says was called.
    #[must_use]
    pub fn host_id(&self) -> Option<&str> {
        self.inner.answer.host_id.as_deref()
    }

    /// What the service says of a missing permission, unless it is over 64 KiB of JSON.
    #[must_use]
    pub fn access_denied_detail(&self) -> Option<&serde_json::Value> {
        self.inner.answer.access_denied_detail.as_ref()
    }

    /// What lies behind the failure, such as a [`DecodeError`] where a response cannot be read, a
    /// [`CredentialsError`], a [`TransportError`] or an [`InvalidParameter`]. That of a call which ran out of time has
    /// the failure of the attempt before as its source.
    ///
    /// `Display` says it too. That is why it is not the error's `source`, which many programs print beside the error.
    ///
    /// ```
    /// use alibabacloud_rpc::Error;
    /// use alibabacloud_rpc::decode::DecodeError;
    ///
    /// /// The field of a response that cannot be read.
    /// fn field(error: &Error) -> Option<&str> {
    ///     Some(error.underlying()?.downcast_ref::<DecodeError>()?.path())
    /// }
    /// ```
    #[must_use]
    pub fn underlying(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }

    /// The body of the answer as sent, up to its first 64 KiB, with secrets masked: the client's own, and
    /// fields that the service documents as secret.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.inner.answer.raw_body.as_ref().map(Bytes::as_ref)
    }

    /// How many attempts were made, whether or not they reached the service.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// How long the service asks to wait before another attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Whether the service refused the call, unexecuted, because of its rate.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        self.inner.class == Some(ErrorClass::Throttling)
    }

    /// Whether the time was up: of an attempt, or of the whole call with its waits.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == ErrorKind::Timeout
    }

    /// Whether the service does not know the caller, or does not permit the call.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.inner.kind == ErrorKind::Credentials || self.inner.class == Some(ErrorClass::Auth)
    }

    /// Whether the service may have executed the call although it failed: an attempt, the last or an earlier one, was
    /// sent and neither answered nor plainly refused. If not, nothing was executed.
    #[must_use]
    pub fn may_have_executed(&self) -> bool {
        self.inner.may_have_executed
    }

    /// Whether the same call may succeed later: it was throttled, met a passing failure of the service, or was
    /// lost on the way. A call that changes something may then happen twice if it
    /// [may have been executed](Self::may_have_executed).
    ///
    /// The client has already repeated the call as its [`RetryPolicy`](crate::retry::RetryPolicy) says.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.inner.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Service => matches!(
                self.inner.class,
                Some(ErrorClass::Throttling | ErrorClass::Transient | ErrorClass::ClockSkew)
            ),
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if !inner.operation.is_empty() {
            write!(f, "{}: ", inner.operation)?;
        }
        match (inner.kind, &inner.answer.code) {
            (ErrorKind::Configuration, _) => f.write_str("the client is not set up")?,
            (ErrorKind::Credentials, _) => f.write_str("no credentials")?,
            (ErrorKind::InvalidRequest, _) => f.write_str("the request cannot be sent")?,
            (ErrorKind::Connect, _) => f.write_str("no connection")?,
            (ErrorKind::Timeout, _) => f.write_str("timed out")?,
            (ErrorKind::Transport, _) => f.write_str("the connection broke")?,
            (ErrorKind::ResponseTooLarge, _) => f.write_str("the response is too large")?,
            (ErrorKind::InvalidResponse, _) => f.write_str("the response cannot be read")?,
            (ErrorKind::Service, Some(code)) => write!(f, "{}", OneLine(code))?,
            (ErrorKind::Service, None) => f.write_str("an error without a code")?,
        }
        if let Some(message) = inner
            .answer
            .message
            .as_deref()
            .filter(|message| !message.is_empty())
        {
            write!(f, ": {}", OneLine(message))?;
        }
        let mut source = self.underlying();
        while let Some(error) = source {
            write!(f, ": {}", OneLine(&error.to_string()))?;
            source = error.source();
        }
        if inner.kind == ErrorKind::Service
            && inner.answer.code.is_none()
            && let Some(body) = inner
                .answer
                .raw_body
                .as_ref()
                .filter(|body| !body.is_empty())
        {
            write!(f, ": {}", OneLine(&String::from_utf8_lossy(body)))?;
        }
        let mut details = Vec::new();
        details.extend(inner.status.map(|status| format!("status {status}")));
        details.extend(
            inner
                .answer
                .request_id
                .as_ref()
                .map(|id| format!("request id {}", OneLine(id))),
        );
        details.extend((inner.attempts > 0).then(|| format!("attempts {}", inner.attempts)));
        if details.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", details.join(", "))
        }
    }
}

/// Text cut to a length that suits a log line, without line breaks.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 1000;
        let mut space = false;
        for (index, c) in self.0.trim().chars().enumerate() {
            if index == LONGEST {
                return f.write_str("…");
            }
            let blank = c.is_whitespace() || c.is_control();
            if blank && !space {
                f.write_str(" ")?;
            } else if !blank {
                write!(f, "{c}")?;
            }
            space = blank;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.debug_struct("Error")
            .field("operation", &inner.operation)
            .field("kind", &inner.kind)
            .field("class", &inner.class)
            .field("status", &inner.status)
            .field("answer", &inner.answer)
            .field("retry_after", &inner.retry_after)
            .field("attempts", &inner.attempts)
            .field("may_have_executed", &inner.may_have_executed)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {}

/// The time for a call was up.
#[derive(Debug)]
struct OperationTimedOut {
    limit: Duration,
    last: Option<Error>,
}

impl fmt::Display for OperationTimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the call took longer than {:?}", self.limit)?;
        match &self.last {
            None => Ok(()),
            Some(_) => f.write_str("; the attempt before had failed"),
        }
    }
}

impl StdError for OperationTimedOut {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.last.as_ref().map(|last| last as _)
    }
}

/// A failed call of one operation, with the error codes that the operation documents.
///
/// It has everything that [`Error`] has, and turns into one with `?`.
pub struct OperationError<C> {
    code: Option<C>,
    error: Error,
}

impl<C: for<'a> From<&'a str>> OperationError<C> {
    pub(crate) fn new(error: Error) -> Self {
        Self {
            code: error.code().map(C::from),
            error,
        }
    }
}

impl<C> OperationError<C> {
    /// The service's error code; `None` where the failure is not the service's answer or the answer has no code.
    #[must_use]
    pub fn code(&self) -> Option<&C> {
        self.code.as_ref()
    }

    /// The same error without the operation's own type of codes.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl<C> Deref for OperationError<C> {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.error
    }
}

impl<C> From<OperationError<C>> for Error {
    fn from(error: OperationError<C>) -> Self {
        error.error
    }
}

impl<C> fmt::Display for OperationError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<C> fmt::Debug for OperationError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error, f)
    }
}

impl<C> StdError for OperationError<C> {}

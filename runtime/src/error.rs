//! Errors of calls, with all details of the error response.

pub(crate) mod code;
pub(crate) mod classify;
pub(crate) mod response;
pub(crate) mod redact;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::auth::CredentialsError;
use crate::auth::signing::NonceError;
use crate::codec::decode::{Cause, DecodeError};
use crate::codec::encode::InvalidParameter;
use crate::info::ErrorClass;
use crate::support::box_error::BoxError;
use crate::support::text::OneLine;
use crate::transport::{TransportError, TransportErrorKind};
use code::ErrorCode;
use response::ErrorResponse;

/// The error of a failed call of any operation, or of a client that could not be built.
///
/// `Display` writes all details in one line: operation, code, message, status, request ID and
/// number of attempts. `Debug` writes the same line, and all parts with `{:#?}`.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    operation: &'static str,
    kind: ErrorKind,
    class: Option<ErrorClass>,
    status: Option<u16>,
    response: ErrorResponse,
    retry_after: Option<Duration>,
    attempts: u32,
    may_have_executed: bool,
    source: Option<BoxError>,
}

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client is invalid, or the call was made outside of a Tokio runtime.
    /// Nothing was sent.
    Configuration,
    /// No credentials could be obtained. Nothing was sent.
    Credentials,
    /// The request is invalid, for example because of a parameter. Nothing was sent.
    InvalidRequest,
    /// No connection could be established. Nothing was sent.
    Connect,
    /// A timeout expired. [`Error::may_have_executed`] returns whether the service may have
    /// executed the call.
    Timeout,
    /// The connection was interrupted. The service may have executed the call.
    Transport,
    /// The response exceeds the size limit of the client. The service may have executed the call.
    ResponseTooLarge,
    /// The service returned a successful response that does not have the documented format.
    InvalidResponse,
    /// The service returned an error.
    Service,
    /// A [wait](crate::wait) was in vain, since what it waited for reached a failed state.
    FailedState,
}

impl From<TransportErrorKind> for ErrorKind {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Connect => Self::Connect,
            TransportErrorKind::Timeout => Self::Timeout,
            TransportErrorKind::Interrupted => Self::Transport,
            TransportErrorKind::TooLarge => Self::ResponseTooLarge,
            TransportErrorKind::Configuration => Self::Configuration,
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
                response: ErrorResponse::default(),
                retry_after: None,
                attempts: 0,
                may_have_executed: false,
                source: None,
            }),
        }
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(crate) fn configuration(source: impl Into<BoxError>) -> Self {
        Self::new("", ErrorKind::Configuration).with_source(source)
    }

    pub(crate) fn credentials(operation: &'static str, source: CredentialsError) -> Self {
        Self::new(operation, ErrorKind::Credentials).with_source(source)
    }

    pub(crate) fn nonce(operation: &'static str, source: NonceError) -> Self {
        Self::new(operation, ErrorKind::Configuration).with_source(source)
    }

    /// The error of a call outside of an async runtime.
    pub(crate) fn no_runtime(operation: &'static str) -> Self {
        Self::new(operation, ErrorKind::Configuration).with_source(
            "a call needs a Tokio runtime, which this thread is not in; use `#[tokio::main]`, \
             `Runtime::block_on` or the blocking client",
        )
    }

    pub(crate) fn invalid_parameter(operation: &'static str, invalid: &InvalidParameter) -> Self {
        Self::new(operation, ErrorKind::InvalidRequest).with_source(invalid.clone())
    }

    pub(crate) fn invalid_request(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::InvalidRequest).with_source(source)
    }

    /// The error of a list whose pages contradict each other.
    pub(crate) fn unexpected_page(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::InvalidResponse).with_source(source)
    }

    /// The error of a call that exceeded the operation timeout during an attempt, or that has too
    /// little time left for one, with the error of the previous attempt, if any.
    pub(crate) fn operation_timed_out(
        operation: &'static str,
        limit: Duration,
        during_attempt: bool,
        previous: Option<Self>,
    ) -> Self {
        Self::new(operation, ErrorKind::Timeout).with_source(OperationTimedOut {
            limit,
            during_attempt,
            previous,
        })
    }

    /// The error of a call whose wait for the rate limit would exceed its deadline.
    pub(crate) fn rate_limit(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::Timeout).with_source(source)
    }

    /// The error of a wait that reached a failed state.
    pub(crate) fn failed_state(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::FailedState).with_source(source)
    }

    /// The error of a wait that reached its limit.
    pub(crate) fn wait_timed_out(operation: &'static str, source: impl Into<BoxError>) -> Self {
        Self::new(operation, ErrorKind::Timeout).with_source(source)
    }

    pub(crate) fn transport(operation: &'static str, error: TransportError) -> Self {
        let kind = ErrorKind::from(error.kind());
        let mut this = Self::new(operation, kind);
        this.inner.may_have_executed =
            !matches!(kind, ErrorKind::Connect | ErrorKind::Configuration);
        this.inner.status = error.status();
        this.inner.response.request_id = error.request_id().map(str::to_owned);
        this.with_source(error)
    }

    /// Adds the timeout that the response exceeded.
    pub(crate) fn timed_out_after(self, limit: Duration) -> Self {
        self.with_source(format!("the response took longer than {limit:?}"))
    }

    pub(crate) fn service(
        operation: &'static str,
        status: u16,
        response: ErrorResponse,
        class: Option<ErrorClass>,
    ) -> Self {
        let mut this = Self::new(operation, ErrorKind::Service);
        this.inner.status = Some(status);
        this.inner.response = response;
        this.inner.class = class;
        this.inner.may_have_executed = match class {
            Some(ErrorClass::Transient | ErrorClass::Replayed) => true,
            Some(ErrorClass::Throttling | ErrorClass::Auth | ErrorClass::ClockSkew) => false,
            // Only these statuses say that the request was refused, whatever the body contains.
            Some(ErrorClass::Request) | None => !(400..500).contains(&status),
        };
        this
    }

    pub(crate) fn invalid_response(
        operation: &'static str,
        status: u16,
        response: ErrorResponse,
        source: DecodeError,
    ) -> Self {
        let kind = match source.cause() {
            Cause::Body | Cause::End => ErrorKind::InvalidResponse,
            Cause::Memory => ErrorKind::ResponseTooLarge,
            Cause::Deadline => ErrorKind::Timeout,
        };
        let mut this = Self::service(operation, status, response, None).with_source(source);
        this.inner.kind = kind;
        this.inner.may_have_executed = true;
        this
    }

    /// Copies status and request ID from another error of the same attempt.
    pub(crate) fn with_head_of(mut self, other: &Self) -> Self {
        self.inner.status = other.status();
        self.inner.response.request_id = other.request_id().map(str::to_owned);
        self
    }

    /// Adds the number of attempts, and whether any of them may have been executed.
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

    /// Returns the kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the name of the called operation; empty if a client could not be built, and for a
    /// [`wait_until`](crate::wait_until) of any call.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.inner.operation
    }

    /// Returns the error code of the service as text, for example `StreamMonitorAlreadyStarted`.
    /// [`is`](Self::is) and [`code_as`](Self::code_as) compare it with the variants of documented
    /// codes; `code() == Some(…)` compares it with text.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.inner.response.code.as_deref()
    }

    /// Returns whether the service returned this code.
    ///
    /// Codes of an operation and of the gateway are compared in the same way.
    ///
    /// ```
    /// # #[derive(Clone, Copy, Debug, PartialEq, alibabacloud_rpc::ErrorCode)]
    /// # enum OpenDoorErrorCode { DoorIsOpen, DoorNotFound }
    /// fn open(result: Result<(), alibabacloud_rpc::Error>) -> Result<(), alibabacloud_rpc::Error> {
    ///     match result {
    ///         Err(error) if error.is(OpenDoorErrorCode::DoorIsOpen) => Ok(()),
    ///         result => result,
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn is(&self, code: impl ErrorCode) -> bool {
        self.code() == Some(code.as_str())
    }

    /// Returns the error code of the service as a variant of an enum; `None` if the enum does not
    /// contain it, or if the failure is not an error response.
    ///
    /// One `match` handles the codes of one enum. Use [`is`](Self::is) for those of several, such
    /// as an operation's and the gateway's.
    ///
    /// ```
    /// # #[derive(Clone, Copy, Debug, PartialEq, alibabacloud_rpc::ErrorCode)]
    /// # enum OpenDoorErrorCode { DoorIsOpen, DoorNotFound }
    /// # fn explain(error: &alibabacloud_rpc::Error) {
    /// match error.code_as() {
    ///     Some(OpenDoorErrorCode::DoorIsOpen) => println!("Nothing to do."),
    ///     Some(OpenDoorErrorCode::DoorNotFound) => println!("There is no such door."),
    ///     None => println!("{error}"),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn code_as<C: ErrorCode>(&self) -> Option<C> {
        C::from_code(self.code()?)
    }

    /// Returns the error message of the service, up to its first 64 KiB.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.response.message.as_deref()
    }

    /// Returns the ID of the request, which support needs to find it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.response.request_id.as_deref()
    }

    /// Returns the HTTP status of the response, if its headers arrived.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// Returns the URL of a page about the error, as sent by the service.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        self.inner.response.recommend.as_deref()
    }

    /// Returns the called host, as sent by the service.
    #[must_use]
    pub fn host_id(&self) -> Option<&str> {
        self.inner.response.host_id.as_deref()
    }

    /// Returns the details of a missing permission, unless they exceed 64 KiB of JSON.
    #[must_use]
    pub fn access_denied_detail(&self) -> Option<&serde_json::Value> {
        self.inner.response.access_denied_detail.as_ref()
    }

    /// Returns the cause of the failure, such as a [`DecodeError`] for an unreadable response, a
    /// [`CredentialsError`], a [`TransportError`] or an [`InvalidParameter`]. If a call exceeded
    /// the operation timeout, the source of the cause is the error of the previous attempt, if any.
    ///
    /// The cause is not the `source` of this error, since many programs print the sources too and
    /// `Display` already includes the cause.
    ///
    /// ```
    /// use alibabacloud_rpc::Error;
    /// use alibabacloud_rpc::decode::DecodeError;
    ///
    /// /// Returns the path of the field that could not be read.
    /// fn field(error: &Error) -> Option<&str> {
    ///     Some(error.underlying()?.downcast_ref::<DecodeError>()?.path())
    /// }
    /// ```
    #[must_use]
    pub fn underlying(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }

    /// Returns the first 64 KiB of the response body. The client's own secrets and fields that the
    /// service documents as secret are masked.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.inner.response.raw_body.as_ref().map(Bytes::as_ref)
    }

    /// Returns the number of attempts, whether or not they reached the service.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Returns the wait before another attempt that the service requests, if any.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns whether the service rejected the call without executing it because of its rate.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        self.inner.class == Some(ErrorClass::Throttling)
    }

    /// Returns whether a timeout expired: that of an attempt, or that of the whole call including
    /// its waits.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == ErrorKind::Timeout
    }

    /// Returns whether authentication or authorization failed: no credentials could be obtained, or
    /// the service does not know the caller or does not permit the call.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.inner.kind == ErrorKind::Credentials || self.inner.class == Some(ErrorClass::Auth)
    }

    /// Returns whether the service may have executed the call although it failed: any of the
    /// attempts was sent and was not clearly rejected. If `false`, nothing was executed.
    #[must_use]
    pub fn may_have_executed(&self) -> bool {
        self.inner.may_have_executed
    }

    /// Returns whether the same call may succeed later: it was throttled, the service failed
    /// temporarily, its timestamp was wrong, or the connection failed. Retrying a write may execute
    /// it twice if it [may have been executed](Self::may_have_executed).
    ///
    /// The client has already retried the call according to its
    /// [`RetryPolicy`](crate::retry::RetryPolicy).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.inner.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Service => matches!(
                self.inner.class,
                Some(
                    ErrorClass::Throttling
                        | ErrorClass::Transient
                        | ErrorClass::Replayed
                        | ErrorClass::ClockSkew
                )
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
        match (inner.kind, &inner.response.code) {
            (ErrorKind::Configuration, _) => f.write_str("invalid client configuration")?,
            (ErrorKind::Credentials, _) => f.write_str("could not get credentials")?,
            (ErrorKind::InvalidRequest, _) => f.write_str("invalid request")?,
            (ErrorKind::Connect, _) => f.write_str("could not connect")?,
            (ErrorKind::Timeout, _) => f.write_str("timed out")?,
            (ErrorKind::Transport, _) => f.write_str("the connection was interrupted")?,
            (ErrorKind::ResponseTooLarge, _) => f.write_str("the response is too large")?,
            (ErrorKind::InvalidResponse, _) => f.write_str("invalid response")?,
            (ErrorKind::FailedState, _) => f.write_str("failed state")?,
            (ErrorKind::Service, Some(code)) => write!(f, "{}", OneLine(code))?,
            (ErrorKind::Service, None) => {
                f.write_str("the service returned an error without a code")?
            }
        }
        if let Some(message) = inner
            .response
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
            && inner.response.code.is_none()
            && let Some(body) = inner
                .response
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
                .response
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

/// `{:?}` is the same line as `{}`, since that is how Rust prints an error that `main` returns.
/// `{:#?}` shows all parts.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return fmt::Display::fmt(self, f);
        }
        let inner = &*self.inner;
        f.debug_struct("Error")
            .field("operation", &inner.operation)
            .field("kind", &inner.kind)
            .field("class", &inner.class)
            .field("status", &inner.status)
            .field("response", &inner.response)
            .field("retry_after", &inner.retry_after)
            .field("attempts", &inner.attempts)
            .field("may_have_executed", &inner.may_have_executed)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {}

/// The cause of an error of a call that exceeded the operation timeout.
#[derive(Debug)]
struct OperationTimedOut {
    limit: Duration,
    /// Whether the timeout expired during an attempt, rather than leaving too little time for one.
    during_attempt: bool,
    previous: Option<Error>,
}

impl fmt::Display for OperationTimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        match (self.during_attempt, &self.previous) {
            (true, _) => write!(f, "the call took longer than {limit:?}")?,
            (false, None) => write!(
                f,
                "too little of the operation timeout of {limit:?} is left for a response; nothing was sent"
            )?,
            (false, Some(_)) => write!(
                f,
                "too little of the operation timeout of {limit:?} is left for another attempt"
            )?,
        }
        match &self.previous {
            None => Ok(()),
            Some(_) => f.write_str("; the previous attempt failed"),
        }
    }
}

impl StdError for OperationTimedOut {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.previous.as_ref().map(|previous| previous as _)
    }
}

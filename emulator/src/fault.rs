//! Failures on demand.

pub(crate) mod queue;

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use bytes::Bytes;

use crate::answer::{Answer, Envelope};
use crate::delivery::{Delivery, Manner};
use crate::refusal::Refusal;

/// A failure that the emulator is told to produce.
///
/// A fault meets only calls that are signed correctly. By default it meets the next call of any operation, once.
/// [`reset_on_accept`](Self::reset_on_accept) alone meets connections in place of calls.
///
/// ```
/// use std::time::Duration;
/// use alibabacloud_live_emulator::Fault;
///
/// let fault = Fault::throttle()
///     .retry_after(Duration::from_millis(40))
///     .on("StartLiveStreamMonitor")
///     .times(3);
/// # let _ = fault;
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    effect: Effect,
    headers: Vec<(String, String)>,
    delay: Duration,
    executes: bool,
    operation: Option<String>,
    times: Option<u32>,
    probability: f64,
}

#[derive(Clone, Debug)]
enum Effect {
    Refuse(Refusal),
    Respond {
        status: u16,
        content_type: Option<&'static str>,
        body: Bytes,
    },
    RedirectToItself,
    Raw(Bytes),
    Huge(u64),
    Reset,
    ResetOnAccept,
    /// The effects from here on need the true answer, so the operation is executed.
    Nothing,
    Cut,
    CutChunks,
    CloseIdle(Duration),
    Slow(Duration),
    ContentType(String),
}

impl Fault {
    fn new(effect: Effect) -> Self {
        let executes = matches!(
            effect,
            Effect::Nothing
                | Effect::Cut
                | Effect::CutChunks
                | Effect::CloseIdle(_)
                | Effect::Slow(_)
                | Effect::ContentType(_)
        );
        Self {
            effect,
            headers: Vec::new(),
            delay: Duration::ZERO,
            executes,
            operation: None,
            times: Some(1),
            probability: 1.0,
        }
    }

    fn respond(status: u16, content_type: Option<&'static str>, body: impl Into<Bytes>) -> Self {
        Self::new(Effect::Respond {
            status,
            content_type,
            body: body.into(),
        })
    }

    /// Refuses the call as too fast: status 400, `Throttling.User`.
    #[must_use]
    pub fn throttle() -> Self {
        Self::new(Effect::Refuse(Refusal::throttled(None)))
    }

    /// Answers with an error of any status and code in the usual shape. Status 200 is possible too.
    #[must_use]
    pub fn error(status: u16, code: impl Into<String>) -> Self {
        Self::new(Effect::Refuse(Refusal::new(
            status,
            code,
            "This error was asked for.",
        )))
    }

    /// Answers with a page of HTML, as a proxy in between does.
    #[must_use]
    pub fn html(status: u16) -> Self {
        let body =
            format!("<html><head><title>{status}</title></head><body>{status}</body></html>");
        Self::respond(status, Some("text/html"), body)
    }

    /// Answers with an error in XML.
    #[must_use]
    pub fn xml(status: u16, code: &str) -> Self {
        let body = format!(
            "<?xml version='1.0' encoding='UTF-8'?><Error>\
             <RequestId>00000000-0000-4000-8000-000000000000</RequestId>\
             <HostId>live.aliyuncs.com</HostId><Code>{code}</Code>\
             <Message>This error was asked for.</Message></Error>"
        );
        Self::respond(status, Some("text/xml;charset=utf-8"), body)
    }

    /// Answers with a status and nothing else.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::respond(status, None, Bytes::new())
    }

    /// Answers with status 200 and a body that breaks off in the middle of the JSON.
    #[must_use]
    pub fn malformed_json() -> Self {
        let body = "{\"RequestId\":\"00000000-0000-4000-8000-000000000000\",\"Tot";
        Self::respond(200, Some("application/json;charset=utf-8"), body)
    }

    /// Answers with any status, headers and body. An unknown status becomes 500; headers that cannot be are left out.
    #[must_use]
    pub fn response<N: Into<String>, V: Into<String>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl Into<Bytes>,
    ) -> Self {
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        Self {
            headers: headers.collect(),
            ..Self::respond(status, None, body)
        }
    }

    /// Puts these bytes on the wire in place of an HTTP response, and closes the connection.
    #[must_use]
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::new(Effect::Raw(bytes.into()))
    }

    /// Sends the caller to another address with status 307.
    #[must_use]
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::response(
            307,
            [("location".to_owned(), location.into())],
            Bytes::new(),
        )
    }

    /// Sends the caller back to the address that it called, with status 307.
    #[must_use]
    pub fn redirect_to_itself() -> Self {
        Self::new(Effect::RedirectToItself)
    }

    /// Answers with status 200 and a well-formed JSON object of at least this many bytes, without stating its length.
    #[must_use]
    pub fn huge_body(bytes: u64) -> Self {
        Self::new(Effect::Huge(bytes))
    }

    /// Resets the connection (TCP RST) instead of answering. The operation is not executed, unless
    /// [`after_execution`](Self::after_execution) says so.
    #[must_use]
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// Resets the next connection (TCP RST) as soon as it is made, before a request is read. Connections that are open
    /// stay so. Since no call is met, operations, delays, headers and records are none of its business.
    #[must_use]
    pub fn reset_on_accept() -> Self {
        Self::new(Effect::ResetOnAccept)
    }

    /// Executes the operation and answers truly, and closes the connection unannounced if no other request comes on it
    /// within this time, as servers and what stands in between do. Who keeps it for a later call finds out then.
    #[must_use]
    pub fn close_idle(after: Duration) -> Self {
        Self::new(Effect::CloseIdle(after))
    }

    /// Executes the operation and answers truly, but announces twice the body and closes the connection after it
    /// was sent once.
    #[must_use]
    pub fn cut_body() -> Self {
        Self::new(Effect::Cut)
    }

    /// Executes the operation and answers truly, in chunks (`transfer-encoding: chunked`), but closes the connection
    /// where the last one would say that it is the last. The body is whole, and only that tells that it may not be.
    #[must_use]
    pub fn cut_chunks() -> Self {
        Self::new(Effect::CutChunks)
    }

    /// Executes the operation at once and answers truly, but only after this time.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::Nothing).delayed(delay)
    }

    /// Executes the operation and answers truly; the head comes at once, the body in pieces over this time.
    #[must_use]
    pub fn slow_body(duration: Duration) -> Self {
        Self::new(Effect::Slow(duration))
    }

    /// Executes the operation and answers truly, but calls the body something else.
    #[must_use]
    pub fn content_type(content_type: impl Into<String>) -> Self {
        Self::new(Effect::ContentType(content_type.into()))
    }

    /// Changes the status of an answer that the fault makes up.
    #[must_use]
    pub fn status(mut self, new: u16) -> Self {
        match &mut self.effect {
            Effect::Refuse(refusal) => refusal.status = new,
            Effect::Respond { status, .. } => *status = new,
            _ => {}
        }
        self
    }

    /// Changes the message of an error in the usual shape.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        if let Effect::Refuse(refusal) = &mut self.effect {
            refusal.message = message.into();
        }
        self
    }

    /// Adds a header to the answer, whatever the answer is.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the header `x-acs-retry-after`, which counts milliseconds.
    #[must_use]
    pub fn retry_after(self, pause: Duration) -> Self {
        self.header("x-acs-retry-after", pause.as_millis().to_string())
    }

    /// Waits before the head of the answer is sent, on top of everything else.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Executes the operation before its answer is lost.
    #[must_use]
    pub fn after_execution(mut self) -> Self {
        self.executes = true;
        self
    }

    /// Meets only calls of this operation.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Meets this many calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Meets calls until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Meets a call only with this probability, 0 to 1. The outcome is the same on every run.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    /// Whether the fault meets connections in place of calls.
    pub(crate) fn meets_connections(&self) -> bool {
        matches!(self.effect, Effect::ResetOnAccept)
    }

    /// Whether the operation is to be executed before the fault takes effect.
    pub(crate) fn executes(&self) -> bool {
        self.executes
    }

    /// What the fault makes of a call.
    ///
    /// The answer is the true one if the operation was executed. The target is what the caller called.
    pub(crate) fn strike(&self, answer: Answer, envelope: &Envelope, target: &str) -> Delivery {
        let (mut answer, manner) = match &self.effect {
            Effect::Refuse(refusal) => (envelope.refusal(refusal), Manner::Whole),
            Effect::Respond {
                status,
                content_type,
                body,
            } => {
                let mut headers = HeaderMap::new();
                if let Some(content_type) = content_type {
                    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
                }
                (plain(*status, headers, body.clone()), Manner::Whole)
            }
            Effect::RedirectToItself => {
                let location = HeaderValue::from_str(target).ok();
                let headers = location.map(|location| (header::LOCATION, location));
                (
                    plain(307, headers.into_iter().collect(), Bytes::new()),
                    Manner::Whole,
                )
            }
            Effect::Raw(bytes) => (answer, Manner::Raw(bytes.clone())),
            Effect::Huge(bytes) => (answer, Manner::Huge(*bytes)),
            Effect::Reset | Effect::ResetOnAccept => (answer, Manner::Reset),
            Effect::Nothing => (answer, Manner::Whole),
            Effect::Cut => (answer, Manner::Cut),
            Effect::CutChunks => (answer, Manner::CutChunks),
            Effect::CloseIdle(after) => (answer, Manner::CloseIdle(*after)),
            Effect::Slow(duration) => (answer, Manner::Slow(*duration)),
            Effect::ContentType(content_type) => {
                let mut answer = answer;
                if let Ok(content_type) = HeaderValue::from_str(content_type) {
                    answer.headers.insert(header::CONTENT_TYPE, content_type);
                }
                (answer, Manner::Whole)
            }
        };
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::try_from(name.as_str()),
                HeaderValue::from_str(value),
            ) {
                answer.headers.append(name, value);
            }
        }
        Delivery {
            answer,
            delay: self.delay,
            manner,
        }
    }

    /// The code that the fault answers with, if it answers with one.
    pub(crate) fn code(&self) -> Option<&str> {
        match &self.effect {
            Effect::Refuse(refusal) => Some(&refusal.code),
            _ => None,
        }
    }

    /// A word for the effect.
    pub(crate) fn name(&self) -> &'static str {
        match self.effect {
            Effect::Refuse(_) => "error",
            Effect::Respond { .. } => "response",
            Effect::RedirectToItself => "redirect",
            Effect::Raw(_) => "raw",
            Effect::Huge(_) => "huge body",
            Effect::Reset => "reset",
            Effect::ResetOnAccept => "reset on accept",
            Effect::Nothing => "delay",
            Effect::Cut => "cut body",
            Effect::CutChunks => "cut chunks",
            Effect::CloseIdle(_) => "close idle",
            Effect::Slow(_) => "slow body",
            Effect::ContentType(_) => "content type",
        }
    }
}

fn plain(status: u16, headers: HeaderMap, body: Bytes) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer {
        status,
        headers,
        body,
    }
}

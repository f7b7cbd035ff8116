//! Fault injection: failures on demand.

mod edit;
pub(crate) mod queue;

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use bytes::Bytes;

use self::edit::Edit;
use crate::response::delivery::{Delivery, DeliveryMode};
use crate::response::service_error::ServiceError;
use crate::response::{Envelope, ServiceResponse, escape};

/// A failure for the emulator to produce.
///
/// A fault applies only to calls with a valid signature. By default it applies to the next call of
/// any operation, once. Only [`reset_on_accept`](Self::reset_on_accept) applies to connections
/// instead of calls.
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
    Error(ServiceError),
    Xml {
        status: u16,
        code: String,
    },
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
    /// This effect and those below need the normal response, so the operation is executed.
    Nothing,
    Cut,
    CutChunks,
    CloseIdle(Duration),
    ResetIdle(Duration),
    Slow(Duration),
    ContentType(String),
    Edit(Edit),
}

impl Fault {
    fn new(effect: Effect) -> Self {
        let executes = matches!(
            effect,
            Effect::Nothing
                | Effect::Cut
                | Effect::CutChunks
                | Effect::CloseIdle(_)
                | Effect::ResetIdle(_)
                | Effect::Slow(_)
                | Effect::ContentType(_)
                | Effect::Edit(_)
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

    /// Throttles the call: status 400, code `Throttling.User`.
    #[must_use]
    pub fn throttle() -> Self {
        Self::new(Effect::Error(ServiceError::throttled(None)))
    }

    /// Returns an error with any status and code, in the usual JSON format. The status may be 200.
    #[must_use]
    pub fn error(status: u16, code: impl Into<String>) -> Self {
        Self::new(Effect::Error(ServiceError::new(
            status,
            code,
            "This error was injected.",
        )))
    }

    /// Returns an HTML page, as a proxy between client and service may.
    #[must_use]
    pub fn html(status: u16) -> Self {
        let body =
            format!("<html><head><title>{status}</title></head><body>{status}</body></html>");
        Self::respond(status, Some("text/html"), body)
    }

    /// Returns an error in XML.
    #[must_use]
    pub fn xml(status: u16, code: &str) -> Self {
        let code = code.to_owned();
        Self::new(Effect::Xml { status, code })
    }

    /// Returns a status without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::respond(status, None, Bytes::new())
    }

    /// Returns status 200 and truncated JSON.
    #[must_use]
    pub fn malformed_json() -> Self {
        let body = "{\"RequestId\":\"00000000-0000-4000-8000-000000000000\",\"Tot";
        Self::respond(200, Some("application/json;charset=utf-8"), body)
    }

    /// Returns any status, headers and body, however large or hostile. A status below 100 or above
    /// 999 becomes 500; invalid headers are left out. A status below 200 ends the connection after
    /// the body.
    ///
    /// With [`after_execution`](Self::after_execution) the operation is executed, and the client
    /// sees only this response.
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

    /// Sends these bytes instead of an HTTP response, then closes the connection.
    #[must_use]
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::new(Effect::Raw(bytes.into()))
    }

    /// Redirects to another address with status 307.
    #[must_use]
    pub fn redirect(location: impl Into<String>) -> Self {
        Self::response(
            307,
            [("location".to_owned(), location.into())],
            Bytes::new(),
        )
    }

    /// Redirects to the requested address itself with status 307.
    #[must_use]
    pub fn redirect_to_itself() -> Self {
        Self::new(Effect::RedirectToItself)
    }

    /// Returns status 200 and a well-formed JSON object of at least this many bytes, without a
    /// content length.
    #[must_use]
    pub fn huge_body(bytes: u64) -> Self {
        Self::new(Effect::Huge(bytes))
    }

    /// Resets the connection (TCP RST) instead of responding. The operation is executed only with
    /// [`after_execution`](Self::after_execution).
    #[must_use]
    pub fn reset() -> Self {
        Self::new(Effect::Reset)
    }

    /// Resets the next new connection (TCP RST) on accept, before a request is read. Open
    /// connections are not affected. The fault applies to connections, so operation filters, delays
    /// and headers have no effect, and the log records nothing.
    #[must_use]
    pub fn reset_on_accept() -> Self {
        Self::new(Effect::ResetOnAccept)
    }

    /// Executes the operation and responds normally, then closes the connection without notice if
    /// it is idle for this time, as servers and proxies do. A client that reuses the connection
    /// sees the failure on its next call.
    #[must_use]
    pub fn close_idle(after: Duration) -> Self {
        Self::new(Effect::CloseIdle(after))
    }

    /// Executes the operation and responds normally. If the next request on the same connection
    /// arrives later than this time, resets the connection (TCP RST) instead of reading the
    /// request, as load balancers do. That request is neither executed nor logged. An earlier
    /// request is served, and ends the effect of this fault.
    #[must_use]
    pub fn reset_idle(after: Duration) -> Self {
        Self::new(Effect::ResetIdle(after))
    }

    /// Executes the operation and responds normally, but announces twice the length of the body and
    /// closes the connection after the body.
    #[must_use]
    pub fn cut_body() -> Self {
        Self::new(Effect::Cut)
    }

    /// Executes the operation and responds normally in chunks (`transfer-encoding: chunked`), but
    /// closes the connection before the last, empty chunk. The body is complete; only the missing
    /// chunk indicates that it may not be.
    #[must_use]
    pub fn cut_chunks() -> Self {
        Self::new(Effect::CutChunks)
    }

    /// Executes the operation at once, and responds normally after this time.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::Nothing).delayed(delay)
    }

    /// Executes the operation and responds normally: the head at once, the body in pieces over this
    /// time.
    #[must_use]
    pub fn slow_body(duration: Duration) -> Self {
        Self::new(Effect::Slow(duration))
    }

    /// Executes the operation and responds normally, but with this `Content-Type`.
    #[must_use]
    pub fn content_type(content_type: impl Into<String>) -> Self {
        Self::new(Effect::ContentType(content_type.into()))
    }

    /// Executes the operation and responds normally, but writes each list in a wrapper (an object
    /// whose only member is a list) without its wrapper: `{"Item":[…]}` becomes `[…]`.
    ///
    /// This fault and the other odd bodies leave responses in XML as they are.
    #[must_use]
    pub fn bare_lists() -> Self {
        Self::new(Effect::Edit(Edit::BareLists))
    }

    /// Executes the operation and responds normally, but wraps each list that has no wrapper: `[…]`
    /// becomes `{"Item":[…]}`.
    #[must_use]
    pub fn wrapped_lists() -> Self {
        Self::new(Effect::Edit(Edit::WrappedLists))
    }

    /// Executes the operation and responds normally, but writes the item of each list of one
    /// without the list: `[{…}]` becomes `{…}`.
    #[must_use]
    pub fn lone_items() -> Self {
        Self::new(Effect::Edit(Edit::LoneItems))
    }

    /// Executes the operation and responds normally, but with a byte order mark before the body.
    #[must_use]
    pub fn byte_order_mark() -> Self {
        Self::new(Effect::Edit(Edit::ByteOrderMark))
    }

    /// Executes the operation and responds normally, but with these bytes as the value at a place
    /// in the JSON body: a value of another type, a text with control bytes or invalid UTF-8, or
    /// anything else.
    ///
    /// `pointer` is a [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901), such as `/Total` or
    /// `/LiveStreamMonitorList/0/Status`. Its last name may be new to an object; if its other names
    /// lead nowhere, the response stays normal.
    ///
    /// ```
    /// use alibabacloud_live_emulator::Fault;
    ///
    /// let wrong_type = Fault::set("/Total", "\"many\"");
    /// let invalid_utf8 = Fault::set("/LiveStreamMonitorList/0/MonitorName", &b"\"\x01\xff\""[..]);
    /// let undocumented = Fault::set("/NewMember", "{}");
    /// # let _ = (wrong_type, invalid_utf8, undocumented);
    /// ```
    #[must_use]
    pub fn set(pointer: impl Into<String>, value: impl Into<Bytes>) -> Self {
        Self::new(Effect::Edit(Edit::Set {
            pointer: pointer.into(),
            value: value.into(),
        }))
    }

    /// Sets the status of a response that the fault itself creates. Other faults ignore it.
    #[must_use]
    pub fn status(mut self, new: u16) -> Self {
        match &mut self.effect {
            Effect::Error(error) => error.status = new,
            Effect::Respond { status, .. } | Effect::Xml { status, .. } => *status = new,
            _ => {}
        }
        self
    }

    /// Sets the message of an error in the usual JSON format. Other faults ignore it.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        if let Effect::Error(error) = &mut self.effect {
            error.message = message.into();
        }
        self
    }

    /// Adds a header to the response. An invalid one is left out.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the header `x-acs-retry-after`, in milliseconds.
    #[must_use]
    pub fn retry_after(self, pause: Duration) -> Self {
        self.header("x-acs-retry-after", pause.as_millis().to_string())
    }

    /// Waits for this time before sending the head of the response, in addition to other effects.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Executes the operation before the fault takes effect.
    #[must_use]
    pub fn after_execution(mut self) -> Self {
        self.executes = true;
        self
    }

    /// Applies only to calls of this operation.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Applies to this many calls. The default is 1.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Applies to all calls until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Applies to a call only with this probability, from 0 to 1. The outcome is the same on every
    /// run; see [`EmulatorBuilder::seed`](crate::EmulatorBuilder::seed). The nearest of 0 and 1
    /// replaces a number outside this range, and 0 replaces NaN.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = if probability.is_nan() {
            0.0
        } else {
            probability.clamp(0.0, 1.0)
        };
        self
    }

    /// Returns whether the fault applies to connections instead of calls.
    pub(crate) fn applies_to_connections(&self) -> bool {
        matches!(self.effect, Effect::ResetOnAccept)
    }

    /// Returns whether the operation is executed before the fault takes effect.
    pub(crate) fn executes(&self) -> bool {
        self.executes
    }

    /// Applies the fault to a call.
    ///
    /// `response` is the normal response if the operation was executed. `target` is the request
    /// target.
    pub(crate) fn apply(
        &self,
        response: ServiceResponse,
        envelope: &Envelope,
        target: &str,
    ) -> Delivery {
        let (mut response, mode) = match &self.effect {
            Effect::Error(error) => (envelope.error(error), DeliveryMode::Whole),
            Effect::Respond {
                status,
                content_type,
                body,
            } => {
                let mut headers = HeaderMap::new();
                if let Some(content_type) = content_type {
                    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
                }
                (plain(*status, headers, body.clone()), DeliveryMode::Whole)
            }
            Effect::Xml { status, code } => {
                let content_type = HeaderValue::from_static("text/xml;charset=utf-8");
                let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, content_type)]);
                let body = xml_error(&envelope.host, code);
                (plain(*status, headers, body.into()), DeliveryMode::Whole)
            }
            Effect::RedirectToItself => {
                let location = HeaderValue::from_str(target).ok();
                let headers = location.map(|location| (header::LOCATION, location));
                (
                    plain(307, headers.into_iter().collect(), Bytes::new()),
                    DeliveryMode::Whole,
                )
            }
            Effect::Raw(bytes) => (response, DeliveryMode::Raw(bytes.clone())),
            Effect::Huge(bytes) => (response, DeliveryMode::Huge(*bytes)),
            Effect::Reset | Effect::ResetOnAccept => (response, DeliveryMode::Reset),
            Effect::Nothing => (response, DeliveryMode::Whole),
            Effect::Cut => (response, DeliveryMode::Cut),
            Effect::CutChunks => (response, DeliveryMode::CutChunks),
            Effect::CloseIdle(after) => (response, DeliveryMode::CloseIdle(*after)),
            Effect::ResetIdle(after) => (response, DeliveryMode::ResetIdle(*after)),
            Effect::Slow(duration) => (response, DeliveryMode::Slow(*duration)),
            Effect::ContentType(content_type) => {
                let mut response = response;
                if let Ok(content_type) = HeaderValue::from_str(content_type) {
                    response.headers.insert(header::CONTENT_TYPE, content_type);
                }
                (response, DeliveryMode::Whole)
            }
            Effect::Edit(edit) => {
                let mut response = response;
                if let Some(body) = edit.apply(&response.body) {
                    response.body = body;
                }
                (response, DeliveryMode::Whole)
            }
        };
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::try_from(name.as_str()),
                HeaderValue::from_str(value),
            ) {
                response.headers.append(name, value);
            }
        }
        Delivery {
            response,
            delay: self.delay,
            mode,
        }
    }

    /// Returns the error code of the fault, if it has one.
    pub(crate) fn code(&self) -> Option<&str> {
        match &self.effect {
            Effect::Error(error) => Some(&error.code),
            _ => None,
        }
    }

    /// Returns a name for the effect.
    pub(crate) fn name(&self) -> &'static str {
        match &self.effect {
            Effect::Error(_) => "error",
            Effect::Respond { .. } | Effect::Xml { .. } => "response",
            Effect::RedirectToItself => "redirect",
            Effect::Raw(_) => "raw",
            Effect::Huge(_) => "huge body",
            Effect::Reset => "reset",
            Effect::ResetOnAccept => "reset on accept",
            Effect::Nothing => "delay",
            Effect::Cut => "cut body",
            Effect::CutChunks => "cut chunks",
            Effect::CloseIdle(_) => "close idle",
            Effect::ResetIdle(_) => "reset idle",
            Effect::Slow(_) => "slow body",
            Effect::ContentType(_) => "content type",
            Effect::Edit(edit) => edit.name(),
        }
    }
}

/// Returns an error in XML, whose request ID is not that of the call.
fn xml_error(host: &str, code: &str) -> String {
    let (host, code) = (escape(host), escape(code));
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><Error>\
         <RequestId>00000000-0000-4000-8000-000000000000</RequestId>\
         <HostId>{host}</HostId><Code>{code}</Code>\
         <Message>This error was injected.</Message></Error>"
    )
}

fn plain(status: u16, headers: HeaderMap, body: Bytes) -> ServiceResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    ServiceResponse {
        status,
        headers,
        body,
    }
}

//! Listens to the call: shows its request, and keeps what its response says.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use alibabacloud_rpc::observe::{FailureView, Observer, RequestView, ResponseView};
use alibabacloud_rpc::transport::{
    ReqwestTransport, Transport, TransportError, TransportErrorKind, TransportFuture,
};
use bytes::Bytes;

use crate::request::{MASK, SentRequest};
use crate::screen::Screen;

/// What was heard of the call. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    has_request: bool,
    secret: BTreeSet<String>,
    response: Option<Received>,
}

/// A response, with secrets masked.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) duration: Duration,
    pub(crate) attempt: u32,
    pub(crate) body: Bytes,
}

impl Heard {
    /// Returns the last response.
    pub(crate) fn response(&self) -> Option<Received> {
        self.with(|state| state.response.clone())
    }

    /// Returns whether there was a request.
    pub(crate) fn has_request(&self) -> bool {
        self.with(|state| state.has_request)
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Notes what the runtime tells of the attempts.
pub(crate) struct Listener {
    pub(crate) heard: Heard,
    pub(crate) screen: Screen,
}

impl Observer for Listener {
    fn request(&self, request: &RequestView<'_>) {
        let masked = request.query().chain(request.form());
        let masked = masked.filter(|(_, value)| value == MASK);
        let secret = masked.map(|(name, _)| name.to_owned()).collect();
        self.heard.with(|state| {
            state.has_request = true;
            state.secret = secret;
        });
    }

    fn response(&self, response: &ResponseView<'_>) {
        let received = Received {
            status: response.status,
            request_id: response.request_id.map(str::to_owned),
            duration: response.duration,
            attempt: response.attempt,
            body: response.body(),
        };
        self.heard.with(|state| state.response = Some(received));
    }

    fn failure(&self, failure: &FailureView<'_>) {
        if let Some(wait) = failure.next_attempt_in {
            self.screen.note(format_args!(
                "attempt {} failed: {}; the next one follows in {} ms",
                failure.attempt,
                failure.error,
                wait.as_millis()
            ));
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

/// Shows each request before it is sent, if it is sent at all.
pub(crate) struct Tap {
    pub(crate) heard: Heard,
    /// Takes each request.
    pub(crate) show: Box<dyn Fn(&SentRequest) + Send + Sync>,
    /// What sends, unless nothing is to be sent.
    pub(crate) transport: Option<ReqwestTransport>,
}

impl Tap {
    fn shown(&self, request: &http::Request<Bytes>) -> Option<&ReqwestTransport> {
        let secret = self.heard.with(|state| state.secret.clone());
        (self.show)(&SentRequest::new(request.clone(), secret));
        self.transport.as_ref()
    }
}

impl Transport for Tap {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        match self.shown(&request) {
            Some(transport) => transport.send(request),
            None => not_sent(),
        }
    }

    fn send_by(&self, request: http::Request<Bytes>, deadline: Instant) -> TransportFuture<'_> {
        match self.shown(&request) {
            Some(transport) => transport.send_by(request, deadline),
            None => not_sent(),
        }
    }
}

fn not_sent() -> TransportFuture<'static> {
    let error = TransportError::new(TransportErrorKind::Configuration, "nothing is sent");
    Box::pin(std::future::ready(Err(error)))
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tap")
    }
}

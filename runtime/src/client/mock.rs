//! Mock responses, for tests of code that uses a client.
//!
//! Set up a [`Mock`] with a response for each operation, and build the client with
//! [`ClientBuilder::mock`]. Calls of this client are not encoded, signed, sent or retried. Tests
//! are therefore fast and independent of network, credentials and time. To test what is sent over
//! the network, implement a [`Transport`] instead.
//!
//! [`ClientBuilder::mock`]: crate::ClientBuilder::mock

mod failure;

use std::any::{Any, TypeId};
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard};

pub use failure::Failure;

use crate::error::ErrorKind;
use crate::model::operation::Operation;
use crate::support::lock::lock;
use crate::transport::{Transport, TransportError, TransportErrorKind, TransportFuture};

/// Responds to calls in place of the service, and records them.
///
/// Clones share the responses and the recorded calls, so that a test and its client can use the
/// same mock.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    scripts: Vec<Script>,
    calls: Vec<Call>,
}

/// The replies to the calls of one operation, at least one.
struct Script {
    request: TypeId,
    operation: &'static str,
    /// Each one is a [`Reply`] for requests of this type.
    replies: VecDeque<Shared>,
}

impl Script {
    /// Returns the next reply. The last one is used for all further calls.
    fn next(&mut self) -> Option<Shared> {
        match self.replies.len() {
            0 | 1 => self.replies.front().cloned(),
            _ => self.replies.pop_front(),
        }
    }
}

type Shared = Arc<dyn Any + Send + Sync>;

type Reply<R> = Box<dyn Fn(&R) -> Result<<R as Operation>::Response, Failure> + Send + Sync>;

struct Call {
    operation: &'static str,
    request: Shared,
    expected: bool,
}

impl Mock {
    /// Creates a mock without any responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts setting up the responses to requests of type `R`. Removes those set up before.
    pub fn when<R: Operation>(&self) -> When<'_, R> {
        self.lock()
            .scripts
            .retain(|script| script.request != TypeId::of::<R>());
        When {
            mock: self,
            request: PhantomData,
        }
    }

    /// Returns the requests of type `R` that were sent, in order.
    #[must_use]
    pub fn calls<R: Operation + Clone>(&self) -> Vec<R> {
        let state = self.lock();
        let requests = state.calls.iter().map(|call| &call.request);
        requests
            .filter_map(|request| request.downcast_ref::<R>())
            .cloned()
            .collect()
    }

    /// Returns the names of all operations that were called, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        let state = self.lock();
        state.calls.iter().map(|call| call.operation).collect()
    }

    /// Returns the names of the operations that were called without a response set up, in order.
    /// Such a call fails with [`ErrorKind::Configuration`], but the code under test may ignore that
    /// error.
    #[must_use]
    pub fn unexpected(&self) -> Vec<&'static str> {
        let state = self.lock();
        let calls = state.calls.iter().filter(|call| !call.expected);
        calls.map(|call| call.operation).collect()
    }

    /// Removes all responses and recorded calls.
    pub fn reset(&self) {
        *self.lock() = State::default();
    }

    /// Responds to a call. Fails if no response is set up for it.
    pub(crate) fn respond<R: Operation>(&self, request: R) -> Result<R::Response, Failure> {
        let request = Arc::new(request);
        let reply = self.next_reply(
            TypeId::of::<R>(),
            R::INFO.name,
            Arc::clone(&request) as Shared,
        )?;
        // The lock is released before, since the closure may use the mock and its clients.
        match reply.downcast_ref::<Reply<R>>() {
            Some(reply) => reply(&request),
            None => Err(Failure::kind(ErrorKind::Configuration)),
        }
    }

    fn next_reply(
        &self,
        id: TypeId,
        operation: &'static str,
        request: Shared,
    ) -> Result<Shared, Failure> {
        let mut state = self.lock();
        let script = state.scripts.iter_mut().find(|script| script.request == id);
        let reply = script.and_then(Script::next);
        state.calls.push(Call {
            operation,
            request,
            expected: reply.is_some(),
        });
        reply.ok_or_else(|| {
            let known: Vec<_> = state
                .scripts
                .iter()
                .map(|script| script.operation)
                .collect();
            let known = match known.as_slice() {
                [] => "nothing".to_owned(),
                names => names.join(", "),
            };
            let reason =
                format!("the mock has no response for {operation}; it has responses for: {known}");
            Failure::kind(ErrorKind::Configuration).reason(reason)
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        let set_up: Vec<_> = state
            .scripts
            .iter()
            .map(|script| script.operation)
            .collect();
        f.debug_struct("Mock")
            .field("set_up", &set_up)
            .field("calls", &state.calls.len())
            .finish()
    }
}

/// The transport of a mocked client, which is never used.
#[derive(Debug)]
pub(super) struct NoTransport;

impl Transport for NoTransport {
    fn send(&self, _: http::Request<bytes::Bytes>) -> TransportFuture<'_> {
        let error = TransportError::new(TransportErrorKind::Connect, "a mock sends nothing");
        Box::pin(std::future::ready(Err(error)))
    }
}

/// Sets up the responses to one operation.
///
/// Several responses are used in order, one per call. The last one is used for all further calls.
/// The response to a list that is walked with `items` or `pages` therefore needs its total, so that
/// the walk ends.
#[derive(Debug)]
pub struct When<'a, R> {
    mock: &'a Mock,
    request: PhantomData<fn(R)>,
}

impl<R: Operation> When<'_, R> {
    /// Adds a response.
    pub fn respond(self, response: R::Response) -> Self
    where
        R::Response: Clone + Send + Sync,
    {
        self.respond_with(move |_| Ok(response.clone()))
    }

    /// Adds an error response of the service: HTTP status, error code (of an enum or as text) and
    /// message.
    pub fn fail(self, status: u16, code: impl fmt::Display, message: impl Into<String>) -> Self {
        self.fail_with(Failure::service(status, code, message))
    }

    /// Adds a failure of any kind: an [`ErrorKind`], or a [`Failure`] with details.
    pub fn fail_with(self, failure: impl Into<Failure>) -> Self {
        let failure = failure.into();
        self.respond_with(move |_| Err(failure.clone()))
    }

    /// Adds a closure that computes the response from the request.
    pub fn respond_with(
        self,
        reply: impl Fn(&R) -> Result<R::Response, Failure> + Send + Sync + 'static,
    ) -> Self {
        let (id, reply) = (TypeId::of::<R>(), Box::new(reply) as Reply<R>);
        let mut state = self.mock.lock();
        match state.scripts.iter_mut().find(|script| script.request == id) {
            Some(script) => script.replies.push_back(Arc::new(reply)),
            None => state.scripts.push(Script {
                request: id,
                operation: R::INFO.name,
                replies: VecDeque::from([Arc::new(reply) as Shared]),
            }),
        }
        drop(state);
        self
    }
}

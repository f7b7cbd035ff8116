//! Answers of your own choice in place of the service's, for tests of code that uses a client.
//!
//! A [`Mock`] is told what to answer to which operation. A client that is built with [`ClientBuilder::mock`] asks it
//! in place of the service: nothing is encoded, signed, sent or repeated, so tests are fast, and what they see does
//! not depend on a network, credentials or time. For tests of what goes over the wire, give the client a
//! [`Transport`] of your own instead.
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

/// Answers calls in place of the service, and remembers them.
///
/// Copies share what is set up and what was called, so that a test keeps one and gives the client another.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    scripts: Vec<Script>,
    calls: Vec<Call>,
}

/// What is answered to the calls of one operation: at least one reply.
struct Script {
    request: TypeId,
    operation: &'static str,
    /// Each is a [`Reply`] to requests of the type.
    replies: VecDeque<Shared>,
}

impl Script {
    /// The next reply. The last one stays.
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
    /// A mock that answers nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts to say what calls with a request of type `R` are answered. It replaces what was said before.
    pub fn when<R: Operation>(&self) -> When<'_, R> {
        self.lock()
            .scripts
            .retain(|script| script.request != TypeId::of::<R>());
        When {
            mock: self,
            request: PhantomData,
        }
    }

    /// The requests of type `R` that were made, in order.
    #[must_use]
    pub fn calls<R: Operation + Clone>(&self) -> Vec<R> {
        let state = self.lock();
        let requests = state.calls.iter().map(|call| &call.request);
        requests
            .filter_map(|request| request.downcast_ref::<R>())
            .cloned()
            .collect()
    }

    /// Names of all operations that were called, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        let state = self.lock();
        state.calls.iter().map(|call| call.operation).collect()
    }

    /// Names of the operations that were called although nothing was set up for them, in order. Such a call fails
    /// with [`ErrorKind::Configuration`], which the code under test may have swallowed.
    #[must_use]
    pub fn unexpected(&self) -> Vec<&'static str> {
        let state = self.lock();
        let calls = state.calls.iter().filter(|call| !call.expected);
        calls.map(|call| call.operation).collect()
    }

    /// Forgets what was called and what was set up.
    pub fn reset(&self) {
        *self.lock() = State::default();
    }

    /// Answers a call, if anything is set up for it.
    pub(crate) fn reply<R: Operation>(&self, request: R) -> Result<R::Response, Failure> {
        let request = Arc::new(request);
        let reply = self.next_reply(
            TypeId::of::<R>(),
            R::INFO.name,
            Arc::clone(&request) as Shared,
        )?;
        // No lock is held meanwhile, since the closure is the user's and may use mock and clients.
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
                format!("the mock has no answer to {operation}; it has answers to: {known}");
            Failure::kind(ErrorKind::Configuration).because(reason)
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

/// Stands where the transport of a mocked client would, and is never reached.
#[derive(Debug)]
pub(super) struct NoTransport;

impl Transport for NoTransport {
    fn send(&self, _: http::Request<bytes::Bytes>) -> TransportFuture<'_> {
        let error = TransportError::new(TransportErrorKind::Connect, "a mock sends nothing");
        Box::pin(std::future::ready(Err(error)))
    }
}

/// What is answered to the calls of one operation.
///
/// Several answers are given in their order, one to each call; the last one is given from then on.
#[derive(Debug)]
pub struct When<'a, R> {
    mock: &'a Mock,
    request: PhantomData<fn(R)>,
}

impl<R: Operation> When<'_, R> {
    /// Answers the response.
    pub fn respond(self, response: R::Response) -> Self
    where
        R::Response: Clone + Send + Sync,
    {
        self.respond_with(move |_| Ok(response.clone()))
    }

    /// Answers an error of the service: HTTP status, error code (an enum's or a text), message.
    pub fn fail(self, status: u16, code: impl fmt::Display, message: impl Into<String>) -> Self {
        self.fail_with(Failure::service(status, code, message))
    }

    /// Fails in any way: an [`ErrorKind`], or a [`Failure`] with more to say.
    pub fn fail_with(self, failure: impl Into<Failure>) -> Self {
        let failure = failure.into();
        self.respond_with(move |_| Err(failure.clone()))
    }

    /// Answers what the closure makes of the request.
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

//! Traits of generated requests and of the clients that send them.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::codec::decode::ReadFields;
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::error::code::ErrorCode;
use crate::info::OperationInfo;

/// A request type: one operation with its parameters.
pub trait Operation: WriteParameters + Send + Sync + 'static {
    /// The response of the service.
    type Response: ReadFields + Default + Send + 'static;
    /// The documented error codes of the operation.
    type ErrorCode: ErrorCode;

    /// The static description of the operation.
    const INFO: &'static OperationInfo;
}

/// The parameters of a request. Implemented by `#[derive(Request)]`.
pub trait WriteParameters {
    /// Writes the parameters that are set.
    fn write_parameters(&self, parameters: &mut Parameters);
}

/// A client that request builders can send requests with.
#[diagnostic::on_unimplemented(
    message = "this request has no client to send it with",
    note = "send a request built with `Request::builder()` by passing it to `Client::send`"
)]
pub trait SendRequest {
    /// The result of sending a request: a future of the response, or the response itself.
    type Call<R: Operation>;

    /// Sends a request.
    fn send_request<R: Operation>(self, request: R) -> Self::Call<R>;
}

/// A call in progress. Resolves to the response of the service. Dropping it cancels the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFuture<R: Operation> {
    call: Pin<Box<dyn Future<Output = Result<R::Response, Error>> + Send>>,
}

impl<R: Operation> CallFuture<R> {
    pub(crate) fn new(
        call: impl Future<Output = Result<R::Response, Error>> + Send + 'static,
    ) -> Self {
        Self {
            call: Box::pin(call),
        }
    }
}

impl<R: Operation> Future for CallFuture<R> {
    type Output = Result<R::Response, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.call.as_mut().poll(context)
    }
}

impl<R: Operation> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallFuture({})", R::INFO.name)
    }
}

//! Traits of generated requests and of the clients that send them.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::codec::decode::ReadFields;
use crate::codec::encode::{Parameters, WriteFields};
use crate::error::Error;
use crate::error::code::ErrorCode;
use crate::info::OperationInfo;

/// A request type: one operation with its parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "expected a request, found `{Self}`",
    note = "a client takes the request itself: `clone()` keeps one, `build()` makes one of a builder"
)]
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

/// A request that can be repeated, with a response in which states can be found.
pub trait Waitable: Operation<Response: WriteFields> + Clone {}

impl<R: Operation<Response: WriteFields> + Clone> Waitable for R {}

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

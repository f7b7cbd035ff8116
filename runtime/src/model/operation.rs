//! What a generated request has to be, and what sends it.

use std::fmt;
use std::pin::Pin;

use crate::codec::decode::ReadFields;
use crate::codec::encode::Parameters;
use crate::error::OperationError;
use crate::info::OperationInfo;

/// A request type: one operation with its parameters.
pub trait Operation: WriteParameters + Send + Sync + 'static {
    /// The response of the service.
    type Response: ReadFields + Default + Send + 'static;
    /// The documented error codes of the operation.
    type ErrorCode: ErrorCode;

    /// Description of the operation.
    const INFO: &'static OperationInfo;
}

/// The parameters of a request. Implemented by `#[derive(Request)]`.
pub trait WriteParameters {
    /// Writes the parameters that are set.
    fn write_parameters(&self, parameters: &mut Parameters);
}

/// An open enum of error codes: any text is a value.
pub trait ErrorCode:
    for<'a> From<&'a str> + fmt::Display + fmt::Debug + Send + Sync + 'static
{
}

impl<T: for<'a> From<&'a str> + fmt::Display + fmt::Debug + Send + Sync + 'static> ErrorCode for T {}

/// A client as the builders of requests know it.
#[diagnostic::on_unimplemented(
    message = "this request has no client to send it with",
    note = "a request of `Request::builder()` is sent by `Client::send`"
)]
pub trait SendRequest {
    /// A call: a future of the answer, or the answer.
    type Call<R: Operation>;

    /// Sends a request.
    fn send_request<R: Operation>(self, request: R) -> Self::Call<R>;
}

/// A call under way. It resolves to what the service answers, and is abandoned when it is dropped.
pub type CallFuture<R> = Pin<
    Box<
        dyn Future<
                Output = Result<
                    <R as Operation>::Response,
                    OperationError<<R as Operation>::ErrorCode>,
                >,
            > + Send,
    >,
>;

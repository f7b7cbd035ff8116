//! Clients whose calls wait for their answer, for programs without async.
//!
//! A client makes its calls on a thread of its own, which starts with the first call and ends when the last copy of
//! the client is dropped. So it can be used anywhere, inside an async runtime too, where a call blocks its thread as
//! any other blocking function does.

mod worker;

use std::fmt;
use std::sync::{Arc, mpsc};

use super::call_settings::CallSettings;
use super::rpc_client;
use crate::call::config::Config;
use crate::error::{Error, ErrorKind, OperationError};
use crate::model::operation::Operation;
use crate::support::box_error::BoxError;
use worker::Worker;

/// A client of one RPC-style API whose calls wait for their answer.
///
/// Copies are cheap and share connections, settings and thread.
#[derive(Clone)]
pub struct RpcClient {
    rpc: rpc_client::RpcClient,
    worker: Arc<Worker>,
}

impl RpcClient {
    /// Makes the calls of a client blocking.
    #[must_use]
    pub fn new(rpc: rpc_client::RpcClient) -> Self {
        Self {
            rpc,
            worker: Arc::default(),
        }
    }

    /// A client like this one, some of whose settings are others. It shares everything else with this one.
    ///
    /// # Errors
    ///
    /// When a setting is wrong, or contradicts another.
    pub fn with_settings(&self, settings: &CallSettings) -> Result<Self, Error> {
        Ok(Self {
            rpc: self.rpc.with_settings(settings)?,
            worker: Arc::clone(&self.worker),
        })
    }

    /// The settings of the client.
    #[must_use]
    pub fn config(&self) -> &Config {
        self.rpc.config()
    }

    /// Calls an operation, and waits for the answer.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send<R: Operation>(
        &self,
        request: R,
    ) -> Result<R::Response, OperationError<R::ErrorCode>> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let call = self.rpc.clone().call(request);
        let call = async move {
            // The receiver waits, unless its thread is unwinding.
            let _ = sender.send(call.await);
        };
        let operation = R::INFO.name;
        if let Err(reason) = self.worker.run(Box::pin(call)) {
            return Err(OperationError::new(not_begun(operation, reason)));
        }
        match receiver.recv() {
            Ok(answered) => answered,
            Err(_) => Err(OperationError::new(panicked(operation))),
        }
    }
}

impl fmt::Debug for RpcClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rpc.fmt(f)
    }
}

/// The error of a call that was not begun.
fn not_begun(operation: &'static str, reason: BoxError) -> Error {
    Error::new(operation, ErrorKind::Configuration).caused_by(reason)
}

/// The error of a call whose own code, such as an observer, panicked at a moment that nobody knows.
fn panicked(operation: &'static str) -> Error {
    Error::new(operation, ErrorKind::Transport)
        .caused_by("the call panicked")
        .with_attempts(0, true)
}

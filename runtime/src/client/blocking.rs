//! Blocking clients, for programs without async.
//!
//! A client runs its calls on its own thread, which starts with the first call and ends when the
//! last clone of the client is dropped. It can therefore be used anywhere, even inside an async
//! runtime, where a call blocks the current thread like any other blocking function.
//!
//! A process that is forked after the first call does not have this thread. Calls there fail with
//! [`ErrorKind::Configuration`]; make a new client in the forked process.

mod pages;
mod worker;

use std::fmt;
use std::sync::{Arc, mpsc};

use super::call_settings::CallSettings;
use super::rpc_client;
use crate::call::config::Config;
use crate::error::{Error, ErrorKind};
use crate::model::operation::Operation;
use crate::support::box_error::BoxError;
pub use pages::{Items, Pages};
use worker::Worker;

/// A blocking client for one RPC-style API.
///
/// Clones are cheap and share connections, settings and the thread.
#[derive(Clone)]
pub struct RpcClient {
    rpc: rpc_client::RpcClient,
    worker: Arc<Worker>,
}

impl RpcClient {
    /// Wraps a client to make its calls blocking.
    #[must_use]
    pub fn new(rpc: rpc_client::RpcClient) -> Self {
        Self {
            rpc,
            worker: Arc::default(),
        }
    }

    /// Returns a client with some settings overridden. It shares everything else with this one.
    ///
    /// # Errors
    ///
    /// Fails if a setting is invalid or contradicts another.
    pub fn with_settings(&self, settings: &CallSettings) -> Result<Self, Error> {
        Ok(Self {
            rpc: self.rpc.with_settings(settings)?,
            worker: Arc::clone(&self.worker),
        })
    }

    /// Returns the settings of the client.
    #[must_use]
    pub fn config(&self) -> &Config {
        self.rpc.config()
    }

    /// Calls an operation and waits for the response.
    ///
    /// # Errors
    ///
    /// [`ErrorKind`](crate::ErrorKind) lists the kinds of failures.
    pub fn send<R: Operation>(&self, request: R) -> Result<R::Response, Error> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let call = self.rpc.clone().call(request);
        let call = async move {
            // Sending fails only if the thread of the receiver is unwinding.
            let _ = sender.send(call.await);
        };
        let operation = R::INFO.name;
        if let Err(reason) = self.worker.run(Box::pin(call)) {
            return Err(not_started(operation, reason));
        }
        match receiver.recv() {
            Ok(result) => result,
            Err(_) => Err(panicked(operation)),
        }
    }
}

impl fmt::Debug for RpcClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rpc.fmt(f)
    }
}

/// Returns the error of a call that could not be started.
fn not_started(operation: &'static str, reason: BoxError) -> Error {
    Error::new(operation, ErrorKind::Configuration).with_source(reason)
}

/// Returns the error of a call that panicked, for example in an observer. It is unknown how far the
/// call got.
fn panicked(operation: &'static str) -> Error {
    Error::new(operation, ErrorKind::Transport)
        .with_source("the call panicked")
        .with_attempts(0, true)
}

//! Starts and controls an emulator.

mod answers;
mod builder;
mod notifications;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use axum::body::Body;
use axum::http::{Request, Response};
use bytes::Bytes;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use builder::EmulatorBuilder;

use crate::fault::Fault;
use crate::gate::credential::Credential;
use crate::http::server::Server;
use crate::service::Service;
use crate::service::log::ServedRequest;
use crate::support::lock::lock;

/// How long an explicit shutdown waits for responses in flight.
const GRACE: Duration = Duration::from_secs(1);

/// A running emulator. It stops when dropped.
///
/// It runs on its own threads. It therefore serves blocking code and any async runtime, and tests
/// can pause or block their own runtime without stopping the service.
pub struct Emulator {
    address: SocketAddr,
    service: Arc<Service>,
    answers: Server,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<io::Result<()>>>,
    _threads: Threads,
}

/// The threads of an emulator. Dropping the runtime directly would block.
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Emulator {
    /// The AccessKey ID of the account `default`.
    pub const ACCESS_KEY_ID: &str = "emulator-key";
    /// The secret of [`ACCESS_KEY_ID`](Self::ACCESS_KEY_ID).
    pub const ACCESS_KEY_SECRET: &str = "emulator-secret";
    /// The AccessKey ID of the account `other`.
    pub const OTHER_ACCESS_KEY_ID: &str = "emulator-other-key";
    /// The secret of [`OTHER_ACCESS_KEY_ID`](Self::OTHER_ACCESS_KEY_ID).
    pub const OTHER_ACCESS_KEY_SECRET: &str = "emulator-other-secret";
    /// The AccessKey ID of a temporary credential of the account `default`.
    pub const STS_ACCESS_KEY_ID: &str = "STS.emulator-key";
    /// The secret of [`STS_ACCESS_KEY_ID`](Self::STS_ACCESS_KEY_ID).
    pub const STS_ACCESS_KEY_SECRET: &str = "emulator-sts-secret";
    /// The security token of [`STS_ACCESS_KEY_ID`](Self::STS_ACCESS_KEY_ID).
    pub const STS_SECURITY_TOKEN: &str = "emulator-sts-token";
    /// The number of items of a list, unless another is set.
    pub const LIST_ITEMS: usize = 25;

    /// Starts an emulator with default settings, on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// Fails if no port is free or no thread can be started.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns a builder for an emulator with other settings.
    #[must_use]
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// Returns the URL of the service, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the address and port of the service.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Returns the product code of the specs.
    #[must_use]
    pub fn product(&self) -> &str {
        self.service.catalog.product()
    }

    /// Returns the name of the product.
    #[must_use]
    pub fn title(&self) -> &str {
        self.service.catalog.title()
    }

    /// Returns the environment variable that leads clients of the product to an endpoint, such as
    /// [`url`](Self::url).
    #[must_use]
    pub fn endpoint_variable(&self) -> &str {
        self.service.catalog.endpoint_variable()
    }

    /// Returns the names of all supported operations, in alphabetical order.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.service.catalog.names()
    }

    /// Returns the served requests, the oldest first. The log keeps the latest
    /// [`log_capacity`](EmulatorBuilder::log_capacity) requests, 10,000 by default, as far as they
    /// fit into [`log_bytes`](EmulatorBuilder::log_bytes), 64 MiB by default.
    #[must_use]
    pub fn requests(&self) -> Vec<ServedRequest> {
        self.service.log.all()
    }

    /// Clears the log of served requests.
    pub fn clear_requests(&self) {
        self.service.log.clear();
    }

    /// Injects a fault. Faults wait in the order of their injection; a call takes the first that
    /// applies to it.
    pub fn inject(&self, fault: Fault) {
        lock(&self.service.faults).add(fault);
    }

    /// Removes all waiting faults.
    pub fn clear_faults(&self) {
        lock(&self.service.faults).clear();
    }

    /// Returns the number of waiting faults.
    #[must_use]
    pub fn waiting_faults(&self) -> usize {
        lock(&self.service.faults).len()
    }

    /// Sets the clock of the service this many seconds ahead of the system clock, or behind it if
    /// negative.
    ///
    /// Requests of a client with a correct clock then fail with `InvalidTimeStamp.Expired` if the
    /// difference exceeds the tolerance, until the client corrects its clock from the header
    /// `Date`.
    pub fn shift_clock(&self, seconds: i64) {
        self.service.clock.set_shift(seconds);
    }

    /// Adds a credential, or replaces the credential with the same AccessKey ID.
    pub fn set_credential(&self, credential: Credential) {
        self.service.gate.set_credential(credential);
    }

    /// Responds to a request without a connection, as to the same request that arrives by HTTP.
    ///
    /// Faults apply except for what only a connection shows: delays, endings and slow, cut or huge
    /// bodies.
    pub async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let delivery = self.answers.answer(request.map(Body::from)).await;
        delivery.response.into_http()
    }

    /// Stops the service. It accepts no more connections, and sends the responses in flight for at
    /// most one second.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(server) = self.server.take() {
            let abort = server.abort_handle();
            // Use the runtime of the emulator: the runtime of the caller may have no timer.
            if let Some(runtime) = &self._threads.0 {
                runtime.spawn(async move {
                    tokio::time::sleep(GRACE).await;
                    abort.abort();
                });
            }
            // The server has stopped; its result does not matter.
            let _ = server.await;
        }
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

//! Starting and steering an emulator.

mod builder;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use builder::EmulatorBuilder;

use crate::credential::Credential;
use crate::fault::Fault;
use crate::lock::lock;
use crate::log::ServedRequest;
use crate::service::Service;

/// How long an explicit shutdown waits for answers that are under way.
const GRACE: Duration = Duration::from_secs(1);

/// A running emulator. It stops when dropped.
///
/// It runs on threads of its own. So it serves blocking code as well as any async runtime, and tests may pause or
/// block their own runtime without stopping the service.
pub struct Emulator {
    address: SocketAddr,
    service: Arc<Service>,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<io::Result<()>>>,
    _threads: Threads,
}

/// The threads that an emulator runs on. A runtime must not be dropped plainly, which would block.
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Emulator {
    /// AccessKey ID of the account `default`.
    pub const ACCESS_KEY_ID: &str = "emulator-key";
    /// Secret of [`ACCESS_KEY_ID`](Self::ACCESS_KEY_ID).
    pub const ACCESS_KEY_SECRET: &str = "emulator-secret";
    /// AccessKey ID of the account `other`.
    pub const OTHER_ACCESS_KEY_ID: &str = "emulator-other-key";
    /// Secret of [`OTHER_ACCESS_KEY_ID`](Self::OTHER_ACCESS_KEY_ID).
    pub const OTHER_ACCESS_KEY_SECRET: &str = "emulator-other-secret";
    /// AccessKey ID of a temporary credential of the account `default`.
    pub const STS_ACCESS_KEY_ID: &str = "STS.emulator-key";
    /// Secret of [`STS_ACCESS_KEY_ID`](Self::STS_ACCESS_KEY_ID).
    pub const STS_ACCESS_KEY_SECRET: &str = "emulator-sts-secret";
    /// Token of [`STS_ACCESS_KEY_ID`](Self::STS_ACCESS_KEY_ID).
    pub const STS_SECURITY_TOKEN: &str = "emulator-sts-token";

    /// Starts an emulator on a port of 127.0.0.1 that is free.
    ///
    /// # Errors
    ///
    /// Fails if there is no free port or thread.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Prepares an emulator that differs from the usual one.
    #[must_use]
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// Address of the service, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Address and port of the service.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Names of all operations that the emulator knows, in alphabetical order.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        self.service.catalog.names()
    }

    /// What was served, the earliest first. Only so many requests are kept as the builder was told, 10,000 by default.
    #[must_use]
    pub fn requests(&self) -> Vec<ServedRequest> {
        self.service.log.all()
    }

    /// Forgets what was served.
    pub fn clear_requests(&self) {
        self.service.log.clear();
    }

    /// Asks for a fault. Faults wait in the order they were asked for; a call meets the first that concerns it.
    pub fn inject(&self, fault: Fault) {
        lock(&self.service.faults).add(fault);
    }

    /// Forgets all faults that still wait.
    pub fn clear_faults(&self) {
        lock(&self.service.faults).clear();
    }

    /// How many faults still wait.
    #[must_use]
    pub fn waiting_faults(&self) -> usize {
        lock(&self.service.faults).len()
    }

    /// Sets the clock of the service ahead of the true time, or behind it if negative.
    ///
    /// A client with a true clock is then refused with `InvalidTimeStamp.Expired`, once the difference is above the
    /// tolerance, until it corrects itself by the header `Date`.
    pub fn shift_clock(&self, seconds: i64) {
        self.service.clock.set_shift(seconds);
    }

    /// Adds a credential, or replaces the one with the same AccessKey ID.
    pub fn set_credential(&self, credential: Credential) {
        self.service.gate.set_credential(credential);
    }

    /// Stops the service: no further connections, answers under way are sent if that takes no more than a second.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(server) = self.server.take() {
            let abort = server.abort_handle();
            // The timer must be the emulator's: the caller's runtime may have none.
            if let Some(runtime) = &self._threads.0 {
                runtime.spawn(async move {
                    tokio::time::sleep(GRACE).await;
                    abort.abort();
                });
            }
            // How the server ended is of no interest once it has.
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

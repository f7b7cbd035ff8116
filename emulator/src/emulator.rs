//! Starting and steering an emulator.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fmt, io};

use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::credential::Credential;
use crate::fault::{Fault, Faults};
use crate::gate::Gate;
use crate::lock::lock;
use crate::log::{Log, ServedRequest};
use crate::monitor::Monitors;
use crate::rate::Rates;
use crate::service::{Observer, Service};
use crate::{server, specs};

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

/// Choices about an emulator before it is started.
pub struct EmulatorBuilder {
    host: IpAddr,
    port: u16,
    specs: Option<PathBuf>,
    credentials: Vec<Credential>,
    tolerance: Duration,
    clock_shift: i64,
    monitor_quota: Option<usize>,
    rate_limits: bool,
    body_limit: usize,
    log_capacity: usize,
    seed: u64,
    observer: Option<Observer>,
}

impl Default for EmulatorBuilder {
    fn default() -> Self {
        let credentials = vec![
            Credential::access_key(
                "default",
                Emulator::ACCESS_KEY_ID,
                Emulator::ACCESS_KEY_SECRET,
            ),
            Credential::access_key(
                "other",
                Emulator::OTHER_ACCESS_KEY_ID,
                Emulator::OTHER_ACCESS_KEY_SECRET,
            ),
            Credential::access_key(
                "default",
                Emulator::STS_ACCESS_KEY_ID,
                Emulator::STS_ACCESS_KEY_SECRET,
            )
            .with_security_token(Emulator::STS_SECURITY_TOKEN),
        ];
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            specs: None,
            credentials,
            tolerance: Duration::from_secs(15 * 60),
            clock_shift: 0,
            monitor_quota: None,
            rate_limits: false,
            body_limit: 4 * 1024 * 1024,
            log_capacity: 10_000,
            seed: 0,
            observer: None,
        }
    }
}

impl EmulatorBuilder {
    /// Address to listen on, 127.0.0.1 by default.
    #[must_use]
    pub fn host(mut self, host: impl Into<IpAddr>) -> Self {
        self.host = host.into();
        self
    }

    /// Port to listen on. With 0, the default, the system picks one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Folder to read the specs from, in place of those that the emulator was built with.
    #[must_use]
    pub fn specs(mut self, folder: impl Into<PathBuf>) -> Self {
        self.specs = Some(folder.into());
        self
    }

    /// Adds a credential, or replaces the one with the same AccessKey ID.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// How far the date of a request may be off, 15 minutes by default. A nonce is remembered for twice as long.
    #[must_use]
    pub fn timestamp_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// See [`Emulator::shift_clock`].
    #[must_use]
    pub fn clock_shift(mut self, seconds: i64) -> Self {
        self.clock_shift = seconds;
        self
    }

    /// How many monitoring sessions of an account may run at once. Starting one more is `UserQuotaExceed`.
    #[must_use]
    pub fn monitor_quota(mut self, quota: usize) -> Self {
        self.monitor_quota = Some(quota);
        self
    }

    /// Whether the documented rate limits are kept, by account and operation. They are not by default.
    #[must_use]
    pub fn rate_limits(mut self, on: bool) -> Self {
        self.rate_limits = on;
        self
    }

    /// Largest request body that is taken, 4 MiB by default.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How many requests the log keeps, 10,000 by default.
    #[must_use]
    pub fn log_capacity(mut self, requests: usize) -> Self {
        self.log_capacity = requests;
        self
    }

    /// Start of the number sequence by which faults with a probability strike.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Has a function told of every request served, before its answer is sent.
    #[must_use]
    pub fn on_request(mut self, observer: impl Fn(&ServedRequest) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// Fails if the address cannot be listened on, or the specs of a folder are wrong; the error then shows where.
    pub async fn start(self) -> io::Result<Emulator> {
        self.start_blocking()
    }

    /// Starts the emulator from code that is not async.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> io::Result<Emulator> {
        let catalog = match &self.specs {
            Some(folder) => specs::folder(folder)?,
            None => specs::embedded()?,
        };
        let listener = TcpListener::bind((self.host, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let service = Arc::new(Service {
            catalog,
            gate: Gate::new(self.credentials, self.tolerance),
            clock: Clock::default(),
            faults: Mutex::new(Faults::new(self.seed)),
            monitors: Mutex::new(Monitors::new(self.monitor_quota)),
            rates: self.rate_limits.then(|| Mutex::new(Rates::default())),
            log: Log::new(self.log_capacity),
            observer: self.observer,
            body_limit: self.body_limit,
        });
        service.clock.set_shift(self.clock_shift);

        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("live-emulator")
            .enable_all()
            .build()?;
        let (stop, stopped) = watch::channel(false);
        let entered = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener);
        drop(entered);
        let threads = Threads(Some(runtime));
        let listener = listener?;
        let server = threads
            .0
            .as_ref()
            .map(|runtime| runtime.spawn(server::run(listener, Arc::clone(&service), stopped)));
        Ok(Emulator {
            address,
            service,
            stop,
            server,
            _threads: threads,
        })
    }
}

impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("specs", &self.specs)
            .finish_non_exhaustive()
    }
}

//! What may be chosen about an emulator before it is started.

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fmt, io};

use tokio::sync::watch;

use super::{Emulator, Threads};
use crate::clock::Clock;
use crate::credential::Credential;
use crate::fault::queue::Faults;
use crate::gate::Gate;
use crate::log::{Log, ServedRequest};
use crate::monitor::Monitors;
use crate::rate::Rates;
use crate::service::{Observer, Service};
use crate::{server, specs};

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

//! The settings of an emulator.

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fmt, io};

use tokio::sync::watch;

use super::{Emulator, Threads};
use crate::catalog::specs;
use crate::fault::queue::Faults;
use crate::gate::Gate;
use crate::gate::credential::Credential;
use crate::http::server::Server;
use crate::notify::sent::SentNotification;
use crate::service::lists::ListItems;
use crate::service::log::{Log, ServedRequest};
use crate::service::monitor::Monitors;
use crate::service::rate::Rates;
use crate::service::{NotificationObserver, Observer, Service};
use crate::support::clock::Clock;

/// Builds an emulator with chosen settings.
pub struct EmulatorBuilder {
    host: IpAddr,
    port: u16,
    specs: Option<PathBuf>,
    credentials: Vec<Credential>,
    tolerance: Duration,
    clock_shift: i64,
    monitor_quota: Option<usize>,
    list_items: usize,
    rate_limits: bool,
    body_limit: usize,
    log_capacity: usize,
    log_bytes: usize,
    seed: u64,
    observer: Option<Observer>,
    notification_observer: Option<NotificationObserver>,
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
            list_items: Emulator::LIST_ITEMS,
            rate_limits: false,
            body_limit: 4 * 1024 * 1024,
            log_capacity: 10_000,
            log_bytes: 64 * 1024 * 1024,
            seed: 0,
            observer: None,
            notification_observer: None,
        }
    }
}

impl EmulatorBuilder {
    /// Sets the address to listen on. The default is 127.0.0.1.
    #[must_use]
    pub fn host(mut self, host: impl Into<IpAddr>) -> Self {
        self.host = host.into();
        self
    }

    /// Sets the port to listen on. The default, 0, lets the system choose a free port.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets a folder of specs to use instead of the built-in ones.
    #[must_use]
    pub fn specs(mut self, folder: impl Into<PathBuf>) -> Self {
        self.specs = Some(folder.into());
        self
    }

    /// Adds a credential, or replaces the credential with the same AccessKey ID.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }

    /// Sets how far the date of a request may deviate. The default is 15 minutes. Nonces are
    /// remembered for twice as long.
    #[must_use]
    pub fn timestamp_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the clock of the service this many seconds ahead, or behind if negative. See
    /// [`Emulator::shift_clock`].
    #[must_use]
    pub fn clock_shift(mut self, seconds: i64) -> Self {
        self.clock_shift = seconds;
        self
    }

    /// Sets how many monitoring sessions of an account may run at once. Starting more fails with
    /// `UserQuotaExceed`. The default is no limit.
    #[must_use]
    pub fn monitor_quota(mut self, quota: usize) -> Self {
        self.monitor_quota = Some(quota);
        self
    }

    /// Sets how many items each list has that is not modelled, on all its pages together. The
    /// default is [`Emulator::LIST_ITEMS`], 25.
    #[must_use]
    pub fn list_items(mut self, items: usize) -> Self {
        self.list_items = items;
        self
    }

    /// Sets whether to enforce the documented rate limits, per account and operation. The default
    /// is false.
    #[must_use]
    pub fn rate_limits(mut self, on: bool) -> Self {
        self.rate_limits = on;
        self
    }

    /// Sets the maximum size of a request body in bytes. The default is 4 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets how many requests the log keeps. The default is 10,000.
    #[must_use]
    pub fn log_capacity(mut self, requests: usize) -> Self {
        self.log_capacity = requests;
        self
    }

    /// Sets how many bytes the requests in the log may take together. The default is 64 MiB. The
    /// oldest are removed to make room, and a request that is larger by itself is not logged.
    #[must_use]
    pub fn log_bytes(mut self, bytes: usize) -> Self {
        self.log_bytes = bytes;
        self
    }

    /// Sets the seed of the random numbers for faults with a probability. The default is 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets a function that receives every served request before its response is sent.
    #[must_use]
    pub fn on_request(mut self, observer: impl Fn(&ServedRequest) + Send + Sync + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Sets a function that receives every notification that was sent, once its outcome is known.
    #[must_use]
    pub fn on_notification(
        mut self,
        observer: impl Fn(&SentNotification) + Send + Sync + 'static,
    ) -> Self {
        self.notification_observer = Some(Box::new(observer));
        self
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// Fails if the emulator cannot listen on the address, or if the specs of the folder are
    /// invalid. The error then states their locations.
    pub async fn start(self) -> io::Result<Emulator> {
        self.start_blocking()
    }

    /// Starts the emulator from blocking code.
    ///
    /// # Errors
    ///
    /// Fails like [`start`](Self::start).
    pub fn start_blocking(self) -> io::Result<Emulator> {
        let catalog = match &self.specs {
            Some(folder) => specs::folder(folder)?,
            None => specs::embedded()?,
        };
        let listener = TcpListener::bind((self.host, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("emulator")
            .enable_all()
            .build()?;
        let service = Arc::new(Service {
            catalog,
            gate: Gate::new(self.credentials, self.tolerance),
            clock: Clock::default(),
            faults: Arc::new(Mutex::new(Faults::new(self.seed))),
            monitors: Mutex::new(Monitors::new(self.monitor_quota)),
            scripts: Mutex::default(),
            lists: Mutex::new(ListItems::new(self.list_items)),
            addresses: Mutex::default(),
            rates: self.rate_limits.then(|| Mutex::new(Rates::default())),
            log: Log::new(self.log_capacity, self.log_bytes),
            observer: self.observer,
            notification_observer: self.notification_observer,
            runtime: runtime.handle().clone(),
            body_limit: self.body_limit,
        });
        service.clock.set_shift(self.clock_shift);

        let (stop, stopped) = watch::channel(false);
        let entered = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener);
        drop(entered);
        let threads = Threads(Some(runtime));
        let listener = listener?;
        let answers = Server::new(Arc::clone(&service), address);
        let server = threads
            .0
            .as_ref()
            .map(|runtime| runtime.spawn(answers.clone().run(listener, stopped)));
        Ok(Emulator {
            address,
            service,
            answers,
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

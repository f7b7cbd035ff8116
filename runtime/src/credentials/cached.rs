//! A cache of credentials that refreshes them before they expire.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::timeout;

use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
use crate::support::defaults::{
    MAX_REFETCHES, REFRESH_AHEAD, REFRESH_PAUSE, REFRESH_TIMEOUT, REFRESH_WAIT_AHEAD,
    REFRESH_WITHOUT_EXPIRY,
};
use crate::support::lock;

/// Caches the credentials of another provider.
///
/// - Valid credentials are returned at once, to any number of concurrent callers.
/// - Before the expiry (15 minutes or a third of the lifetime, whichever is shorter) one caller
///   fetches new credentials, while others continue with the cached ones. In the last 30 seconds
///   the others wait too. All of them wait for at most 3 seconds and then continue with the cached
///   credentials. Without valid credentials, callers wait until the fetch completes.
/// - If a fetch fails, takes longer or is cancelled, the cached credentials stay in use until they
///   expire, and the fetch is retried after a pause of 30 to 60 seconds. Without valid credentials,
///   the waiting callers receive the error, and the next caller retries.
/// - Credentials without an expiry are fetched again after 10 minutes.
/// - Credentials that the service refuses are removed from the cache, so that the next caller
///   fetches others; at most 3 times within 30 seconds, since the service may refuse the new ones
///   too.
/// - Credentials that had already expired when they were fetched, possibly because the local clock
///   is wrong, are used until the end of a pause.
///
/// Dropping the future of the fetching caller cancels the fetch. If there are no valid credentials,
/// the next caller takes over.
pub struct Cached<P> {
    provider: P,
    clock: Clock,
    refresh_ahead: Duration,
    refresh_timeout: Duration,
    entry: RwLock<Option<Entry>>,
    /// Locked by the caller that fetches. Contains the error of the last fetch.
    fetching: tokio::sync::Mutex<Option<CredentialsError>>,
    /// Number of fetches that failed while there were no valid credentials.
    failures: AtomicU64,
    refetches: Mutex<Refetches>,
}

/// How often credentials were removed because the service refused them.
#[derive(Default)]
struct Refetches {
    since: Option<SystemTime>,
    count: u32,
}

impl Refetches {
    /// Counts a removal; returns whether it is permitted.
    fn permit(&mut self, now: SystemTime) -> bool {
        let recent = |since| now < since + REFRESH_PAUSE;
        if !self.since.is_some_and(recent) {
            *self = Self {
                since: Some(now),
                count: 0,
            };
        }
        self.count += 1;
        self.count <= MAX_REFETCHES
    }
}

type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

#[derive(Clone)]
struct Entry {
    credentials: Credentials,
    /// When to fetch new credentials.
    due: SystemTime,
    /// When these become invalid; `None` if never.
    end: Option<SystemTime>,
}

impl<P: ProvideCredentials> Cached<P> {
    /// Caches the credentials of `provider`.
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            clock: Arc::new(SystemTime::now),
            refresh_ahead: REFRESH_AHEAD,
            refresh_timeout: REFRESH_TIMEOUT,
            entry: RwLock::default(),
            fetching: tokio::sync::Mutex::default(),
            failures: AtomicU64::new(0),
            refetches: Mutex::default(),
        }
    }

    /// Sets how long before the expiry new credentials are fetched at the earliest, 15 minutes by
    /// default.
    #[must_use]
    pub fn refresh_ahead(mut self, time: Duration) -> Self {
        self.refresh_ahead = time;
        self
    }

    /// Sets how long a caller waits for new credentials while the cached ones are valid, 3 seconds
    /// by default. It must be longer than the provider takes; otherwise new credentials are fetched
    /// only after the old ones have expired.
    #[must_use]
    pub fn refresh_timeout(mut self, time: Duration) -> Self {
        self.refresh_timeout = time;
        self
    }

    /// Sets the clock, by default that of the system. Useful in tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Returns the cached credentials if they are valid.
    fn valid_entry(&self, now: SystemTime) -> Option<Entry> {
        let entry = lock::read(&self.entry);
        entry.as_ref().filter(|entry| entry.is_valid(now)).cloned()
    }

    /// Fetches new credentials while the cached ones are valid, unless another caller is fetching.
    async fn refresh(&self, valid: Entry) -> Result<Credentials, CredentialsError> {
        if let Ok(refreshed) = timeout(self.refresh_timeout, self.refreshed(valid)).await {
            return refreshed;
        }
        tracing::debug!(
            provider = self.provider.name(),
            refresh_timeout = ?self.refresh_timeout,
            "credentials not refreshed in time"
        );
        match self.valid_entry((self.clock)()) {
            Some(entry) => Ok(entry.credentials),
            None => self.fetch_or_wait().await,
        }
    }

    async fn refreshed(&self, valid: Entry) -> Result<Credentials, CredentialsError> {
        let mut fetching = match self.fetching.try_lock() {
            Ok(fetching) => fetching,
            Err(_) if valid.expires_soon((self.clock)()) => self.fetching.lock().await,
            Err(_) => return Ok(valid.credentials),
        };
        let now = (self.clock)();
        match self.valid_entry(now) {
            Some(entry) if now < entry.due => Ok(entry.credentials),
            _ => self.fetch(&mut fetching).await,
        }
    }

    /// Fetches new credentials, or waits for the caller that is fetching.
    async fn fetch_or_wait(&self) -> Result<Credentials, CredentialsError> {
        let failures = self.failures.load(Ordering::Acquire);
        let mut fetching = self.fetching.lock().await;
        if let Some(entry) = self.valid_entry((self.clock)()) {
            return Ok(entry.credentials);
        }
        match &*fetching {
            Some(error) if self.failures.load(Ordering::Acquire) != failures => Err(error.clone()),
            _ => self.fetch(&mut fetching).await,
        }
    }

    async fn fetch(
        &self,
        last_error: &mut Option<CredentialsError>,
    ) -> Result<Credentials, CredentialsError> {
        // Postpone before fetching, since the fetch may be cancelled.
        self.postpone_refresh();
        let fetched = self.provider.credentials().await;
        let now = (self.clock)();
        let provider = self.provider.name();
        match fetched {
            Ok(credentials) => {
                tracing::debug!(
                    provider,
                    expires_at = credentials.expires_at().map(format_time).as_deref(),
                    "credentials fetched"
                );
                *last_error = None;
                self.store(Entry::new(credentials.clone(), now, self.refresh_ahead));
                Ok(credentials)
            }
            Err(error) => match self.valid_entry(now) {
                Some(entry) => {
                    tracing::debug!(
                        provider,
                        error = error.chain(),
                        expires_at = entry.end.map(format_time).as_deref(),
                        next_at = format_time(entry.due),
                        "failed to refresh credentials; cached credentials stay in use"
                    );
                    Ok(entry.credentials)
                }
                None => {
                    tracing::debug!(
                        provider,
                        error = error.chain(),
                        "failed to fetch credentials"
                    );
                    *last_error = Some(error.clone());
                    self.failures.fetch_add(1, Ordering::Release);
                    Err(error)
                }
            },
        }
    }

    fn store(&self, entry: Entry) {
        *lock::write(&self.entry) = Some(entry);
    }

    /// Postpones the next refresh if the cached credentials are valid.
    fn postpone_refresh(&self) {
        let now = (self.clock)();
        let mut slot = lock::write(&self.entry);
        if let Some(entry) = slot.as_mut().filter(|entry| entry.is_valid(now)) {
            entry.due = now + pause();
        }
    }
}

impl Entry {
    fn new(credentials: Credentials, now: SystemTime, refresh_ahead: Duration) -> Self {
        let Some(expires_at) = credentials.expires_at() else {
            return Self {
                credentials,
                due: now + REFRESH_WITHOUT_EXPIRY,
                end: None,
            };
        };
        let earliest = now + pause();
        let Ok(lifetime) = expires_at.duration_since(now) else {
            return Self {
                credentials,
                due: earliest,
                end: Some(earliest),
            };
        };
        let due = expires_at - refresh_ahead.min(lifetime / 3);
        Self {
            credentials,
            due: due.max(earliest),
            end: Some(expires_at),
        }
    }

    fn is_valid(&self, now: SystemTime) -> bool {
        self.end.is_none_or(|end| now < end)
    }

    /// Returns whether these are about to expire.
    fn expires_soon(&self, now: SystemTime) -> bool {
        self.end.is_some_and(|end| end <= now + REFRESH_WAIT_AHEAD)
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Cached<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let now = (self.clock)();
        match self.valid_entry(now) {
            Some(entry) if now < entry.due && !entry.expires_soon(now) => {
                Box::pin(std::future::ready(Ok(entry.credentials)))
            }
            Some(entry) => Box::pin(self.refresh(entry)),
            None => Box::pin(self.fetch_or_wait()),
        }
    }

    fn refused(&self, credentials: &Credentials) {
        self.provider.refused(credentials);
        let mut slot = lock::write(&self.entry);
        // Another caller may have fetched different credentials meanwhile.
        let is_cached = slot
            .as_ref()
            .is_some_and(|entry| entry.credentials.is_same(credentials));
        if is_cached && lock::lock(&self.refetches).permit((self.clock)()) {
            *slot = None;
        }
    }

    fn use_network(&self, settings: &NetworkSettings) {
        self.provider.use_network(settings);
    }

    fn name(&self) -> &str {
        self.provider.name()
    }
}

impl<P: fmt::Debug> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entry = lock::read(&self.entry);
        f.debug_struct("Cached")
            .field("provider", &self.provider)
            .field("cached", &entry.as_ref().map(|entry| &entry.credentials))
            .finish_non_exhaustive()
    }
}

/// Returns a pause of random length, so that processes that started together do not keep fetching
/// together.
fn pause() -> Duration {
    let random = getrandom::u32().unwrap_or_default();
    REFRESH_PAUSE + REFRESH_PAUSE.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

fn format_time(time: SystemTime) -> String {
    // The formatter supports only times from 1970 to 9999.
    let mut text = String::new();
    let formatted =
        time >= UNIX_EPOCH && write!(text, "{}", humantime::format_rfc3339_seconds(time)).is_ok();
    if formatted {
        text
    } else {
        "out of range".to_owned()
    }
}

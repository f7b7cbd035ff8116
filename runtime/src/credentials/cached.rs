//! Keeping credentials until they have to be fetched again.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::defaults::{
    REFRESH_AHEAD, REFRESH_PAUSE, REFRESH_TIMEOUT, REFRESH_WAIT_AHEAD, REFRESH_WITHOUT_EXPIRY,
};
use crate::support::lock;

/// Keeps what another provider fetches.
///
/// - Good credentials are handed out at once, by any number of callers at a time.
/// - Ahead of the expiry (15 minutes or a third of the lifetime, whichever is shorter) one caller fetches new
///   ones, while others go on with those at hand. In the last 30 seconds the others wait too. All of them wait for no
///   longer than 3 seconds, and then go on with the credentials at hand. Without good ones, callers wait for as long as
///   the fetch takes.
/// - When it fails, takes longer or is abandoned, the credentials at hand serve on until they expire, and after a pause
///   of 30 to 60 seconds it is tried again. Without good credentials, the callers that waited get the error, and the
///   next tries again.
/// - Credentials without an expiry are fetched again after 10 minutes.
/// - Credentials that the service refuses as expired are forgotten.
/// - Credentials that had already expired when they were fetched, which may be the state of this machine's clock,
///   are used until the end of a pause.
///
/// Dropping the future of a caller that fetches abandons the fetch. Where there are no good credentials, the next caller
/// takes over.
pub struct Cached<P> {
    provider: P,
    clock: Clock,
    refresh_ahead: Duration,
    refresh_timeout: Duration,
    kept: RwLock<Option<Kept>>,
    /// Held by the caller that fetches. Holds the error of the last fetch.
    fetching: Mutex<Option<CredentialsError>>,
    /// How many fetches ended in an error for those who waited.
    failures: AtomicU64,
}

type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

#[derive(Clone)]
struct Kept {
    credentials: Credentials,
    /// When to fetch new ones.
    due: SystemTime,
    /// When these are no good any more.
    end: Option<SystemTime>,
}

impl<P: ProvideCredentials> Cached<P> {
    /// Keeps what `provider` fetches.
    pub fn new(provider: P) -> Self {
        Self {
            provider,
            clock: Arc::new(SystemTime::now),
            refresh_ahead: REFRESH_AHEAD,
            refresh_timeout: REFRESH_TIMEOUT,
            kept: RwLock::default(),
            fetching: Mutex::default(),
            failures: AtomicU64::new(0),
        }
    }

    /// Longest time ahead of the expiry at which new credentials are fetched, 15 minutes by default.
    #[must_use]
    pub fn refresh_ahead(mut self, time: Duration) -> Self {
        self.refresh_ahead = time;
        self
    }

    /// How long a caller waits for new credentials while those at hand are good, 3 seconds by default. It has to be
    /// longer than the provider takes, or new credentials are fetched only when the old ones have expired.
    #[must_use]
    pub fn refresh_timeout(mut self, time: Duration) -> Self {
        self.refresh_timeout = time;
        self
    }

    /// Tells the time by another clock than the system's, as tests like to.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// What is kept, if it is good.
    fn at_hand(&self, now: SystemTime) -> Option<Kept> {
        let kept = lock::read(&self.kept);
        kept.as_ref().filter(|kept| kept.is_good(now)).cloned()
    }

    /// Fetches new credentials, or lets the caller that is at it do so, while there are good ones.
    async fn refresh(&self, good: Kept) -> Result<Credentials, CredentialsError> {
        if let Ok(refreshed) = timeout(self.refresh_timeout, self.refreshed(good)).await {
            return refreshed;
        }
        tracing::debug!(
            provider = self.provider.name(),
            refresh_timeout = ?self.refresh_timeout,
            "credentials not fetched in time"
        );
        match self.at_hand((self.clock)()) {
            Some(kept) => Ok(kept.credentials),
            None => self.need().await,
        }
    }

    async fn refreshed(&self, good: Kept) -> Result<Credentials, CredentialsError> {
        let mut fetching = match self.fetching.try_lock() {
            Ok(fetching) => fetching,
            Err(_) if good.is_close((self.clock)()) => self.fetching.lock().await,
            Err(_) => return Ok(good.credentials),
        };
        let now = (self.clock)();
        match self.at_hand(now) {
            Some(kept) if now < kept.due => Ok(kept.credentials),
            _ => self.fetch(&mut fetching).await,
        }
    }

    /// Fetches new credentials, or waits for the caller that is at it.
    async fn need(&self) -> Result<Credentials, CredentialsError> {
        let failures = self.failures.load(Ordering::Acquire);
        let mut fetching = self.fetching.lock().await;
        if let Some(kept) = self.at_hand((self.clock)()) {
            return Ok(kept.credentials);
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
        // Ahead of the fetch, since it may be abandoned half-way.
        self.postpone();
        let fetched = self.provider.credentials().await;
        let now = (self.clock)();
        let provider = self.provider.name();
        match fetched {
            Ok(credentials) => {
                tracing::debug!(
                    provider,
                    expires_at = credentials.expires_at().map(readable).as_deref(),
                    "credentials fetched"
                );
                *last_error = None;
                self.keep(Kept::new(credentials.clone(), now, self.refresh_ahead));
                Ok(credentials)
            }
            Err(error) => match self.at_hand(now) {
                Some(kept) => {
                    tracing::debug!(
                        provider,
                        error = error.chain(),
                        expires_at = kept.end.map(readable).as_deref(),
                        next_at = readable(kept.due),
                        "credentials not fetched, those at hand serve on"
                    );
                    Ok(kept.credentials)
                }
                None => {
                    tracing::debug!(provider, error = error.chain(), "credentials not fetched");
                    *last_error = Some(error.clone());
                    self.failures.fetch_add(1, Ordering::Release);
                    Err(error)
                }
            },
        }
    }

    fn keep(&self, kept: Kept) {
        *lock::write(&self.kept) = Some(kept);
    }

    /// Puts the next fetch off, if the credentials at hand are good.
    fn postpone(&self) {
        let now = (self.clock)();
        let mut slot = lock::write(&self.kept);
        if let Some(kept) = slot.as_mut().filter(|kept| kept.is_good(now)) {
            kept.due = now + pause();
        }
    }
}

impl Kept {
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

    fn is_good(&self, now: SystemTime) -> bool {
        self.end.is_none_or(|end| now < end)
    }

    /// Whether these are about to be no good any more.
    fn is_close(&self, now: SystemTime) -> bool {
        self.end.is_some_and(|end| end <= now + REFRESH_WAIT_AHEAD)
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Cached<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let now = (self.clock)();
        match self.at_hand(now) {
            Some(kept) if now < kept.due && !kept.is_close(now) => {
                Box::pin(std::future::ready(Ok(kept.credentials)))
            }
            Some(kept) => Box::pin(self.refresh(kept)),
            None => Box::pin(self.need()),
        }
    }

    fn refused(&self, credentials: &Credentials) {
        self.provider.refused(credentials);
        let mut slot = lock::write(&self.kept);
        // Another caller may have fetched others meanwhile.
        if slot
            .as_ref()
            .is_some_and(|kept| kept.credentials.is_same(credentials))
        {
            *slot = None;
        }
    }

    fn name(&self) -> &str {
        self.provider.name()
    }
}

impl<P: fmt::Debug> fmt::Debug for Cached<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = lock::read(&self.kept);
        f.debug_struct("Cached")
            .field("provider", &self.provider)
            .field("kept", &kept.as_ref().map(|kept| &kept.credentials))
            .finish_non_exhaustive()
    }
}

/// A pause whose random part keeps processes that started together from fetching together for ever.
fn pause() -> Duration {
    let random = getrandom::u32().unwrap_or_default();
    REFRESH_PAUSE + REFRESH_PAUSE.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

fn readable(time: SystemTime) -> String {
    // The formatter takes times from 1970 to 9999 only.
    let mut text = String::new();
    let formatted =
        time >= UNIX_EPOCH && write!(text, "{}", humantime::format_rfc3339_seconds(time)).is_ok();
    if formatted {
        text
    } else {
        "out of range".to_owned()
    }
}

//! The credentials cache: what callers receive, and when it calls its provider.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use alibabacloud_rpc::credentials::{
    Cached, Credentials, CredentialsError, CredentialsFuture, ProvideCredentials,
};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use crate::{Clock, id};

/// A provider that returns prepared results, one per permit.
#[derive(Clone, Debug)]
struct Source {
    results: Arc<Mutex<VecDeque<Result<Credentials, &'static str>>>>,
    calls: Arc<AtomicUsize>,
    permits: Arc<Semaphore>,
}

impl Source {
    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn returns(&self, result: Result<Credentials, &'static str>) {
        self.results.lock().unwrap().push_back(result);
    }

    /// Lets all further calls return.
    fn open(&self) {
        self.permits.add_permits(1000);
    }
}

impl ProvideCredentials for Source {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            self.calls.fetch_add(1, Ordering::SeqCst);
            self.permits.acquire().await.unwrap().forget();
            let result = self.results.lock().unwrap().pop_front();
            result
                .unwrap_or(Err("nothing more"))
                .map_err(CredentialsError::new)
        })
    }
}

fn set_up() -> (Cached<Source>, Source, Clock) {
    let source = Source {
        results: Arc::default(),
        calls: Arc::default(),
        permits: Arc::new(Semaphore::new(0)),
    };
    let clock = Clock::new();
    let cached = Cached::new(source.clone()).clock(clock.reader());
    (cached, source, clock)
}

fn expiring_in(clock: &Clock, id: &str, seconds: u64) -> Credentials {
    Credentials::with_security_token(id, "s3cret", "s3cret")
        .expiring_at(clock.now() + Duration::from_secs(seconds))
}

/// Polls a future once.
fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Returns what a caller receives without waiting, or `waits`.
fn at_once(cached: &Cached<Source>) -> String {
    match poll(pin!(id(cached))) {
        Poll::Ready(found) => found.unwrap_or_else(|error| format!("error: {error}")),
        Poll::Pending => "waits".to_owned(),
    }
}

#[tokio::test]
async fn concurrent_callers_share_one_fetch() {
    let (cached, source, clock) = set_up();
    let cached = Arc::new(cached);
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let cached = Arc::clone(&cached);
            tokio::spawn(async move { id(&*cached).await })
        })
        .collect();
    tokio::task::yield_now().await;
    source.open();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap(), "one");
    }
    assert_eq!(source.calls(), 1);
}

#[tokio::test]
async fn one_caller_refreshes_while_others_continue() {
    let (cached, source, clock) = set_up();
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    source.permits.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(2699);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 1);

    clock.pass(1);
    source.returns(Ok(expiring_in(&clock, "two", 3600)));
    let mut refreshing = pin!(id(&cached));
    assert!(poll(refreshing.as_mut()).is_pending());
    for _ in 0..50 {
        assert_eq!(at_once(&cached), "one");
    }
    source.permits.add_permits(1);
    assert_eq!(refreshing.await.unwrap(), "two");
    assert_eq!(at_once(&cached), "two");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn short_lived_credentials_are_not_refreshed_constantly() {
    let (cached, source, clock) = set_up();
    source.open();
    source.returns(Ok(expiring_in(&clock, "one", 900)));
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(599);
    assert_eq!(at_once(&cached), "one");
    clock.pass(1);
    // The service returns the same credentials again.
    source.returns(Ok(expiring_in(&clock, "same", 300)));
    assert_eq!(id(&cached).await.unwrap(), "same");
    clock.pass(29);
    assert_eq!(at_once(&cached), "same");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn callers_wait_for_new_credentials_close_to_expiry() {
    let (cached, source, clock) = set_up();
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    source.permits.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(3571);
    source.returns(Ok(expiring_in(&clock, "two", 3600)));
    let mut first = pin!(id(&cached));
    let mut second = pin!(id(&cached));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    source.open();
    assert_eq!(first.await.unwrap(), "two");
    assert_eq!(second.await.unwrap(), "two");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn failed_refresh_keeps_valid_credentials_and_pauses() {
    let (cached, source, clock) = set_up();
    source.open();
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(2700);
    source.returns(Err("down"));
    assert_eq!(at_once(&cached), "one");
    clock.pass(29);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 2);
    clock.pass(32);
    source.returns(Err("still down"));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 3);

    // A failure one second before expiry keeps the credentials; at expiry they are gone.
    clock.pass(900 - 29 - 32 - 1);
    source.returns(Err("down to the end"));
    assert_eq!(at_once(&cached), "one");
    clock.pass(1);
    source.returns(Err("too late"));
    assert_eq!(at_once(&cached), "error: too late");

    source.returns(Ok(expiring_in(&clock, "two", 3600)));
    assert_eq!(at_once(&cached), "two");
    assert_eq!(source.calls(), 6);
}

#[tokio::test]
async fn waiting_callers_share_a_failure_and_the_next_retries() {
    let (cached, source, clock) = set_up();
    let cached = Arc::new(cached);
    source.returns(Err("down"));
    let callers: Vec<_> = (0..20)
        .map(|_| {
            let cached = Arc::clone(&cached);
            tokio::spawn(async move { id(&*cached).await })
        })
        .collect();
    tokio::task::yield_now().await;
    source.open();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap_err(), "down");
    }
    assert_eq!(source.calls(), 1);
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn cancelled_caller_does_not_block_others() {
    let (cached, source, clock) = set_up();
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    {
        // During the first fetch, while another caller waits.
        let mut cancelled = Box::pin(id(&cached));
        let mut waits = pin!(id(&cached));
        assert!(poll(cancelled.as_mut()).is_pending());
        assert!(poll(waits.as_mut()).is_pending());
        assert_eq!(source.calls(), 1);
        drop(cancelled);
        assert!(poll(waits.as_mut()).is_pending());
        assert_eq!(source.calls(), 2);
        source.permits.add_permits(1);
        assert_eq!(waits.await.unwrap(), "one");
    }
    // During an early refresh it counts as a failure: others keep the old credentials, and the next
    // refresh follows after a pause.
    clock.pass(2700);
    source.returns(Ok(expiring_in(&clock, "two", 3600)));
    let mut cancelled = Box::pin(id(&cached));
    assert!(poll(cancelled.as_mut()).is_pending());
    drop(cancelled);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 3);
    clock.pass(61);
    source.open();
    assert_eq!(at_once(&cached), "two");
    assert_eq!(source.calls(), 4);
}

#[tokio::test(start_paused = true)]
async fn hanging_provider_delays_few_calls_while_credentials_are_valid() {
    let (cached, source, clock) = set_up();
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    source.permits.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");

    // From here on the provider never returns. One call in 30 seconds waits briefly, the others not
    // at all.
    clock.pass(2700);
    let started = Instant::now();
    assert_eq!(id(&cached).await.unwrap(), "one");
    assert_eq!(started.elapsed(), Duration::from_secs(3));
    for _ in 0..29 {
        clock.pass(1);
        assert_eq!(at_once(&cached), "one");
    }
    assert_eq!(source.calls(), 2);

    // A caller with a shorter timeout loses one call, not all of them.
    clock.pass(32);
    let short_timeout = Duration::from_secs(1);
    assert!(timeout(short_timeout, id(&cached)).await.is_err());
    assert_eq!(
        timeout(short_timeout, id(&cached)).await.unwrap().unwrap(),
        "one"
    );
    assert_eq!(source.calls(), 3);

    // In the last seconds before expiry, concurrent callers wait together.
    clock.pass(900 - 29 - 32 - 20);
    let started = Instant::now();
    let (first, second) = tokio::join!(id(&cached), id(&cached));
    assert_eq!(
        (first.unwrap(), second.unwrap()),
        ("one".into(), "one".into())
    );
    assert_eq!(started.elapsed(), Duration::from_secs(3));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 4);

    // Once the credentials expire, callers must wait.
    clock.pass(20);
    assert_eq!(at_once(&cached), "waits");
}

#[tokio::test(start_paused = true)]
async fn credentials_that_expire_while_a_caller_waits_are_not_returned() {
    let (cached, source, clock) = set_up();
    let cached = cached.refresh_timeout(Duration::from_secs(5));
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    source.permits.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(3598);
    let mut waits = pin!(id(&cached));
    assert!(poll(waits.as_mut()).is_pending());
    clock.pass(5);
    tokio::time::advance(Duration::from_secs(5)).await;
    assert!(poll(waits.as_mut()).is_pending());
    source.returns(Ok(expiring_in(&clock, "two", 3600)));
    source.open();
    assert_eq!(waits.await.unwrap(), "two");
}

#[tokio::test]
async fn credentials_without_expiry_are_fetched_again_periodically() {
    let (cached, source, clock) = set_up();
    source.open();
    source.returns(Ok(Credentials::new("one", "s3cret")));
    assert_eq!(at_once(&cached), "one");
    clock.pass(599);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 1);
    clock.pass(1);
    source.returns(Err("the file is being written"));
    assert_eq!(at_once(&cached), "one");
    clock.pass(61);
    source.returns(Ok(Credentials::new("two", "s3cret")));
    assert_eq!(at_once(&cached), "two");
}

#[tokio::test]
async fn refused_credentials_are_fetched_at_a_bounded_rate() {
    let (cached, source, clock) = set_up();
    source.open();
    source.returns(Ok(expiring_in(&clock, "one", 3600)));
    let one = cached.credentials().await.unwrap();
    // Only the cached credentials are removed.
    cached.refused(&Credentials::new("other", "s3cret"));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 1);

    // The provider has no others, and the service refuses these for ever.
    for _ in 0..10 {
        source.returns(Ok(expiring_in(&clock, "one", 3600)));
        cached.refused(&one);
        assert_eq!(at_once(&cached), "one");
        clock.pass(1);
    }
    assert_eq!(source.calls(), 4);
    clock.pass(30);
    cached.refused(&one);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 5);
}

#[tokio::test]
async fn clock_ahead_does_not_discard_new_credentials() {
    let (cached, source, clock) = set_up();
    source.open();
    let expired = expiring_in(&clock, "one", 0).expiring_at(clock.now() - Duration::from_secs(60));
    source.returns(Ok(expired));
    assert_eq!(at_once(&cached), "one");
    clock.pass(29);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.calls(), 1);
    clock.pass(32);
    assert_eq!(at_once(&cached), "error: nothing more");
}

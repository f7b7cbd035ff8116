//! The credentials cache: what callers receive, and when the provider behind it is called.

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

/// Answers what it was told, once it is let.
#[derive(Clone, Debug)]
struct Source {
    answers: Arc<Mutex<VecDeque<Result<Credentials, &'static str>>>>,
    asked: Arc<AtomicUsize>,
    let_through: Arc<Semaphore>,
}

impl Source {
    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn answers(&self, answer: Result<Credentials, &'static str>) {
        self.answers.lock().unwrap().push_back(answer);
    }

    /// Answers may go out.
    fn open(&self) {
        self.let_through.add_permits(1000);
    }
}

impl ProvideCredentials for Source {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.let_through.acquire().await.unwrap().forget();
            let answer = self.answers.lock().unwrap().pop_front();
            answer
                .unwrap_or(Err("nothing more"))
                .map_err(CredentialsError::new)
        })
    }
}

fn set_up() -> (Cached<Source>, Source, Clock) {
    let source = Source {
        answers: Arc::default(),
        asked: Arc::default(),
        let_through: Arc::new(Semaphore::new(0)),
    };
    let clock = Clock::new();
    let cached = Cached::new(source.clone()).clock(clock.reader());
    (cached, source, clock)
}

fn lasting(clock: &Clock, id: &str, seconds: u64) -> Credentials {
    Credentials::with_security_token(id, "s3cret", "s3cret")
        .expiring_at(clock.now() + Duration::from_secs(seconds))
}

/// Whether a future is done when it is looked at once.
fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// What a caller gets who does not have to wait.
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
    source.answers(Ok(lasting(&clock, "one", 3600)));
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
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn one_caller_refreshes_while_others_continue() {
    let (cached, source, clock) = set_up();
    source.answers(Ok(lasting(&clock, "one", 3600)));
    source.let_through.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(2699);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 1);

    clock.pass(1);
    source.answers(Ok(lasting(&clock, "two", 3600)));
    let mut refreshing = pin!(id(&cached));
    assert!(poll(refreshing.as_mut()).is_pending());
    for _ in 0..50 {
        assert_eq!(at_once(&cached), "one");
    }
    source.let_through.add_permits(1);
    assert_eq!(refreshing.await.unwrap(), "two");
    assert_eq!(at_once(&cached), "two");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn short_lived_credentials_are_not_refreshed_constantly() {
    let (cached, source, clock) = set_up();
    source.open();
    source.answers(Ok(lasting(&clock, "one", 900)));
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(599);
    assert_eq!(at_once(&cached), "one");
    clock.pass(1);
    // The service hands out the same again.
    source.answers(Ok(lasting(&clock, "same", 300)));
    assert_eq!(id(&cached).await.unwrap(), "same");
    clock.pass(29);
    assert_eq!(at_once(&cached), "same");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn callers_wait_for_new_credentials_close_to_expiry() {
    let (cached, source, clock) = set_up();
    source.answers(Ok(lasting(&clock, "one", 3600)));
    source.let_through.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(3571);
    source.answers(Ok(lasting(&clock, "two", 3600)));
    let mut first = pin!(id(&cached));
    let mut second = pin!(id(&cached));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    source.open();
    assert_eq!(first.await.unwrap(), "two");
    assert_eq!(second.await.unwrap(), "two");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn failed_refresh_keeps_valid_credentials_and_pauses() {
    let (cached, source, clock) = set_up();
    source.open();
    source.answers(Ok(lasting(&clock, "one", 3600)));
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(2700);
    source.answers(Err("down"));
    assert_eq!(at_once(&cached), "one");
    clock.pass(29);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 2);
    clock.pass(32);
    source.answers(Err("still down"));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 3);

    // Even a second before the end a failure does not take away what is good, but at the end it is gone.
    clock.pass(900 - 29 - 32 - 1);
    source.answers(Err("down to the end"));
    assert_eq!(at_once(&cached), "one");
    clock.pass(1);
    source.answers(Err("too late"));
    assert_eq!(at_once(&cached), "error: too late");

    source.answers(Ok(lasting(&clock, "two", 3600)));
    assert_eq!(at_once(&cached), "two");
    assert_eq!(source.asked(), 6);
}

#[tokio::test]
async fn waiting_callers_share_a_failure_and_the_next_retries() {
    let (cached, source, clock) = set_up();
    let cached = Arc::new(cached);
    source.answers(Err("down"));
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
    assert_eq!(source.asked(), 1);
    source.answers(Ok(lasting(&clock, "one", 3600)));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn cancelled_caller_blocks_no_other() {
    let (cached, source, clock) = set_up();
    source.answers(Ok(lasting(&clock, "one", 3600)));
    {
        // The first time, with another caller waiting.
        let mut gives_up = Box::pin(id(&cached));
        let mut waits = pin!(id(&cached));
        assert!(poll(gives_up.as_mut()).is_pending());
        assert!(poll(waits.as_mut()).is_pending());
        assert_eq!(source.asked(), 1);
        drop(gives_up);
        assert!(poll(waits.as_mut()).is_pending());
        assert_eq!(source.asked(), 2);
        source.let_through.add_permits(1);
        assert_eq!(waits.await.unwrap(), "one");
    }
    // In a refresh ahead of the expiry it counts as a failure: the others go on, and try again after a pause.
    clock.pass(2700);
    source.answers(Ok(lasting(&clock, "two", 3600)));
    let mut gives_up = Box::pin(id(&cached));
    assert!(poll(gives_up.as_mut()).is_pending());
    drop(gives_up);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 3);
    clock.pass(61);
    source.open();
    assert_eq!(at_once(&cached), "two");
    assert_eq!(source.asked(), 4);
}

#[tokio::test(start_paused = true)]
async fn hanging_provider_delays_no_caller_while_credentials_are_valid() {
    let (cached, source, clock) = set_up();
    source.answers(Ok(lasting(&clock, "one", 3600)));
    source.let_through.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");

    // From here on the provider never answers. One call in half a minute waits a little, and the others not at all.
    clock.pass(2700);
    let started = Instant::now();
    assert_eq!(id(&cached).await.unwrap(), "one");
    assert_eq!(started.elapsed(), Duration::from_secs(3));
    for _ in 0..29 {
        clock.pass(1);
        assert_eq!(at_once(&cached), "one");
    }
    assert_eq!(source.asked(), 2);

    // Callers with less time than that lose one call, and not all of them.
    clock.pass(32);
    let hasty = Duration::from_secs(1);
    assert!(timeout(hasty, id(&cached)).await.is_err());
    assert_eq!(timeout(hasty, id(&cached)).await.unwrap().unwrap(), "one");
    assert_eq!(source.asked(), 3);

    // In the last seconds those who come together wait together.
    clock.pass(900 - 29 - 32 - 20);
    let started = Instant::now();
    let (first, second) = tokio::join!(id(&cached), id(&cached));
    assert_eq!(
        (first.unwrap(), second.unwrap()),
        ("one".into(), "one".into())
    );
    assert_eq!(started.elapsed(), Duration::from_secs(3));
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 4);

    // At the end there is nothing to go on with.
    clock.pass(20);
    assert_eq!(at_once(&cached), "waits");
}

#[tokio::test(start_paused = true)]
async fn credentials_that_expire_while_a_caller_waits_are_not_handed_out() {
    let (cached, source, clock) = set_up();
    let cached = cached.refresh_timeout(Duration::from_secs(5));
    source.answers(Ok(lasting(&clock, "one", 3600)));
    source.let_through.add_permits(1);
    assert_eq!(id(&cached).await.unwrap(), "one");
    clock.pass(3598);
    let mut waits = pin!(id(&cached));
    assert!(poll(waits.as_mut()).is_pending());
    clock.pass(5);
    tokio::time::advance(Duration::from_secs(5)).await;
    assert!(poll(waits.as_mut()).is_pending());
    source.answers(Ok(lasting(&clock, "two", 3600)));
    source.open();
    assert_eq!(waits.await.unwrap(), "two");
}

#[tokio::test]
async fn credentials_without_expiry_are_fetched_again_periodically() {
    let (cached, source, clock) = set_up();
    source.open();
    source.answers(Ok(Credentials::new("one", "s3cret")));
    assert_eq!(at_once(&cached), "one");
    clock.pass(599);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 1);
    clock.pass(1);
    source.answers(Err("the file is being written"));
    assert_eq!(at_once(&cached), "one");
    clock.pass(61);
    source.answers(Ok(Credentials::new("two", "s3cret")));
    assert_eq!(at_once(&cached), "two");
}

#[tokio::test]
async fn clock_ahead_does_not_discard_new_credentials() {
    let (cached, source, clock) = set_up();
    source.open();
    let expired = lasting(&clock, "one", 0).expiring_at(clock.now() - Duration::from_secs(60));
    source.answers(Ok(expired));
    assert_eq!(at_once(&cached), "one");
    clock.pass(29);
    assert_eq!(at_once(&cached), "one");
    assert_eq!(source.asked(), 1);
    clock.pass(32);
    assert_eq!(at_once(&cached), "error: nothing more");
}

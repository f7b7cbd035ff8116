use super::queue::RateLimitExceedsDeadline;
use super::*;

const TEN_A_SECOND: OperationInfo = operation("Start", Some(RateLimit::per_second(10)));

const fn operation(name: &'static str, limit: Option<RateLimit>) -> OperationInfo {
    OperationInfo {
        limit,
        ..OperationInfo::post(name)
    }
}

async fn admit(limiter: &Limiter, key: &str) -> Duration {
    let queue = queue(limiter, key, &TEN_A_SECOND);
    wait(&queue, None).await.unwrap()
}

async fn wait(
    queue: &Queue,
    deadline: Option<Instant>,
) -> Result<Duration, RateLimitExceedsDeadline> {
    match queue.admit(deadline)? {
        Some(ticket) => Ok(ticket.wait().await),
        None => Ok(Duration::ZERO),
    }
}

fn queue(limiter: &Limiter, key: &str, operation: &'static OperationInfo) -> Arc<Queue> {
    let limits = RateLimits::documented();
    limiter.queue(&limits, key, operation).unwrap()
}

/// The period of the limiter for a limit per second.
const PERIOD: Duration = Duration::from_millis(1100);

#[tokio::test(start_paused = true)]
async fn limit_holds_for_every_window() {
    let limiter = Limiter::default();
    let started = Instant::now();
    let mut starts = Vec::new();
    for call in 0..45 {
        admit(&limiter, "a").await;
        starts.push(started.elapsed());
        // Pauses of different lengths, so that windows start at many offsets.
        tokio::time::sleep(Duration::from_millis(call * 37 % 150)).await;
    }
    for eleven in starts.windows(11) {
        assert!(eleven[10] - eleven[0] >= PERIOD, "{starts:?}");
    }
    // The limiter is not slower than necessary either.
    assert!(started.elapsed() < Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn keys_and_operations_do_not_delay_each_other() {
    let limiter = Limiter::default();
    for _ in 0..10 {
        assert_eq!(admit(&limiter, "a").await, Duration::ZERO);
    }
    assert_eq!(admit(&limiter, "b").await, Duration::ZERO);
    const STOP: OperationInfo = operation("Stop", Some(RateLimit::per_second(10)));
    let stop = queue(&limiter, "a", &STOP);
    assert_eq!(wait(&stop, None).await.unwrap(), Duration::ZERO);
    assert_eq!(admit(&limiter, "a").await, PERIOD);
}

#[tokio::test(start_paused = true)]
async fn calls_start_in_order_of_arrival() {
    let limiter = Arc::new(Limiter::default());
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut calls = Vec::new();
    for number in 0..40 {
        let (limiter, order) = (Arc::clone(&limiter), Arc::clone(&order));
        calls.push(tokio::spawn(async move {
            let waited = admit(&limiter, "a").await;
            lock(&order).push((number, waited.as_secs()));
        }));
        tokio::task::yield_now().await;
    }
    for call in calls {
        call.await.unwrap();
    }
    let expected: Vec<_> = (0..40).map(|number| (number, number / 10)).collect();
    assert_eq!(*lock(&order), expected);
}

#[tokio::test(start_paused = true)]
async fn cancelled_call_releases_its_position() {
    let limiter = Arc::new(Limiter::default());
    for _ in 0..10 {
        admit(&limiter, "a").await;
    }
    let waiting = |number: u64| {
        let limiter = Arc::clone(&limiter);
        tokio::spawn(async move { (number, admit(&limiter, "a").await) })
    };
    let cancelled: Vec<_> = (0..30).map(waiting).collect();
    tokio::time::sleep(PERIOD / 2).await;
    let last = waiting(30);
    tokio::time::sleep(Duration::from_millis(100)).await;
    for call in &cancelled {
        call.abort();
    }
    // Half of the period after the first ten calls had passed.
    assert_eq!(last.await.unwrap(), (30, PERIOD / 2));
    for _ in 0..9 {
        assert_eq!(admit(&limiter, "a").await, Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn wait_beyond_the_deadline_fails_immediately_without_a_position() {
    let limiter = Arc::new(Limiter::default());
    for _ in 0..10 {
        admit(&limiter, "a").await;
    }
    let waiting: Vec<_> = (0..15)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { admit(&limiter, "a").await })
        })
        .collect();
    tokio::task::yield_now().await;
    let started = Instant::now();
    let queue = queue(&limiter, "a", &TEN_A_SECOND);
    let within = |seconds| wait(&queue, Some(started + Duration::from_secs(seconds)));
    // Ten of the waiting calls start after one period, the other five and this one after two.
    let exceeded = within(2).await.unwrap_err();
    assert_eq!(
        (exceeded.wait, started.elapsed()),
        (2 * PERIOD, Duration::ZERO)
    );
    assert_eq!(within(3).await.unwrap(), 2 * PERIOD);
    for call in waiting {
        call.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn queues_of_old_keys_are_dropped() {
    let limiter = Limiter::default();
    for key in 0..100 {
        admit(&limiter, &key.to_string()).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert!(lock(&limiter.keys).len() < 6);
}

#[test]
fn limits_are_adjusted_and_removed() {
    let free = operation("Free", None);
    let limit = |limits: RateLimits| limits.limit_of(&TEN_A_SECOND);
    assert_eq!(limit(RateLimits::documented()), TEN_A_SECOND.limit);
    assert_eq!(RateLimits::documented().limit_of(&free), None);
    assert_eq!(limit(RateLimits::off()), None);
    assert_eq!(
        limit(RateLimits::documented().scaled(0.55)),
        Some(RateLimit::per_second(5))
    );
    let slow = RateLimit {
        calls: 1,
        per: Duration::from_secs(2),
    };
    assert_eq!(limit(RateLimits::documented().scaled(0.05)), Some(slow));
    assert_eq!(
        limit(RateLimits::documented().operation("Start", slow)),
        Some(slow)
    );
    assert_eq!(
        limit(RateLimits::off().operation("Start", slow)),
        Some(slow)
    );
    assert_eq!(
        limit(RateLimits::documented().operation("Start", None)),
        None
    );
}

#[test]
fn invalid_limits_are_rejected() {
    for share in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(RateLimits::documented().scaled(share).validate().is_err());
    }
    let never = RateLimits::documented().operation("Start", RateLimit::per_second(0));
    assert!(never.validate().unwrap_err().contains("Start"));
    RateLimits::documented().validate().unwrap();
}

#[tokio::test(start_paused = true)]
async fn extreme_limits_hold() {
    for (calls, per) in [
        (5000, Duration::from_secs(1)),
        (u32::MAX, Duration::from_secs(1)),
        (1, Duration::MAX),
    ] {
        let limits = RateLimits::off().operation("Start", RateLimit { calls, per });
        let limiter = Limiter::default();
        let queue = || limiter.queue(&limits, "a", &TEN_A_SECOND).unwrap();
        let started = Instant::now();
        let deadline = Some(started + Duration::from_secs(10));
        for _ in 0..calls.min(20_000) {
            wait(&queue(), deadline).await.unwrap();
        }
        assert!(started.elapsed() <= Duration::from_secs(5));
        if calls == 1 {
            wait(&queue(), deadline).await.unwrap_err();
        }
    }
}

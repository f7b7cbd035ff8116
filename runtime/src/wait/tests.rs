//! Waits in paused time.

use std::cell::Cell;
use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::time::Instant;

use super::*;
use crate::error::ErrorKind;
use crate::error::response::ErrorResponse;
use crate::info::ErrorClass;

const SECOND: Duration = Duration::from_secs(1);

/// What a call returns: the name of a state, or an error of this class.
type Answer = Result<&'static str, Option<ErrorClass>>;

/// Returns a call that gives the answers one after another, the last one for ever, and the number
/// of calls made.
fn answers(
    answers: &[Answer],
) -> (
    impl FnMut() -> std::future::Ready<Result<&'static str, Error>> + Send + use<>,
    Arc<AtomicU32>,
) {
    let answers = answers.to_vec();
    let calls = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&calls);
    let call = move || {
        let number = count.fetch_add(1, Ordering::Relaxed) as usize;
        let answer = answers[number.min(answers.len() - 1)];
        ready(answer.map_err(|class| Error::service("Op", 503, ErrorResponse::default(), class)))
    };
    (call, calls)
}

fn judge(state: &&'static str) -> Progress {
    match *state {
        "online" => Progress::Done,
        "broken" => Progress::failed(state),
        state => Progress::pending(state),
    }
}

fn cause(error: &Error) -> &WaitError {
    error.underlying().unwrap().downcast_ref().unwrap()
}

#[tokio::test(start_paused = true)]
async fn wait_goes_on_through_unknown_states_until_done() {
    let (call, calls) = answers(&[Ok("configuring"), Ok("unheard of"), Ok(""), Ok("online")]);
    let started = Instant::now();
    assert_eq!(wait_until(call, judge).await.unwrap(), "online");
    assert_eq!(calls.load(Ordering::Relaxed), 4);
    // Pauses of 5, 10 and 20 s, each shortened by up to a quarter.
    let waited = started.elapsed().as_secs_f64();
    assert!((26.25..=35.1).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn state_that_is_reached_already_takes_no_time() {
    let (call, _) = answers(&[Ok("online")]);
    let started = Instant::now();
    let done = wait_until(call, |state| *state == "online");
    assert_eq!(done.await.unwrap(), "online");
    assert_eq!(started.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn failed_state_ends_the_wait_and_is_named() {
    let (call, _) = answers(&[Ok("configuring"), Ok("broken"), Ok("online")]);
    let goal = Goal {
        operation: "DescribeThing",
        state: "online",
    };
    let error = wait_until(call, judge).towards(goal).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FailedState);
    assert!(!error.is_timeout() && !error.is_retryable() && !error.may_have_executed());
    let cause = cause(&error);
    assert_eq!((cause.state(), cause.calls()), (Some("broken"), 2));
    assert!(cause.waited() >= 15 * SECOND / 4 && cause.waited() <= 6 * SECOND);
    let waited = cause.waited();
    assert_eq!(
        error.to_string(),
        format!(
            "DescribeThing: failed state: `broken` instead of `online`, after 2 calls in {waited:?}"
        )
    );
}

#[tokio::test(start_paused = true)]
async fn limit_ends_the_wait_with_the_last_state() {
    let (call, calls) = answers(&[Ok("configuring")]);
    let started = Instant::now();
    let error = wait_until(call, judge)
        .limit(60 * SECOND)
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.may_have_executed());
    // The last pause was shortened for a last call.
    assert!(started.elapsed() >= 59 * SECOND && started.elapsed() < 60 * SECOND);
    let cause = cause(&error);
    assert_eq!(cause.state(), Some("configuring"));
    assert_eq!(cause.calls(), calls.load(Ordering::Relaxed));
    let text = error.to_string();
    let expected = format!("timed out: not done after {} calls in ", cause.calls());
    assert!(text.starts_with(&expected), "{text}");
    let end = ", and the limit of the wait is 60s; the last state was `configuring`";
    assert!(text.ends_with(end), "{text}");
}

#[tokio::test(start_paused = true)]
async fn limit_abandons_a_call_in_progress() {
    let call = || async {
        tokio::time::sleep(90 * SECOND).await;
        Ok::<_, Error>("online")
    };
    let started = Instant::now();
    let error = wait_until(call, judge)
        .limit(60 * SECOND)
        .await
        .unwrap_err();
    assert_eq!(started.elapsed(), 60 * SECOND);
    // The call may be a write.
    assert!(error.is_timeout() && error.may_have_executed());
    assert_eq!((cause(&error).calls(), cause(&error).state()), (1, None));
    assert!(error.to_string().contains("no state was seen"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn failures_that_go_away_are_tolerated_and_others_are_not() {
    let (transient, auth) = (
        Err(Some(ErrorClass::Transient)),
        Err(Some(ErrorClass::Auth)),
    );
    let some = [transient, transient, transient, Ok("configuring")];
    let (call, calls) = answers(&[&some[..], &some[..], &[Ok("online")]].concat());
    assert_eq!(wait_until(call, judge).await.unwrap(), "online");
    assert_eq!(calls.load(Ordering::Relaxed), 9);

    let (call, calls) = answers(&[transient]);
    let error = wait_until(call, judge).await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert_eq!(calls.load(Ordering::Relaxed), 4);

    let (call, calls) = answers(&[transient]);
    let none = WaitPolicy::standard().tolerated_failures(0);
    wait_until(call, judge).policy(none).await.unwrap_err();
    assert_eq!(calls.load(Ordering::Relaxed), 1);

    let (call, calls) = answers(&[Ok("configuring"), auth]);
    assert!(wait_until(call, judge).await.unwrap_err().is_auth());
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn limit_names_the_failure_of_the_last_call() {
    let (call, _) = answers(&[Ok("configuring"), Err(Some(ErrorClass::Transient))]);
    let limit = wait_until(call, judge)
        .interval(9 * SECOND)
        .limit(10 * SECOND);
    let error = limit.await.unwrap_err();
    assert_eq!(cause(&error).state(), Some("configuring"));
    let text = error.to_string();
    assert!(
        text.contains("and the last call failed: Op: the service"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn requested_pause_is_kept() {
    let calls = Cell::new(0);
    let call = || {
        calls.set(calls.get() + 1);
        ready(match calls.get() {
            1 => Err(Error::service(
                "Op",
                429,
                ErrorResponse::default(),
                Some(ErrorClass::Throttling),
            )
            .with_retry_after(Some(90 * SECOND))),
            _ => Ok("online"),
        })
    };
    let mut running = Running::start(Goal::default(), WaitPolicy::standard()).unwrap();
    let pause = running.after(call().into_inner().map(|_| Progress::Done));
    assert_eq!(pause.unwrap(), 90 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn dropped_wait_makes_no_further_call() {
    let (call, calls) = answers(&[Ok("configuring")]);
    let wait = wait_until(call, judge).into_future();
    assert!(tokio::time::timeout(7 * SECOND, wait).await.is_err());
    let made = calls.load(Ordering::Relaxed);
    assert_eq!(made, 2);
    tokio::time::sleep(600 * SECOND).await;
    assert_eq!(calls.load(Ordering::Relaxed), made);
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_up_to_the_longest() {
    let policy = WaitPolicy::standard()
        .interval(2 * SECOND)
        .longest_interval(10 * SECOND);
    for (earlier, longest) in [(0, 2), (1, 4), (2, 8), (3, 10), (40, 10)] {
        let pause = policy.pause(earlier);
        let longest = longest * SECOND;
        assert!(
            pause <= longest && pause >= longest * 3 / 4,
            "{earlier}: {pause:?}"
        );
    }
    // A longest interval below the first is no limit.
    assert!(policy.longest_interval(SECOND).pause(9) > SECOND);
}

#[tokio::test]
async fn interval_of_zero_is_refused_before_the_first_call() {
    let (call, calls) = answers(&[Ok("online")]);
    let error = wait_until(call, judge)
        .interval(Duration::ZERO)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid request: the interval of a wait is zero"
    );
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn wait_outside_a_runtime_fails_with_the_reason() {
    let (call, _) = answers(&[Ok("online")]);
    let mut wait = wait_until(call, judge).into_future();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match wait.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Configuration),
        other => panic!("{other:?}"),
    }
}

#[test]
fn errors_say_all_in_one_line_whatever_the_state_contains() {
    let mut running = Running::start(Goal::default(), WaitPolicy::standard()).unwrap();
    let error = running
        .after(Ok(Progress::failed("a\nb\u{202e}c")))
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("failed state: `a b\\u{202e}c`, after 1 call in ")
    );
}

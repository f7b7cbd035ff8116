//! Awaits a future until a deadline.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use tokio::time::{Instant, Sleep, sleep_until};

/// The deadline passed before the future was ready.
#[derive(Debug)]
pub(crate) struct DeadlineExceeded;

/// Awaits a future until the deadline, if there is one.
pub(crate) async fn until<F: Future + Unpin>(
    deadline: Option<Instant>,
    mut future: F,
) -> Result<F::Output, DeadlineExceeded> {
    let mut timer = pin!(None::<Sleep>);
    poll_fn(|context| {
        if let Poll::Ready(output) = Pin::new(&mut future).poll(context) {
            return Poll::Ready(Ok(output));
        }
        // Most futures are ready at once and need no timer. A call takes at least 2 % more CPU if
        // each wait gets one.
        if let (None, Some(deadline)) = (&*timer, deadline) {
            timer.set(Some(sleep_until(deadline)));
        }
        match timer.as_mut().as_pin_mut() {
            Some(timer) => timer.poll(context).map(|()| Err(DeadlineExceeded)),
            None => Poll::Pending,
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn late_future_exceeds_the_deadline() {
        let started = Instant::now();
        let soon = started + Duration::from_secs(1);
        let late = Box::pin(tokio::time::sleep(Duration::from_secs(2)));
        assert!(until(Some(soon), late).await.is_err());
        assert_eq!(started.elapsed().as_secs(), 1);
        assert!(until(Some(soon), pending::<()>()).await.is_err());

        let late = Box::pin(tokio::time::sleep(Duration::from_secs(2)));
        assert!(until(None, late).await.is_ok());
        assert_eq!(started.elapsed().as_secs(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn ready_future_succeeds_after_the_deadline() {
        let past = Instant::now();
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(until(Some(past), ready(1)).await.unwrap(), 1);
    }
}

//! Awaits a future until a deadline.

use tokio::time::{Instant, timeout_at};

/// The deadline passed before the future was ready.
#[derive(Debug)]
pub(crate) struct DeadlineExceeded;

/// Awaits a future until the deadline, if there is one.
pub(crate) async fn until<F: Future>(
    deadline: Option<Instant>,
    future: F,
) -> Result<F::Output, DeadlineExceeded> {
    match deadline {
        Some(deadline) => timeout_at(deadline, future)
            .await
            .map_err(|_| DeadlineExceeded),
        None => Ok(future.await),
    }
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

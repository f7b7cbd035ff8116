//! Waiting: a call is repeated until what it returns has reached a state.
//!
//! Builders of generated clients have methods for the documented states, such as `until_online`.
//! [`wait_until`] waits for anything else:
//!
//! ```no_run
//! # async fn count() -> Result<u32, alibabacloud_rpc::Error> { Ok(3) }
//! use std::time::Duration;
//! use alibabacloud_rpc::wait::{Progress, wait_until};
//!
//! # async fn example() -> Result<(), alibabacloud_rpc::Error> {
//! let count = wait_until(count, |count| match *count {
//!     10.. => Progress::Done,
//!     0 => Progress::failed("empty"),
//!     below => Progress::pending(below),
//! })
//! .interval(Duration::from_secs(2))
//! .limit(Duration::from_secs(60))
//! .await?;
//! # Ok(()) }
//! ```
//!
//! The first call is made at once. After each, the wait pauses as its [`WaitPolicy`] says. It ends
//! with the last response, or with an error:
//!
//! - A failed state is an error of the kind [`FailedState`](crate::ErrorKind::FailedState).
//! - The limit of the policy is an error for which [`is_timeout`](crate::Error::is_timeout) is
//!   true. A call that is in progress then is abandoned.
//! - The error of a call ends the wait, unless it may succeed [later](crate::Error::is_retryable)
//!   and the policy tolerates it.
//!
//! The first two have a [`WaitError`] as their [`underlying`](crate::Error::underlying) error,
//! which has the state that was seen last. A state that is neither done nor failed never ends a
//! wait. Dropping the future ends it. Each wait that is not dropped logs one line at level info.

mod error;
mod policy;
mod progress;
mod running;

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::sleep;

pub(crate) use error::Goal;
pub use error::WaitError;
pub use policy::WaitPolicy;
pub use progress::Progress;
pub(crate) use running::Running;

use crate::error::Error;
use crate::support::deadline::until;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;
type Call<'a, T> = Box<dyn FnMut() -> BoxFuture<'a, T> + Send + 'a>;
type Judge<'a, T> = Box<dyn FnMut(&T) -> Progress + Send + 'a>;

/// Repeats a call until a function says of its response that it is done.
///
/// The function may also return a `bool`: whether it is done. See the [module](self) for an
/// example, and for how a wait ends.
pub fn wait_until<'a, T, F, P>(
    mut call: impl FnMut() -> F + Send + 'a,
    mut done: impl FnMut(&T) -> P + Send + 'a,
) -> WaitUntil<'a, T>
where
    T: Send + 'a,
    F: Future<Output = Result<T, Error>> + Send + 'a,
    P: Into<Progress>,
{
    WaitUntil {
        goal: Goal::default(),
        call: Box::new(move || Box::pin(call())),
        done: Box::new(move |response| done(response).into()),
        policy: WaitPolicy::standard(),
    }
}

/// A wait that begins when it is awaited. Returned by [`wait_until`].
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitUntil<'a, T> {
    goal: Goal,
    call: Call<'a, T>,
    done: Judge<'a, T>,
    policy: WaitPolicy,
}

impl<T> WaitUntil<'_, T> {
    /// Sets the pause after the first call, as [`WaitPolicy::interval`] does.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.policy = self.policy.interval(interval);
        self
    }

    /// Sets how long to wait altogether, as [`WaitPolicy::limit`] does.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.policy = self.policy.limit(limit);
        self
    }

    /// Sets the whole policy.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets what errors and logs say about the wait.
    pub(crate) fn towards(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    async fn run(mut self) -> Result<T, Error> {
        // Timers would panic.
        if Handle::try_current().is_err() {
            return Err(Error::no_runtime(self.goal.operation));
        }
        let mut running = Running::start(self.goal, self.policy)?;
        loop {
            let Ok(outcome) = until(running.deadline(), (self.call)()).await else {
                return Err(running.interrupted());
            };
            let judged = outcome.map(|response| ((self.done)(&response), response));
            let pause = match judged {
                Ok((Progress::Done, response)) => {
                    running.done();
                    return Ok(response);
                }
                Ok((progress, _)) => running.after(Ok(progress))?,
                Err(error) => running.after(Err(error))?,
            };
            sleep(pause).await;
        }
    }
}

impl<'a, T: Send + 'a> IntoFuture for WaitUntil<'a, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for WaitUntil<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitUntil")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

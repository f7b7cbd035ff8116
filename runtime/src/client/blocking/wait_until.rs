//! Waits whose calls block.

use std::fmt;
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::wait::{Goal, Progress, Running, WaitPolicy};

/// Repeats a blocking call until a function says of its response that it is done.
///
/// It is [`wait_until`](crate::wait_until) for programs without async: nothing happens until
/// [`wait`](WaitUntil::wait) is called. The limit abandons no call that is in progress.
///
/// ```no_run
/// # fn count() -> Result<u32, alibabacloud_rpc::Error> { Ok(3) }
/// # fn main() -> Result<(), alibabacloud_rpc::Error> {
/// let count = alibabacloud_rpc::blocking::wait_until(count, |count| *count > 9).wait()?;
/// # Ok(()) }
/// ```
pub fn wait_until<'a, T, P>(
    call: impl FnMut() -> Result<T, Error> + 'a,
    mut done: impl FnMut(&T) -> P + 'a,
) -> WaitUntil<'a, T>
where
    P: Into<Progress>,
{
    WaitUntil {
        call: Box::new(call),
        done: Box::new(move |response| done(response).into()),
        policy: WaitPolicy::standard(),
    }
}

type Call<'a, T> = Box<dyn FnMut() -> Result<T, Error> + 'a>;
type Judge<'a, T> = Box<dyn FnMut(&T) -> Progress + 'a>;

/// A wait that begins with [`wait`](Self::wait). Returned by [`wait_until`].
#[must_use = "a wait does nothing until `wait` is called"]
pub struct WaitUntil<'a, T> {
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

    /// Waits, and returns the last response.
    ///
    /// # Errors
    ///
    /// See [`wait`](crate::wait).
    pub fn wait(mut self) -> Result<T, Error> {
        let mut running = Running::start(Goal::default(), self.policy)?;
        loop {
            let pause = match (self.call)() {
                Ok(response) => match (self.done)(&response) {
                    Progress::Done => {
                        running.done();
                        return Ok(response);
                    }
                    progress => running.after(Ok(progress))?,
                },
                Err(error) => running.after(Err(error))?,
            };
            thread::sleep(pause);
        }
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
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn blocking_wait_needs_no_runtime() {
        let soon = Duration::from_millis(1);
        let mut calls = 0;
        let call = || {
            calls += 1;
            Ok(calls)
        };
        assert_eq!(
            wait_until(call, |calls| *calls > 2)
                .interval(soon)
                .wait()
                .unwrap(),
            3
        );

        let broken = wait_until(|| Ok(1), |state| Progress::failed(state));
        assert_eq!(broken.wait().unwrap_err().kind(), ErrorKind::FailedState);

        let never = wait_until(|| Ok(1), |_| false);
        let never = never.interval(soon).limit(20 * soon);
        assert!(never.wait().unwrap_err().is_timeout());

        let fails = || Err::<u8, Error>(Error::no_runtime("Op"));
        let error = wait_until(fails, |_| true).wait().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

//! What the methods of a builder that wait for a state return.

use std::fmt;
use std::time::Duration;

use super::caller::SendRequest;
use super::operation::Waitable;
use super::waiter::Waiter;
use crate::wait::WaitPolicy;

/// A wait for a state, which begins when it is awaited. With a blocking client,
/// [`wait`](Self::wait) begins it.
///
/// Its methods change the interval and the limit, which the method of the builder documents. The
/// module [`wait`](crate::wait) says how a wait ends.
#[must_use = "a wait does nothing until it is awaited, or until `wait` is called"]
pub struct Wait<R, C> {
    request: R,
    client: C,
    waiter: Waiter,
}

impl<R, C> Wait<R, C> {
    pub(super) fn new(request: R, client: C, waiter: Waiter) -> Self {
        Self {
            request,
            client,
            waiter,
        }
    }

    /// Sets the pause after the first call, as [`WaitPolicy::interval`] does.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.waiter.policy = self.waiter.policy.interval(interval);
        self
    }

    /// Sets how long to wait altogether, as [`WaitPolicy::limit`] does.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.waiter.policy = self.waiter.policy.limit(limit);
        self
    }

    /// Sets the whole policy.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.waiter.policy = policy;
        self
    }

    /// Waits, and returns the last response; empty if an error said that there is nothing.
    ///
    /// # Errors
    ///
    /// See the module [`wait`](crate::wait).
    pub fn wait(self) -> C::Call<R>
    where
        C: SendRequest,
        R: Waitable,
    {
        self.client.wait(self.request, self.waiter)
    }
}

impl<R, C> IntoFuture for Wait<R, C>
where
    R: Waitable,
    C: SendRequest<Call<R>: Future>,
{
    type Output = <C::Call<R> as Future>::Output;
    type IntoFuture = C::Call<R>;

    fn into_future(self) -> Self::IntoFuture {
        self.wait()
    }
}

impl<R: fmt::Debug, C> fmt::Debug for Wait<R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("request", &self.request)
            .field("waiter", &self.waiter)
            .finish_non_exhaustive()
    }
}

//! The way of a call: attempts, and the waits between them.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use tracing::Instrument as _;

use super::attempt::{Attempt, Failure};
use super::observe::FailureView;
use super::shared::Shared;
use super::spans::{record_answer, record_duration};
use crate::auth::Credentials;
use crate::codec::decode::Response;
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::info::{EXPIRED_TOKEN, ErrorClass, OperationInfo};
use crate::policy::retry::{FailedAttempt, Retry};
use crate::support::deadline::{DeadlineExceeded, until};

/// A call under way.
pub(crate) struct Call<'a> {
    client: &'a Shared,
    operation: &'static OperationInfo,
    parameters: &'a Parameters,
    begun: Instant,
    deadline: Option<Instant>,
    span: tracing::Span,
    attempts: u32,
    /// Whether an attempt was repeated to set the clock right, which does not count as one.
    clock_corrected: bool,
    /// Whether an attempt was repeated with other credentials, which does not count as one either.
    credentials_replaced: bool,
    may_have_executed: bool,
    /// Why the attempt before failed.
    last: Option<Error>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(
        client: &'a Shared,
        operation: &'static OperationInfo,
        parameters: &'a Parameters,
    ) -> Self {
        let begun = Instant::now();
        let limit = client.config.operation_timeout;
        Self {
            client,
            operation,
            parameters,
            begun,
            deadline: limit.and_then(|limit| begun.checked_add(limit)),
            span: tracing::debug_span!(
                "call",
                service = client.service.product,
                operation = operation.name,
                region = client.config.region.as_deref(),
                status = tracing::field::Empty,
                request_id = tracing::field::Empty,
                attempts = tracing::field::Empty,
                duration_ms = tracing::field::Empty,
            ),
            attempts: 0,
            clock_corrected: false,
            credentials_replaced: false,
            may_have_executed: false,
            last: None,
        }
    }

    /// Makes attempts until one succeeds, or no other may follow, or the time is up.
    pub(crate) async fn run(&mut self, response: &mut dyn Response) -> Result<(), Error> {
        let span = self.span.clone();
        let outcome = self.attempt_until_final(response).instrument(span).await;
        self.span.record("attempts", self.attempts);
        record_duration(&self.span, self.begun);
        outcome.map_err(|error| {
            record_answer(&self.span, error.status(), error.request_id());
            self.span
                .in_scope(|| tracing::debug!(%error, "call failed"));
            error
        })
    }

    async fn attempt_until_final(&mut self, response: &mut dyn Response) -> Result<(), Error> {
        let config = &self.client.config;
        if let Some(invalid) = self.parameters.invalid() {
            return Err(Error::invalid_parameter(self.operation.name, invalid));
        }
        loop {
            let credentials = self.credentials().await?;
            self.wait_for_permit(credentials.access_key_id()).await?;

            self.attempts += 1;
            let begun = Instant::now();
            let span = tracing::debug_span!(
                "attempt",
                number = self.attempts,
                status = tracing::field::Empty,
                request_id = tracing::field::Empty,
                duration_ms = tracing::field::Empty,
            );
            let attempt = Attempt {
                client: self.client,
                operation: self.operation,
                parameters: self.parameters,
                credentials: &credentials,
                number: self.attempts,
                deadline: self.deadline,
                begun,
                call: &self.span,
                span: &span,
            };
            let sent = attempt.send(response).instrument(span.clone()).await;
            record_duration(&span, begun);
            let Err(mut failure) = sent else {
                self.client.retry_budget.earn();
                return Ok(());
            };

            self.may_have_executed |= failure.error.may_have_executed();
            if failure.error.is_timeout() && self.is_out_of_time() {
                failure.error = self.out_of_time().with_head_of(&failure.error);
            }
            // In a box, so that calls that do not fail have no room for it.
            let wait = Box::pin(self.wait_before_next(&failure, &credentials)).await;
            let error = failure
                .error
                .with_attempts(self.attempts, self.may_have_executed);
            if let Some(observer) = &config.observer {
                observer.failure(&FailureView {
                    operation: self.operation.name,
                    attempt: self.attempts,
                    error: &error,
                    duration: begun.elapsed(),
                    next_attempt_in: wait,
                });
            }
            let Some(wait) = wait else {
                return Err(error);
            };
            tracing::debug!(%error, ?wait, "attempt failed, another follows");
            self.last = Some(error);
            response.clear();
            // It ends before the deadline, or would not have been begun.
            sleep(wait).await;
        }
    }

    /// The credentials of the next attempt.
    async fn credentials(&mut self) -> Result<Credentials, Error> {
        let provided = self.client.config.credentials.credentials();
        match until(self.deadline, provided).await {
            Ok(Ok(credentials)) => Ok(credentials),
            Err(DeadlineExceeded) => Err(self.out_of_time_between_attempts()),
            Ok(Err(error)) => {
                let error = Error::credentials(self.operation.name, error);
                // What became of the attempts before matters more.
                Err(match self.last.take() {
                    None => error,
                    Some(last) => {
                        tracing::debug!(%error, "no other attempt");
                        last
                    }
                })
            }
        }
    }

    /// Waits until the rate limit permits an attempt.
    async fn wait_for_permit(&mut self, access_key_id: &str) -> Result<(), Error> {
        let limits = &self.client.config.rate_limits;
        let limiter = &self.client.limiter;
        let Some(queue) = limiter.queue(limits, access_key_id, self.operation) else {
            return Ok(());
        };
        let ticket = match queue.admit(self.deadline) {
            Ok(None) => return Ok(()),
            Ok(Some(ticket)) => ticket,
            Err(exceeded) => {
                return Err(self.last.take().unwrap_or_else(|| {
                    let timeout = self.client.config.operation_timeout;
                    let exceeded = exceeded.with_operation_timeout(timeout);
                    Error::rate_limit(self.operation.name, exceeded)
                }));
            }
        };
        // In a box, so that calls that need not wait have no room for it.
        match until(self.deadline, Box::pin(ticket.wait())).await {
            Ok(waited) => {
                tracing::debug!(?waited, "waited for the rate limit");
                Ok(())
            }
            Err(DeadlineExceeded) => Err(self.out_of_time_between_attempts()),
        }
    }

    /// The wait before the next attempt, if there may be one.
    async fn wait_before_next(
        &mut self,
        failure: &Failure,
        credentials: &Credentials,
    ) -> Option<Duration> {
        let policy = &self.client.config.retry;
        let error = &failure.error;
        // Both help the calls that come, whether or not this one is repeated.
        let clock_is_set = error.class() == Some(ErrorClass::ClockSkew) && self.set_clock(failure);
        let has_expired = error.code() == Some(EXPIRED_TOKEN);
        if has_expired {
            self.client.config.credentials.refused(credentials);
        }
        if policy.attempts() == 1 || self.is_out_of_time() {
            return None;
        }
        let failed = self.failed_attempt(error);
        let retry = match policy.classify(&failed) {
            Retry::Retry => true,
            Retry::DoNotRetry => return None,
            Retry::Default => failed.is_safe_to_retry(),
        };
        if clock_is_set && !self.clock_corrected {
            self.clock_corrected = true;
            return Some(Duration::ZERO);
        }
        if has_expired && !self.credentials_replaced && self.are_others_than(credentials).await {
            tracing::debug!("repeated with other credentials, since these have expired");
            self.credentials_replaced = true;
            return Some(Duration::ZERO);
        }
        let extra = u32::from(self.clock_corrected) + u32::from(self.credentials_replaced);
        let retries = self.attempts - 1 - extra;
        if !retry || retries + 1 >= policy.attempts() {
            return None;
        }
        let Some(wait) = policy.wait(error.class(), error.retry_after(), retries) else {
            tracing::debug!("not repeated, since the service asks for too long a wait");
            return None;
        };
        if self
            .deadline
            .is_some_and(|deadline| deadline.saturating_duration_since(Instant::now()) <= wait)
        {
            tracing::debug!(
                ?wait,
                "not repeated, since the wait would last past the operation timeout"
            );
            return None;
        }
        if !self.client.retry_budget.take() {
            tracing::debug!("not repeated, since the retry budget is spent");
            return None;
        }
        Some(wait)
    }

    fn failed_attempt<'e>(&'e self, error: &'e Error) -> FailedAttempt<'e> {
        FailedAttempt {
            operation: self.operation,
            attempt: self.attempts,
            error,
            idempotent: self.operation.read_only || self.parameters.has_value("ClientToken"),
        }
    }

    /// Whether the provider now has credentials other than those that expired.
    async fn are_others_than(&self, expired: &Credentials) -> bool {
        let provided = self.client.config.credentials.credentials();
        let now = until(self.deadline, provided).await;
        now.is_ok_and(|now| now.is_ok_and(|now| !now.is_same(expired)))
    }

    /// Sets the clock by what the service said, if it said something.
    fn set_clock(&self, failure: &Failure) -> bool {
        let Some(time) = failure.service_time else {
            return false;
        };
        let offset_ms = self.client.clock.set(time);
        tracing::warn!(
            offset_ms,
            "this machine's clock is wrong, requests are dated by the service's"
        );
        true
    }

    fn is_out_of_time(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// The error of a call whose time is up while it waits for the next attempt.
    fn out_of_time_between_attempts(&mut self) -> Error {
        let (attempts, may_have_executed) = (self.attempts, self.may_have_executed);
        self.out_of_time()
            .with_attempts(attempts, may_have_executed)
    }

    fn out_of_time(&mut self) -> Error {
        let limit = self.client.config.operation_timeout.unwrap_or_default();
        Error::out_of_time(self.operation.name, limit, self.last.take())
    }
}

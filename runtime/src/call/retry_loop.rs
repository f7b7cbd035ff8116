//! Runs a call: attempts, retries and backoff.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};
use tracing::Instrument as _;

use super::attempt::{Attempt, Failure};
use super::observe::FailureView;
use super::shared::Shared;
use super::spans::{record_duration, record_response};
use crate::auth::Credentials;
use crate::codec::decode::Response;
use crate::codec::encode::Parameters;
use crate::error::Error;
use crate::error::classify::refuses_credentials;
use crate::info::{ErrorClass, OperationInfo};
use crate::policy::retry::{FailedAttempt, Retry};
use crate::support::clock::Verdict;
use crate::support::deadline::{DeadlineExceeded, until};
use crate::support::defaults::{MIN_RESPONSE_TIME, MIN_RESPONSE_TIME_DIVISOR};

/// The wait before the first attempt from which on a call is logged as delayed.
const DELAY_TO_REPORT: Duration = Duration::from_secs(1);

/// A running call.
pub(crate) struct Call<'a> {
    client: &'a Shared,
    operation: &'static OperationInfo,
    parameters: &'a Parameters,
    started: Instant,
    deadline: Option<Instant>,
    span: tracing::Span,
    attempts: u32,
    /// How long the first attempt had to wait for credentials and the rate limit.
    waited: Duration,
    /// Whether there was a retry with a corrected clock, which does not count as an attempt.
    clock_corrected: bool,
    /// Whether there was a retry because the service's time was absurd, which does not count.
    time_doubted: bool,
    /// Whether there was a retry with new credentials, which does not count as an attempt.
    credentials_replaced: bool,
    /// The credentials for that retry.
    replacement: Option<Credentials>,
    /// The credentials that the service refused, which are not sent again.
    refused: Vec<Credentials>,
    may_have_executed: bool,
    /// The error of the previous attempt.
    previous_error: Option<Error>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(
        client: &'a Shared,
        operation: &'static OperationInfo,
        parameters: &'a Parameters,
    ) -> Self {
        let started = Instant::now();
        let limit = client.config.operation_timeout;
        Self {
            client,
            operation,
            parameters,
            started,
            deadline: limit.and_then(|limit| started.checked_add(limit)),
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
            waited: Duration::ZERO,
            clock_corrected: false,
            time_doubted: false,
            credentials_replaced: false,
            replacement: None,
            refused: Vec::new(),
            may_have_executed: false,
            previous_error: None,
        }
    }

    /// Makes attempts until one succeeds, no retry is permitted, or the operation timeout expires.
    pub(crate) async fn run(&mut self, response: &mut dyn Response) -> Result<(), Error> {
        let span = self.span.clone();
        let outcome = self.run_attempts(response).instrument(span).await;
        self.span.record("attempts", self.attempts);
        record_duration(&self.span, self.started);
        self.report_delay(outcome.is_ok());
        outcome.map_err(|error| {
            record_response(&self.span, error.status(), error.request_id());
            self.span
                .in_scope(|| tracing::debug!(%error, "call failed"));
            error
        })
    }

    async fn run_attempts(&mut self, response: &mut dyn Response) -> Result<(), Error> {
        let config = &self.client.config;
        if let Some(invalid) = self.parameters.invalid() {
            return Err(Error::invalid_parameter(self.operation.name, invalid));
        }
        // Timers and connections would panic.
        if Handle::try_current().is_err() {
            return Err(Error::no_runtime(self.operation.name));
        }
        loop {
            let credentials = self.credentials().await?;
            self.wait_for_permit(credentials.access_key_id()).await?;

            self.attempts += 1;
            let started = Instant::now();
            if self.attempts == 1 {
                self.waited = started - self.started;
            }
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
                started,
                call: &self.span,
                span: &span,
            };
            let outcome = attempt.send(response).instrument(span.clone()).await;
            record_duration(&span, started);
            let Err(mut failure) = outcome else {
                self.client.retry_budget.earn();
                return Ok(());
            };

            self.may_have_executed |= failure.error.may_have_executed();
            if failure.error.is_timeout() && self.deadline_has_passed() {
                failure.error = self.operation_timed_out(true).with_head_of(&failure.error);
            }
            // Boxed to keep the future of a successful call small.
            let wait = Box::pin(self.wait_before_next(&failure, &credentials)).await;
            let error = failure
                .error
                .with_attempts(self.attempts, self.may_have_executed);
            if let Some(observer) = &config.observer {
                observer.failure(&FailureView {
                    operation: self.operation.name,
                    attempt: self.attempts,
                    error: &error,
                    duration: started.elapsed(),
                    next_attempt_in: wait,
                });
            }
            let Some(wait) = wait else {
                return Err(error);
            };
            tracing::debug!(%error, ?wait, "attempt failed, retrying");
            self.previous_error = Some(error);
            response.clear();
            // No deadline here: waits that would exceed it are not started.
            sleep(wait).await;
        }
    }

    /// Logs a call that had to wait before its first attempt, or needed several attempts.
    fn report_delay(&self, succeeded: bool) {
        if self.attempts > 1 || self.waited > DELAY_TO_REPORT {
            tracing::info!(
                operation = self.operation.name,
                attempts = self.attempts,
                waited_ms = u64::try_from(self.waited.as_millis()).unwrap_or(u64::MAX),
                duration_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
                succeeded,
                "the call was delayed"
            );
        }
    }

    /// Returns the credentials for the next attempt; empty ones if it is not signed.
    async fn credentials(&mut self) -> Result<Credentials, Error> {
        if !self.operation.signed {
            return Ok(Credentials::none());
        }
        if let Some(replacement) = self.replacement.take() {
            return Ok(replacement);
        }
        let provided = self.client.config.credentials.credentials();
        let provided = until(self.latest_start(), provided).await;
        match provided.map(|provided| provided.and_then(Credentials::checked_by_part)) {
            Ok(Ok(credentials)) => match self.previous_error.take() {
                Some(previous) if self.has_refused(&credentials) => Err(previous),
                previous => {
                    self.previous_error = previous;
                    Ok(credentials)
                }
            },
            Err(DeadlineExceeded) => Err(self.timeout_between_attempts()),
            Ok(Err(error)) => {
                let error = Error::credentials(self.operation.name, error);
                // The error of the previous attempt matters more.
                Err(match self.previous_error.take() {
                    None => error,
                    Some(previous) => {
                        tracing::debug!(%error, "not retried, since getting credentials failed");
                        previous
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
        let latest = self.latest_start();
        let ticket = match queue.admit(latest) {
            Ok(None) => return Ok(()),
            Ok(Some(ticket)) => ticket,
            Err(exceeded) => {
                return Err(self.previous_error.take().unwrap_or_else(|| {
                    let timeout = self.client.config.operation_timeout;
                    let exceeded = exceeded.with_operation_timeout(timeout);
                    Error::rate_limit(self.operation.name, exceeded)
                }));
            }
        };
        // Boxed to keep the future of a call that need not wait small.
        match until(latest, Box::pin(ticket.wait())).await {
            Ok(waited) => {
                tracing::debug!(?waited, "waited for the rate limit");
                Ok(())
            }
            Err(DeadlineExceeded) => Err(self.timeout_between_attempts()),
        }
    }

    /// Returns the wait before the next attempt, or `None` if the call is not retried.
    async fn wait_before_next(
        &mut self,
        failure: &Failure,
        credentials: &Credentials,
    ) -> Option<Duration> {
        let policy = &self.client.config.retry;
        let error = &failure.error;
        // Both help later calls, even if this one is not retried.
        let verdict = (error.class() == Some(ErrorClass::ClockSkew))
            .then(|| self.judge_clock(failure))
            .flatten();
        let refused = self.operation.signed && error.code().is_some_and(refuses_credentials);
        if refused {
            self.client.config.credentials.refused(credentials);
        }
        if policy.attempts() == 1 || self.deadline_has_passed() {
            return None;
        }
        let failed = self.failed_attempt(error);
        let retry = match policy.classify(&failed) {
            Retry::Retry => true,
            Retry::DoNotRetry => return None,
            Retry::Default => failed.is_safe_to_retry(),
        };
        match verdict {
            Some(Verdict::Wrong) if !self.clock_corrected => {
                self.clock_corrected = true;
                return Some(Duration::ZERO);
            }
            // The next response may have a time to set the clock by.
            Some(Verdict::Absurd) if !self.time_doubted => {
                self.time_doubted = true;
                return Some(Duration::ZERO);
            }
            _ => {}
        }
        if refused {
            self.refused.push(credentials.clone());
        }
        if refused && !self.credentials_replaced {
            self.replacement = self.other_credentials().await;
            if self.replacement.is_some() {
                tracing::debug!("retrying with new credentials, since the old ones were refused");
                self.credentials_replaced = true;
                return Some(Duration::ZERO);
            }
        }
        let extra = [
            self.clock_corrected,
            self.time_doubted,
            self.credentials_replaced,
        ];
        let retries = self.attempts - 1 - extra.into_iter().map(u32::from).sum::<u32>();
        if !retry || retries + 1 >= policy.attempts() {
            return None;
        }
        let Some(wait) = policy.wait(error.class(), error.retry_after(), retries) else {
            tracing::debug!("not retried, since the wait that the service requests is too long");
            return None;
        };
        if self
            .time_left()
            .is_some_and(|left| left <= wait + self.response_time())
        {
            tracing::debug!(
                ?wait,
                "not retried, since the wait would exceed the operation timeout"
            );
            return None;
        }
        if !self.client.retry_budget.take() {
            tracing::debug!("not retried, since the retry budget is exhausted");
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

    /// Returns the credentials that the provider now has, if they are not the refused ones.
    async fn other_credentials(&self) -> Option<Credentials> {
        let provided = self.client.config.credentials.credentials();
        let now = until(self.latest_start(), provided).await.ok()?.ok()?;
        let now = now.checked_by_part().ok()?;
        (!self.has_refused(&now)).then_some(now)
    }

    fn has_refused(&self, credentials: &Credentials) -> bool {
        let mut refused = self.refused.iter();
        refused.any(|refused| refused.is_same(credentials))
    }

    /// Sets the clock to the time of the service, if that explains why the service refused the
    /// request.
    fn judge_clock(&self, failure: &Failure) -> Option<Verdict> {
        let time = failure.service_time?;
        let verdict = self.client.clock.judge(time);
        match verdict {
            Verdict::Wrong => {
                let offset_ms = self.client.clock.set(time);
                tracing::warn!(
                    offset_ms,
                    "the clock of this machine is wrong; using the time of the service for requests"
                );
            }
            Verdict::Absurd => tracing::warn!("the response has an absurd date, which is ignored"),
            Verdict::Right => {}
        }
        Some(verdict)
    }

    fn deadline_has_passed(&self) -> bool {
        self.time_left().is_some_and(|left| left.is_zero())
    }

    /// Returns the time left until the operation timeout expires.
    fn time_left(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_duration_since(Instant::now()))
    }

    /// Returns how much time an attempt must have left. One that is sent too late times out, and
    /// nobody knows whether it was executed.
    fn response_time(&self) -> Duration {
        let timeout = self.client.config.operation_timeout.unwrap_or_default();
        MIN_RESPONSE_TIME.min(timeout / MIN_RESPONSE_TIME_DIVISOR)
    }

    /// Returns the latest time to send an attempt.
    fn latest_start(&self) -> Option<Instant> {
        let deadline = self.deadline?;
        deadline.checked_sub(self.response_time())
    }

    /// Returns the error of a call that times out before an attempt.
    fn timeout_between_attempts(&mut self) -> Error {
        let (attempts, may_have_executed) = (self.attempts, self.may_have_executed);
        self.operation_timed_out(false)
            .with_attempts(attempts, may_have_executed)
    }

    fn operation_timed_out(&mut self, during_attempt: bool) -> Error {
        let limit = self.client.config.operation_timeout.unwrap_or_default();
        let previous = self.previous_error.take();
        Error::operation_timed_out(self.operation.name, limit, during_attempt, previous)
    }
}

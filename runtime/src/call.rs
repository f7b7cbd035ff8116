//! The way of a call: attempts, and the waits between them.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument as _;

use crate::attempt::{Attempt, Failure, record_answer};
use crate::client::Shared;
use crate::credentials::Credentials;
use crate::decode::ReadFields;
use crate::encode::Parameters;
use crate::error::Error;
use crate::observe::FailureView;
use crate::operation::{ErrorClass, OperationInfo};
use crate::retry::{FailedAttempt, Retry};

/// What every service of the cloud answers to a security token that is past its lifetime.
const EXPIRED_TOKEN: &str = "InvalidSecurityToken.Expired";

/// A response that can be read anew after an attempt failed half-way.
pub(crate) trait Response: ReadFields + Send {
    /// Forgets what was read.
    fn clear(&mut self);
}

impl<T: ReadFields + Default + Send> Response for T {
    fn clear(&mut self) {
        *self = T::default();
    }
}

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
    in_flight: bool,
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
            in_flight: false,
            may_have_executed: false,
            last: None,
        }
    }

    /// Makes attempts until one succeeds, or no other may follow, or the time is up.
    pub(crate) async fn run(mut self, response: &mut dyn Response) -> Result<(), Error> {
        let (span, deadline) = (self.span.clone(), self.deadline);
        let attempts = self.attempt_repeatedly(response).instrument(span);
        let outcome = match deadline {
            None => attempts.await,
            Some(deadline) => match timeout_at(deadline, attempts).await {
                Ok(outcome) => outcome,
                Err(_) => Err(self.timed_out()),
            },
        };
        self.span.record("attempts", self.attempts);
        if !self.span.is_disabled() {
            let millis = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.span.record("duration_ms", millis);
        }
        outcome.map_err(|error| {
            let error = error.with_attempts(self.attempts, self.may_have_executed);
            record_answer(&self.span, error.status(), error.request_id());
            self.span
                .in_scope(|| tracing::debug!(%error, "call failed"));
            error
        })
    }

    async fn attempt_repeatedly(&mut self, response: &mut dyn Response) -> Result<(), Error> {
        let config = &self.client.config;
        if let Some(invalid) = self.parameters.invalid() {
            return Err(Error::invalid_parameter(self.operation.name, invalid));
        }
        loop {
            let credentials = config
                .credentials
                .credentials()
                .await
                .map_err(|error| Error::credentials(self.operation.name, error))?;
            self.wait_for_permit(credentials.access_key_id()).await?;

            self.attempts += 1;
            let begun = Instant::now();
            let attempt = Attempt {
                client: self.client,
                operation: self.operation,
                parameters: self.parameters,
                credentials: &credentials,
                number: self.attempts,
                call: &self.span,
            };
            let span = tracing::debug_span!(
                "attempt",
                number = self.attempts,
                status = tracing::field::Empty,
                request_id = tracing::field::Empty,
            );
            self.in_flight = true;
            let sent = attempt.send(response).instrument(span).await;
            self.in_flight = false;
            let Err(failure) = sent else {
                self.client.retry_budget.earn();
                return Ok(());
            };

            self.may_have_executed |= failure.error.may_have_executed();
            let wait = match self.wait_before_next(&failure) {
                None if self.replace_credentials(&failure.error, &credentials).await => {
                    Some(Duration::ZERO)
                }
                wait => wait,
            };
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
            sleep(wait).await;
        }
    }

    /// Waits until the rate limit permits an attempt.
    async fn wait_for_permit(&mut self, access_key_id: &str) -> Result<(), Error> {
        let limits = &self.client.config.rate_limits;
        let permit =
            self.client
                .limiter
                .admit(limits, access_key_id, self.operation, self.deadline);
        match permit.await {
            Ok(Duration::ZERO) => Ok(()),
            Ok(waited) => {
                tracing::debug!(?waited, "waited for the rate limit");
                Ok(())
            }
            Err(too_long) => Err(self.last.take().unwrap_or_else(|| {
                let timeout = self.client.config.operation_timeout.unwrap_or_default();
                Error::rate_limit(self.operation.name, &too_long, timeout)
            })),
        }
    }

    /// The wait before the next attempt, if there may be one.
    fn wait_before_next(&mut self, failure: &Failure) -> Option<Duration> {
        let policy = &self.client.config.retry;
        let error = &failure.error;
        let corrected = error.class() == Some(ErrorClass::ClockSkew) && self.correct_clock(failure);
        let failed = self.failed_attempt(error);
        if policy.attempts() == 1 {
            return None;
        }
        let repeat = match policy.classify(&failed) {
            Retry::Retry => true,
            Retry::DoNotRetry => false,
            Retry::Default if corrected && !self.clock_corrected => {
                self.clock_corrected = true;
                return Some(Duration::ZERO);
            }
            Retry::Default => failed.is_safe_to_repeat(),
        };
        let extra = u32::from(self.clock_corrected) + u32::from(self.credentials_replaced);
        let repetitions = self.attempts - 1 - extra;
        if !repeat || repetitions + 1 >= policy.attempts() {
            return None;
        }
        let Some(wait) = policy.wait(error, repetitions) else {
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

    /// Has the provider come up with others in place of credentials that expired, once a call.
    async fn replace_credentials(&mut self, error: &Error, expired: &Credentials) -> bool {
        let config = &self.client.config;
        let is_hopeless = self.credentials_replaced || config.retry.attempts() == 1;
        if is_hopeless || error.code() != Some(EXPIRED_TOKEN) {
            return false;
        }
        if config.retry.classify(&self.failed_attempt(error)) == Retry::DoNotRetry {
            return false;
        }
        config.credentials.refused(expired);
        let others = config.credentials.credentials().await;
        self.credentials_replaced = others.is_ok_and(|others| !others.is_same(expired));
        if self.credentials_replaced {
            tracing::debug!("repeated with other credentials, since these have expired");
        }
        self.credentials_replaced
    }

    /// Sets the clock by what the service said, if it said something.
    fn correct_clock(&self, failure: &Failure) -> bool {
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

    fn timed_out(&mut self) -> Error {
        self.may_have_executed |= self.in_flight;
        let limit = self.client.config.operation_timeout.unwrap_or_default();
        Error::out_of_time(self.operation.name, limit, self.last.take())
    }
}

#[cfg(test)]
mod tests;

//! Timeouts of calls, attempts and connections.

use std::time::Duration;

use crate::support::defaults::{ATTEMPT_TIMEOUT, CONNECT_TIMEOUT, OPERATION_TIMEOUT};

/// The timeouts as configured.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timeouts {
    pub(super) connect: Option<Duration>,
    pub(super) attempt: Limit,
    pub(super) operation: Limit,
}

/// A timeout that may be unset or unlimited.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Limit {
    #[default]
    Default,
    None,
    After(Duration),
}

impl Limit {
    /// Returns this limit if it is set, or else the given one.
    pub(super) fn or(self, other: Option<Duration>) -> Self {
        match self {
            Self::Default => other.into(),
            set => set,
        }
    }
}

impl From<Option<Duration>> for Limit {
    fn from(limit: Option<Duration>) -> Self {
        limit.map_or(Self::None, Self::After)
    }
}

/// The timeouts in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ResolvedTimeouts {
    pub(super) connect: Duration,
    pub(super) attempt: Option<Duration>,
    pub(super) operation: Option<Duration>,
}

impl Timeouts {
    /// Fills in defaults that fit the configured timeouts. Fails with a text that names the
    /// contradicting settings.
    pub(super) fn resolve(self) -> Result<ResolvedTimeouts, String> {
        let operation = match self.operation {
            Limit::Default => Some(OPERATION_TIMEOUT),
            Limit::None => None,
            Limit::After(limit) => Some(check_limit("operation_timeout", limit, &[])?),
        };
        let outer = [("operation_timeout", operation)];
        let attempt = match self.attempt {
            Limit::Default => {
                Some(operation.map_or(ATTEMPT_TIMEOUT, |operation| ATTEMPT_TIMEOUT.min(operation)))
            }
            Limit::None => None,
            Limit::After(limit) => Some(check_limit("attempt_timeout", limit, &outer)?),
        };
        let outer = [
            ("attempt_timeout", attempt),
            ("operation_timeout", operation),
        ];
        let connect = match self.connect {
            // Shorter than an attempt, so that an unreachable host is reported as such and not as a
            // timeout, after which the request might have been sent.
            None => outer
                .iter()
                .filter_map(|(_, limit)| *limit)
                .fold(CONNECT_TIMEOUT, |connect, limit| connect.min(limit / 2)),
            Some(limit) => check_limit("connect_timeout", limit, &outer)?,
        };
        Ok(ResolvedTimeouts {
            connect,
            attempt,
            operation,
        })
    }
}

/// Returns a configured timeout if it is not zero and not longer than the enclosing ones.
fn check_limit(
    name: &str,
    limit: Duration,
    outer: &[(&str, Option<Duration>)],
) -> Result<Duration, String> {
    if limit.is_zero() {
        return Err(format!("{name} is zero"));
    }
    for (outer_name, outer) in outer {
        if let Some(outer) = outer.filter(|outer| limit > *outer) {
            return Err(format!(
                "{name} is {limit:?}, longer than {outer_name} of {outer:?}"
            ));
        }
    }
    Ok(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn resolve(
        connect: Option<u64>,
        attempt: Limit,
        operation: Limit,
    ) -> Result<(u64, Option<u64>, Option<u64>), String> {
        let timeouts = Timeouts {
            connect: connect.map(seconds),
            attempt,
            operation,
        };
        let seconds_of = |limit: Option<Duration>| limit.map(|limit| limit.as_secs());
        timeouts.resolve().map(|resolved| {
            (
                resolved.connect.as_secs(),
                seconds_of(resolved.attempt),
                seconds_of(resolved.operation),
            )
        })
    }

    #[test]
    fn defaults_fit_configured_timeouts() {
        use Limit::{After, Default, None as Never};
        for (attempt, operation, expected) in [
            (Default, Default, (5, Some(15), Some(60))),
            (Default, After(seconds(10)), (5, Some(10), Some(10))),
            (Default, After(seconds(2)), (1, Some(2), Some(2))),
            (After(seconds(6)), Default, (3, Some(6), Some(60))),
            (Never, Default, (5, None, Some(60))),
            (Never, After(seconds(4)), (2, None, Some(4))),
            (Never, Never, (5, None, None)),
            (After(seconds(90)), Never, (5, Some(90), None)),
        ] {
            assert_eq!(
                resolve(None, attempt, operation),
                Ok(expected),
                "{attempt:?} {operation:?}"
            );
        }
    }

    #[test]
    fn contradicting_timeouts_are_named() {
        use Limit::{After, Default, None as Never};
        for (connect, attempt, operation, reason) in [
            (Some(0), Default, Default, "connect_timeout is zero"),
            (None, After(seconds(0)), Default, "attempt_timeout is zero"),
            (
                None,
                Default,
                After(seconds(0)),
                "operation_timeout is zero",
            ),
            (
                None,
                After(seconds(90)),
                Default,
                "attempt_timeout is 90s, longer than operation_timeout of 60s",
            ),
            (
                Some(4),
                After(seconds(3)),
                Never,
                "connect_timeout is 4s, longer than attempt_timeout of 3s",
            ),
        ] {
            assert_eq!(resolve(connect, attempt, operation), Err(reason.to_owned()));
        }
    }
}

//! Why a wait failed.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::error::Error;
use crate::support::text::OneLine;

/// What errors and logs say about a wait.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Goal {
    /// The operation; empty if unknown.
    pub(crate) operation: &'static str,
    /// The state to reach; empty if it has no name.
    pub(crate) state: &'static str,
}

/// The cause of the error of a wait that reached a failed state or its limit.
///
/// ```
/// use alibabacloud_rpc::Error;
/// use alibabacloud_rpc::wait::WaitError;
///
/// /// Returns the state that a wait saw last.
/// fn last_state(error: &Error) -> Option<&str> {
///     error.underlying()?.downcast_ref::<WaitError>()?.state()
/// }
/// ```
#[derive(Debug)]
pub struct WaitError {
    pub(super) goal: Goal,
    /// The limit, if it was reached.
    pub(super) limit: Option<Duration>,
    pub(super) state: Option<String>,
    pub(super) waited: Duration,
    pub(super) calls: u32,
    /// The error of the last call, if it failed.
    pub(super) last: Option<Error>,
}

impl WaitError {
    /// Returns the state that was seen last, as the service names it; `None` if none was seen.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Returns how long the wait was.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.waited
    }

    /// Returns how many calls were made.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.calls
    }
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (goal, waited, calls) = (self.goal.state, self.waited, self.calls);
        let plural = if calls == 1 { "" } else { "s" };
        let state = self.state.as_deref().map(OneLine);
        match (self.limit, goal) {
            (None, goal) => {
                match state {
                    Some(state) => write!(f, "`{state}`")?,
                    None => f.write_str("one without a name")?,
                }
                if !goal.is_empty() {
                    write!(f, " instead of `{goal}`")?;
                }
                write!(f, ", after {calls} call{plural} in {waited:?}")
            }
            (Some(limit), goal) => {
                match goal {
                    "" => f.write_str("not done")?,
                    goal => write!(f, "not `{goal}`")?,
                }
                write!(
                    f,
                    " after {calls} call{plural} in {waited:?}, and the limit of the wait is \
                     {limit:?}; "
                )?;
                match state {
                    Some(state) => write!(f, "the last state was `{state}`")?,
                    None => f.write_str("no state was seen")?,
                }
                match self.last {
                    Some(_) => f.write_str(", and the last call failed"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl StdError for WaitError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.last.as_ref().map(|last| last as _)
    }
}

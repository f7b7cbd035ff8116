//! What a response says about a wait.

use std::fmt::Display;

/// How far something is. Returned by the function that is passed to [`wait_until`].
///
/// [`wait_until`]: super::wait_until
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// The wait is over.
    Done,
    /// The wait goes on. Holds the name of the state; empty if there is none.
    Pending(String),
    /// The wait is in vain, since this state never becomes the right one. Holds its name.
    Failed(String),
}

impl Progress {
    /// Returns that the wait goes on in a state.
    pub fn pending(state: impl Display) -> Self {
        Self::Pending(state.to_string())
    }

    /// Returns that the wait is in vain because of a state.
    pub fn failed(state: impl Display) -> Self {
        Self::Failed(state.to_string())
    }
}

/// `true` is done, `false` pending.
impl From<bool> for Progress {
    fn from(done: bool) -> Self {
        match done {
            true => Self::Done,
            false => Self::Pending(String::new()),
        }
    }
}

//! Waits for states, as `waiters.yaml` states them.

use std::time::Duration;

use schemars::JsonSchema;

use crate::place::Place;

/// A wait until a documented state is reached.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// What is waited for, `online`. The client's method is `until_online`.
    pub name: String,
    /// The operation that is repeated.
    pub operation: String,
    /// What is true after the wait, as the end of the sentence "Waits until …".
    pub doc: String,
    /// Path to the state in the response, `CasterList[].Status`.
    pub state: Located,
    /// Name of the parameter, and of the member of an item, that selects the items of a list.
    pub item: Option<Located>,
    /// Optional parameters that the wait sets, by name.
    pub set: Vec<(Located, Located)>,
    /// The states that end the wait with success.
    pub done: Vec<Located>,
    /// The states that end it with an error.
    pub failed: Vec<Located>,
    /// What it means that there is no state.
    pub absent: Absent,
    /// Error codes that mean that there is no state.
    pub absent_codes: Vec<Located>,
    /// Default pause after the first call.
    pub interval: Duration,
    /// Default limit of the wait.
    pub limit: Duration,
    /// Where the operation is named.
    pub operation_at: Place,
    /// Its location in the specs.
    pub at: Place,
}

/// A text with its location in the specs.
#[derive(Clone, Debug)]
pub struct Located {
    /// The text.
    pub text: String,
    /// Its location.
    pub at: Place,
}

/// What it means for a wait that there is no state.
#[derive(JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum Absent {
    /// The wait goes on.
    #[default]
    Pending,
    /// The wait ends with success.
    Done,
    /// The wait ends with an error.
    Failed,
}

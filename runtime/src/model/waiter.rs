//! Waits for documented states.

use std::time::Duration;

use serde_json::Value;

use crate::codec::encode::{self, Parameters, WriteFields};
use crate::error::Error;
use crate::wait::{Goal, Progress, WaitPolicy};

/// The description of a wait: where a response has the state, and which states end the wait.
#[derive(Clone, Copy, Debug)]
pub struct Waiter {
    goal: &'static str,
    state: &'static str,
    item: Option<&'static str>,
    done: &'static [&'static str],
    failed: &'static [&'static str],
    absent: Absent,
    absent_codes: &'static [&'static str],
    pub(crate) policy: WaitPolicy,
}

/// What it means that there is no state.
#[derive(Clone, Copy, Debug)]
enum Absent {
    Pending,
    Done,
    Failed,
}

impl Waiter {
    /// Describes a wait by the name of what it waits for, and the path to the state in the JSON of
    /// a response: `DomainDetail.DomainStatus`, or `CasterList.Caster[].Status` for the states of
    /// all items of a list. The wait is done when all are.
    #[must_use]
    pub const fn new(goal: &'static str, state: &'static str) -> Self {
        Self {
            goal,
            state,
            item: None,
            done: &[],
            failed: &[],
            absent: Absent::Pending,
            absent_codes: &[],
            policy: WaitPolicy::standard(),
        }
    }

    /// Considers only the items of the list whose member of this name equals the parameter of the
    /// same name, which must be set.
    #[must_use]
    pub const fn item(self, name: &'static str) -> Self {
        Self {
            item: Some(name),
            ..self
        }
    }

    /// Sets the states that end the wait with success.
    #[must_use]
    pub const fn done(self, states: &'static [&'static str]) -> Self {
        Self {
            done: states,
            ..self
        }
    }

    /// Sets the states that end the wait with an error.
    #[must_use]
    pub const fn failed(self, states: &'static [&'static str]) -> Self {
        Self {
            failed: states,
            ..self
        }
    }

    /// Ends the wait with success when there is no state or no item.
    #[must_use]
    pub const fn absent_is_done(self) -> Self {
        Self {
            absent: Absent::Done,
            ..self
        }
    }

    /// Ends the wait with an error when there is no state or no item.
    #[must_use]
    pub const fn absent_is_failed(self) -> Self {
        Self {
            absent: Absent::Failed,
            ..self
        }
    }

    /// Sets the error codes that mean that there is no state.
    #[must_use]
    pub const fn absent_codes(self, codes: &'static [&'static str]) -> Self {
        Self {
            absent_codes: codes,
            ..self
        }
    }

    /// Sets the default pause after the first call and the default limit of the wait, in seconds.
    #[must_use]
    pub const fn seconds(self, interval: u64, limit: u64) -> Self {
        let policy = self.policy.interval(Duration::from_secs(interval));
        Self {
            policy: policy.limit(Duration::from_secs(limit)),
            ..self
        }
    }

    pub(crate) fn goal_of(&self, operation: &'static str) -> Goal {
        Goal {
            operation,
            state: self.goal,
        }
    }

    /// Returns the value of the parameter that selects an item. Fails if it should be set and is
    /// not.
    pub(crate) fn item_in(
        &self,
        parameters: &Parameters,
        operation: &'static str,
    ) -> Result<Option<String>, Error> {
        let Some(item) = self.item else {
            return Ok(None);
        };
        let mut pairs = parameters.query_pairs().chain(parameters.form_pairs());
        let value = pairs.find(|(name, value)| *name == item && !value.is_empty());
        value.map(|(_, value)| Some(value)).ok_or_else(|| {
            let goal = self.goal;
            let reason =
                format!("set the parameter {item}, which says what to wait for (`{goal}`)");
            Error::invalid_request(operation, reason)
        })
    }

    /// Returns an empty response in place of an error that means that there is no state.
    pub(crate) fn settle<T: Default>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        match outcome {
            Err(error)
                if error
                    .code()
                    .is_some_and(|code| self.absent_codes.contains(&code)) =>
            {
                Ok(T::default())
            }
            outcome => outcome,
        }
    }

    /// Returns what a response says. If an item is given, only the items of its name count.
    pub(crate) fn progress(&self, response: &dyn WriteFields, item: Option<&str>) -> Progress {
        // A state that its field cannot hold is among the extra members, which the JSON has too.
        let json = encode::json(response).ok();
        let json = json.and_then(|text| serde_json::from_str(&text).ok());
        let wanted = self.item.zip(item);
        let mut states = Vec::new();
        find(&json.unwrap_or_default(), self.state, wanted, &mut states);
        let in_vain = states
            .iter()
            .find(|state| self.failed.contains(&state.as_str()));
        if let Some(state) = in_vain {
            return Progress::failed(state);
        }
        let pending = states
            .iter()
            .find(|state| !self.done.contains(&state.as_str()));
        match (pending, self.absent) {
            (Some(state), _) => Progress::pending(state),
            (None, _) if !states.is_empty() => Progress::Done,
            (None, Absent::Pending) => Progress::pending(""),
            (None, Absent::Done) => Progress::Done,
            (None, Absent::Failed) => Progress::failed(""),
        }
    }
}

/// Collects the values at a path. Of lists, only the wanted items count: member and value.
fn find(value: &Value, path: &str, wanted: Option<(&str, &str)>, found: &mut Vec<String>) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    match step.strip_suffix("[]") {
        None if step.is_empty() => found.extend(text(value)),
        None => {
            if let Some(member) = value.get(step) {
                find(member, rest, wanted, found);
            }
        }
        Some(step) => {
            let items = value.get(step).and_then(Value::as_array);
            let is_wanted = |item: &&Value| {
                let same = |(name, value): (&str, &str)| {
                    item.get(name)
                        .and_then(text)
                        .is_some_and(|text| text == value)
                };
                wanted.is_none_or(same)
            };
            for item in items.into_iter().flatten().filter(is_wanted) {
                find(item, rest, wanted, found);
            }
        }
    }
}

/// Returns a value as text; `None` if it is empty.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests;

//! Reads JSON objects that a user wrote, and names what is wrong by its place.

use live_spec::help;
use serde_json::{Map, Value};

/// The members of an object that were not read yet, and its place.
#[derive(Debug)]
pub(crate) struct Members {
    at: String,
    members: Map<String, Value>,
}

impl Members {
    /// Reads an object. The place of the outermost is empty.
    pub(crate) fn new(at: &str, json: Value) -> Result<Self, String> {
        let members = object(at, json)?;
        let at = at.to_owned();
        Ok(Self { at, members })
    }

    /// Returns the place of a member.
    pub(crate) fn at(&self, name: &str) -> String {
        match self.at.as_str() {
            "" => name.to_owned(),
            at => format!("{at}.{name}"),
        }
    }

    /// Returns whether a member was given and not read yet.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Returns a member that may be absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name)
    }

    /// Returns a member that must be present.
    pub(crate) fn required(&mut self, name: &str) -> Result<Value, String> {
        self.take(name)
            .ok_or_else(|| format!("{} is missing", self.at(name)))
    }

    /// Returns a member that is true or false.
    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(format!("{}: true or false is expected", self.at(name))),
        }
    }

    /// Returns a member that is a whole number in a range.
    pub(crate) fn number(&mut self, name: &str, min: u64, max: u64) -> Result<Option<u64>, String> {
        let Some(value) = self.take(name) else {
            return Ok(None);
        };
        let number = value.as_u64().filter(|number| (min..=max).contains(number));
        let wrong = || {
            let at = self.at(name);
            format!("{at}: a whole number from {min} to {max} is expected")
        };
        number.map(Some).ok_or_else(wrong)
    }

    /// Refuses members that were not read. `allowed` are all names.
    pub(crate) fn finish(self, allowed: &[&str]) -> Result<(), String> {
        match self.members.keys().next() {
            Some(name) => {
                let help = help(name, allowed.iter().copied());
                Err(format!("{} is unknown; {help}", self.at(name)))
            }
            None => Ok(()),
        }
    }
}

/// Returns the members of an object at a place.
pub(crate) fn object(at: &str, json: Value) -> Result<Map<String, Value>, String> {
    match json {
        Value::Object(members) => Ok(members),
        _ if at.is_empty() => Err("an object is expected".to_owned()),
        _ => Err(format!("{at}: an object is expected")),
    }
}

/// Returns the text at a place, which must not be empty.
pub(crate) fn text(at: &str, json: Value) -> Result<String, String> {
    match json {
        Value::String(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("{at}: text that is not empty is expected")),
    }
}

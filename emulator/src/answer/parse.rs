//! Answers described as JSON, for programs in any language and for files.

use std::time::Duration;

use live_spec::help;
use serde_json::Value;

use super::scripts::Script;
use super::{Answer, AnswerError, Calls};
use crate::catalog::Catalog;
use crate::response::Fields;

/// How answers are described as JSON: one sequence, or a list of them.
pub const HELP: &str = "\
operation     the operation to answer
when          only calls with these parameters, as {\"Name\": \"value\"} (default: all)
answers       list of answers, given in order; the last one repeats

Each answer has at most one of these; without any it is `documented`:
body          exactly these members
documented    `true`: the documented example
usual         `true`: what the emulator answers by itself
error         {\"status\": 404, \"code\": \"…\", \"message\": \"…\"}

It may also have:
merge         members to merge into the answer; null removes a member
set           {\"/JSON/pointer\": value}, set after merging
times         number of calls before the next answer (default: 1)
after-ms      milliseconds after the first call, from when on it is given
undocumented  `true` allows members, values and types that are not documented";

/// The latest time at which an answer may begin, one day.
const MAX_AFTER: u64 = 86_400_000;

/// Reads sequences of answers, and checks all of them.
pub(crate) fn scripts(catalog: &Catalog, text: &[u8]) -> Result<Vec<Script>, AnswerError> {
    let json: Value =
        serde_json::from_slice(text).map_err(|error| AnswerError(format!("not JSON: {error}")))?;
    let read = |at: String, json| {
        let (calls, answers) = sequence(&at, json).map_err(AnswerError)?;
        Script::new(catalog, calls, answers)
    };
    match json {
        Value::Array(sequences) => {
            let sequences = sequences.into_iter().enumerate();
            let sequences = sequences.map(|(index, json)| read(format!("[{index}]"), json));
            sequences.collect()
        }
        json => Ok(vec![read(String::new(), json)?]),
    }
}

fn sequence(at: &str, json: Value) -> Result<(Calls, Vec<Answer>), String> {
    let mut members = Members::new(at, json)?;
    let operation = members.required("operation")?;
    let answers = members.required("answers")?;
    let when = members.take("when");
    let mut calls = Calls::of(text(&members.at("operation"), operation)?);
    let at = members.at("when");
    for (name, value) in object(&at, when.unwrap_or_else(|| Fields::new().into()))? {
        calls = match value {
            Value::String(value) => calls.with(name, value),
            Value::Number(_) | Value::Bool(_) => calls.with(name, value),
            _ => return Err(format!("{at}.{name}: text is expected, as it is sent")),
        };
    }
    let at = members.at("answers");
    members.finish(&["operation", "when", "answers"])?;
    let Value::Array(answers) = answers else {
        return Err(format!("{at}: a list is expected"));
    };
    let answers = answers.into_iter().enumerate();
    let answers = answers.map(|(index, json)| answer(&format!("{at}[{index}]"), json));
    Ok((calls, answers.collect::<Result<_, _>>()?))
}

fn answer(at: &str, json: Value) -> Result<Answer, String> {
    const BASES: [&str; 4] = ["body", "documented", "usual", "error"];
    const OTHERS: [&str; 5] = ["merge", "set", "times", "after-ms", "undocumented"];
    let mut members = Members::new(at, json)?;
    let given = BASES.map(|name| members.members.contains_key(name));
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(format!("{at}: only one of {} is allowed", BASES.join(", ")));
    }
    let documented = members.flag("documented")?;
    let mut answer = if let Some(body) = members.take("body") {
        Answer::from(body)
    } else if let Some(json) = members.take("error") {
        error(&members.at("error"), json)?
    } else if members.flag("usual")? == Some(true) {
        Answer::usual()
    } else {
        let is_changed = ["merge", "set"].map(|name| members.members.contains_key(name));
        if documented != Some(true) && is_changed == [false; 2] {
            let bases = BASES.join(", ");
            return Err(format!("{at}: one of {bases}, merge and set is needed"));
        }
        Answer::documented()
    };
    if let Some(merged) = members.take("merge") {
        answer = answer.merge(merged);
    }
    if let Some(set) = members.take("set") {
        for (pointer, value) in object(&members.at("set"), set)? {
            answer = answer.set(pointer, value);
        }
    }
    if let Some(times) = members.number("times", 1, u64::from(u32::MAX))? {
        answer = answer.times(u32::try_from(times).unwrap_or(u32::MAX));
    }
    if let Some(after) = members.number("after-ms", 0, MAX_AFTER)? {
        answer = answer.after(Duration::from_millis(after));
    }
    if members.flag("undocumented")? == Some(true) {
        answer = answer.undocumented();
    }
    members.finish(&[&BASES[..], &OTHERS].concat())?;
    Ok(answer)
}

fn error(at: &str, json: Value) -> Result<Answer, String> {
    let mut members = Members::new(at, json)?;
    let code = text(&members.at("code"), members.required("code")?)?;
    let message = match members.take("message") {
        Some(message) => text(&members.at("message"), message)?,
        None => "This error was scripted.".to_owned(),
    };
    let status = members.number("status", 100, 599)?.unwrap_or(400);
    members.finish(&["status", "code", "message"])?;
    let status = u16::try_from(status).unwrap_or(400);
    Ok(Answer::error(status, code, message))
}

/// The members of an object that were not read yet, and its place.
struct Members {
    at: String,
    members: Fields,
}

impl Members {
    fn new(at: &str, json: Value) -> Result<Self, String> {
        let members = object(at, json)?;
        let at = at.to_owned();
        Ok(Self { at, members })
    }

    /// Returns the place of a member.
    fn at(&self, name: &str) -> String {
        match self.at.as_str() {
            "" => name.to_owned(),
            at => format!("{at}.{name}"),
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name)
    }

    fn required(&mut self, name: &str) -> Result<Value, String> {
        self.take(name)
            .ok_or_else(|| format!("{} is missing", self.at(name)))
    }

    fn flag(&mut self, name: &str) -> Result<Option<bool>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(format!("{}: true or false is expected", self.at(name))),
        }
    }

    fn number(&mut self, name: &str, min: u64, max: u64) -> Result<Option<u64>, String> {
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
    fn finish(self, allowed: &[&str]) -> Result<(), String> {
        match self.members.keys().next() {
            Some(name) => {
                let help = help(name, allowed.iter().copied());
                Err(format!("{} is unknown; {help}", self.at(name)))
            }
            None => Ok(()),
        }
    }
}

fn object(at: &str, json: Value) -> Result<Fields, String> {
    match json {
        Value::Object(members) => Ok(members),
        _ if at.is_empty() => Err("an object is expected".to_owned()),
        _ => Err(format!("{at}: an object is expected")),
    }
}

fn text(at: &str, json: Value) -> Result<String, String> {
    match json {
        Value::String(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("{at}: text that is not empty is expected")),
    }
}

#[cfg(test)]
mod tests;

//! Answers described as JSON, for programs in any language and for files.

use std::time::Duration;

use serde_json::Value;

use super::scripts::Script;
use super::{Answer, AnswerError, Calls};
use crate::catalog::Catalog;
use crate::response::Fields;
use crate::support::members::{Members, object, text};

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
    let given = BASES.map(|name| members.has(name));
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
        let is_changed = ["merge", "set"].map(|name| members.has(name));
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

#[cfg(test)]
mod tests;

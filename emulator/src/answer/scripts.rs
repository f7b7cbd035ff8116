//! The sequences of answers that wait for calls.

use std::time::Instant;

use live_spec::help;

pub(crate) use super::prepared::Prepared;
use super::{Answer, AnswerError, Calls};
use crate::catalog::{Catalog, CatalogEntry};
use crate::request::received::Pair;

/// The sequences of answers, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Scripts(Vec<Script>);

/// The answers to certain calls, in order. The last one repeats.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) calls: Calls,
    answers: Vec<Prepared>,
    position: usize,
    /// How many calls the answer at this position was given to.
    given: u32,
    begun: Option<Instant>,
    /// How many calls were answered.
    pub(crate) answered: u64,
}

impl Script {
    /// Checks calls and answers against the catalog.
    pub(crate) fn new(
        catalog: &Catalog,
        calls: Calls,
        answers: impl IntoIterator<Item = Answer>,
    ) -> Result<Self, AnswerError> {
        let name = &calls.operation;
        let entry = operation(catalog, name)?;
        check_conditions(entry, &calls)?;
        let prepare = |(index, answer): (usize, Answer)| {
            let prepared = match answer.after {
                Some(_) if index == 0 => Err("no answer before it lasts until `after`".into()),
                _ => Prepared::new(entry, answer),
            };
            prepared.map_err(|reason| AnswerError(format!("{name}: answers[{index}]: {reason}")))
        };
        let answers = answers.into_iter().enumerate().map(prepare);
        let answers = answers.collect::<Result<Vec<_>, _>>()?;
        if answers.is_empty() {
            return Err(AnswerError(format!("{name}: there is no answer")));
        }
        Ok(Self {
            calls,
            answers,
            position: 0,
            given: 0,
            begun: None,
            answered: 0,
        })
    }

    /// Returns how many answers the sequence has, and the number of the current one, from 1.
    pub(crate) fn progress(&self) -> (usize, usize) {
        (self.answers.len(), self.position + 1)
    }

    fn applies(&self, operation: &str, pairs: &[&Pair]) -> bool {
        let sends = |(name, value): &(String, String)| {
            let mut pairs = pairs.iter();
            pairs.any(|(sent, text)| sent == name && text == value)
        };
        self.calls.operation == operation && self.calls.conditions.iter().all(sends)
    }

    fn next(&mut self, now: Instant) -> Option<Prepared> {
        let begun = *self.begun.get_or_insert(now);
        let elapsed = now.saturating_duration_since(begun);
        while let Some(next) = self.answers.get(self.position + 1) {
            let current = self.answers.get(self.position)?;
            let is_due = match next.after {
                Some(after) => elapsed >= after,
                None => self.given >= current.times,
            };
            if !is_due {
                break;
            }
            self.position += 1;
            self.given = 0;
        }
        self.given = self.given.saturating_add(1);
        self.answered += 1;
        self.answers.get(self.position).cloned()
    }
}

impl Scripts {
    /// Adds a sequence, in place of one for the same calls.
    pub(crate) fn add(&mut self, script: Script) {
        self.0.retain(|other| other.calls != script.calls);
        self.0.push(script);
    }

    /// Removes all sequences.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the sequences, the latest last.
    pub(crate) fn all(&self) -> &[Script] {
        &self.0
    }

    /// Returns the answer to a call: of the sequence with the most conditions, or of the latest of
    /// those.
    pub(crate) fn next<'p>(
        &mut self,
        operation: &str,
        pairs: impl Iterator<Item = &'p Pair>,
        now: Instant,
    ) -> Option<Prepared> {
        if self.0.is_empty() {
            return None;
        }
        let pairs: Vec<_> = pairs.collect();
        let scripts = self.0.iter_mut();
        let applicable = scripts.filter(|script| script.applies(operation, &pairs));
        let script = applicable.max_by_key(|script| script.calls.conditions.len())?;
        script.next(now)
    }
}

/// Checks that the operation has the parameters of all conditions.
fn check_conditions(entry: &CatalogEntry, calls: &Calls) -> Result<(), AnswerError> {
    let names = || {
        entry
            .operation
            .request
            .iter()
            .map(|field| field.name.as_str())
    };
    let is_known = |sent: &str| {
        names().any(|name| {
            let rest = sent.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    match calls.conditions.iter().find(|(name, _)| !is_known(name)) {
        Some((name, _)) => {
            let operation = &calls.operation;
            Err(AnswerError(format!(
                "{operation} has no parameter {name:?}; {}",
                help(name, names())
            )))
        }
        None => Ok(()),
    }
}

/// Returns an operation. The error names the one that was probably meant.
pub(crate) fn operation<'c>(
    catalog: &'c Catalog,
    name: &str,
) -> Result<&'c CatalogEntry, AnswerError> {
    catalog.operation(name).ok_or_else(|| {
        let names = catalog.names();
        let help = help(name, names.iter().map(String::as_str));
        // Without a close name it lists all, which are too many.
        let help = match help.starts_with("did you mean") {
            true => format!("; {help}"),
            false => String::new(),
        };
        AnswerError(format!("there is no operation {name:?}{help}"))
    })
}

#[cfg(test)]
mod tests;

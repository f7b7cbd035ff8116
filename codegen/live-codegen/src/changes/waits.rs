//! Compares waits for states.

use live_spec as spec;

use super::change::Rank;
use super::comparison::{Comparison, listed};
use crate::model::{Operation, Waiter};

/// Compares the waits of an operation.
pub(super) fn compare(
    cx: &mut Comparison<'_>,
    path: &str,
    (old, new): (&Operation, &Operation),
    (old_family, new_family): (&spec::Family, &spec::Family),
) {
    let named =
        |of: &Operation, like: &Waiter| of.waiters.iter().position(|it| it.goal == like.goal);
    let subject = new.name.as_str();
    let of_wait = |waiter: &Waiter| format!("{path}::{}", waiter.method_name);
    for was in &old.waiters {
        let Some(at) = named(new, was) else {
            cx.remove(
                subject,
                &format!("the wait `{}`", was.method_name),
                of_wait(was),
            );
            continue;
        };
        let now = &new.waiters[at];
        let facts = [
            ("state", was.state != now.state),
            ("item", was.item != now.item),
            ("parameters that it sets", was.set != now.set),
            (
                "states that end it",
                was.done != now.done || was.failed != now.failed,
            ),
            (
                "meaning of no state",
                was.absent != now.absent || was.absent_codes != now.absent_codes,
            ),
            ("interval or limit", was.seconds != now.seconds),
        ];
        let different: Vec<_> = facts
            .iter()
            .filter(|(_, differs)| *differs)
            .map(|(what, _)| *what)
            .collect();
        if !different.is_empty() {
            let text = format!(
                "the wait `{}` has other rules: {}",
                now.method_name,
                listed(different)
            );
            cx.add(Rank::Behaviour, subject, text, of_wait(now));
        } else if doc(old_family, &old.name, was) != doc(new_family, &new.name, now) {
            cx.document(subject, format!("`{}`", now.method_name), "");
        }
    }
    for now in new.waiters.iter().filter(|now| named(old, now).is_none()) {
        let text = format!("the wait `{}`", now.method_name);
        cx.add(Rank::Addition, subject, text, of_wait(now));
    }
}

/// Returns what a wait waits for, in words.
fn doc<'s>(family: &'s spec::Family, operation: &str, waiter: &Waiter) -> Option<&'s str> {
    let mut waiters = family.waiters.iter();
    let found = waiters.find(|it| it.operation == operation && it.name == waiter.goal)?;
    Some(&found.doc)
}

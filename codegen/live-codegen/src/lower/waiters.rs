//! Lowers waits for states.

use std::time::Duration;

use live_spec::{self as spec, Absent, Diagnostic, Family, Located, item_member, state_path};

use super::context::Context;
use super::example::{self, Shape};
use super::naming;
use crate::docs::{Docs, code};
use crate::model::{Parameter, TypeDef, Waiter};

/// Returns the name of the builder's method.
fn method_name(waiter: &spec::Waiter) -> String {
    format!("until_{}", waiter.name)
}

/// Lowers the waits for states that an operation shows.
pub(super) fn lower_waiters(
    context: &Context<'_>,
    operation: &spec::Operation,
    method: &str,
    parameters: &[Parameter],
    types: &[TypeDef],
) -> Vec<Waiter> {
    let waiters = context.family.waiters.iter();
    let waiters = waiters.filter(|waiter| waiter.operation == operation.name);
    let lower = |(index, waiter): (usize, &spec::Waiter)| {
        let method_name = method_name(waiter);
        let mut docs = docs(waiter);
        if index == 0 {
            let end = format!(".{method_name}().await?;");
            let item = item_member(context.family, waiter);
            let shape = Shape {
                start: "let response = ",
                end: &end,
                printed: None,
                optional: item,
            };
            let example = example::shaped(context, operation, method, parameters, types, &shape);
            docs.verbatim(example.iter().map(String::as_str));
        }
        Waiter {
            method_name,
            docs,
            goal: waiter.name.clone(),
            state: state_path(context.family, waiter).unwrap_or_default(),
            item: waiter.item.as_ref().map(|item| item.text.clone()),
            set: setters(waiter, operation, parameters),
            done: texts(&waiter.done),
            failed: texts(&waiter.failed),
            absent: match waiter.absent {
                Absent::Pending => None,
                Absent::Done => Some("absent_is_done"),
                Absent::Failed => Some("absent_is_failed"),
            },
            absent_codes: texts(&waiter.absent_codes),
            seconds: (waiter.interval.as_secs(), waiter.limit.as_secs()),
        }
    };
    waiters.enumerate().map(lower).collect()
}

/// Returns the setters of the parameters that a wait sets, and their values.
fn setters(
    waiter: &spec::Waiter,
    operation: &spec::Operation,
    parameters: &[Parameter],
) -> Vec<(String, String)> {
    let parameter = |name: &str| {
        let mut pairs = operation.request.iter().zip(parameters);
        pairs.find_map(|(field, parameter)| (field.name == name).then_some(parameter))
    };
    let set = waiter.set.iter();
    set.filter_map(|(name, value)| {
        let setter = parameter(&name.text)?.field.name.clone();
        Some((setter, value.text.clone()))
    })
    .collect()
}

fn texts(located: &[Located]) -> Vec<String> {
    located.iter().map(|located| located.text.clone()).collect()
}

/// Describes the state to reach, how the wait ends, and its defaults.
fn docs(waiter: &spec::Waiter) -> Docs {
    let mut docs = Docs::new(&format!("Waits until {}.", waiter.doc));
    if let Some(item) = waiter.item.as_ref().and_then(|item| code(&item.text)) {
        docs.sentence(&format!("The parameter {item} must be set."));
    }
    for (name, value) in &waiter.set {
        if let (Some(name), Some(value)) = (code(&name.text), code(&value.text)) {
            docs.sentence(&format!("Sets {name} to {value}."));
        }
    }
    let ends = [("Ends", &waiter.done), ("Fails", &waiter.failed)];
    for (verb, states) in ends.into_iter().filter(|(_, states)| !states.is_empty()) {
        docs.sentence(&format!("{verb} in the {}.", named(states)));
    }
    if waiter.absent == Absent::Failed {
        docs.sentence("Fails if there is no state.");
    }
    let (interval, limit) = (written(waiter.interval), written(waiter.limit));
    docs.sentence(&format!("Interval: {interval} at first. Limit: {limit}."));
    docs.unbroken("See [`rpc::Wait`].");
    docs
}

/// Names states: "state `a`", "states `a`, `b` or `c`".
fn named(states: &[Located]) -> String {
    let mut names: Vec<_> = states
        .iter()
        .filter_map(|state| code(&state.text))
        .collect();
    match (names.pop(), names.as_slice()) {
        (Some(only), []) => format!("state {only}"),
        (Some(last), first) => format!("states {} or {last}", first.join(", ")),
        (None, _) => String::from("states that have no name"),
    }
}

fn written(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

/// Finds waits whose method would have the name of a setter.
pub(super) fn clashes(family: &Family, found: &mut Vec<Diagnostic>) {
    for waiter in &family.waiters {
        let operations = family.operations.iter();
        let setters = operations
            .filter(|operation| operation.name == waiter.operation)
            .flat_map(|operation| &operation.request);
        let method = method_name(waiter);
        for setter in setters.filter(|setter| naming::field(setter) == method) {
            let message = format!(
                "the method `{method}` would have the name of the setter of `{}`",
                setter.name
            );
            let clash = Diagnostic::new(waiter.at.clone(), message);
            let clash = clash.help("choose another name for this wait");
            found.push(clash.related(setter.at.clone(), "the parameter"));
        }
    }
}

//! Reads and checks `waiters.yaml`: which states of which operations to wait for.

mod path;

use std::time::Duration;

use crate::diagnostics::Diagnostic;
use crate::model::{Absent, Enum, Family, GatewayError, Located, Operation, Type, Waiter};
use crate::names::is_family_name;
use crate::reader::{Entry, Report, Value};
use crate::words::{Word, help};

use path::{Found, find};
pub use path::{item_member, state_path};

impl Word for Absent {
    const WHAT: &'static str = "meaning of an absent state";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("pending", Self::Pending),
        ("done", Self::Done),
        ("failed", Self::Failed),
    ];
}

/// Reads the waiters of a family, by operation.
pub(crate) fn waiters(root: &Value<'_>) -> Option<Vec<Waiter>> {
    let operations = root.entries()?;
    Some(operations.iter().flat_map(of_operation).collect())
}

fn of_operation(entry: &Entry<'_>) -> Vec<Waiter> {
    let Some(mapping) = entry.value.mapping() else {
        return Vec::new();
    };
    let state = mapping.required("state").and_then(located);
    let item = mapping.optional("item").and_then(located);
    let set = mapping.optional("set").and_then(Value::entries);
    let set: Vec<_> = set.unwrap_or_default().iter().filter_map(setting).collect();
    let until = mapping.required("until").and_then(Value::entries);
    mapping.finish();
    let (Some(state), Some(until)) = (state, until) else {
        return Vec::new();
    };
    if until.is_empty() {
        let value = &entry.value;
        value
            .report()
            .error(&value.label, "this operation has no waits");
    }
    let mut waiters: Vec<_> = until.iter().filter_map(waiter).collect();
    for waiter in &mut waiters {
        waiter.operation = entry.name.to_owned();
        waiter.operation_at = entry.value.label.clone();
        waiter.state = state.clone();
        waiter.item = item.clone();
        waiter.set = set.clone();
    }
    waiters
}

/// Reads one wait, without what it shares with others of the same operation.
fn waiter(entry: &Entry<'_>) -> Option<Waiter> {
    let (value, name) = (&entry.value, entry.name);
    let mapping = value.mapping()?;
    let at = value.label.clone();
    if !is_family_name(name) {
        let message = format!("`{name}` is not the name of a wait, such as `online`");
        value.report().error(&at, message);
    }
    let doc = mapping.required("doc");
    let doc = doc.and_then(|doc| Some((doc, doc.line()?)));
    if let Some((doc, text)) = &doc
        && (text.ends_with('.') || text.starts_with(char::is_uppercase))
    {
        let wrong = Diagnostic::new(doc.place.clone(), "this is not the end of a sentence");
        let help = "continue \"Waits until …\", without the full stop: `the domain is online`";
        doc.report().add(wrong.help(help));
    }
    let absent = mapping.optional("absent").and_then(Value::word);
    let waiter = Waiter {
        name: name.to_owned(),
        operation: String::new(),
        doc: doc.map(|(_, text)| text).unwrap_or_default(),
        state: Located {
            text: String::new(),
            at: at.clone(),
        },
        item: None,
        set: Vec::new(),
        done: mapping.optional("done").map(list).unwrap_or_default(),
        failed: mapping.optional("failed").map(list).unwrap_or_default(),
        absent: absent.unwrap_or_default(),
        absent_codes: mapping
            .optional("absent_codes")
            .map(list)
            .unwrap_or_default(),
        interval: mapping
            .required("interval")
            .and_then(time)
            .unwrap_or_default(),
        limit: mapping.required("limit").and_then(time).unwrap_or_default(),
        operation_at: at.clone(),
        at,
    };
    mapping.finish();
    if !waiter.limit.is_zero() && waiter.limit <= waiter.interval {
        let report = value.report();
        report.error(&waiter.at, "`limit` must be longer than `interval`");
    }
    Some(waiter)
}

/// Reads a parameter that a wait sets.
fn setting(entry: &Entry<'_>) -> Option<(Located, Located)> {
    let name = Located {
        text: entry.name.to_owned(),
        at: entry.value.label.clone(),
    };
    Some((name, located(&entry.value)?))
}

fn located(value: &Value<'_>) -> Option<Located> {
    Some(Located {
        text: value.scalar()?,
        at: value.place.clone(),
    })
}

fn list(value: &Value<'_>) -> Vec<Located> {
    let items = value.list().unwrap_or_default();
    items.iter().filter_map(located).collect()
}

/// Reads a time: `10s` or `15min`.
fn time(value: &Value<'_>) -> Option<Duration> {
    let text = value.scalar_as_read()?;
    let time = match text.strip_suffix("min") {
        Some(minutes) => minutes
            .parse()
            .ok()
            .map(|minutes: u32| 60 * u64::from(minutes)),
        None => text
            .strip_suffix('s')
            .and_then(|seconds| seconds.parse().ok()),
    };
    if time.is_none_or(|seconds| seconds == 0) {
        value.wrong(
            format!("`{text}` is not a time, such as `10s` or `15min`"),
            "write a whole number, followed by `s` or `min`",
        );
    }
    time.map(Duration::from_secs)
}

/// Reports waiters whose names, states or codes the specs do not have.
pub(crate) fn check(family: &Family, gateway: &[GatewayError], report: &Report) {
    for waiter in &family.waiters {
        let mut operations = family.operations.iter();
        let Some(operation) = operations.find(|operation| operation.name == waiter.operation)
        else {
            unknown_operation(family, waiter, report);
            continue;
        };
        if !operation.read_only {
            let message = format!(
                "`{}` does not only read, so waits cannot repeat it",
                operation.name
            );
            let writes = Diagnostic::new(waiter.operation_at.clone(), message);
            report.add(writes.related(operation.at.clone(), "described here"));
        }
        codes(waiter, operation, gateway, report);
        settings(family, waiter, operation, report);
        match find(family, operation, &waiter.state) {
            Ok(found) => {
                states(waiter, found.ty, report);
                item(waiter, operation, &found, report);
            }
            Err(diagnostic) => report.add(*diagnostic),
        }
    }
}

fn unknown_operation(family: &Family, waiter: &Waiter, report: &Report) {
    let message = format!("this family has no operation `{}`", waiter.operation);
    let names = family.operations.iter();
    let names = names.map(|operation| operation.name.as_str());
    let unknown = Diagnostic::new(waiter.operation_at.clone(), message);
    report.add(unknown.help(help(&waiter.operation, names)));
}

/// Reports states that are not documented, or that are stated twice, and waits that never end.
fn states(waiter: &Waiter, ty: &Type, report: &Report) {
    if waiter.done.is_empty() && waiter.absent != Absent::Done {
        let endless = Diagnostic::new(waiter.at.clone(), "no state ends this wait");
        report
            .add(endless.help("list the states to wait for under `done`, or write `absent: done`"));
    }
    let mut seen: Vec<&Located> = Vec::new();
    for state in waiter.done.iter().chain(&waiter.failed) {
        let text = state.text.as_str();
        if let Some(first) = seen.iter().find(|first| first.text == text) {
            let repeated = format!("the state `{text}` is listed twice");
            let repeated = Diagnostic::new(state.at.clone(), repeated);
            report.add(repeated.related(first.at.clone(), "first listed here"));
        }
        seen.push(state);
        if let Type::Enum(known) = ty {
            documented(known, "state", state, report);
        }
    }
}

/// Reports an item that no parameter names, or that the items of the list lack.
fn item(waiter: &Waiter, operation: &Operation, found: &Found<'_>, report: &Report) {
    let Some(item) = &waiter.item else { return };
    let Some(members) = found.items else {
        let message = "`item` selects items of a list, and `state` names no list";
        report.error(&item.at, message);
        return;
    };
    let places = [
        ("parameter", operation.request.as_slice()),
        ("member of the items", members),
    ];
    for (what, fields) in places {
        let names = fields.iter().map(|field| field.name.as_str());
        if !names.clone().any(|name| name == item.text) {
            let message = format!("no {what} is named `{}`", item.text);
            let unknown = Diagnostic::new(item.at.clone(), message);
            report.add(unknown.help(help(&item.text, names)));
        }
    }
}

/// Reports set parameters that are unknown, required or no text, and values that are unknown.
fn settings(family: &Family, waiter: &Waiter, operation: &Operation, report: &Report) {
    for (name, value) in &waiter.set {
        let mut fields = operation.request.iter();
        let Some(field) = fields.find(|field| field.name == name.text) else {
            let names = operation.request.iter().map(|field| field.name.as_str());
            let message = format!("no parameter is named `{}`", name.text);
            let unknown = Diagnostic::new(name.at.clone(), message);
            report.add(unknown.help(help(&name.text, names)));
            continue;
        };
        match family.resolve(&field.ty) {
            Type::String | Type::Enum(_) if field.required => {
                let message = format!("`{}` is required, so callers set it", name.text);
                report.error(&name.at, message);
            }
            Type::Enum(known) if !known.integer => documented(known, "value", value, report),
            Type::String => {}
            _ => {
                let message = format!("`{}` is not a text, so a wait cannot set it", name.text);
                report.error(&name.at, message);
            }
        }
    }
}

/// Reports a text that is not a documented value.
fn documented(known: &Enum, what: &str, text: &Located, report: &Report) {
    let values = known.values.iter().map(|value| value.value.as_str());
    if !values.clone().any(|value| value == text.text) {
        let message = format!("`{}` is not a documented {what}", text.text);
        let unknown = Diagnostic::new(text.at.clone(), message);
        report.add(unknown.help(help(&text.text, values)));
    }
}

/// Reports codes that the operation does not document.
fn codes(waiter: &Waiter, operation: &Operation, gateway: &[GatewayError], report: &Report) {
    let own = operation.errors.iter().map(|error| error.code.as_str());
    let known = own.chain(gateway.iter().map(|error| error.code.as_str()));
    for code in &waiter.absent_codes {
        if !known.clone().any(|known| known == code.text) {
            let message = format!(
                "`{}` does not document the code `{}`",
                operation.name, code.text
            );
            let unknown = Diagnostic::new(code.at.clone(), message);
            report.add(unknown.help(help(&code.text, known.clone())));
        }
    }
}

//! Describes operations and notifications in short: tables on the front page of their module.

use live_spec::{self as spec, Period, Sent};

use crate::docs::{Docs, escaped};
use crate::names::snake;

/// Returns tables of the operations and notifications of a family.
pub(super) fn tables(family: &spec::Family) -> Docs {
    let mut docs = Docs::default();
    let mut table = vec![
        "| method | what it does | access | limit | pages |".to_owned(),
        "| --- | --- | --- | --- | --- |".to_owned(),
    ];
    table.extend(family.operations.iter().map(row));
    docs.verbatim(table.iter().map(String::as_str));
    if !family.notifications.is_empty() {
        let mut table = vec![
            "| notification | when it is sent | how |".to_owned(),
            "| --- | --- | --- |".to_owned(),
        ];
        table.extend(family.notifications.iter().map(notification_row));
        docs.verbatim(table.iter().map(String::as_str));
    }
    docs
}

/// Describes a notification as a row of its table.
fn notification_row(notification: &spec::Notification) -> String {
    let name = &notification.name;
    let summary = escaped(&notification.summary).replace('|', r"\|");
    let how = match notification.sent {
        Sent::Query => "GET, query",
        Sent::Json => "POST, JSON",
    };
    format!("| [`{name}`] | {summary} | {how} |")
}

/// Describes an operation as a row of the table.
fn row(operation: &spec::Operation) -> String {
    let method = snake(&operation.name);
    let method = method.trim_start_matches("r#");
    let deprecated = operation.deprecated.as_ref().map(|_| " Deprecated.");
    let summary = escaped(&operation.summary).replace('|', r"\|");
    let access = if operation.read_only { "read" } else { "write" };
    let limit = operation.limit.map(limit).unwrap_or_default();
    let pages = operation.pages.as_ref().map_or("", |_| "yes");
    format!(
        "| [`{method}`](crate::Client::{method}) | {summary}{} | {access} | {limit} | {pages} |",
        deprecated.unwrap_or_default()
    )
}

fn limit(limit: spec::Limit) -> String {
    format!("{}/{}", limit.calls, period(limit.per))
}

/// Returns the unit of a rate limit.
pub(super) fn period(period: Period) -> &'static str {
    match period {
        Period::Second => "s",
        Period::Minute => "min",
    }
}

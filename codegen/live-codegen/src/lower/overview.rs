//! Describes operations in short: a table on the front page of their module.

use live_spec::{self as spec, Period};

use crate::docs::{Docs, escaped};
use crate::names::snake;

/// Returns a table of the operations of a family.
pub(super) fn table(family: &spec::Family) -> Docs {
    let mut docs = Docs::default();
    let mut table = vec![
        "| method | what it does | access | limit | pages |".to_owned(),
        "| --- | --- | --- | --- | --- |".to_owned(),
    ];
    table.extend(family.operations.iter().map(row));
    docs.verbatim(table.iter().map(String::as_str));
    docs
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

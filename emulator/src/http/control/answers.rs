//! The endpoints for scripted answers, for lists, and for what the emulator does.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::parameters::{Parameters, missing, shown};
use super::reply::{self, not_allowed, text};
use crate::answer::parse;
use crate::answer::scripts::Script;
use crate::request::received::Received;
use crate::response::ServiceResponse;
use crate::service::Service;
use crate::service::support::OperationSupport;
use crate::support::lock::lock;

/// The maximum number of items of a list.
const MAX_ITEMS: usize = 100_000;

/// Responds at `/_emulator/answers`.
pub(super) fn answers(received: &Received, service: &Service) -> ServiceResponse {
    match received.method {
        Method::POST => match parse::scripts(&service.catalog, &received.body) {
            Ok(read) => {
                let mut scripts = lock(&service.scripts);
                read.into_iter().for_each(|script| scripts.add(script));
                let count = scripts.all().len();
                text(StatusCode::OK, format!("{count} sequences\n"))
            }
            Err(error) => {
                let help = parse::HELP;
                text(StatusCode::BAD_REQUEST, format!("{error}\n\n{help}\n"))
            }
        },
        Method::GET => {
            let scripts = lock(&service.scripts);
            let shown = scripts.all().iter().map(describe);
            written(shown.collect())
        }
        Method::DELETE => {
            lock(&service.scripts).clear();
            text(StatusCode::OK, "0 sequences\n".to_owned())
        }
        _ => not_allowed(
            "POST, GET, DELETE",
            "Use POST to add a sequence of answers, GET to see all, or DELETE to remove all.",
        ),
    }
}

fn describe(script: &Script) -> Value {
    let (answers, current) = script.progress();
    let conditions = script.calls.conditions.iter();
    let conditions = conditions.map(|(name, value)| (name.clone(), value.clone().into()));
    json!({
        "operation": script.calls.operation,
        "when": Value::Object(conditions.collect()),
        "answers": answers,
        "current": current,
        "answered": script.answered,
    })
}

/// Responds at `/_emulator/lists`.
pub(super) fn lists(received: &Received, service: &Service) -> ServiceResponse {
    if received.method != Method::POST {
        return not_allowed("POST", "Use POST to set how many items lists have.");
    }
    match set_items(received, service) {
        Ok(items) => text(StatusCode::OK, format!("{items} items\n")),
        Err(reason) => text(
            StatusCode::BAD_REQUEST,
            format!("{reason}\n\n{LISTS_HELP}\n"),
        ),
    }
}

/// The parameters of `POST /_emulator/lists`.
const LISTS_HELP: &str = "\
items      number of items, 0 to 100000, on all pages together
operation  only the list of this operation (default: all)";

fn set_items(received: &Received, service: &Service) -> Result<usize, String> {
    let parameters = Parameters::read(received.target.query(), &received.body);
    let known = ["items", "operation"];
    if let Some(name) = parameters.names().find(|name| !known.contains(name)) {
        return Err(format!("Unknown parameter: {}.", shown(name)));
    }
    let items = parameters.number("items", 0..=MAX_ITEMS)?;
    let items = items.ok_or_else(|| missing("items"))?;
    match parameters.text("operation")? {
        Some(operation) => {
            let set = service.set_list_items_of(operation, items);
            set.map_err(|error| format!("Invalid value for operation: {error}"))?;
        }
        None => lock(&service.lists).set(items),
    }
    Ok(items)
}

/// Responds at `/_emulator/operations`.
pub(super) fn operations(received: &Received, service: &Service) -> ServiceResponse {
    if received.method != Method::GET {
        return not_allowed("GET", "Use GET to see what is done for each operation.");
    }
    let support = OperationSupport::all(&service.catalog).into_iter();
    let described = support.map(|one| {
        json!({
            "operation": one.operation,
            "family": one.family,
            "modelled": one.modelled,
            "paged": one.paged,
        })
    });
    written(described.collect())
}

fn written(value: Value) -> ServiceResponse {
    reply::json(format!("{value:#}\n"))
}

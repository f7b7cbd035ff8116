//! The endpoint for faults: `POST /_emulator/faults` injects one, `DELETE /_emulator/faults`
//! removes all.
//!
//! Parameters in the URL or in a form describe the fault; [`HELP`] lists them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{Response, StatusCode};
use axum::routing::post;

use crate::fault::Fault;
use crate::fault::queue::Faults;
use crate::support::lock::lock;

/// The path of the endpoint.
const PATH: &str = "/_emulator/faults";

/// The parameters that describe a fault, for `POST /_emulator/faults`.
pub const HELP: &str = "\
kind            throttle, error, html, xml, empty, malformed-json, redirect,
                redirect-to-itself, reset, reset-on-accept, close-idle, cut-body,
                cut-chunks, delay, slow-body, huge-body or content-type
operation       affects only calls of this operation (default: any)
times           number of calls, or `always` (default: 1)
probability     0 to 1 (default: 1)
status          HTTP status, for throttle, error, html, xml and empty
code            error code, for error and xml
message         error message, for error and throttle
retry-after-ms  header x-acs-retry-after
delay-ms        time to wait before the response; for slow-body, duration of the body;
                for close-idle, time until the connection closes
location        target, for redirect
bytes           minimum size, for huge-body
content-type    header Content-Type of the response, for content-type
after-execution `true` executes the operation before the fault";

/// Returns the routes of the endpoint.
pub(crate) fn router(faults: Arc<Mutex<Faults>>) -> Router {
    Router::new()
        .route(PATH, post(add).delete(clear))
        .with_state(faults)
}

/// Handles `POST`.
async fn add(
    State(faults): State<Arc<Mutex<Faults>>>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response<Body> {
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .chain(form_urlencoded::parse(&body).into_owned())
        .collect();
    match parse(&pairs) {
        Ok(fault) => {
            let mut faults = lock(&faults);
            faults.add(fault);
            text(StatusCode::OK, format!("{} waiting\n", faults.len()))
        }
        Err(reason) => text(StatusCode::BAD_REQUEST, format!("{reason}\n\n{HELP}\n")),
    }
}

/// Handles `DELETE`.
async fn clear(State(faults): State<Arc<Mutex<Faults>>>) -> Response<Body> {
    lock(&faults).clear();
    text(StatusCode::OK, "0 waiting\n".to_owned())
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}

/// Parses the description of a fault. The error states what is wrong with it.
fn parse(pairs: &[(String, String)]) -> Result<Fault, String> {
    let known = |name: &str| {
        HELP.lines()
            .any(|line| line.split(' ').next() == Some(name))
    };
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known(name)) {
        return Err(format!("Unknown parameter: {name}."));
    }
    let find = |name: &str| {
        pairs
            .iter()
            .find(|pair| pair.0 == name)
            .map(|pair| pair.1.as_str())
    };
    let need = |name: &str| find(name).ok_or_else(|| format!("The parameter {name} is missing."));
    let milliseconds =
        |name: &str| number(name, find(name)).map(|ms| ms.map(Duration::from_millis));

    let status: Option<u16> = number("status", find("status"))?;
    let delay = milliseconds("delay-ms")?;
    let need_delay = || delay.ok_or_else(|| "The parameter delay-ms is missing.".to_owned());
    let kind = need("kind")?;
    let mut fault = match kind {
        "throttle" => Fault::throttle(),
        "error" => Fault::error(status.unwrap_or(400), need("code")?),
        "html" => Fault::html(status.unwrap_or(502)),
        "xml" => Fault::xml(status.unwrap_or(500), need("code")?),
        "empty" => Fault::empty(status.unwrap_or(502)),
        "malformed-json" => Fault::malformed_json(),
        "redirect" => Fault::redirect(need("location")?),
        "redirect-to-itself" => Fault::redirect_to_itself(),
        "reset" => Fault::reset(),
        "reset-on-accept" => Fault::reset_on_accept(),
        "close-idle" => Fault::close_idle(need_delay()?),
        "cut-chunks" => Fault::cut_chunks(),
        "cut-body" => Fault::cut_body(),
        "delay" => Fault::delay(need_delay()?),
        "slow-body" => Fault::slow_body(need_delay()?),
        "huge-body" => Fault::huge_body(number("bytes", Some(need("bytes")?))?.unwrap_or(0)),
        "content-type" => Fault::content_type(need("content-type")?),
        _ => return Err(format!("Unknown kind: {kind}.")),
    };
    if let (Some(delay), false) = (delay, matches!(kind, "slow-body" | "close-idle")) {
        fault = fault.delayed(delay);
    }
    if let Some(status) = status {
        fault = fault.status(status);
    }
    if let Some(message) = find("message") {
        fault = fault.message(message);
    }
    if let Some(operation) = find("operation") {
        fault = fault.on(operation);
    }
    if let Some(pause) = milliseconds("retry-after-ms")? {
        fault = fault.retry_after(pause);
    }
    if let Some(probability) = number("probability", find("probability"))? {
        fault = fault.probability(probability);
    }
    if number("after-execution", find("after-execution"))?.unwrap_or(false) {
        fault = fault.after_execution();
    }
    match find("times") {
        Some("always") if kind == "reset-on-accept" => Err(
            "reset-on-accept cannot use times=always: it would reset the connection that clears the faults too."
                .into(),
        ),
        Some("always") => Ok(fault.always()),
        times => Ok(fault.times(number("times", times)?.unwrap_or(1))),
    }
}

fn number<T: std::str::FromStr>(name: &str, text: Option<&str>) -> Result<Option<T>, String> {
    let parse = |text: &str| {
        text.parse()
            .map_err(|_| format!("Invalid value for {name}: {text}."))
    };
    text.map(parse).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_text(text: &str) -> Result<Fault, String> {
        let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect();
        parse(&pairs)
    }

    #[test]
    fn every_kind_in_the_help_is_accepted() {
        let start = HELP.strip_prefix("kind").unwrap();
        let end = start.find("operation ").unwrap();
        let kinds = start[..end].replace(" or ", ",");
        let kinds: Vec<_> = kinds
            .split([',', '\n'])
            .map(str::trim)
            .filter(|kind| !kind.is_empty())
            .collect();
        assert_eq!(kinds.len(), 17);
        for kind in kinds {
            let text = format!(
                "kind={kind}&code=C&location=/&bytes=1&delay-ms=1&content-type=a/b&status=503\
                 &operation=O&times=2&probability=0.5&retry-after-ms=40&message=m\
                 &after-execution=true"
            );
            assert!(parse_text(&text).is_ok(), "{kind}");
        }
    }

    #[test]
    fn invalid_parameters_are_reported() {
        for (text, reason) in [
            ("", "The parameter kind is missing."),
            ("kind=fire", "Unknown kind: fire."),
            ("kind=throttle&colour=red", "Unknown parameter: colour."),
            ("kind=throttle&status=abc", "Invalid value for status: abc."),
            ("kind=delay", "The parameter delay-ms is missing."),
            ("kind=error", "The parameter code is missing."),
            ("kind=close-idle", "The parameter delay-ms is missing."),
            (
                "kind=reset-on-accept&times=always",
                "reset-on-accept cannot use times=always: it would reset the connection that clears the faults too.",
            ),
        ] {
            assert_eq!(parse_text(text).unwrap_err(), reason);
        }
    }
}

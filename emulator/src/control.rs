//! Faults from outside: `POST /_emulator/faults` asks for one, `DELETE /_emulator/faults` forgets all that wait.
//!
//! A fault is described by parameters in the URL or in a form; [`HELP`] lists them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{Response, StatusCode};

use crate::Fault;
use crate::lock::lock;
use crate::service::Service;

/// Where faults are asked for.
pub(crate) const PATH: &str = "/_emulator/faults";

/// The parameters that describe a fault.
pub const HELP: &str = "\
kind            throttle, error, html, xml, empty, malformed-json, redirect,
                redirect-to-itself, reset, reset-on-accept, close-idle, cut-body,
                cut-chunks, delay, slow-body, huge-body or content-type
operation       only calls of this operation (default: any)
times           how many calls, or `always` (default: 1)
probability     0 to 1 (default: 1)
status          HTTP status, for throttle, error, html, xml and empty
code            error code, for error and xml
message         error message, for error and throttle
retry-after-ms  header x-acs-retry-after
delay-ms        wait before the answer; for slow-body, how long the body takes; for
                close-idle, how long the connection stays
location        where to, for redirect
bytes           least size, for huge-body
content-type    what to call the body, for content-type
after-execution `true` executes the operation before its answer is lost";

/// Answers `POST`.
pub(crate) async fn add(
    State(service): State<Arc<Service>>,
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
            let mut faults = lock(&service.faults);
            faults.add(fault);
            text(StatusCode::OK, format!("{} waiting\n", faults.len()))
        }
        Err(reason) => text(StatusCode::BAD_REQUEST, format!("{reason}\n\n{HELP}\n")),
    }
}

/// Answers `DELETE`.
pub(crate) async fn clear(State(service): State<Arc<Service>>) -> Response<Body> {
    lock(&service.faults).clear();
    text(StatusCode::OK, "0 waiting\n".to_owned())
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}

/// Reads the description of a fault. The error says what is wrong with it.
fn parse(pairs: &[(String, String)]) -> Result<Fault, String> {
    let known = |name: &str| {
        HELP.lines()
            .any(|line| line.split(' ').next() == Some(name))
    };
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known(name)) {
        return Err(format!("There is no parameter {name}."));
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
        _ => return Err(format!("There is no kind {kind}.")),
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
            "The connection that would end it would be reset too, so times cannot be always."
                .into(),
        ),
        Some("always") => Ok(fault.always()),
        times => Ok(fault.times(number("times", times)?.unwrap_or(1))),
    }
}

fn number<T: std::str::FromStr>(name: &str, text: Option<&str>) -> Result<Option<T>, String> {
    let parse = |text: &str| {
        text.parse()
            .map_err(|_| format!("{name} cannot be {text}."))
    };
    text.map(parse).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(text: &str) -> Result<Fault, String> {
        let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect();
        parse(&pairs)
    }

    #[test]
    fn every_kind_in_the_help_can_be_asked_for() {
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
            assert!(described(&text).is_ok(), "{kind}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (text, reason) in [
            ("", "The parameter kind is missing."),
            ("kind=fire", "There is no kind fire."),
            ("kind=throttle&colour=red", "There is no parameter colour."),
            ("kind=throttle&status=abc", "status cannot be abc."),
            ("kind=delay", "The parameter delay-ms is missing."),
            ("kind=error", "The parameter code is missing."),
            ("kind=close-idle", "The parameter delay-ms is missing."),
            (
                "kind=reset-on-accept&times=always",
                "The connection that would end it would be reset too, so times cannot be always.",
            ),
        ] {
            assert_eq!(described(text).unwrap_err(), reason);
        }
    }
}

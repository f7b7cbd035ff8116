//! The endpoint for faults: `POST /_emulator/faults` injects one, `DELETE /_emulator/faults`
//! removes all.
//!
//! Parameters in the URL or in a form describe the fault; [`HELP`] lists them. Requests that may
//! come from a web page are refused.

mod parse;
mod parameters;

use std::net::SocketAddr;
use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use self::parameters::Parameters;
use super::guard;
use crate::catalog::Catalog;
use crate::fault::queue::Faults;
use crate::request::received::Received;
use crate::response::ServiceResponse;
use crate::support::lock::lock;

/// The path of the endpoint.
const PATH: &str = "/_emulator/faults";

/// The maximum size of a request body in bytes. Bodies for clients may be large.
pub(crate) const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// The parameters that describe a fault, for `POST /_emulator/faults`.
pub const HELP: &str = "\
kind            throttle, error, html, xml, empty, malformed-json, response, raw,
                redirect, redirect-to-itself, reset, reset-on-accept, close-idle,
                reset-idle, cut-body, cut-chunks, delay, slow-body, huge-body,
                content-type, bare-lists, wrapped-lists, lone-items,
                byte-order-mark or set
operation       affects only calls of this operation (default: any)
times           number of calls, at least 1, or `always` (default: 1)
probability     0 to 1 (default: 1)
status          HTTP status, 100 to 599, for throttle, error, html, xml, empty
                and response
code            error code, for error and xml
message         error message, for error and throttle
body            any bytes, for response and raw
header          `Name: value`, added to the response; may be repeated
retry-after-ms  header x-acs-retry-after, 0 to 86400000
delay-ms        time to wait before the response, 0 to 3600000; for slow-body,
                duration of the body; for close-idle, time until the connection
                closes; for reset-idle, time after which a request resets it
location        target, for redirect
bytes           minimum size, 1 to 1073741824, for huge-body
content-type    header Content-Type of the response, for content-type
pointer         JSON pointer to a value of the response, for set
value           bytes to write in place of this value, for set
after-execution `true` executes the operation before the fault";

/// Returns whether a request is for this endpoint.
pub(crate) fn is_for(target: &Uri) -> bool {
    target.path() == PATH
}

/// Refuses a request that may come from a web page. Needs only its head.
pub(crate) fn refuse(
    target: &Uri,
    headers: &HeaderMap,
    bound: SocketAddr,
) -> Option<ServiceResponse> {
    let reason = guard::refusal(target, headers, bound)?;
    let message = format!(
        "Refused: {reason}. Web pages may not control the emulator; use a program such as curl.\n"
    );
    Some(text(StatusCode::FORBIDDEN, message))
}

/// Responds to a request that was not refused.
pub(crate) fn respond(
    received: &Received,
    faults: &Mutex<Faults>,
    catalog: &Catalog,
) -> ServiceResponse {
    match received.method {
        Method::POST => {
            let parameters = Parameters::read(received.target.query(), &received.body);
            match parse::fault(&parameters, catalog) {
                Ok(fault) => {
                    let mut faults = lock(faults);
                    faults.add(fault);
                    text(StatusCode::OK, format!("{} waiting\n", faults.len()))
                }
                Err(reason) => text(StatusCode::BAD_REQUEST, format!("{reason}\n\n{HELP}\n")),
            }
        }
        Method::DELETE => {
            lock(faults).clear();
            text(StatusCode::OK, "0 waiting\n".to_owned())
        }
        _ => {
            let mut response = text(
                StatusCode::METHOD_NOT_ALLOWED,
                "Use POST to inject a fault, or DELETE to remove all.\n".to_owned(),
            );
            let allow = HeaderValue::from_static("POST, DELETE");
            response.headers.insert(header::ALLOW, allow);
            response
        }
    }
}

/// Reports a body that is larger than [`BODY_LIMIT`].
pub(crate) fn too_large() -> ServiceResponse {
    let message = format!("The body is larger than {BODY_LIMIT} bytes.\n");
    text(StatusCode::PAYLOAD_TOO_LARGE, message)
}

fn text(status: StatusCode, text: String) -> ServiceResponse {
    let plain = HeaderValue::from_static("text/plain;charset=utf-8");
    ServiceResponse {
        status,
        headers: [(header::CONTENT_TYPE, plain)].into_iter().collect(),
        body: text.into(),
    }
}

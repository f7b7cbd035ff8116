//! The endpoints that control the emulator, below `/_emulator/`.
//!
//! Parameters in the URL or in a form describe a fault; [`HELP`] lists them. JSON describes answers
//! and notifications. Requests that may come from a web page are refused.

mod answers;
mod notifications;
mod parse;
mod reply;
mod parameters;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::{HeaderMap, Method, StatusCode, Uri};

use self::parameters::Parameters;
use self::reply::{not_allowed, text};
use super::guard;
use crate::request::received::Received;
use crate::response::ServiceResponse;
use crate::service::Service;
use crate::support::lock::lock;

/// The path below which the endpoints are.
const PATH: &str = "/_emulator";

/// What the endpoints are for.
const ENDPOINTS: &str = "\
/_emulator/faults         POST a form to make calls fail, DELETE to stop
/_emulator/answers        POST JSON to script answers, GET to see them, DELETE to stop
/_emulator/lists          POST a form to set how many items lists have
/_emulator/notifications  POST JSON to send a notification, GET to see all and where they are sent,
                          DELETE to forget the configured addresses
/_emulator/operations     GET what the emulator does for each operation";

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

/// Returns whether a request is for an endpoint.
pub(crate) fn is_for(target: &Uri) -> bool {
    let below = target.path().strip_prefix(PATH);
    below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
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
pub(crate) async fn respond(
    received: &Received,
    service: &Arc<Service>,
    bound: SocketAddr,
) -> ServiceResponse {
    match received.target.path().strip_prefix(PATH) {
        Some("/faults") => faults(received, service),
        Some("/answers") => answers::answers(received, service),
        Some("/lists") => answers::lists(received, service),
        Some("/notifications") => notifications::notifications(received, service, bound).await,
        Some("/operations") => answers::operations(received, service),
        _ => text(
            StatusCode::NOT_FOUND,
            format!("There is no such endpoint. There are:\n{ENDPOINTS}\n"),
        ),
    }
}

/// Responds at `/_emulator/faults`.
fn faults(received: &Received, service: &Service) -> ServiceResponse {
    let faults = &service.faults;
    match received.method {
        Method::POST => {
            let parameters = Parameters::read(received.target.query(), &received.body);
            match parse::fault(&parameters, &service.catalog) {
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
        _ => not_allowed(
            "POST, DELETE",
            "Use POST to inject a fault, or DELETE to remove all.",
        ),
    }
}

/// Reports a body that is larger than [`BODY_LIMIT`].
pub(crate) fn too_large() -> ServiceResponse {
    let message = format!("The body is larger than {BODY_LIMIT} bytes.\n");
    text(StatusCode::PAYLOAD_TOO_LARGE, message)
}

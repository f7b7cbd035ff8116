//! Replies of the endpoints that control the emulator.

use axum::http::{HeaderValue, StatusCode, header};

use crate::response::ServiceResponse;

/// Refuses a method, and names those that are allowed.
pub(super) fn not_allowed(allowed: &'static str, help: &str) -> ServiceResponse {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, format!("{help}\n"));
    let allow = HeaderValue::from_static(allowed);
    response.headers.insert(header::ALLOW, allow);
    response
}

/// Replies with text.
pub(super) fn text(status: StatusCode, text: String) -> ServiceResponse {
    written(status, "text/plain;charset=utf-8", text)
}

/// Replies with JSON.
pub(super) fn json(text: String) -> ServiceResponse {
    written(StatusCode::OK, "application/json;charset=utf-8", text)
}

fn written(status: StatusCode, content_type: &'static str, text: String) -> ServiceResponse {
    let content_type = HeaderValue::from_static(content_type);
    ServiceResponse {
        status,
        headers: [(header::CONTENT_TYPE, content_type)].into_iter().collect(),
        body: text.into(),
    }
}

//! Sends a delivery over a connection.

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode};

use super::body::{PaddedBody, SlowBody};
use super::wire::{Connection, Ending, IdleLimit};
use crate::response::ServiceResponse;
use crate::response::delivery::{Delivery, DeliveryMode};

/// Waits for the delay of the delivery and converts it into an HTTP response.
///
/// Where HTTP cannot express the delivery, the connection sends the bytes and ends instead.
pub(crate) async fn send(delivery: Delivery, connection: &Connection) -> Response<Body> {
    if !delivery.delay.is_zero() {
        tokio::time::sleep(delivery.delay).await;
    }
    let ServiceResponse {
        status,
        headers,
        body,
    } = delivery.response;
    let body = match delivery.mode {
        // The HTTP server does not send a status that is not final.
        DeliveryMode::Whole if status.is_informational() => {
            let length = format!("content-length: {}\r\n\r\n", body.len());
            let wire = [&head(status, &headers), length.as_bytes(), &body].concat();
            connection.end(Ending::Close(wire.into()));
            return Response::default();
        }
        DeliveryMode::Whole => Body::from(body),
        DeliveryMode::CloseIdle(after) => {
            connection.limit_idle(IdleLimit::Close(after));
            Body::from(body)
        }
        DeliveryMode::ResetIdle(after) => {
            connection.limit_idle(IdleLimit::Reset(after));
            Body::from(body)
        }
        DeliveryMode::Slow(duration) => Body::new(SlowBody::new(body, duration)),
        DeliveryMode::Huge(bytes) => {
            let mut response = Response::new(Body::new(PaddedBody::new(bytes)));
            *response.headers_mut() = headers;
            return response;
        }
        DeliveryMode::Cut => {
            // The head announces twice the length of the body.
            let length = format!("content-length: {}\r\n\r\n", body.len() * 2);
            let wire = [&head(status, &headers), length.as_bytes(), &body].concat();
            connection.end(Ending::Close(wire.into()));
            return Response::default();
        }
        DeliveryMode::CutChunks => {
            let chunk = format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n", body.len());
            let wire = [&head(status, &headers), chunk.as_bytes(), &body, b"\r\n"].concat();
            connection.end(Ending::Close(wire.into()));
            return Response::default();
        }
        DeliveryMode::Raw(bytes) => {
            connection.end(Ending::Close(bytes));
            return Response::default();
        }
        DeliveryMode::Reset => {
            connection.end(Ending::Reset);
            return Response::default();
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Writes the head of a response without the headers that state the length of its body.
fn head(status: StatusCode, headers: &HeaderMap) -> Vec<u8> {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut wire = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in headers {
        wire.extend_from_slice(name.as_str().as_bytes());
        wire.extend_from_slice(b": ");
        wire.extend_from_slice(value.as_bytes());
        wire.extend_from_slice(b"\r\n");
    }
    wire
}

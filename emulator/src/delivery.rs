//! How an answer is put on the wire.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode};
use bytes::Bytes;

use crate::answer::Answer;
use crate::body::{Paced, Padded};
use crate::wire::{Connection, Ending};

/// An answer and how to put it on the wire.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) answer: Answer,
    /// How long to wait before the head.
    pub(crate) delay: Duration,
    pub(crate) manner: Manner,
}

/// How to put an answer on the wire.
#[derive(Clone, Debug)]
pub(crate) enum Manner {
    /// As it should be.
    Whole,
    /// The body in pieces over a time.
    Slow(Duration),
    /// Another body of at least this many bytes, its length not stated.
    Huge(u64),
    /// Half of what the head announces, then the end of the connection.
    Cut,
    /// The body in chunks, then the end of the connection in place of the last chunk.
    CutChunks,
    /// As it should be, then the end of the connection once it was idle for a time.
    CloseIdle(Duration),
    /// These bytes and no other, then the end of the connection.
    Raw(Bytes),
    /// Nothing but a TCP reset.
    Reset,
}

impl Delivery {
    /// An answer as it should be.
    pub(crate) fn whole(answer: Answer) -> Self {
        Self {
            answer,
            delay: Duration::ZERO,
            manner: Manner::Whole,
        }
    }

    /// The status that the caller gets to see, if it sees one.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self.manner {
            Manner::Raw(_) | Manner::Reset => None,
            Manner::Huge(_) => Some(StatusCode::OK),
            Manner::Whole
            | Manner::Slow(_)
            | Manner::Cut
            | Manner::CutChunks
            | Manner::CloseIdle(_) => Some(self.answer.status),
        }
    }

    /// Waits as told and turns the answer into a response of the connection.
    pub(crate) async fn send(self, connection: &Connection) -> Response<Body> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        let Answer {
            status,
            headers,
            body,
        } = self.answer;
        let body = match self.manner {
            Manner::Whole => Body::from(body),
            Manner::CloseIdle(after) => {
                connection.close_idle(after);
                Body::from(body)
            }
            Manner::Slow(duration) => Body::new(Paced::new(body, duration)),
            Manner::Huge(bytes) => {
                let mut response = Response::new(Body::new(Padded::new(bytes)));
                *response.headers_mut() = headers;
                return response;
            }
            Manner::Cut => {
                // The head announces twice the body.
                let length = format!("content-length: {}\r\n\r\n", body.len() * 2);
                let wire = [&head(status, &headers), length.as_bytes(), &body].concat();
                connection.end(Ending::Close(wire.into()));
                return Response::default();
            }
            Manner::CutChunks => {
                let chunk = format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n", body.len());
                let wire = [&head(status, &headers), chunk.as_bytes(), &body, b"\r\n"].concat();
                connection.end(Ending::Close(wire.into()));
                return Response::default();
            }
            Manner::Raw(bytes) => {
                connection.end(Ending::Close(bytes));
                return Response::default();
            }
            Manner::Reset => {
                connection.end(Ending::Reset);
                return Response::default();
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

/// Writes the head of an answer as far as it says nothing of the body's length.
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

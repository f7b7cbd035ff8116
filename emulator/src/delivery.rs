//! How an answer is put on the wire.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, StatusCode};
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
            Manner::Whole | Manner::Slow(_) | Manner::Cut => Some(self.answer.status),
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
            Manner::Slow(duration) => Body::new(Paced::new(body, duration)),
            Manner::Huge(bytes) => {
                let mut response = Response::new(Body::new(Padded::new(bytes)));
                *response.headers_mut() = headers;
                return response;
            }
            Manner::Cut => {
                let answer = Answer {
                    status,
                    headers,
                    body,
                };
                connection.end(Ending::Close(half(&answer)));
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

/// Writes an answer whose head announces twice its body.
fn half(answer: &Answer) -> Bytes {
    let reason = answer.status.canonical_reason().unwrap_or_default();
    let mut wire = format!("HTTP/1.1 {} {reason}\r\n", answer.status.as_u16()).into_bytes();
    for (name, value) in &answer.headers {
        wire.extend_from_slice(name.as_str().as_bytes());
        wire.extend_from_slice(b": ");
        wire.extend_from_slice(value.as_bytes());
        wire.extend_from_slice(b"\r\n");
    }
    let announced = answer.body.len() * 2;
    wire.extend_from_slice(format!("content-length: {announced}\r\n\r\n").as_bytes());
    wire.extend_from_slice(&answer.body);
    wire.into()
}

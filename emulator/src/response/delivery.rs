//! A response and how to deliver it.

use std::time::Duration;

use axum::http::StatusCode;
use bytes::Bytes;

use super::ServiceResponse;

/// A response and how to deliver it.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) response: ServiceResponse,
    /// The time to wait before sending the head.
    pub(crate) delay: Duration,
    pub(crate) mode: DeliveryMode,
}

/// How to deliver a response.
#[derive(Clone, Debug)]
pub(crate) enum DeliveryMode {
    /// The complete response.
    Whole,
    /// The complete response, its body in pieces over this time.
    Slow(Duration),
    /// A different body of at least this many bytes, without a content length.
    Huge(u64),
    /// Half of the announced body, then the connection closes.
    Cut,
    /// A chunked body; the connection closes before the last chunk.
    CutChunks,
    /// The complete response; the connection closes after it was idle for this time.
    CloseIdle(Duration),
    /// The complete response; the connection is reset if the next request arrives later than this
    /// time.
    ResetIdle(Duration),
    /// Only these bytes, then the connection closes.
    Raw(Bytes),
    /// Only a TCP reset.
    Reset,
}

impl Delivery {
    /// Delivers the complete response without delay.
    pub(crate) fn whole(response: ServiceResponse) -> Self {
        Self {
            response,
            delay: Duration::ZERO,
            mode: DeliveryMode::Whole,
        }
    }

    /// Returns the status that the client sees, if it sees one.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self.mode {
            DeliveryMode::Raw(_) | DeliveryMode::Reset => None,
            DeliveryMode::Huge(_) => Some(StatusCode::OK),
            DeliveryMode::Whole
            | DeliveryMode::Slow(_)
            | DeliveryMode::Cut
            | DeliveryMode::CutChunks
            | DeliveryMode::CloseIdle(_)
            | DeliveryMode::ResetIdle(_) => Some(self.response.status),
        }
    }
}

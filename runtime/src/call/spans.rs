//! What the spans of calls and attempts record.

use tokio::time::Instant;

/// Notes what was answered.
pub(crate) fn record_answer(span: &tracing::Span, status: Option<u16>, request_id: Option<&str>) {
    span.record("status", status);
    span.record("request_id", request_id);
}

/// Records how long it took.
pub(crate) fn record_duration(span: &tracing::Span, begun: Instant) {
    // No look at the clock for nothing.
    if !span.is_disabled() {
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        span.record("duration_ms", millis);
    }
}

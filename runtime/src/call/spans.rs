//! Fields that the spans of calls and attempts record.

use tokio::time::Instant;

use crate::support::text::OneLine;

/// Records status and request ID of the response.
pub(crate) fn record_response(span: &tracing::Span, status: Option<u16>, request_id: Option<&str>) {
    span.record("status", status);
    let id = request_id.filter(|_| !span.is_disabled());
    span.record("request_id", id.map(|id| OneLine(id).to_string()));
}

/// Records the time since the start.
pub(crate) fn record_duration(span: &tracing::Span, started: Instant) {
    // Skip reading the clock when the span is disabled.
    if !span.is_disabled() {
        let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        span.record("duration_ms", millis);
    }
}

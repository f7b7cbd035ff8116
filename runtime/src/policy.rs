//! When a call may start, and when it may be retried.

pub mod retry;
pub mod rate_limit;

//! Policies that decide when a call may start and when it is retried.

pub mod retry;
pub mod rate_limit;

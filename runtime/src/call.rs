//! Calls: attempts, retries and backoff.

pub(crate) mod retry_loop;
pub(crate) mod attempt;
pub(crate) mod shared;
pub(crate) mod config;
pub mod observe;
pub(crate) mod spans;

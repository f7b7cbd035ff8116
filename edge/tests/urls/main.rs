//! Tests of signed URLs, through the public API.

#![expect(clippy::unwrap_used, reason = "a helper fails by panicking")]

mod vectors;
mod forms;
mod expiry;
mod verifying;
mod parsing;
mod mistakes;
mod secrecy;
mod samples;

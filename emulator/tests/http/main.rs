//! The emulator as seen from the wire, by a client of a few lines.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this is how a test fails"
)]

mod binary;
mod client;
mod faults;
mod gate;
mod monitors;
mod noise;
mod serving;

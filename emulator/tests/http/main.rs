//! Tests the emulator over the wire with a minimal client.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "this is how a test fails"
)]

mod answers;
mod binary;
mod client;
mod faults;
mod gate;
mod monitors;
mod noise;
mod notifications;
mod pages;
mod receiver;
mod serving;
mod specs;
mod unsigned;

//! The generated client against the emulator, over real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod blocking;
mod calls_by_name;
mod conformance;
mod connections;
mod corpus;
mod credentials;
mod documented_errors;
mod emulator_answers;
mod every_operation;
mod faults;
mod handed_over;
mod hazards;
mod hostile;
mod log;
mod mock;
mod monitor;
mod notices;
mod notifications;
mod observing;
mod operations;
mod outcomes;
mod pages;
mod provider_network;
mod proxy;
mod python;
mod raw_bytes;
mod rate_limits;
mod rejections;
mod retries;
mod secrets;
mod spans;
mod stored_requests;
mod strict;
mod times;
mod usage;
mod vectors;
mod waiters;
mod wire;

//! A local ApsaraVideo Live service, for developing and testing clients without an account.
//!
//! The emulator speaks real HTTP and knows every operation from the specs that the client is generated from. It checks
//! what the real gateway checks, in the same order: operation, version, method, AccessKey, security token, date,
//! signature and nonce; then the parameters against the spec of the operation, with `ACS3-HMAC-SHA256` also that each
//! is in its part of the request. The signatures (`ACS3-HMAC-SHA256` and `HMAC-SHA1`) are computed by code of its own,
//! so that client and emulator check each other.
//!
//! Monitoring sessions are stateful: they can be created, changed, started, stopped, listed and deleted, with the
//! documented errors. All other operations answer with the documented shape, filled with the documented examples.
//!
//! ```
//! use std::time::Duration;
//! use alibabacloud_live_emulator::{Emulator, Fault};
//!
//! let emulator = Emulator::builder().monitor_quota(3).start_blocking()?;
//! assert!(emulator.operations().iter().any(|name| name == "StartLiveStreamMonitor"));
//!
//! // The next two attempts to start a session are refused as too fast.
//! emulator.inject(Fault::throttle().retry_after(Duration::from_millis(40)).on("StartLiveStreamMonitor").times(2));
//!
//! // Point a client at emulator.url() with Emulator::ACCESS_KEY_ID and Emulator::ACCESS_KEY_SECRET, call it, then:
//! assert!(emulator.requests().is_empty());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # The binary
//!
//! `cargo run -p alibabacloud-live-emulator -- --port 8086` serves until interrupted and prints a line per request.
//! Faults are asked for over HTTP:
//!
//! ```text
//! curl -d 'kind=throttle&operation=StartLiveStreamMonitor&times=2' http://127.0.0.1:8086/_emulator/faults
//! curl -X DELETE http://127.0.0.1:8086/_emulator/faults
//! ```
//!
//! [`FAULT_PARAMETERS`] lists what such a request may say.

mod answer;
mod body;
mod call;
mod catalog;
mod clock;
mod control;
mod credential;
mod delivery;
mod emulator;
mod encoding;
mod fault;
#[cfg(test)]
mod fixture;
mod gate;
mod lock;
mod log;
mod monitor;
mod nonces;
mod parameters;
mod rate;
mod received;
mod refusal;
mod server;
mod service;
mod signature;
mod specs;
mod synthesize;
mod validate;
mod wire;

pub use control::HELP as FAULT_PARAMETERS;
pub use credential::Credential;
pub use emulator::{Emulator, EmulatorBuilder};
pub use fault::Fault;
pub use log::{Headers, ServedRequest};
pub use signature::SignatureKind;

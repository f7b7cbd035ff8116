//! A local ApsaraVideo Live service for developing and testing clients without an account.
//!
//! The emulator is a real HTTP server. It supports every operation of the specs that the client is
//! generated from. Like the real gateway, it checks operation, version, method, format, AccessKey,
//! security token, date, signature and nonce, in this order. Then it validates the parameters
//! against the spec of the operation; with `ACS3-HMAC-SHA256` this includes the location of each
//! parameter, query or body. The emulator computes the signatures (`ACS3-HMAC-SHA256` and
//! `HMAC-SHA1`) with its own code, so that client and emulator check each other.
//!
//! Monitoring sessions are stateful: they can be created, updated, started, stopped, listed and
//! deleted, with the documented errors. All other operations return responses of the documented
//! shape, filled with the documented examples.
//!
//! ```
//! use std::time::Duration;
//! use alibabacloud_live_emulator::{Emulator, Fault};
//!
//! let emulator = Emulator::builder().monitor_quota(3).start_blocking()?;
//! assert!(emulator.operations().iter().any(|name| name == "StartLiveStreamMonitor"));
//!
//! // The next two attempts to start a session are throttled.
//! emulator.inject(Fault::throttle().retry_after(Duration::from_millis(40)).on("StartLiveStreamMonitor").times(2));
//!
//! // Point a client at emulator.url() with Emulator::ACCESS_KEY_ID and Emulator::ACCESS_KEY_SECRET, call it, then:
//! assert!(emulator.requests().is_empty());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # The binary
//!
//! `cargo run -p alibabacloud-live-emulator -- --port 8086` serves until interrupted and prints a
//! line per request. Faults are injected over HTTP:
//!
//! ```text
//! curl -d 'kind=throttle&operation=StartLiveStreamMonitor&times=2' http://127.0.0.1:8086/_emulator/faults
//! curl -X DELETE http://127.0.0.1:8086/_emulator/faults
//! ```
//!
//! [`FAULT_PARAMETERS`] lists the parameters of such a request. Requests that a web page may have
//! sent are refused with status 403: those with an `Origin` or `Sec-Fetch-Site` of another site,
//! and those whose `Host` is neither the address of the emulator nor `localhost` with its port.
//!
//! # Limits of the likeness
//!
//! Texts and codes follow what the service is seen to answer. One code is documented but was not
//! seen: `InvalidSecurityToken.MismatchWithAccessKey`, for a permanent AccessKey with a security
//! token.

// The layers, top first. Each imports only from the layers below it.
mod emulator;
mod http;
mod service;
mod gate;
mod fault;
mod answer;
mod catalog;
mod response;
mod request;
mod support;

pub use answer::parse::HELP as ANSWER_MEMBERS;
pub use answer::{Answer, AnswerError, Calls};
pub use emulator::{Emulator, EmulatorBuilder};
pub use fault::Fault;
pub use gate::credential::Credential;
pub use http::control::HELP as FAULT_PARAMETERS;
pub use request::signature::SignatureKind;
pub use service::log::{Headers, ServedRequest};
pub use service::support::OperationSupport;

//! A local service for developing and testing clients without an account.
//!
//! The emulator is a real HTTP server. It supports every operation of the specs that the client is
//! generated from: those of ApsaraVideo Live, which are built in, or those of a
//! [folder](EmulatorBuilder::specs), also of another product. Like the real gateway, it checks
//! operation, version, method, format, AccessKey, security token, date, signature and nonce, in
//! this order. Operations that need no signature take requests without AccessKey and signature too.
//! Then it validates the parameters against the spec of the operation; with `ACS3-HMAC-SHA256` this
//! includes the location of each parameter, query or body. The emulator computes the signatures
//! (`ACS3-HMAC-SHA256` and `HMAC-SHA1`) with its own code, so that client and emulator check each
//! other.
//!
//! # What is modelled
//!
//! Monitoring sessions (the family `stream_monitor` of the built-in specs) are stateful: they can
//! be created, updated, started, stopped, listed and deleted, with the documented errors.
//!
//! All other operations return the documented example, whatever was called before. Those whose
//! lists come in pages return [as many items](EmulatorBuilder::list_items) as are wanted, 25 by
//! default, told apart by their IDs and names. They honour the number or token of the page and its
//! size, and state totals and what follows; a page beyond the end is empty. Filters have no effect,
//! so a wait for a certain item of a list, such as a domain, needs an answer of your own.
//!
//! [`Emulator::support`] says it for each operation.
//!
//! ```
//! use std::time::Duration;
//! use alibabacloud_live_emulator::{Answer, Emulator, Fault};
//!
//! let emulator = Emulator::builder().monitor_quota(3).start_blocking()?;
//! assert!(emulator.operations().iter().any(|name| name == "StartLiveStreamMonitor"));
//!
//! // The next two attempts to start a session are throttled.
//! emulator.inject(Fault::throttle().retry_after(Duration::from_millis(40)).on("StartLiveStreamMonitor").times(2));
//!
//! // A domain that comes online after two calls.
//! let status = |status| Answer::documented().set("/DomainDetail/DomainStatus", status);
//! let answers = [status("configuring").times(2), status("online")];
//! emulator.respond("DescribeLiveDomainDetail", answers)?;
//!
//! // Point a client at emulator.url() with Emulator::ACCESS_KEY_ID and Emulator::ACCESS_KEY_SECRET, call it, then:
//! assert!(emulator.requests().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answers of your own
//!
//! [`Emulator::respond`] gives other answers, in order; the last one repeats, as with the mock of
//! the client. Everything that serializes is an [`Answer`], so with its feature `serde` the
//! responses of the client are. A function of a few lines ties them to their request, so that the
//! compiler checks one against the other:
//!
//! ```ignore
//! use alibabacloud_live::rpc::{Operation, serde::Serialize};
//!
//! fn respond<R: Operation<Response: Serialize>>(
//!     emulator: &Emulator,
//!     responses: impl IntoIterator<Item = R::Response>,
//! ) -> Result<(), AnswerError> {
//!     emulator.respond(R::INFO.name, responses)
//! }
//!
//! respond::<DescribeLiveDomainDetailRequest>(&emulator, [configuring, online])?;
//! ```
//!
//! It is not part of this crate, since the emulator knows nothing of the client, so that each
//! checks the other.
//!
//! # Notifications
//!
//! [`Emulator::notify`] sends a [`Notification`] as the service does, so that a program's handler
//! can be tested end to end. Address, key and domain are those of the calls that configured them,
//! such as `SetLiveStreamsNotifyUrlConfig`; members that are not set have their documented example
//! as value. The answer is checked too:
//!
//! ```no_run
//! use alibabacloud_live_emulator::{Emulator, Notification};
//!
//! # async fn test() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! // Here the program sets its address and key for the domain `push.example.com`.
//! let published = Notification::new("StreamNotification").domain("push.example.com").set("id", "camera-1");
//! let delivered = emulator.notify(published.clone()).await?;
//! assert_eq!(delivered.problem, None);
//!
//! // The program must refuse what the service did not sign.
//! let delivered = emulator.notify(published.tampered()).await?;
//! assert_eq!(delivered.status, 403);
//! # Ok(())
//! # }
//! ```
//!
//! Only `http` addresses of this machine are called, and redirects are not followed: whatever a
//! test configures, it never calls an address that is used in production. [`Notification::to`]
//! sends to a local listener instead, signed as for the configured address.
//!
//! What else is configured has no effect: a notification is sent whether or not the service would
//! send it, such as one about the status of a recording without `NeedStatusNotify`.
//!
//! Each notification is sent once and waits five seconds for its answer;
//! [`retries`](Notification::retries) sends it again. Signatures are those of ingest, recording and
//! snapshot callbacks, in the headers `ALI-LIVE-TIMESTAMP` and `ALI-LIVE-SIGNATURE`. Notifications
//! that the service signs in another way are sent unsigned, and their specs say so.
//!
//! # The binary
//!
//! `cargo run -p alibabacloud-live-emulator -- --port 8086` serves until interrupted and prints a
//! line per request and notification. Faults are injected over HTTP:
//!
//! ```text
//! curl -d 'kind=throttle&operation=StartLiveStreamMonitor&times=2' http://127.0.0.1:8086/_emulator/faults
//! curl -X DELETE http://127.0.0.1:8086/_emulator/faults
//! ```
//!
//! [`FAULT_PARAMETERS`] lists the parameters of such a request. Answers are described as JSON,
//! whose members [`ANSWER_MEMBERS`] lists; the option `--answers` reads the same from a file:
//!
//! ```text
//! curl -d '{"operation": "DescribeLiveDomainDetail", "when": {"DomainName": "live.example.com"},
//!   "answers": [{"set": {"/DomainDetail/DomainStatus": "configuring"}, "times": 2},
//!               {"set": {"/DomainDetail/DomainStatus": "online"}},
//!               {"error": {"status": 404, "code": "InvalidDomain.NotFound"}, "after-ms": 60000}]}' \
//!   http://127.0.0.1:8086/_emulator/answers
//! curl http://127.0.0.1:8086/_emulator/answers
//! curl -X DELETE http://127.0.0.1:8086/_emulator/answers
//! ```
//!
//! Notifications are sent by JSON too, whose members [`NOTIFICATION_MEMBERS`] lists. The reply has
//! the answer of the receiver. This works only while the emulator listens on a loopback address:
//!
//! ```text
//! curl -d '{"notification": "StreamNotification", "domain": "push.example.com",
//!   "set": {"action": "publish_done", "id": "camera-1"}}' http://127.0.0.1:8086/_emulator/notifications
//! curl http://127.0.0.1:8086/_emulator/notifications
//! curl -X DELETE http://127.0.0.1:8086/_emulator/notifications
//! ```
//!
//! `POST /_emulator/lists` sets how many items lists have (`items=3&operation=DescribeCasters`),
//! and `GET /_emulator/operations` says what is done for each operation.
//!
//! Requests that a web page may have sent are refused with status 403: those with an `Origin` or
//! `Sec-Fetch-Site` of another site, and those whose `Host` is neither the address of the emulator
//! nor `localhost` with its port.
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
mod notify;
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
pub use notify::addresses::CallbackAddress;
pub use notify::parse::HELP as NOTIFICATION_MEMBERS;
pub use notify::sent::SentNotification;
pub use notify::{Delivered, Notification, NotifyError, NotifyErrorKind};
pub use request::signature::SignatureKind;
pub use service::log::{Headers, ServedRequest};
pub use service::support::OperationSupport;

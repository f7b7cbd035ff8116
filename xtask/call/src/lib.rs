//! Calls one operation from its spec alone, without the generated client.
//!
//! [`Order`] says what to call and how. [`call`] reads the specs, turns `Key=value` into parameters
//! as the generated client would, sends them with the runtime of the client, and shows the outcome.

// The layers, top first. Each imports only from those below it.
mod run;
mod report;
mod target;
mod tap;
mod curl;
mod explain;
mod request;
mod parameters;
mod values;
mod typed;
mod given;
mod description;
mod called;
mod suggest;
mod pretty;
mod order;
mod screen;

pub use called::Called;
pub use curl::curl;
pub use explain::explain;
pub use order::{Order, Signature};
pub use parameters::{Encoded, encode};
pub use request::SentRequest;
pub use run::{call, call_of};
pub use screen::Screen;

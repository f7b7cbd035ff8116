//! Sends requests over HTTP: the `Transport` trait and its implementation with reqwest.

mod interface;
mod error;
pub mod endpoint;
mod reqwest;
mod pools;
mod proxy;
pub(crate) mod tls;

pub use self::error::{TransportError, TransportErrorKind};
pub use self::interface::{Transport, TransportFuture};
pub use self::reqwest::{ReqwestTransport, ReqwestTransportBuilder};

pub(crate) use self::error::REQUEST_ID;

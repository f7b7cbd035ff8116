//! What clients of Alibaba Cloud's RPC-style APIs have in common: credentials, signing, encoding, transport, errors.
//!
//! This crate knows no operation. Generated crates such as `alibabacloud-live` describe their operations by
//! [`Operation`] and send them with an [`RpcClient`]. It is not an official Alibaba Cloud product.

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod config;
pub mod credentials;
pub mod decode;
pub mod encode;
pub mod endpoint;
#[cfg(feature = "mock")]
pub mod mock;
pub mod observe;
pub mod rate_limit;
pub mod request;
pub mod retry;
pub mod signing;
pub mod transport;

mod attempt;
mod builder;
mod call;
mod client;
mod clock;
mod environment;
mod error;
mod json_text;
mod lock;
mod mask;
mod open_enum;
mod operation;
mod state;

pub use builder::Builder;
pub use client::RpcClient;
pub use config::{ClientBuilder, Config, Service};
pub use credentials::Credentials;
pub use decode::{ReadFields, Reading, ValueReader};
pub use encode::{ExtraParameters, FieldWriter, Parameters, WriteFields};
pub use error::{BoxError, Error, ErrorKind, NonceError, OperationError};
pub use json_text::JsonText;
pub use observe::Observer;
pub use open_enum::Unrecognized;
pub use operation::{
    ErrorClass, ErrorCode, Method, Operation, OperationInfo, RateLimit, Region, ServiceInfo,
};
pub use rate_limit::RateLimits;
pub use retry::RetryPolicy;
pub use serde_json::Value;
pub use signing::SignatureMethod;
pub use state::{IsSet, Set, Unset};

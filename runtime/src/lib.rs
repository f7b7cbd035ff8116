//! What clients of Alibaba Cloud's RPC-style APIs have in common: credentials, signing, encoding, transport, errors.
//!
//! This crate knows no operation. Generated crates such as `alibabacloud-live` describe their operations by
//! [`Operation`] and send them with an [`RpcClient`]. It is not an official Alibaba Cloud product.

pub mod config;
pub mod credentials;
pub mod decode;
pub mod encode;
pub mod endpoint;
pub mod request;
pub mod signing;
pub mod transport;

mod builder;
mod client;
mod environment;
mod error;
mod json_text;
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
pub use open_enum::Unrecognized;
pub use operation::{
    ErrorClass, ErrorCode, Method, Operation, OperationInfo, RateLimit, Region, ServiceInfo,
};
pub use serde_json::Value;
pub use signing::SignatureMethod;
pub use state::{IsSet, Set, Unset};

//! Requests: raw as received, then read as a call with parameters and a signature.

pub(crate) mod call;
pub(crate) mod received;
pub(crate) mod parameters;
pub(crate) mod signature;
pub(crate) mod encoding;

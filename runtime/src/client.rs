//! Clients: builders, settings, timeouts, blocking calls and mocks.

pub(crate) mod generated_client;
pub(crate) mod builder;
pub(crate) mod timeouts;
pub(crate) mod call_settings;
pub(crate) mod rpc_client;
pub(crate) mod pages;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(test)]
mod tests;

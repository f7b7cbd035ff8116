//! Credentials and request signing.

pub mod request;
pub mod signing;
pub(crate) mod provider;
pub(crate) mod network;
pub(crate) mod credentials;
pub(crate) mod error;

pub use credentials::Credentials;
pub use error::CredentialsError;
pub use network::NetworkSettings;
pub use provider::{CredentialsFuture, ProvideCredentials};

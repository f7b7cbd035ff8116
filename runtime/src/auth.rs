//! Credentials and request signing.

pub mod request;
pub mod signing;
pub(crate) mod credentials;
pub(crate) mod network;
pub(crate) mod error;

pub use credentials::{Credentials, CredentialsFuture, ProvideCredentials};
pub use error::CredentialsError;
pub use network::NetworkSettings;

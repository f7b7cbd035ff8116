//! Who signs requests, and how they are signed.

pub mod request;
pub mod signing;
pub(crate) mod credentials;
pub(crate) mod error;

pub use credentials::{Credentials, CredentialsFuture, ProvideCredentials};
pub use error::CredentialsError;

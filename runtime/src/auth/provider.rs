//! The trait of credential providers.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::credentials::Credentials;
use super::error::CredentialsError;
use super::network::NetworkSettings;

/// A source of credentials.
///
/// The client requests credentials before every call. Wrap a provider that fetches its credentials
/// in [`Cached`](crate::credentials::Cached).
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// Returns the credentials that sign the next call.
    fn credentials(&self) -> CredentialsFuture<'_>;

    /// Reports that the service refused these credentials: the AccessKey does not exist or is
    /// disabled, or the security token is invalid or has expired. The provider should return
    /// different ones next, if it can.
    ///
    /// The client then requests credentials once more, and retries the call once if they differ. A
    /// provider that wraps another one passes the report on.
    fn refused(&self, _credentials: &Credentials) {}

    /// Receives the network settings of a client that was built with this provider.
    ///
    /// A provider that sends no requests ignores them, as the default does. A provider that wraps
    /// another one passes them on. A provider that several clients share keeps those of the first.
    fn use_network(&self, _settings: &NetworkSettings) {}

    /// Returns the name of the provider for log events and errors.
    fn name(&self) -> &str {
        "custom"
    }
}

/// A type-erased provider.
pub(crate) type AnyProvider = Arc<dyn ProvideCredentials>;

pub(crate) fn any(provider: impl ProvideCredentials + 'static) -> AnyProvider {
    Arc::new(provider)
}

/// The future that [`ProvideCredentials::credentials`] returns.
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// Returns the credentials themselves.
impl ProvideCredentials for Credentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn name(&self) -> &str {
        "static"
    }
}

/// Delegates to the shared provider.
impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        (**self).credentials()
    }

    fn refused(&self, credentials: &Credentials) {
        (**self).refused(credentials);
    }

    fn use_network(&self, settings: &NetworkSettings) {
        (**self).use_network(settings);
    }

    fn name(&self) -> &str {
        (**self).name()
    }
}

//! TLS with the platform's library.

use reqwest::{Certificate, ClientBuilder};

use crate::support::box_error::BoxError;

pub(crate) const AVAILABLE: bool = true;

/// Trusts the platform's certificate authorities and additional ones in PEM.
pub(crate) fn set_up(builder: ClientBuilder, roots: &[Vec<u8>]) -> Result<ClientBuilder, BoxError> {
    let mut builder = builder.tls_backend_native();
    for pem in roots {
        let certificates = Certificate::from_pem_bundle(pem)?;
        if certificates.is_empty() {
            return Err("a root certificate is not valid PEM".into());
        }
        builder = builder.tls_certs_merge(certificates);
    }
    Ok(builder)
}

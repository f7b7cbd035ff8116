//! TLS with the platform's library.

use reqwest::{Certificate, ClientBuilder};

use crate::support::box_error::BoxError;

pub(crate) const AVAILABLE: bool = true;

/// Trusts the platform's certificate authorities and additional ones.
pub(crate) struct Tls {
    additional: Vec<Certificate>,
}

impl Tls {
    /// Takes additional certificates in PEM.
    pub(crate) fn new(roots: &[Vec<u8>]) -> Result<Self, BoxError> {
        let mut additional = Vec::new();
        for pem in roots {
            let certificates = Certificate::from_pem_bundle(pem)?;
            if certificates.is_empty() {
                return Err("a root certificate is not valid PEM".into());
            }
            additional.extend(certificates);
        }
        Ok(Self { additional })
    }

    pub(crate) fn set_up(
        &self,
        builder: ClientBuilder,
        is_needed: bool,
    ) -> Result<ClientBuilder, BoxError> {
        let builder = builder.tls_backend_native();
        // The library reads the certificates of the platform only unless others are named.
        Ok(match is_needed {
            true => builder.tls_certs_merge(self.additional.clone()),
            false => builder.tls_certs_only([]),
        })
    }
}

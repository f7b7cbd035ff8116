//! TLS with rustls. The crypto library is passed explicitly, so that no process-wide default is
//! needed or changed.

use std::sync::Arc;

use reqwest::ClientBuilder;
use rustls::ClientConfig;
#[cfg(feature = "rustls-aws-lc")]
use rustls::crypto::aws_lc_rs::default_provider;
#[cfg(not(feature = "rustls-aws-lc"))]
use rustls::crypto::ring::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls_platform_verifier::Verifier;

use crate::support::box_error::BoxError;

pub(crate) const AVAILABLE: bool = true;

/// Trusts the platform's certificate authorities and additional ones in PEM.
pub(crate) fn set_up(builder: ClientBuilder, roots: &[Vec<u8>]) -> Result<ClientBuilder, BoxError> {
    let provider = Arc::new(default_provider());
    let verifier = match parse_pem(roots)? {
        none if none.is_empty() => Verifier::new(Arc::clone(&provider))?,
        #[cfg(not(target_os = "android"))]
        additional => Verifier::new_with_extra_roots(additional, Arc::clone(&provider))?,
        #[cfg(target_os = "android")]
        _ => return Err("additional root certificates are not supported on Android".into()),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(builder.tls_backend_preconfigured(config))
}

fn parse_pem(roots: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, BoxError> {
    let mut certificates = Vec::new();
    for pem in roots {
        let parsed: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        match parsed {
            Ok(parsed) if !parsed.is_empty() => certificates.extend(parsed),
            _ => return Err("a root certificate is not valid PEM".into()),
        }
    }
    Ok(certificates)
}

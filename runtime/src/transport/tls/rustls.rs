//! TLS with rustls. The crypto library is passed explicitly, so that no process-wide default is
//! needed or changed.

use std::ffi::OsString;
use std::sync::{Arc, Mutex, OnceLock};

use reqwest::ClientBuilder;
#[cfg(feature = "rustls-aws-lc")]
use rustls::crypto::aws_lc_rs::default_provider;
#[cfg(not(feature = "rustls-aws-lc"))]
use rustls::crypto::ring::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::support::box_error::BoxError;
use crate::support::lock::lock;

pub(crate) const AVAILABLE: bool = true;

/// Trusts the platform's certificate authorities and additional ones.
pub(crate) struct Tls {
    additional: Vec<CertificateDer<'static>>,
    /// Made when it is needed for the first time.
    trusting: OnceLock<ClientConfig>,
}

impl Tls {
    /// Takes additional certificates in PEM. Reads nothing from the machine.
    pub(crate) fn new(roots: &[Vec<u8>]) -> Result<Self, BoxError> {
        Ok(Self {
            additional: parse_pem(roots)?,
            trusting: OnceLock::new(),
        })
    }

    pub(crate) fn set_up(
        &self,
        builder: ClientBuilder,
        is_needed: bool,
    ) -> Result<ClientBuilder, BoxError> {
        let config = match is_needed {
            true => self.trusting()?.clone(),
            false => trusting_nobody()?,
        };
        Ok(builder.tls_backend_preconfigured(config))
    }

    fn trusting(&self) -> Result<&ClientConfig, BoxError> {
        if let Some(made) = self.trusting.get() {
            return Ok(made);
        }
        let verifier = match self.additional.is_empty() {
            true => platform_verifier()?,
            false => self.verifier_with_additional()?,
        };
        let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(self.trusting.get_or_init(|| config))
    }

    #[cfg(not(target_os = "android"))]
    fn verifier_with_additional(&self) -> Result<Arc<Verifier>, BoxError> {
        let additional = self.additional.iter().cloned();
        let verifier = Verifier::new_with_extra_roots(additional, Arc::new(default_provider()))?;
        Ok(Arc::new(verifier))
    }

    #[cfg(target_os = "android")]
    fn verifier_with_additional(&self) -> Result<Arc<Verifier>, BoxError> {
        Err("additional root certificates are not supported on Android".into())
    }
}

/// Returns the verifier for the platform's certificate authorities. Reading them takes longer than
/// many calls, so all clients of the program share it while the variables that name their files
/// stay the same.
fn platform_verifier() -> Result<Arc<Verifier>, BoxError> {
    type Shared = ([Option<OsString>; 2], Arc<Verifier>);
    static SHARED: Mutex<Option<Shared>> = Mutex::new(None);
    let files = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(std::env::var_os);
    let mut shared = lock(&SHARED);
    if let Some((of_files, verifier)) = &*shared
        && *of_files == files
    {
        return Ok(Arc::clone(verifier));
    }
    let verifier = Verifier::new(Arc::new(default_provider())).map_err(|error| {
        format!(
            "this machine has no certificate authorities that HTTPS needs ({error}); install them \
             (on Linux usually the package ca-certificates), or set SSL_CERT_FILE or SSL_CERT_DIR, \
             or add one with root_certificate"
        )
    })?;
    let (_, verifier) = shared.insert((files, Arc::new(verifier)));
    Ok(Arc::clone(verifier))
}

/// The configuration of a client that sends nothing over TLS.
fn trusting_nobody() -> Result<ClientConfig, BoxError> {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    Ok(config)
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
    // Otherwise, one that cannot be used would be found only by the first request.
    let mut store = RootCertStore::empty();
    for certificate in &certificates {
        store.add(certificate.clone())?;
    }
    Ok(certificates)
}

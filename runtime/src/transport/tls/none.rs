//! No TLS: only unencrypted endpoints are supported.

use reqwest::ClientBuilder;

use crate::support::box_error::BoxError;

pub(crate) const AVAILABLE: bool = false;

pub(crate) struct Tls;

impl Tls {
    pub(crate) fn new(roots: &[Vec<u8>]) -> Result<Self, BoxError> {
        if roots.is_empty() {
            Ok(Self)
        } else {
            Err("root certificates need a TLS feature of the crate".into())
        }
    }

    pub(crate) fn set_up(
        &self,
        builder: ClientBuilder,
        is_needed: bool,
    ) -> Result<ClientBuilder, BoxError> {
        if is_needed {
            Err("HTTPS needs a TLS feature of the crate".into())
        } else {
            Ok(builder)
        }
    }
}

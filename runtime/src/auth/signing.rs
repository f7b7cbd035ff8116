//! Signatures of requests: pure functions of the request, the credentials, a nonce and a time.

mod context;
pub mod acs3;
pub mod hmac_sha1;
mod hex;

use std::sync::OnceLock;

use zeroize::ZeroizeOnDrop;

pub use self::context::{NonceError, SigningContext};

/// How requests are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// `ACS3-HMAC-SHA256`: the operation and signature travel in headers. What current official SDKs use.
    #[default]
    Acs3HmacSha256,
    /// `HMAC-SHA1`: the operation and signature travel in the query. Older, and still accepted.
    HmacSha1,
}

/// An AccessKey secret as the signatures need it, made ready when first needed. It is wiped when it goes.
///
/// It is the state of hashes that have taken in the secret.
#[derive(Default)]
pub(crate) struct Keys {
    acs3: OnceLock<acs3::Key>,
    hmac_sha1: OnceLock<hmac_sha1::Key>,
}

impl Keys {
    pub(crate) fn acs3(&self, access_key_secret: &str) -> &acs3::Key {
        self.acs3.get_or_init(|| acs3::Key::new(access_key_secret))
    }

    pub(crate) fn hmac_sha1(&self, access_key_secret: &str) -> &hmac_sha1::Key {
        self.hmac_sha1
            .get_or_init(|| hmac_sha1::Key::new(access_key_secret))
    }
}

/// The hashes wipe themselves, as long as their crates are told to.
const _: () = {
    const fn wipes_itself<T: ZeroizeOnDrop>() {}
    wipes_itself::<sha1::Sha1>();
    wipes_itself::<sha2::Sha256>();
};

//! Request signing: pure functions of the request, the credentials, a nonce and a time.

mod context;
pub mod acs3;
pub mod hmac_sha1;
mod hex;

use std::sync::OnceLock;

use zeroize::ZeroizeOnDrop;

pub use self::context::{NonceError, SigningContext};

/// The method that signs requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// `ACS3-HMAC-SHA256`: sends the operation and the signature in headers. Current official SDKs
    /// use it.
    #[default]
    Acs3HmacSha256,
    /// `HMAC-SHA1`: sends the operation and the signature in the query. Older, and still accepted.
    HmacSha1,
}

/// The signing keys of an AccessKey secret, prepared on first use and wiped on drop.
///
/// Preparing them anew for each signature would make signing 10 % slower (0.7 % of a call).
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

/// The hashes wipe themselves only with the `zeroize` features of their crates.
const _: () = {
    const fn wipes_itself<T: ZeroizeOnDrop>() {}
    wipes_itself::<sha1::Sha1>();
    wipes_itself::<sha2::Sha256>();
};

//! Headers of a signed callback.

use std::fmt;

use super::{SIGNATURE_HEADER, TIMESTAMP_HEADER};

/// The two headers of a signed callback, as the service sends them. `Debug` output does not show
/// the signature.
///
/// Returned by [`CallbackVerifier::sign`](super::CallbackVerifier::sign), to test handlers:
///
/// ```
/// # #[cfg(feature = "http")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use alibabacloud_live_edge::callback::CallbackVerifier;
/// # let verifier = CallbackVerifier::for_ingest_domain("push.example.com", "key")?;
/// let mut request = http::Request::get("/streams?action=publish");
/// for (name, value) in &verifier.sign() {
///     request = request.header(name, value);
/// }
/// # verifier.verify_headers(request.headers_ref().unwrap())?;
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "http"))]
/// # fn main() {}
/// ```
// Comparing two would take longer the more of them agrees.
#[derive(Clone)]
pub struct SignedHeaders {
    pub(super) timestamp: String,
    pub(super) signature: String,
}

impl SignedHeaders {
    /// Returns the value of `ALI-LIVE-TIMESTAMP`: seconds since 1970.
    #[must_use]
    pub fn timestamp(&self) -> &str {
        &self.timestamp
    }

    /// Returns the value of `ALI-LIVE-SIGNATURE`: 32 hexadecimal digits in lower case.
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.signature
    }
}

/// Iterates over names and values.
impl<'a> IntoIterator for &'a SignedHeaders {
    type Item = (&'static str, &'a str);
    type IntoIter = std::array::IntoIter<Self::Item, 2>;

    fn into_iter(self) -> Self::IntoIter {
        [
            (TIMESTAMP_HEADER, self.timestamp()),
            (SIGNATURE_HEADER, self.signature()),
        ]
        .into_iter()
    }
}

impl fmt::Debug for SignedHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedHeaders")
            .field("timestamp", &self.timestamp)
            .field("signature", &"***")
            .finish()
    }
}

//! A key of a domain.

use alibabacloud_secret::Secret;

use super::error::{Part, Problem, UrlError};

/// A key that can sign. Its `Debug` output is masked by `Secret`.
#[derive(Clone, Debug)]
pub(crate) struct Key(Secret);

impl Key {
    /// Checks a key. What is refused here are errors of copying: the length is not checked, since
    /// keys of Live exist that are shorter than the 16 characters that Alibaba Cloud CDN demands.
    pub(crate) fn new(secret: Secret) -> Result<Self, UrlError> {
        let text = secret.expose();
        if text.is_empty() {
            return Err(UrlError::new(Part::Key, Problem::Empty));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            // Not `Character`, which would print a part of the key.
            return Err(UrlError::new(Part::Key, Problem::Malformed));
        }
        Ok(Self(secret))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

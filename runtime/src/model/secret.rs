//! Values of parameters and fields that must not be shown.

use std::fmt;

use zeroize::Zeroizing;

use crate::codec::decode::{ReadFailed, ReadValue, ValueReader};
use crate::codec::encode::{ValueWriter, WriteValue};

/// Text such as a private key or a password: never in `Debug` output, masked for
/// [observers](crate::observe), and wiped from memory when it is dropped.
///
/// It is sent to the service as it is, and, with the feature `serde`, serialized as it is.
///
/// ```
/// use alibabacloud_rpc::Secret;
///
/// let key = Secret::from("-----BEGIN RSA PRIVATE KEY-----");
/// assert_eq!(format!("{key:?}"), "***");
/// assert!(key.expose().starts_with("-----BEGIN"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl WriteValue for Secret {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.secret(self.expose());
    }
}

impl ReadValue for Secret {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        Ok(value.text()?.map(Self::from))
    }
}

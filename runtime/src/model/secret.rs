//! Secret values of parameters and fields.

use std::fmt;

use zeroize::Zeroizing;

use crate::codec::decode::{ReadFailed, ReadValue, ValueReader};
use crate::codec::encode::{ValueWriter, WriteValue};

/// Secret text such as a private key or a password. It is masked in `Debug` output and for
/// [observers](crate::observe), and erased from memory when it is dropped.
///
/// Requests contain the plain text. So does the output of serde, with the feature `serde`.
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
    /// Returns the plain text.
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

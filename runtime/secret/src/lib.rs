//! Text that is never printed, and is erased from memory when it is dropped.

use std::fmt;

use zeroize::Zeroizing;

/// Secret text such as a private key or a password. It is masked in `Debug` output, and erased from
/// memory when it is dropped.
///
/// Requests of a client contain the plain text. So does the output of serde, with the feature
/// `serde`.
///
/// ```
/// use alibabacloud_secret::Secret;
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

#[cfg(feature = "serde")]
impl serde_core::Serialize for Secret {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde_core::Deserialize<'de> for Secret {
    fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

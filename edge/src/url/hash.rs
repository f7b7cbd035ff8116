//! The hash at the end of a token.

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

use super::error::{Part, Problem, UrlError};
use super::key::Key;

/// An MD5. Comparing two takes the same time wherever they differ.
#[derive(Clone, Copy)]
pub(crate) struct Hash([u8; 16]);

impl Hash {
    /// Computes the hash of `{path}-{fields}-{key}`. `fields` ends with a hyphen.
    pub(crate) fn new(path: &str, fields: &str, key: &Key) -> Self {
        let digest = Md5::new()
            .chain_update(path)
            .chain_update("-")
            .chain_update(fields)
            .chain_update(key.expose());
        Self(digest.finalize().into())
    }

    /// Reads 32 lower-case hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Result<Self, UrlError> {
        let malformed = UrlError::new(Part::Hash, Problem::Malformed);
        let mut bytes = [0; 16];
        if text.len() != 32 {
            return Err(malformed);
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            for &digit in digits {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return Err(malformed),
                };
                *byte = *byte << 4 | value;
            }
        }
        Ok(Self(bytes))
    }

    /// Appends the hash in lower-case hexadecimal.
    pub(crate) fn write(&self, text: &mut String) {
        for byte in self.0 {
            for digit in [byte >> 4, byte & 15] {
                let offset = if digit < 10 { b'0' } else { b'a' - 10 };
                text.push(char::from(offset + digit));
            }
        }
    }
}

impl PartialEq for Hash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Hash {}

//! MD5 hashes, of which both tokens of URLs and signatures of callbacks consist.

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

/// An MD5. Comparing two takes the same time wherever they differ.
#[derive(Clone, Copy)]
pub(crate) struct Hash([u8; 16]);

impl Hash {
    /// Computes the hash of text that is given in parts, with the key last, so that no copy of a
    /// key is left behind.
    pub(crate) fn of(parts: &[&str], key: &str) -> Self {
        let mut md5 = Md5::new();
        for part in parts {
            md5.update(part);
        }
        md5.update(key);
        Self(md5.finalize().into())
    }

    /// Reads 32 lower-case hexadecimal digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits: &[u8; 32] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 16];
        for (byte, digits) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for &digit in digits {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return None,
                };
                *byte = *byte << 4 | value;
            }
        }
        Some(Self(bytes))
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

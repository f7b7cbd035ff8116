//! The signature: MD5 of `{host}|{timestamp}|{key}`, in hexadecimal digits.

use alibabacloud_secret::Secret;
use md5::{Digest as _, Md5};
use subtle::ConstantTimeEq as _;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The 16 bytes of a signature.
#[derive(Clone, Copy)]
pub(super) struct Signature([u8; 16]);

impl Signature {
    /// `timestamp` is the text of the header, since a number might be written differently.
    pub(super) fn compute(host: &str, timestamp: &str, key: &Secret) -> Self {
        let mut md5 = Md5::new();
        for part in [host, "|", timestamp, "|", key.expose()] {
            md5.update(part);
        }
        Self(md5.finalize().into())
    }

    /// Reads 32 hexadecimal digits. The documentation shows lower case; upper case has the same
    /// value.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits: &[u8; 32] = text.as_bytes().try_into().ok()?;
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16)?;
                *byte = (*byte << 4) | u8::try_from(value).ok()?;
            }
        }
        Some(Self(bytes))
    }

    /// Compares in a time that does not depend on the bytes.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    /// Returns 32 digits in lower case.
    pub(super) fn to_hex(self) -> String {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .map(|digit| char::from(DIGITS[usize::from(digit)]))
            .collect()
    }
}

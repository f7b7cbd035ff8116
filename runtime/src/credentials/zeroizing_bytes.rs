//! Bytes that hold secrets for a while.

use std::ops::Deref;

use bytes::Bytes;
use zeroize::Zeroize;

/// Bytes that are wiped when they go, unless somebody else still holds them.
pub(super) struct ZeroizingBytes(pub(super) Bytes);

impl Deref for ZeroizingBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for ZeroizingBytes {
    fn drop(&mut self) {
        // The HTTP client may go on with the buffer in which this is a part, and then overwrites it sooner or later.
        if let Ok(mut bytes) = std::mem::take(&mut self.0).try_into_mut() {
            bytes.as_mut().zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_hold_stays_as_it_is() {
        let bytes = Bytes::from(b"text".to_vec());
        let wiped = ZeroizingBytes(bytes.clone());
        assert_eq!(&*wiped, b"text");
        drop(wiped);
        assert_eq!(bytes, "text");
        drop(ZeroizingBytes(Bytes::from_static(b"text")));
    }
}

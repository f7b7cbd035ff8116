//! Bytes that are zeroized on drop.

use std::ops::Deref;

use bytes::Bytes;
use zeroize::Zeroize;

/// Bytes that are zeroized on drop, unless the buffer is still shared.
pub(super) struct ZeroizingBytes(pub(super) Bytes);

impl Deref for ZeroizingBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for ZeroizingBytes {
    fn drop(&mut self) {
        // The HTTP client may still use the buffer that contains these bytes, and then overwrites
        // it sooner or later.
        if let Ok(mut bytes) = std::mem::take(&mut self.0).try_into_mut() {
            bytes.as_mut().zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_bytes_are_not_zeroized() {
        let bytes = Bytes::from(b"text".to_vec());
        let zeroizing = ZeroizingBytes(bytes.clone());
        assert_eq!(&*zeroizing, b"text");
        drop(zeroizing);
        assert_eq!(bytes, "text");
        drop(ZeroizingBytes(Bytes::from_static(b"text")));
    }
}

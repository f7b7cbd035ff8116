//! The signature of a notification, as the service computes it. Like those of requests, it is
//! independent of every client.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use md5::{Digest as _, Md5};

use crate::support::hex::hex;

/// The header with the time, in seconds since 1970.
pub(super) const TIMESTAMP: &str = "ali-live-timestamp";

/// The header with the signature.
pub(super) const SIGNATURE: &str = "ali-live-signature";

/// A key that signs notifications. Its `Debug` output masks it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(String);

impl Key {
    pub(crate) fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// Returns a key that is not this one.
    pub(super) fn tampered(&self) -> Self {
        Self(format!("{}-tampered", self.0))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Returns the seconds since 1970, 0 for earlier times.
pub(super) fn timestamp(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Returns the signature for a host and a time.
pub(super) fn sign(host: &str, timestamp: u64, key: &Key) -> String {
    hex(&Md5::digest(format!("{host}|{timestamp}|{}", key.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_equal_those_of_another_implementation() {
        // Computed with hashlib of Python. The first is the example of the documentation.
        for (host, timestamp, key, expected) in [
            (
                "learn.aliyundoc.com",
                1_519_375_990,
                "yourkey",
                "9e226fc2c250be266e3657e156f68c12",
            ),
            (
                "push.example.com",
                0,
                "",
                "b8de1585c47e3b1d1197c9fb26f00c7f",
            ),
            (
                "推流.example.com",
                4_102_444_800,
                "键|1",
                "b574f9dba5fe606ba0c9a5087461f3a7",
            ),
        ] {
            assert_eq!(sign(host, timestamp, &Key::new(key)), expected, "{host}");
        }
    }

    #[test]
    fn keys_are_not_printed() {
        let key = Key::new("0123456789abcdef");
        assert_eq!(format!("{key:?}{:?}", key.tampered()), "******");
        assert_ne!(sign("h", 1, &key), sign("h", 1, &key.tampered()));
    }
}

//! Signatures of requests: pure functions of the request, the credentials, a nonce and a time.

pub mod acs3;
pub mod hmac_sha1;

use std::cell::RefCell;
use std::io::Write as _;
use std::time::{Duration, SystemTime};

use crate::error::NonceError;

/// How requests are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// `ACS3-HMAC-SHA256`: the operation and signature travel in headers. What current official SDKs use.
    #[default]
    Acs3HmacSha256,
    /// `HMAC-SHA1`: the operation and signature travel in the query. Older, and still accepted.
    HmacSha1,
}

/// From 1970 to the year 10000, whose dates are longer.
const UNTIL_10000: Duration = Duration::from_secs(253_402_300_800);

/// What makes each attempt of a call different: its nonce and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    nonce: [u8; 32],
    timestamp: [u8; 20],
}

impl Stamp {
    /// A stamp of a given time with 128 random bits as the nonce.
    ///
    /// # Errors
    ///
    /// When the operating system has no random numbers.
    pub fn new(now: SystemTime) -> Result<Self, NonceError> {
        // A call of the operating system costs as much as signing does, so it gives numbers for several nonces.
        // The time tells apart what two processes make of the same numbers after a fork.
        thread_local! {
            static RANDOM: RefCell<([u8; 256], usize)> = const { RefCell::new(([0; 256], 0)) };
        }
        let since = now.duration_since(SystemTime::UNIX_EPOCH);
        let nanos = since.map_or(0, |since| since.as_nanos());
        RANDOM.with_borrow_mut(|(random, left)| {
            if *left == 0 {
                getrandom::fill(random).map_err(NonceError)?;
                *left = 16;
            }
            *left -= 1;
            let numbers = random.as_chunks().0;
            Ok(Self::from_parts(
                u128::from_ne_bytes(numbers[*left]) ^ nanos,
                now,
            ))
        })
    }

    /// A stamp of a given nonce and time. A time outside the years 1970 to 9999, which no clock that is set shows,
    /// counts as the start of 1970, which the service refuses.
    #[must_use]
    pub fn from_parts(nonce: u128, time: SystemTime) -> Self {
        let mut stamp = Self {
            nonce: [0; 32],
            timestamp: *b"1970-01-01T00:00:00Z",
        };
        write_hex(&nonce.to_be_bytes(), &mut stamp.nonce);
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        if since.is_ok_and(|since| since < UNTIL_10000) {
            let time = humantime::format_rfc3339_seconds(time);
            // The text fits.
            let _ = write!(&mut stamp.timestamp[..], "{time}");
        }
        stamp
    }

    /// Text that no other request of the account repeats.
    #[must_use]
    pub fn nonce(&self) -> &str {
        str::from_utf8(&self.nonce).unwrap_or_default()
    }

    /// UTC time in whole seconds, `2026-11-22T16:11:33Z`.
    #[must_use]
    pub fn timestamp(&self) -> &str {
        str::from_utf8(&self.timestamp).unwrap_or_default()
    }
}

/// Writes bytes as twice as many digits.
fn write_hex(bytes: &[u8], out: &mut [u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_do_not_repeat() {
        let now = SystemTime::now();
        let nonces = move || {
            let stamp = |_| Stamp::new(now).unwrap().nonce().to_owned();
            (0..1_000).map(stamp).collect::<Vec<_>>()
        };
        let other = std::thread::spawn(nonces).join().unwrap();
        let different: std::collections::HashSet<_> = nonces().into_iter().chain(other).collect();
        assert_eq!(different.len(), 2_000);
    }

    #[test]
    fn a_stamp_is_text_of_fixed_form() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_763_827_893_999);
        let stamp = Stamp::from_parts(0xab, time);
        assert_eq!(stamp.nonce(), "000000000000000000000000000000ab");
        assert_eq!(stamp.timestamp(), "2025-11-22T16:11:33Z");
    }

    #[test]
    fn a_clock_far_off_gives_the_start_of_1970() {
        let second = Duration::from_secs(1);
        for time in [
            SystemTime::UNIX_EPOCH - second,
            SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800),
        ] {
            assert_eq!(
                Stamp::from_parts(1, time).timestamp(),
                "1970-01-01T00:00:00Z"
            );
        }
    }
}

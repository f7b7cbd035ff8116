//! The nonce and the time of an attempt.

use std::cell::Cell;
use std::fmt;
use std::io::Write as _;
use std::time::{Duration, SystemTime};

use super::hex::write_hex;

/// The nonce and the time that make each attempt of a call unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningContext {
    nonce: [u8; 32],
    timestamp: [u8; 20],
}

impl SigningContext {
    /// Returns a context with a time and a new, unique nonce.
    ///
    /// # Errors
    ///
    /// When the operating system provides no random numbers.
    pub fn new(now: SystemTime) -> Result<Self, NonceError> {
        // Each thread counts up from its own random number. A random number from the operating
        // system for each nonce would make signing 30 % slower (2 % of a call). After a fork,
        // processes count from the same number, but the time in the nonce differs.
        thread_local! {
            static COUNT: Cell<Option<u64>> = const { Cell::new(None) };
        }
        let count = match COUNT.get() {
            Some(count) => count.wrapping_add(1),
            None => getrandom::u64().map_err(NonceError)?,
        };
        COUNT.set(Some(count));
        let since = since_1970(now);
        Ok(Self::since(
            since.as_nanos() << 64 | u128::from(count),
            since,
        ))
    }

    /// Returns a context with a given nonce and time.
    ///
    /// A time outside the years 1970 to 9999, which only an unset clock shows, becomes the start of
    /// 1970, which the service rejects.
    #[must_use]
    pub fn from_parts(nonce: u128, time: SystemTime) -> Self {
        Self::since(nonce, since_1970(time))
    }

    fn since(nonce: u128, time: Duration) -> Self {
        let mut context = Self {
            nonce: [0; 32],
            timestamp: timestamp(time.as_secs()),
        };
        write_hex(&nonce.to_be_bytes(), &mut context.nonce);
        context
    }

    /// Returns the nonce, unique per account.
    #[must_use]
    pub fn nonce(&self) -> &str {
        str::from_utf8(&self.nonce).unwrap_or_default()
    }

    /// Returns the UTC time in whole seconds, as `YYYY-MM-DDThh:mm:ssZ`.
    #[must_use]
    pub fn timestamp(&self) -> &str {
        str::from_utf8(&self.timestamp).unwrap_or_default()
    }
}

/// Returns the time since the start of 1970, or zero for a time outside the years 1970 to 9999.
fn since_1970(time: SystemTime) -> Duration {
    /// The start of the year 10000. Its dates have more than 20 characters.
    const END: Duration = Duration::from_secs(253_402_300_800);
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.ok().filter(|since| *since < END).unwrap_or_default()
}

/// Returns a time in seconds since the start of 1970 as `YYYY-MM-DDThh:mm:ssZ`.
fn timestamp(seconds: u64) -> [u8; 20] {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let mut text = [0; 20];
    // Dates of the years 1970 to 9999 have 20 characters.
    let _ = write!(&mut text[..], "{}", humantime::format_rfc3339_seconds(time));
    text
}

/// The operating system provided no random numbers.
#[derive(Debug)]
pub struct NonceError(getrandom::Error);

impl fmt::Display for NonceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no random numbers for a nonce: {}", self.0)
    }
}

impl std::error::Error for NonceError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_unique() {
        let now = SystemTime::now();
        let nonces = move || {
            let context = |_| SigningContext::new(now).unwrap().nonce().to_owned();
            (0..1_000).map(context).collect::<Vec<_>>()
        };
        let other = std::thread::spawn(nonces).join().unwrap();
        let different: std::collections::HashSet<_> = nonces().into_iter().chain(other).collect();
        assert_eq!(different.len(), 2_000);
    }

    #[test]
    fn nonce_and_timestamp_have_a_fixed_format() {
        for (millis, expected) in [
            (1_763_827_893_999, "2025-11-22T16:11:33Z"),
            (1_763_827_893_000, "2025-11-22T16:11:33Z"),
            (1_763_827_894_000, "2025-11-22T16:11:34Z"),
            (0, "1970-01-01T00:00:00Z"),
        ] {
            let time = SystemTime::UNIX_EPOCH + Duration::from_millis(millis);
            let context = SigningContext::from_parts(0xab, time);
            assert_eq!(context.nonce(), "000000000000000000000000000000ab");
            assert_eq!(context.timestamp(), expected);
        }
    }

    #[test]
    fn time_out_of_range_becomes_the_start_of_1970() {
        let second = Duration::from_secs(1);
        for time in [
            SystemTime::UNIX_EPOCH - second,
            SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800),
        ] {
            assert_eq!(
                SigningContext::from_parts(1, time).timestamp(),
                "1970-01-01T00:00:00Z"
            );
        }
    }
}

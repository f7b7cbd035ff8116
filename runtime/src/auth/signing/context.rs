//! What makes each attempt of a call different: its nonce and its time.

use std::cell::Cell;
use std::fmt;
use std::io::Write as _;
use std::time::{Duration, SystemTime};

use super::hex::write_hex;

/// What makes each attempt of a call different: its nonce and its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningContext {
    nonce: [u8; 32],
    timestamp: [u8; 20],
}

impl SigningContext {
    /// A context of a given time, and a nonce that no other request has.
    ///
    /// # Errors
    ///
    /// When the operating system has no random numbers.
    pub fn new(now: SystemTime) -> Result<Self, NonceError> {
        // Each thread counts up from a random number of its own, since asking the operating system each time would
        // take long. What other processes do with the same number, after a fork say, they do at another time.
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

    /// A context of a given nonce and time. A time outside the years 1970 to 9999, which no clock that is set shows,
    /// counts as the start of 1970, which the service refuses.
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

/// The time since the start of 1970; none of it outside the years 1970 to 9999.
fn since_1970(time: SystemTime) -> Duration {
    /// The start of the year 10000, whose dates are longer.
    const END: Duration = Duration::from_secs(253_402_300_800);
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.ok().filter(|since| *since < END).unwrap_or_default()
}

/// A time in seconds since the start of 1970 as text.
fn timestamp(seconds: u64) -> [u8; 20] {
    // Where many requests are signed, many are in the same second.
    thread_local! {
        static LAST: Cell<(u64, [u8; 20])> = const { Cell::new((0, *b"1970-01-01T00:00:00Z")) };
    }
    let (last, mut text) = LAST.get();
    if last != seconds {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let time = humantime::format_rfc3339_seconds(time);
        // The text fits.
        let _ = write!(&mut text[..], "{time}");
        LAST.set((seconds, text));
    }
    text
}

/// The operating system gave no random numbers.
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
    fn nonces_do_not_repeat() {
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
    fn signing_context_is_text_of_fixed_form() {
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
    fn a_clock_far_off_gives_the_start_of_1970() {
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

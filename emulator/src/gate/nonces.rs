//! The nonces that accounts used recently.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, SystemTime};

/// The nonces used recently. They keep a request from being sent twice.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    seen: HashSet<(String, String)>,
    oldest_first: VecDeque<(SystemTime, (String, String))>,
}

impl Nonces {
    /// Records a nonce. Returns false if the account used it within the time `keep`.
    pub(crate) fn record(
        &mut self,
        account: &str,
        nonce: &str,
        now: SystemTime,
        keep: Duration,
    ) -> bool {
        while let Some((seen, _)) = self.oldest_first.front() {
            if now.duration_since(*seen).is_ok_and(|age| age <= keep) || *seen > now {
                break;
            }
            if let Some((_, key)) = self.oldest_first.pop_front() {
                self.seen.remove(&key);
            }
        }
        let key = (account.to_owned(), nonce.to_owned());
        if !self.seen.insert(key.clone()) {
            return false;
        }
        self.oldest_first.push_back((now, key));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonce_is_valid_once_per_account_until_it_expires() {
        let keep = Duration::from_secs(60);
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let mut nonces = Nonces::default();
        assert!(nonces.record("a", "1", start, keep));
        assert!(nonces.record("b", "1", start, keep));
        assert!(!nonces.record("a", "1", start + keep, keep));
        assert!(nonces.record("a", "1", start + keep + Duration::from_secs(1), keep));
    }
}

//! Memory of the nonces that accounts have used.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, SystemTime};

/// Nonces seen lately, so that a request cannot be sent twice.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    seen: HashSet<(String, String)>,
    oldest_first: VecDeque<(SystemTime, (String, String))>,
}

impl Nonces {
    /// Notes a nonce; false if the account has used it within the time kept.
    pub(crate) fn note(
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
    fn a_nonce_is_good_once_per_account_until_it_is_forgotten() {
        let keep = Duration::from_secs(60);
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let mut nonces = Nonces::default();
        assert!(nonces.note("a", "1", start, keep));
        assert!(nonces.note("b", "1", start, keep));
        assert!(!nonces.note("a", "1", start + keep, keep));
        assert!(nonces.note("a", "1", start + keep + Duration::from_secs(1), keep));
    }
}

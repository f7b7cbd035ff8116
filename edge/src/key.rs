//! Keys that sign.

use std::fmt;

use alibabacloud_secret::Secret;

use crate::hash::Hash;

/// A key that can sign. Its `Debug` output is masked by `Secret`.
#[derive(Clone, Debug)]
pub(crate) struct Key(Secret);

impl Key {
    /// Refuses errors of copying. The length is not checked: for callbacks the pages give 16 to 32
    /// or 16 to 64 characters, and use a shorter key in their example. For URLs, keys exist that
    /// are shorter than the 16 characters that Alibaba Cloud CDN demands.
    pub(crate) fn new(key: Secret) -> Result<Self, KeyProblem> {
        let text = key.expose();
        if text.is_empty() {
            return Err(KeyProblem::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            // The error does not have the character, which is a part of the key.
            return Err(KeyProblem::Malformed);
        }
        Ok(Self(key))
    }

    /// Returns the hash of text that is given in parts, followed by the key.
    pub(crate) fn hash(&self, parts: &[&str]) -> Hash {
        Hash::of(parts, self.0.expose())
    }
}

/// What is wrong with a key of callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyProblem {
    /// It is empty.
    Empty,
    /// It contains something besides visible ASCII characters, such as a line break.
    Malformed,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty; pass the `NotifyAuthKey` that is configured",
            Self::Malformed => "is malformed; remove spaces, line breaks and whatever is not ASCII",
        })
    }
}

/// The key that signed a URL or a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchedKey {
    /// The main key.
    Main,
    /// The backup key.
    Backup,
}

/// Returns which key signed, judged by a function that compares in constant time.
pub(crate) fn matched(
    main: &Key,
    backup: Option<&Key>,
    signed: impl Fn(&Key) -> bool,
) -> Option<MatchedKey> {
    if signed(main) {
        return Some(MatchedKey::Main);
    }
    backup.filter(|key| signed(key)).map(|_| MatchedKey::Backup)
}

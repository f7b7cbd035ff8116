//! The version that changes need, by the rules of Cargo.

use std::fmt;
use std::str::FromStr;

use super::change::Rank;

/// A version, `0.2.0`. What stands after the third number is never compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    numbers: [u64; 3],
    /// What stands after the third number, `-rc.1`.
    rest: String,
}

/// A text that is no version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotVersion(String);

impl fmt::Display for NotVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no version such as `1.2.3`", self.0)
    }
}

impl std::error::Error for NotVersion {}

impl FromStr for Version {
    type Err = NotVersion;

    fn from_str(text: &str) -> Result<Self, NotVersion> {
        let end = text.find(['-', '+']).unwrap_or(text.len());
        let (numbers, rest) = text.split_at(end);
        let numbers: Result<Vec<u64>, _> = numbers.split('.').map(str::parse).collect();
        let numbers = numbers.ok().and_then(|numbers| numbers.try_into().ok());
        let rest = rest.to_owned();
        numbers
            .map(|numbers| Self { numbers, rest })
            .ok_or_else(|| NotVersion(text.to_owned()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}{}", self.rest)
    }
}

impl Version {
    /// Returns the lowest version that changes of some rank allow after this one.
    ///
    /// Below 1.0.0, the first number that is not zero counts as the major one: breaking changes
    /// raise it, and all others the next. Cargo asks for a minor version for additions and
    /// deprecations. Changed behaviour gets one too, since users will want to read about it.
    #[must_use]
    pub fn after(&self, rank: Option<Rank>) -> Self {
        let [major, minor, patch] = self.numbers;
        let Some(rank) = rank else {
            return self.clone();
        };
        let numbers = match (rank, self.numbers) {
            // An early version promises nothing about the release that follows.
            _ if self.rest.starts_with('-') => self.numbers,
            (Rank::Breaking, [0, 0, _]) => [0, 0, patch + 1],
            (Rank::Breaking, [0, ..]) => [0, minor + 1, 0],
            (Rank::Breaking, _) => [major + 1, 0, 0],
            (Rank::Documentation, _) | (_, [0, ..]) => [major, minor, patch + 1],
            _ => [major, minor + 1, 0],
        };
        Self {
            numbers,
            rest: String::new(),
        }
    }

    /// Returns whether it is at least as high as another.
    #[must_use]
    pub fn is_at_least(&self, other: &Self) -> bool {
        self.numbers >= other.numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_version_follows_the_rules_of_cargo() {
        for (from, breaking, addition, documentation) in [
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.1.0", "0.2.0", "0.1.1", "0.1.1"),
            ("0.9.7", "0.10.0", "0.9.8", "0.9.8"),
            ("1.4.2", "2.0.0", "1.5.0", "1.4.3"),
            ("0.2.0-rc.1", "0.2.0", "0.2.0", "0.2.0"),
            ("1.0.0+build", "2.0.0", "1.1.0", "1.0.1"),
        ] {
            let after = |rank| version(from).after(Some(rank)).to_string();
            assert_eq!(after(Rank::Breaking), breaking, "{from}");
            assert_eq!(after(Rank::Documentation), documentation, "{from}");
            for rank in [Rank::Addition, Rank::Deprecation, Rank::Behaviour] {
                assert_eq!(after(rank), addition, "{from}");
            }
            assert_eq!(version(from).after(None), version(from));
        }
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(version("0.10.0").is_at_least(&version("0.9.9")));
        assert!(version("1.0.0").is_at_least(&version("1.0.0")));
        assert!(!version("0.1.1").is_at_least(&version("0.2.0")));
        assert!(version("0.2.0-rc.1").is_at_least(&version("0.2.0")));
    }

    #[test]
    fn other_texts_are_no_version() {
        for text in ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.x.0", "-1.0.0"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}

//! How long a signed URL is valid after its timestamp.

use std::str::FromStr;
use std::time::Duration;

use super::error::{Part, Problem, UrlError};

/// How long a signed URL is valid after its timestamp, in whole seconds: the setting "validity
/// period" of URL signing of the domain.
///
/// `DescribeLiveDomainConfigs` returns it as the argument `ali_auth_delta` of the function
/// `aliauth`, as text. A signer must have the same value as the domain. It does not become part of
/// the URL: the service adds its own setting to the timestamp.
///
/// The default is 1800 seconds, which older pages state for new domains
/// (<https://www.alibabacloud.com/help/doc-detail/85018.htm>). The console may show another value,
/// so read the setting of your domain.
///
/// ```
/// use std::time::Duration;
/// use alibabacloud_live_edge::url::{Part, Validity};
///
/// let validity: Validity = "1800".parse()?;
/// assert_eq!(validity.as_duration(), Duration::from_secs(1800));
/// assert_eq!("-1800".parse::<Validity>().unwrap_err().part(), Part::Validity);
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Validity {
    seconds: u64,
}

impl Validity {
    /// Returns the validity as a duration.
    #[must_use]
    pub const fn as_duration(self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    pub(crate) const fn as_secs(self) -> u64 {
        self.seconds
    }

    const fn new(seconds: u64) -> Result<Self, UrlError> {
        match seconds {
            0 => Err(UrlError::new(Part::Validity, Problem::NotPositive)),
            seconds => Ok(Self { seconds }),
        }
    }
}

impl Default for Validity {
    fn default() -> Self {
        Self { seconds: 1800 }
    }
}

/// Fails for zero, and for fractions of a second, which the setting cannot express.
impl TryFrom<Duration> for Validity {
    type Error = UrlError;

    fn try_from(duration: Duration) -> Result<Self, UrlError> {
        match duration.subsec_nanos() {
            0 => Self::new(duration.as_secs()),
            _ => Err(UrlError::new(Part::Validity, Problem::NotANumber)),
        }
    }
}

/// A number of seconds. Fails for zero and negative numbers.
impl TryFrom<i64> for Validity {
    type Error = UrlError;

    fn try_from(seconds: i64) -> Result<Self, UrlError> {
        Self::new(u64::try_from(seconds).unwrap_or(0))
    }
}

/// A number of seconds, as in `ali_auth_delta`. Fails for whatever is not a positive whole number.
impl TryFrom<&str> for Validity {
    type Error = UrlError;

    fn try_from(text: &str) -> Result<Self, UrlError> {
        let fail = |problem| Err(UrlError::new(Part::Validity, problem));
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        // `parse` alone would take a sign.
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return fail(Problem::NotANumber);
        }
        match digits.parse() {
            _ if negative => fail(Problem::NotPositive),
            Ok(seconds) => Self::new(seconds),
            Err(_) => fail(Problem::OutOfRange),
        }
    }
}

/// A number of seconds, as in `ali_auth_delta`. Fails for whatever is not a positive whole number.
impl FromStr for Validity {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        Self::try_from(text)
    }
}

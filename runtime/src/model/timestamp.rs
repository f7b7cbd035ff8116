//! Times that are sent as text.

mod convert;
mod unix;
mod text;
mod error;
mod moment;

use std::fmt;
use std::time::SystemTime;

use super::placeholder::Placeholder;
use crate::codec::decode::{ReadFailed, ReadValue, ValueReader};
use crate::codec::encode::{ValueWriter, WriteValue};
use error::OUT_OF_RANGE;
pub use error::TimestampError;
use moment::{FromMoment, ToMoment};
pub use unix::{UnixMilliseconds, UnixSeconds};

/// A point in time, as text of the form `YYYY-MM-DDThh:mm:ssZ` in UTC.
///
/// In a request, it can be made of a `SystemTime`, and with the features `jiff`, `chrono` and
/// `time` of the times of these crates. Fractions of a second are dropped, and a time outside the
/// years 1970 to 9999 becomes the nearest of these years. Text is sent as it is.
///
/// A response may deviate from the documented form, so the text is kept as received.
/// [`to_system_time`](Self::to_system_time) and `TryFrom` convert it. They also accept times
/// without seconds, with a fraction of a second, with a space in place of the `T`, and with an
/// offset from UTC.
///
/// Two timestamps are equal if their texts are. To compare the points in time, convert both.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use alibabacloud_rpc::Timestamp;
///
/// let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_467_226_800);
/// let timestamp = Timestamp::from(time);
/// assert_eq!(timestamp.as_str(), "2016-06-29T19:00:00Z");
/// assert_eq!(timestamp.to_system_time()?, time);
/// assert_eq!(Timestamp::from("2016-06-29T19:00Z").to_system_time()?, time);
/// # Ok::<(), alibabacloud_rpc::TimestampError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the text as sent or received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the point in time. A leap second becomes the second before it.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a time of the years 1970 to 9999, or lacks the offset from UTC.
    pub fn to_system_time(&self) -> Result<SystemTime, TimestampError> {
        self.to_time()
    }

    fn from_time(time: &impl ToMoment) -> Self {
        Self(text::format(time.to_moment().seconds))
    }

    fn to_time<T: FromMoment>(&self) -> Result<T, TimestampError> {
        let moment = text::parse(&self.0).map_err(|reason| TimestampError::new(&self.0, reason))?;
        T::from_moment(moment).ok_or_else(|| TimestampError::new(&self.0, OUT_OF_RANGE))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Placeholder for Timestamp {
    fn placeholder() -> Self {
        Self(String::new())
    }
}

impl WriteValue for Timestamp {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.text(&self.0);
    }
}

impl ReadValue for Timestamp {
    fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
        Ok(value.text()?.map(Self))
    }
}

#[cfg(test)]
mod tests;

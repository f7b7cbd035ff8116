//! Conversions between the times of a service and those of the standard library and other crates.

use std::time::SystemTime;

use super::{Timestamp, TimestampError, UnixMilliseconds, UnixSeconds};

/// Converts times of a library to those of a service.
macro_rules! from_times {
    ($Time:ty $(, $Zone:ident: $Bound:path)?) => {
        impl$(<$Zone: $Bound>)? From<$Time> for Timestamp {
            fn from(time: $Time) -> Self {
                Self::from_time(&time)
            }
        }

        impl$(<$Zone: $Bound>)? From<$Time> for UnixSeconds {
            fn from(time: $Time) -> Self {
                Self::from_time(&time)
            }
        }

        impl$(<$Zone: $Bound>)? From<$Time> for UnixMilliseconds {
            fn from(time: $Time) -> Self {
                Self::from_time(&time)
            }
        }
    };
}

/// Converts times of a service to those of a library.
macro_rules! to_times {
    ($Time:ty) => {
        impl TryFrom<&Timestamp> for $Time {
            type Error = TimestampError;

            fn try_from(timestamp: &Timestamp) -> Result<Self, TimestampError> {
                timestamp.to_time()
            }
        }

        impl TryFrom<UnixSeconds> for $Time {
            type Error = TimestampError;

            fn try_from(unix: UnixSeconds) -> Result<Self, TimestampError> {
                unix.to_time()
            }
        }

        impl TryFrom<UnixMilliseconds> for $Time {
            type Error = TimestampError;

            fn try_from(unix: UnixMilliseconds) -> Result<Self, TimestampError> {
                unix.to_time()
            }
        }
    };
}

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

from_times!(SystemTime);
to_times!(SystemTime);

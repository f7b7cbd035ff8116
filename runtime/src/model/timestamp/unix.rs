//! Times that are sent as a number.

use std::fmt;
use std::time::SystemTime;

use super::error::{OUT_OF_RANGE, TimestampError};
use super::moment::{FromMoment, Moment, ToMoment};
use crate::codec::decode::{ReadFailed, ReadValue, ValueReader};
use crate::codec::encode::{ValueWriter, WriteValue};
use crate::model::placeholder::Placeholder;

macro_rules! unix_time {
    ($Unix:ident, $unit:literal, $per_second:literal) => {
        #[doc = concat!("A point in time as the number of ", $unit, " since 1970-01-01 UTC.")]
        ///
        /// In a request, it can be made of a number or of a `SystemTime`, and with the features
        /// `jiff`, `chrono` and `time` of the times of these crates. What is finer is dropped.
        /// [`to_system_time`](Self::to_system_time) and `TryFrom` convert it back.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Unix(i64);

        impl $Unix {
            #[doc = concat!("Creates the time so many ", $unit, " after 1970-01-01 UTC.")]
            #[must_use]
            pub const fn new(since_epoch: i64) -> Self {
                Self(since_epoch)
            }

            /// Returns the number.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }

            /// Returns the point in time.
            ///
            /// # Errors
            ///
            /// Fails if a `SystemTime` of this platform cannot represent it.
            pub fn to_system_time(self) -> Result<SystemTime, TimestampError> {
                self.to_time()
            }

            pub(super) fn from_time(time: &impl ToMoment) -> Self {
                let Moment {
                    seconds,
                    nanoseconds,
                } = time.to_moment();
                let within = i64::from(nanoseconds / (1_000_000_000 / $per_second));
                Self(seconds.saturating_mul($per_second).saturating_add(within))
            }

            pub(super) fn to_time<T: FromMoment>(self) -> Result<T, TimestampError> {
                const NANOSECONDS: i64 = 1_000_000_000 / $per_second;
                let within = self.0.rem_euclid($per_second) * NANOSECONDS;
                let moment = Moment {
                    seconds: self.0.div_euclid($per_second),
                    nanoseconds: u32::try_from(within).unwrap_or_default(),
                };
                let outside = || TimestampError::new(&self.0.to_string(), OUT_OF_RANGE);
                T::from_moment(moment).ok_or_else(outside)
            }
        }

        impl fmt::Debug for $Unix {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl fmt::Display for $Unix {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl From<i64> for $Unix {
            fn from(since_epoch: i64) -> Self {
                Self(since_epoch)
            }
        }

        impl From<i32> for $Unix {
            fn from(since_epoch: i32) -> Self {
                Self(since_epoch.into())
            }
        }

        impl From<u32> for $Unix {
            fn from(since_epoch: u32) -> Self {
                Self(since_epoch.into())
            }
        }

        impl Placeholder for $Unix {
            fn placeholder() -> Self {
                Self(0)
            }
        }

        impl WriteValue for $Unix {
            fn write_value(&self, writer: ValueWriter<'_>) {
                writer.integer(self.0);
            }
        }

        impl ReadValue for $Unix {
            fn read_value(value: ValueReader<'_>) -> Result<Option<Self>, ReadFailed> {
                Ok(value.integer()?.map(Self))
            }
        }

        #[cfg(feature = "serde")]
        impl crate::model::serde::Serialize for $Unix {
            fn serialize<S: crate::model::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> crate::model::serde::Deserialize<'de> for $Unix {
            fn deserialize<D: crate::model::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                crate::model::serde::deserialize(deserializer)
            }
        }
    };
}

unix_time!(UnixSeconds, "seconds", 1);
unix_time!(UnixMilliseconds, "milliseconds", 1000);

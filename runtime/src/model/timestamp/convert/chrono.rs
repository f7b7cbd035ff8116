//! Times of the crate chrono.

use ::chrono::{DateTime, TimeZone, Utc};

use super::{Timestamp, TimestampError, UnixMilliseconds, UnixSeconds};
use crate::model::timestamp::moment::{FromMoment, Moment, ToMoment};

impl<Z: TimeZone> ToMoment for DateTime<Z> {
    fn to_moment(&self) -> Moment {
        Moment {
            seconds: self.timestamp(),
            // chrono adds a leap second to the one before it.
            nanoseconds: self.timestamp_subsec_nanos().min(999_999_999),
        }
    }
}

impl FromMoment for DateTime<Utc> {
    fn from_moment(moment: Moment) -> Option<Self> {
        Self::from_timestamp(moment.seconds, moment.nanoseconds)
    }
}

from_times!(DateTime<Z>, Z: TimeZone);
to_times!(DateTime<Utc>);

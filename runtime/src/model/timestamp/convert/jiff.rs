//! Times of the crate jiff.

use ::jiff::{Timestamp as Time, ZonedDateTime};

use super::{Timestamp, TimestampError, UnixMilliseconds, UnixSeconds};
use crate::model::timestamp::moment::{FromMoment, Moment, ToMoment};

const PER_SECOND: i128 = 1_000_000_000;

impl ToMoment for Time {
    fn to_moment(&self) -> Moment {
        let since_epoch = self.as_nanosecond();
        Moment {
            // jiff has no year beyond 9999.
            seconds: i64::try_from(since_epoch.div_euclid(PER_SECOND)).unwrap_or(i64::MAX),
            nanoseconds: u32::try_from(since_epoch.rem_euclid(PER_SECOND)).unwrap_or_default(),
        }
    }
}

impl ToMoment for ZonedDateTime {
    fn to_moment(&self) -> Moment {
        self.timestamp().to_moment()
    }
}

impl FromMoment for Time {
    fn from_moment(moment: Moment) -> Option<Self> {
        let since_epoch = i128::from(moment.seconds) * PER_SECOND + i128::from(moment.nanoseconds);
        Self::from_nanosecond(since_epoch).ok()
    }
}

from_times!(Time);
from_times!(ZonedDateTime);
to_times!(Time);

//! Times of the crate time.

use ::time::{OffsetDateTime, UtcDateTime};

use super::{Timestamp, TimestampError, UnixMilliseconds, UnixSeconds};
use crate::model::timestamp::moment::{FromMoment, Moment, ToMoment};

impl ToMoment for OffsetDateTime {
    fn to_moment(&self) -> Moment {
        Moment {
            seconds: self.unix_timestamp(),
            nanoseconds: self.nanosecond(),
        }
    }
}

impl ToMoment for UtcDateTime {
    fn to_moment(&self) -> Moment {
        Moment {
            seconds: self.unix_timestamp(),
            nanoseconds: self.nanosecond(),
        }
    }
}

impl FromMoment for OffsetDateTime {
    fn from_moment(moment: Moment) -> Option<Self> {
        let whole = Self::from_unix_timestamp(moment.seconds).ok()?;
        whole.replace_nanosecond(moment.nanoseconds).ok()
    }
}

impl FromMoment for UtcDateTime {
    fn from_moment(moment: Moment) -> Option<Self> {
        let whole = Self::from_unix_timestamp(moment.seconds).ok()?;
        whole.replace_nanosecond(moment.nanoseconds).ok()
    }
}

from_times!(OffsetDateTime);
from_times!(UtcDateTime);
to_times!(OffsetDateTime);
to_times!(UtcDateTime);

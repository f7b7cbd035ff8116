//! A point in time of any library.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time: seconds since 1970-01-01 UTC, and nanoseconds after that second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) seconds: i64,
    pub(super) nanoseconds: u32,
}

/// A type whose values are points in time.
pub(super) trait ToMoment {
    fn to_moment(&self) -> Moment;
}

/// A type that can represent points in time, if not all of them.
pub(super) trait FromMoment: Sized {
    fn from_moment(moment: Moment) -> Option<Self>;
}

impl ToMoment for SystemTime {
    fn to_moment(&self) -> Moment {
        match self.duration_since(UNIX_EPOCH) {
            Ok(since) => Moment {
                seconds: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
                nanoseconds: since.subsec_nanos(),
            },
            Err(before) => {
                let before = before.duration();
                let whole = 0_i64.saturating_sub_unsigned(before.as_secs());
                // Whole seconds are rounded towards the past, as they are after 1970.
                match before.subsec_nanos() {
                    0 => Moment {
                        seconds: whole,
                        nanoseconds: 0,
                    },
                    nanoseconds => Moment {
                        seconds: whole.saturating_sub(1),
                        nanoseconds: 1_000_000_000 - nanoseconds,
                    },
                }
            }
        }
    }
}

impl FromMoment for SystemTime {
    fn from_moment(moment: Moment) -> Option<Self> {
        let seconds = Duration::from_secs(moment.seconds.unsigned_abs());
        let whole = match moment.seconds < 0 {
            true => UNIX_EPOCH.checked_sub(seconds)?,
            false => UNIX_EPOCH.checked_add(seconds)?,
        };
        whole.checked_add(Duration::from_nanos(moment.nanoseconds.into()))
    }
}

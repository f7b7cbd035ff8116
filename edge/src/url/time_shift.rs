//! Going back in a live stream.

use std::time::{Duration, SystemTime};

use super::clock::unix_seconds;
use super::error::{Part, Problem, UrlError};
use super::query;

/// The period of a live stream that a playback URL goes back to. Time shifting must be enabled for
/// the stream (`OpenLiveShift`).
///
/// All times are written in seconds since 1970, rounded down. Source: [Time shifting], which also
/// documents other units and dates.
///
/// ```
/// use std::time::Duration;
/// use alibabacloud_live_edge::url::{PlaybackUrl, TimeShift};
///
/// let url = PlaybackUrl::builder()
///     .domain("play.example.com")
///     .app("live")
///     .stream("camera-1")
///     .time_shift(TimeShift::back(Duration::from_secs(1800)))
///     .build()?;
/// assert_eq!(
///     url.as_str(),
///     "http://play.example.com/live/camera-1.m3u8?aliyunols=on&lhs_offset_unix_s_0=1800"
/// );
/// # Ok::<_, alibabacloud_live_edge::url::UrlError>(())
/// ```
///
/// [Time shifting]: https://www.alibabacloud.com/help/doc-detail/199356.htm
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeShift(Shift);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shift {
    Since(SystemTime),
    Between(SystemTime, SystemTime),
    OnDemand(SystemTime, SystemTime),
    Back(Duration),
}

impl TimeShift {
    /// Plays from a time on (`lhs_start`).
    #[must_use]
    pub const fn since(start: SystemTime) -> Self {
        Self(Shift::Since(start))
    }

    /// Plays from one time to another (`lhs_start` and `lhs_end`).
    #[must_use]
    pub const fn between(start: SystemTime, end: SystemTime) -> Self {
        Self(Shift::Between(start, end))
    }

    /// Plays from one time to another like a video on demand: the playlist contains the whole
    /// period and an end (`lhs_start` and `lhs_vodend`).
    #[must_use]
    pub const fn on_demand(start: SystemTime, end: SystemTime) -> Self {
        Self(Shift::OnDemand(start, end))
    }

    /// Plays with an offset from the live position, in whole seconds (`lhs_offset`).
    #[must_use]
    pub const fn back(offset: Duration) -> Self {
        Self(Shift::Back(offset))
    }

    /// Appends the parameters, except for `aliyunols`, to a query.
    pub(crate) fn push(self, query: &mut String) -> Result<(), UrlError> {
        let too_short = UrlError::new(Part::TimeShift, Problem::NotPositive);
        let time = |time| unix_seconds(Part::TimeShift, time);
        let mut push = |name, seconds: u64| {
            let name = format!("lhs_{name}_unix_s_0");
            query::push(query, &name, &seconds.to_string())
        };
        let (start, name, end) = match self.0 {
            Shift::Since(start) => return push("start", time(start)?),
            Shift::Back(offset) if offset.as_secs() == 0 => return Err(too_short),
            Shift::Back(offset) => return push("offset", offset.as_secs()),
            Shift::Between(start, end) => (time(start)?, "end", time(end)?),
            Shift::OnDemand(start, end) => (time(start)?, "vodend", time(end)?),
        };
        if end <= start {
            return Err(too_short);
        }
        push("start", start)?;
        push(name, end)
    }
}

//! Chooses the rate limit of an operation.

use live_spec::{Limit, Period};

use crate::metadata::Operation;

pub(super) fn written(limit: Limit) -> String {
    let per = match limit.per {
        Period::Second => "s",
        Period::Minute => "min",
    };
    format!("{}/{per}", limit.calls)
}

/// Chooses the limit to state if sources differ, with the reason: the one per minute, else the
/// newer one.
pub(super) fn chosen_limit(operation: &Operation) -> Option<(Limit, Option<String>)> {
    let first = operation.limit?;
    let Some(other) = operation.other_limit.filter(|other| *other != first) else {
        return Some((first, None));
    };
    let (kept, left) = if first.per == Period::Second && other.per == Period::Minute {
        (other, first)
    } else {
        (first, other)
    };
    let reason = if kept.per == left.per {
        "the newer one is stated"
    } else {
        "the one per minute is stated"
    };
    let why = format!(
        "The limit is documented as both {} and {}; {reason}.",
        written(kept),
        written(left)
    );
    Some((kept, Some(why)))
}

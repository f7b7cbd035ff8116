//! The comparison of two states.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Changes;
use super::comparison::Comparison;
use super::notifications::{self, Notified};
use super::operations::{self, Stated};
use super::state::State;
use super::{service, types};

/// Finds what changes for users from one state of the specs to another. Operations that either
/// state had to leave out are not compared.
#[must_use]
pub fn compare(old: &State, new: &State) -> Changes {
    let refused = old.refused().iter().chain(new.refused());
    let refused: BTreeSet<_> = refused.map(|refused| refused.operation.as_str()).collect();
    if refused.is_empty() {
        return compare_states(old, new);
    }
    compare_states(&old.without(&refused), &new.without(&refused))
}

fn compare_states(old: &State, new: &State) -> Changes {
    let mut cx = Comparison::of(old, new);
    service::compare(&mut cx);
    let (before, now) = (Stated::all(old), Stated::all(new));
    let families = service::compare_families(&mut cx, &before, &now);
    operations::compare(&mut cx, &before, &now, &families);
    let (notified_before, notified_now) = (Notified::all(old), Notified::all(new));
    notifications::compare(&mut cx, &notified_before, &notified_now, &families);
    let mut added = only(&now, &before);
    added.extend(only(&notified_now, &notified_before));
    let mut removed = only(&before, &now);
    removed.extend(only(&notified_before, &notified_now));
    types::compare(&mut cx, &added, &removed);
    Changes::new(cx.into_changes())
}

/// Returns the names that only one of two states has.
fn only<'a, T>(of: &BTreeMap<&'a str, T>, other: &BTreeMap<&'a str, T>) -> BTreeSet<&'a str> {
    let names = of.keys().filter(|name| !other.contains_key(*name));
    names.copied().collect()
}

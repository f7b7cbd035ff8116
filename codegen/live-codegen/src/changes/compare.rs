//! The comparison of two states.

use std::collections::BTreeSet;

use super::change::Changes;
use super::comparison::Comparison;
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
    let added = operations::only(&now, &before);
    let removed = operations::only(&before, &now);
    types::compare(&mut cx, &added, &removed);
    Changes::new(cx.into_changes())
}

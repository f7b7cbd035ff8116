//! Reads pairs of names and texts, such as those of a query, into an object.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::keeper::with_extra;
use super::reader::{ReadFields, ValueReader};
use super::state::{Bounds, State};
use super::visitor::ValueSource;
use crate::codec::extra_members::ExtraMembers;

/// A name and its text.
pub(crate) type TextPair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Reads pairs into an object. A field has the first text of its name. Texts that no field holds
/// are kept, several of one name as a list; that is also what becomes of a text whose decoded value
/// would exceed the bounds.
pub(crate) fn read_pairs<'a>(
    pairs: &mut dyn Iterator<Item = TextPair<'a>>,
    object: &mut dyn ReadFields,
    mut bounds: Bounds,
    secret_names: &'static [&'static str],
) {
    let mut seen = BTreeSet::new();
    for (name, text) in pairs {
        let is_first = !seen.contains(&name);
        let is_read = is_first && read_pair(&name, &text, object, &mut bounds, secret_names);
        if !is_read {
            keep(object, &mut |extra| {
                extra.keep_also(&name, text.clone().into_owned(), secret_names)
            });
        }
        if is_first {
            seen.insert(name);
        }
    }
}

/// Reads a pair. Returns whether nothing of it is left.
fn read_pair(
    name: &str,
    text: &str,
    object: &mut dyn ReadFields,
    bounds: &mut Bounds,
    secret_names: &'static [&'static str],
) -> bool {
    let mut state = State::new(*bounds, secret_names);
    state.path.push_str(name);
    state.depth = 1;
    state.keepers = 1;
    let value = ValueReader {
        source: &mut ValueSource::new(text.into()),
        state: &mut state,
    };
    let is_read = object.read_field(name, value).is_ok();
    *bounds = state.bounds;
    let Some(left) = state.left.take() else {
        return is_read;
    };
    if left.is_string() {
        return false;
    }
    // A part of JSON inside the text, whose other parts the field holds.
    let mut left = Some(left);
    keep(object, &mut |extra| {
        extra.keep(name, left.take().unwrap_or_default(), secret_names);
    });
    true
}

/// Lets a function keep something, if the object keeps extra members.
fn keep(object: &mut dyn ReadFields, keep: &mut dyn FnMut(&mut ExtraMembers)) {
    let mut state = State::new(Bounds::NONE, &[]);
    // Without bounds, nothing fails.
    let _ = with_extra(object, &mut state, &mut |extra, _| {
        keep(extra);
        Ok(())
    });
}

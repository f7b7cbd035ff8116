//! Asks objects for the extra members that they keep.

use serde_json::Value;

use super::error::{ReadFailed, ReadResult};
use super::reader::{Expected, ReadFields, Source, ValueReader};
use super::state::State;
use crate::codec::extra_members::ExtraMembers;

/// Returns whether an object keeps extra members.
pub(super) fn keeps(object: &mut dyn ReadFields, state: &mut State) -> Result<bool, ReadFailed> {
    with_extra(object, state, &mut |_, _| Ok(()))
}

/// Hands a member to an object that keeps it.
pub(super) fn keep(
    object: &mut dyn ReadFields,
    name: &str,
    value: Value,
    state: &mut State,
) -> ReadResult {
    let mut value = Some(value);
    with_extra(object, state, &mut |extra, state| {
        if !state.permits(name.len() + extra.size_of_next()) {
            return Err(ReadFailed);
        }
        extra.keep(name, value.take().unwrap_or_default(), state.secret_names);
        Ok(())
    })?;
    Ok(())
}

/// Calls a function with the extra members of an object. Returns whether it has any.
pub(super) fn with_extra(
    object: &mut dyn ReadFields,
    state: &mut State,
    then: &mut dyn FnMut(&mut ExtraMembers, &mut State) -> ReadResult,
) -> Result<bool, ReadFailed> {
    let mut question = Question {
        then,
        is_kept: false,
    };
    let value = ValueReader {
        source: &mut question,
        state,
    };
    object.read_field(NO_NAME, value)?;
    Ok(question.is_kept)
}

/// The name of the field that is read to ask an object. No field has it.
const NO_NAME: &str = "";

struct Question<'a> {
    then: &'a mut dyn FnMut(&mut ExtraMembers, &mut State) -> ReadResult,
    is_kept: bool,
}

impl Source for Question<'_> {
    fn read(&mut self, _: Expected<'_>, _: &mut State) -> ReadResult {
        Ok(())
    }

    fn extra(&mut self, members: &mut ExtraMembers, state: &mut State) -> ReadResult {
        self.is_kept = true;
        (self.then)(members, state)
    }
}

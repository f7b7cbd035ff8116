//! What the decoder knows while it reads one body.

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::error::{Cause, DecodeError, Mismatch};

/// Maximum depth of nested lists and objects, including those in JSON text. Deeper values are
/// ignored.
pub(super) const MAX_DEPTH: usize = 100;

/// Maximum number of mismatches that are reported.
const MAX_MISMATCHES: usize = 8;

/// Number of mismatches that are looked at, so that hostile bodies cost little.
const MAX_SEEN_MISMATCHES: usize = 64;

/// The top-level member with the ID of the request.
pub(super) const REQUEST_ID: &str = "RequestId";

/// Number of values that are read between two looks at the clock.
const VALUES_PER_CHECK: u32 = 256;

/// Limits of the work on one body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Maximum size of the decoded values in bytes.
    pub(crate) memory: usize,
    /// When decoding must be complete.
    pub(crate) deadline: Option<Instant>,
}

impl Bounds {
    /// For bodies that are small already.
    pub(crate) const NONE: Self = Self {
        memory: usize::MAX,
        deadline: None,
    };
}

/// What the top-level members of a response say about the call.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Top {
    pub(super) code: Option<TopCode>,
    pub(super) has_request_id: bool,
}

/// A top-level `Code`. Some responses report errors with it despite a successful status.
#[derive(Debug, PartialEq)]
pub(crate) struct TopCode {
    /// The text, or the JSON of a value that is not text.
    pub(crate) text: String,
    /// Whether the response has a field for the code with a matching type.
    pub(crate) documented: bool,
}

/// The state of the decoder.
pub(super) struct State {
    pub(super) bounds: Bounds,
    /// Names that the service documents as secret.
    pub(super) secret_names: &'static [&'static str],
    /// Set if the body is that of a response.
    pub(super) top: Option<Top>,
    /// Path of the current value.
    pub(super) path: String,
    pub(super) depth: usize,
    /// Number of enclosing objects that keep what their fields cannot hold.
    pub(super) keepers: usize,
    /// The part of the last member that its field could not hold.
    pub(super) left: Option<Value>,
    /// Whether the last value was null or an empty text.
    pub(super) was_absent: bool,
    mismatches: Vec<Mismatch>,
    seen_mismatches: usize,
    /// A failure that ended the decoding.
    failure: Option<DecodeError>,
    values: u32,
}

impl State {
    pub(super) fn new(bounds: Bounds, secret_names: &'static [&'static str]) -> Self {
        Self {
            bounds,
            secret_names,
            top: None,
            path: String::new(),
            depth: 0,
            keepers: 0,
            left: None,
            was_absent: false,
            mismatches: Vec::new(),
            seen_mismatches: 0,
            failure: None,
            values: 0,
        }
    }

    /// Prepares for reading the same body again.
    pub(super) fn restart(&mut self, bounds: Bounds) {
        *self = Self {
            top: self.top.as_ref().map(|_| Top::default()),
            ..Self::new(bounds, self.secret_names)
        };
    }

    /// Returns whether the current member says something about the call.
    pub(super) fn is_top_member(&self, name: &str) -> bool {
        self.top.is_some() && self.depth == 1 && matches!(name, "Code" | "code" | REQUEST_ID)
    }

    /// Notes the ID of the request after it was read.
    pub(super) fn note_request_id(&mut self, name: &str) {
        if name == REQUEST_ID
            && self.depth == 1
            && let Some(top) = &mut self.top
        {
            top.has_request_id = !self.was_absent;
        }
    }

    /// Counts a value against the limits. Returns whether it is within them.
    pub(super) fn permits(&mut self, bytes: usize) -> bool {
        self.values = self.values.wrapping_add(1);
        let looks = self.values.is_multiple_of(VALUES_PER_CHECK);
        let deadline = self.bounds.deadline.filter(|_| looks);
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.fail(
                Cause::Deadline,
                "decoding took longer than the timeout permits",
            );
            return false;
        }
        match self.bounds.memory.checked_sub(bytes) {
            Some(rest) => {
                self.bounds.memory = rest;
                true
            }
            None => {
                self.fail(Cause::Memory, "the decoded values exceed the size limit");
                false
            }
        }
    }

    fn fail(&mut self, cause: Cause, reason: &str) {
        let error = DecodeError::new(&self.path, reason.to_owned());
        self.failure = Some(error.because_of(cause));
    }

    /// Records a value that does not have the documented type. It is left to the object around it.
    pub(super) fn leave(&mut self, expected: &'static str, found: Value) {
        self.seen_mismatches += 1;
        if self.mismatches.len() < MAX_MISMATCHES && self.seen_mismatches <= MAX_SEEN_MISMATCHES {
            let mismatch = Mismatch::new(&self.path, expected, &found);
            if !self
                .mismatches
                .iter()
                .any(|known| known.is_same_member(&mismatch))
            {
                self.mismatches.push(mismatch);
            }
        }
        self.left = Some(found);
    }

    /// Leaves members to the object around them, if there are any and it keeps them.
    pub(super) fn leave_members(&mut self, members: Map<String, Value>) {
        if !members.is_empty() {
            self.left = Some(Value::Object(members));
        }
    }

    /// Returns the failure that ended the decoding, if any. A mismatch is one if no object kept the
    /// value.
    pub(super) fn failure(
        &mut self,
        outcome: Result<(), serde_json::Error>,
    ) -> Option<DecodeError> {
        if let Some(failure) = self.failure.take() {
            return Some(failure);
        }
        if let Err(error) = outcome {
            let cause = match error.is_eof() {
                true => Cause::End,
                false => Cause::Body,
            };
            return Some(DecodeError::new(&self.path, error.to_string()).because_of(cause));
        }
        self.left.take()?;
        self.mismatches.first().cloned().map(DecodeError::from)
    }

    /// Returns the mismatches whose values were kept.
    pub(super) fn into_mismatches(self) -> Vec<Mismatch> {
        self.mismatches
    }
}

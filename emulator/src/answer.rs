//! Answers that a user scripts, in place of those that the emulator has by itself.

pub(crate) mod parse;
mod prepared;
pub(crate) mod scripts;

use std::fmt;
use std::time::Duration;

use serde_core::Serialize;
use serde_json::Value;

use crate::response::service_error::ServiceError;
use crate::support::one_line;

/// The answer to one or more calls of an operation, for
/// [`Emulator::respond`](crate::Emulator::respond).
///
/// Everything that serializes to JSON becomes an answer that consists of exactly its members: the
/// responses of the client with its feature `serde`, or `serde_json::json!({…})`. Other answers
/// start from what the emulator knows, and change it:
///
/// ```
/// use alibabacloud_live_emulator::Answer;
/// use serde_json::json;
///
/// let exact = Answer::from(json!({ "DomainDetail": { "DomainStatus": "online" } }));
/// let changed = Answer::documented().set("/DomainDetail/DomainStatus", "checking");
/// let merged = Answer::documented().merge(json!({ "DomainDetail": { "Scope": "overseas" } }));
/// let failed = Answer::error(404, "InvalidDomain.NotFound", "The domain does not exist.");
/// # let _ = (exact, changed, merged, failed);
/// ```
///
/// The emulator adds a `RequestId`, unless the answer has one. A list may be given without the
/// wrapper that older operations have around it.
#[derive(Clone, Debug)]
#[must_use = "an answer does nothing until it is passed to `Emulator::respond`"]
pub struct Answer {
    base: Base,
    edits: Vec<Edit>,
    undocumented: bool,
    times: u32,
    after: Option<Duration>,
}

/// What an answer starts from. A value is an error if it cannot be serialized.
#[derive(Clone, Debug)]
enum Base {
    Exact(Result<Value, String>),
    Documented,
    Usual,
    Error(ServiceError),
}

/// A change to an answer.
#[derive(Clone, Debug)]
enum Edit {
    Set(String, Result<Value, String>),
    Merge(Result<Value, String>),
}

impl Answer {
    fn new(base: Base) -> Self {
        Self {
            base,
            edits: Vec::new(),
            undocumented: false,
            times: 1,
            after: None,
        }
    }

    /// Answers with the documented example: every documented member, and one item in each list
    /// unless its own example has more. The operation is not executed.
    pub fn documented() -> Self {
        Self::new(Base::Documented)
    }

    /// Executes the operation and answers as the emulator does by itself: with pages, and with the
    /// state of modelled operations.
    pub fn usual() -> Self {
        Self::new(Base::Usual)
    }

    /// Answers with an error of the service. The operation is not executed.
    ///
    /// The status may be any, even 200. One that is not from 100 to 999 becomes 500.
    pub fn error(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Base::Error(ServiceError::new(status, code, message)))
    }

    /// Sets the value at a place.
    ///
    /// `pointer` is a [JSON pointer](https://www.rfc-editor.org/rfc/rfc6901) such as
    /// `/DomainDetail/DomainStatus` or `/OnlineInfo/0/StreamName`. Objects on the way are added
    /// where they are missing. If a list is shorter, the call fails with `InternalError`.
    pub fn set(mut self, pointer: impl Into<String>, value: impl Serialize) -> Self {
        self.edits.push(Edit::Set(pointer.into(), json(value)));
        self
    }

    /// Merges these members into the answer. Objects are merged; lists and single values replace
    /// those of the answer, and null removes them.
    pub fn merge(mut self, members: impl Serialize) -> Self {
        self.edits.push(Edit::Merge(json(members)));
        self
    }

    /// Allows members, values and types that are not documented. They are sent as given.
    pub fn undocumented(mut self) -> Self {
        self.undocumented = true;
        self
    }

    /// Answers this many calls before the next answer follows. The default is 1.
    pub fn times(mut self, calls: u32) -> Self {
        self.times = calls;
        self
    }

    /// Answers calls from this time after the first call of the sequence, as the state of something
    /// changes with time. Until then, the answer before it repeats, whatever its
    /// [`times`](Self::times).
    pub fn after(mut self, time: Duration) -> Self {
        self.after = Some(time);
        self
    }
}

/// Answers with exactly the members of this value.
impl<T: Serialize> From<T> for Answer {
    fn from(response: T) -> Self {
        Self::new(Base::Exact(json(response)))
    }
}

fn json(value: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

/// The calls that a sequence of answers applies to: those of an operation, possibly only those with
/// certain parameters.
///
/// ```
/// use alibabacloud_live_emulator::Calls;
///
/// let calls = Calls::of("DescribeLiveDomainDetail").with("DomainName", "live.example.com");
/// # let _ = calls;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "calls do nothing until they are passed to `Emulator::respond`"]
pub struct Calls {
    pub(crate) operation: String,
    pub(crate) conditions: Vec<(String, String)>,
}

impl Calls {
    /// All calls of an operation.
    pub fn of(operation: impl Into<String>) -> Self {
        Self {
            operation: operation.into(),
            conditions: Vec::new(),
        }
    }

    /// Only calls that send this parameter with this value. Several conditions apply together.
    ///
    /// Name and value are compared with what is sent: an item of a list is `Tag.1.Key`, and a
    /// parameter of JSON text is the whole text.
    pub fn with(mut self, parameter: impl Into<String>, value: impl fmt::Display) -> Self {
        self.conditions.push((parameter.into(), value.to_string()));
        self
    }
}

impl From<&str> for Calls {
    fn from(operation: &str) -> Self {
        Self::of(operation)
    }
}

impl From<String> for Calls {
    fn from(operation: String) -> Self {
        Self::of(operation)
    }
}

/// Answers that do not fit their operation. The text names the answer and the member, and says what
/// is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerError(pub(crate) String);

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_line::write(f, &self.0)
    }
}

impl std::error::Error for AnswerError {}

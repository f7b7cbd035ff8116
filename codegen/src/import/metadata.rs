//! What metadata says about an operation, whatever format it came in.

use crate::spec::{Access, Limit, Method, Style};

/// An operation.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) method: Method,
    /// Whether GET is refused.
    pub(super) post_only: bool,
    /// Whether the service documents it.
    pub(super) documented: bool,
    pub(super) deprecated: bool,
    pub(super) access: Option<Access>,
    /// RAM action, where it is not the one named after the operation.
    pub(super) ram_action: Option<String>,
    pub(super) limit: Option<Limit>,
    /// A limit that another source states.
    pub(super) other_limit: Option<Limit>,
    pub(super) request: Vec<Field>,
    pub(super) response: Vec<Field>,
    pub(super) errors: Vec<Error>,
    /// Whether there are no errors but those listed.
    pub(super) errors_complete: bool,
    /// What could not be understood.
    pub(super) notes: Vec<String>,
}

/// An error code.
#[derive(Clone, Debug)]
pub(super) struct Error {
    pub(super) status: u64,
    pub(super) code: String,
}

/// A parameter, a response field, or a field of an object in either.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) required: bool,
    /// Whether the documentation requires what the interface does not.
    pub(super) documented_required: bool,
    pub(super) in_body: bool,
    pub(super) style: Option<Style>,
    pub(super) schema: Schema,
}

/// A type and what is known about its values.
#[derive(Clone, Debug)]
pub(super) struct Schema {
    pub(super) shape: Shape,
    pub(super) example: Option<String>,
    pub(super) default: Option<String>,
    pub(super) minimum: Option<String>,
    pub(super) maximum: Option<String>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    /// Regular expression, which specs do not have.
    pub(super) pattern: Option<String>,
    /// Known values that the interface checks.
    pub(super) values: Vec<String>,
    /// Known values that were read out of the documentation.
    pub(super) documented_values: Vec<String>,
    pub(super) deprecated: bool,
    /// Reasons for what was corrected already.
    pub(super) why: Why,
}

/// Reasons for what is corrected, each with the key that it is about.
pub(super) type Why = Vec<(&'static str, String)>;

impl Schema {
    pub(super) fn of(shape: Shape) -> Self {
        Self {
            shape,
            example: None,
            default: None,
            minimum: None,
            maximum: None,
            min_length: None,
            max_length: None,
            pattern: None,
            values: Vec::new(),
            documented_values: Vec::new(),
            deprecated: false,
            why: Vec::new(),
        }
    }
}

/// A type.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Any,
    Array(Box<Schema>),
    Object(Vec<Field>),
    Map(Box<Schema>),
}

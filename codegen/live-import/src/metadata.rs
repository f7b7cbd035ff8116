//! What metadata says about an operation, whatever format it came in.

use live_spec::{Access, Limit, Method, Style};

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) method: Method,
    /// Whether GET is refused.
    pub(crate) post_only: bool,
    /// Whether the service documents it.
    pub(crate) documented: bool,
    pub(crate) deprecated: bool,
    pub(crate) access: Option<Access>,
    /// RAM action, where it is not the one named after the operation.
    pub(crate) ram_action: Option<String>,
    pub(crate) limit: Option<Limit>,
    /// A limit that another source states.
    pub(crate) other_limit: Option<Limit>,
    pub(crate) request: Vec<Field>,
    pub(crate) response: Vec<Field>,
    pub(crate) errors: Vec<Error>,
    /// Whether there are no errors but those listed.
    pub(crate) errors_complete: bool,
    /// What could not be understood.
    pub(crate) notes: Vec<String>,
}

/// An error code.
#[derive(Clone, Debug)]
pub(crate) struct Error {
    pub(crate) status: u64,
    pub(crate) code: String,
}

/// A parameter, a response field, or a field of an object in either.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Whether the documentation requires what the interface does not.
    pub(crate) documented_required: bool,
    pub(crate) in_body: bool,
    pub(crate) style: Option<Style>,
    pub(crate) schema: Schema,
}

/// A type and what is known about its values.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) shape: Shape,
    pub(crate) example: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Regular expression, which specs do not have.
    pub(crate) pattern: Option<String>,
    /// Known values that the interface checks.
    pub(crate) values: Vec<String>,
    /// Known values that were read out of the documentation.
    pub(crate) documented_values: Vec<String>,
    pub(crate) deprecated: bool,
    /// Reasons for what was corrected already.
    pub(crate) why: Why,
}

/// Reasons for what is corrected, each with the key that it is about.
pub(crate) type Why = Vec<(&'static str, String)>;

impl Schema {
    pub(crate) fn of(shape: Shape) -> Self {
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
pub(crate) enum Shape {
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

//! Metadata of an operation, independent of its format.

use live_spec::{Access, Limit, Method, Style};

/// Parameters of the gateway, common to all operations. Callers do not need them.
pub(crate) const GATEWAY_PARAMETERS: [&str; 5] = [
    "OwnerId",
    "OwnerAccount",
    "ResourceOwnerId",
    "ResourceOwnerAccount",
    "SecurityToken",
];

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) method: Method,
    /// Whether the service rejects GET.
    pub(crate) post_only: bool,
    /// Whether the service documents it.
    pub(crate) documented: bool,
    pub(crate) deprecated: bool,
    /// Whether requests carry no signature.
    pub(crate) unsigned: bool,
    pub(crate) access: Option<Access>,
    /// RAM action, if not named after the operation.
    pub(crate) ram_action: Option<String>,
    pub(crate) limit: Option<Limit>,
    /// Rate limit from another source.
    pub(crate) other_limit: Option<Limit>,
    pub(crate) request: Vec<Field>,
    pub(crate) response: Vec<Field>,
    pub(crate) errors: Vec<Error>,
    /// Whether the list of errors is complete.
    pub(crate) errors_complete: bool,
    /// Notes on metadata that is not understood.
    pub(crate) notes: Vec<String>,
    /// What the metadata says at all.
    pub(crate) known: Known,
}

/// What a source says about an operation. What it does not say is unknown, not empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// Whether it describes the response.
    pub(crate) response: bool,
    /// Whether it lists error codes.
    pub(crate) errors: bool,
    /// Whether its types are complete. Otherwise, `integer` may be `long`, `float` may be `double`,
    /// and `any` means a type that is not stated.
    pub(crate) types: bool,
    /// Whether it says how lists and objects are sent.
    pub(crate) styles: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            response: true,
            errors: true,
            types: true,
            styles: true,
        }
    }
}

/// An error code.
#[derive(Clone, Debug)]
pub(crate) struct Error {
    pub(crate) status: u64,
    pub(crate) code: String,
}

/// A parameter, a response field, or a field of an object in either.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Whether the documentation requires it.
    pub(crate) documented_required: bool,
    pub(crate) in_body: bool,
    pub(crate) style: Option<Style>,
    pub(crate) schema: Schema,
}

/// A type and the constraints on its values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Schema {
    pub(crate) shape: Shape,
    pub(crate) example: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Regular expression, which specs do not support.
    pub(crate) pattern: Option<String>,
    /// Known values that the service checks.
    pub(crate) values: Vec<String>,
    /// Known values according to the documentation.
    pub(crate) documented_values: Vec<String>,
    pub(crate) deprecated: bool,
    /// Reasons for corrections already made.
    pub(crate) why: Why,
}

/// Reasons for corrections, each with the corrected key.
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
#[derive(Clone, Debug, PartialEq)]
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

//! The client to be written: every Rust name, type and text decided, nothing left to the emitter but order and syntax.

use std::fmt;

pub use crate::docs::Docs;

/// The whole client crate.
#[derive(Clone, Debug)]
pub struct Model {
    /// Product code, `live`.
    pub product: String,
    /// API version, `2016-11-01`.
    pub version: String,
    /// Name of the product for people.
    pub title: String,
    /// Where the product is documented.
    pub reference: String,
    /// Name of the crate, `alibabacloud-live`.
    pub crate_name: String,
    /// Host used where no region is set or known.
    pub default_host: String,
    /// Hosts of the regions.
    pub regions: Vec<Region>,
    /// Error codes of the gateway.
    pub gateway_errors: Vec<GatewayError>,
    /// Names of fields that hold secrets, so that they can be masked in answers.
    pub secret_names: Vec<String>,
    /// Names of required parameters, for the compiler's messages.
    pub required: Vec<String>,
    /// Modules and features.
    pub families: Vec<Family>,
}

/// Hosts of one region.
#[derive(Clone, Debug)]
pub struct Region {
    /// Region ID.
    pub id: String,
    /// Host reached over the public network.
    pub public: String,
    /// Host reached from inside a VPC.
    pub vpc: Option<String>,
}

/// An error code of the gateway.
#[derive(Clone, Debug)]
pub struct GatewayError {
    /// The variant that stands for it.
    pub variant: Variant,
    /// Variant of the runtime's `ErrorClass`.
    pub class: &'static str,
}

/// One module and feature.
#[derive(Clone, Debug)]
pub struct Family {
    /// Name of the module, the feature and the folder of the specs.
    pub module: String,
    /// What it is for.
    pub docs: Docs,
    /// Types that its operations share.
    pub types: Vec<TypeDef>,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// A struct or enum.
#[derive(Clone, Debug)]
pub enum TypeDef {
    /// An object.
    Struct(Struct),
    /// An open enum.
    Enum(Enum),
}

/// A struct with named fields.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Type name.
    pub name: String,
    /// What it stands for.
    pub docs: Docs,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Whether requests hold it, so that it has setters.
    pub written: bool,
}

/// A field of a struct, or a request parameter.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name as sent.
    pub wire: String,
    /// Name of the Rust field and setter.
    pub name: String,
    /// Type of the value, without the `Option` that an unset one needs.
    pub ty: Ty,
    /// Whether the Rust field is an `Option`.
    pub optional: bool,
    /// Meaning, one paragraph.
    pub docs: Docs,
    /// Meaning with all that is known of its values, for the setter.
    pub setter_docs: Docs,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Name of the single field of the object that wraps a list in the response.
    pub wrapper: Option<String>,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `String`.
    String,
    /// The runtime's `Secret`.
    Secret,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `f64`.
    F64,
    /// `bool`.
    Bool,
    /// `serde_json::Value`.
    Value,
    /// `Vec<_>`.
    Vec(Box<Ty>),
    /// `BTreeMap<String, _>`.
    Map(Box<Ty>),
    /// The runtime's `JsonText<_>`.
    JsonText(Box<Ty>),
    /// A generated struct.
    Struct(String),
    /// A generated enum whose values are text.
    TextEnum(String),
    /// A generated enum whose values are integers.
    IntegerEnum(String),
}

/// The type as Rust source.
impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("String"),
            Self::Secret => f.write_str("rpc::Secret"),
            Self::I32 => f.write_str("i32"),
            Self::I64 => f.write_str("i64"),
            Self::F64 => f.write_str("f64"),
            Self::Bool => f.write_str("bool"),
            Self::Value => f.write_str("rpc::Value"),
            Self::Vec(item) => write!(f, "Vec<{item}>"),
            Self::Map(value) => write!(f, "std::collections::BTreeMap<String, {value}>"),
            Self::JsonText(inner) => write!(f, "rpc::JsonText<{inner}>"),
            Self::Struct(name) | Self::TextEnum(name) | Self::IntegerEnum(name) => {
                f.write_str(name)
            }
        }
    }
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Type name.
    pub name: String,
    /// What it stands for.
    pub docs: Docs,
    /// Whether its values are integers.
    pub integer: bool,
    /// Its documented values.
    pub variants: Vec<Variant>,
}

/// A documented value of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Name of the variant.
    pub name: String,
    /// The value as sent.
    pub value: String,
    /// Its meaning.
    pub docs: Docs,
}

/// One operation: a builder, a request, a response and an enum of error codes.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Name as sent, and stem of the type names.
    pub name: String,
    /// Name of the method and module.
    pub method_name: String,
    /// Path of the spec, below the root of the project.
    pub spec: String,
    /// Documentation of the client's method.
    pub docs: Docs,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Whether it is sent by POST.
    pub post: bool,
    /// Whether it only reads.
    pub read_only: bool,
    /// Documented rate limit: calls, and whether they are counted per minute rather than per second.
    pub limit: Option<(u32, bool)>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its response.
    pub response: Struct,
    /// Its error codes.
    pub errors: Enum,
    /// Types that only it uses.
    pub types: Vec<TypeDef>,
}

/// A request parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, type and texts.
    pub field: Field,
    /// Marker type and type parameter of a required one, `MonitorId`.
    pub required: Option<String>,
    /// Method of the runtime's `Parameters` that encodes it.
    pub encoding: &'static str,
}

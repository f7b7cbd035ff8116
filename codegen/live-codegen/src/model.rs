//! The client to generate. All Rust names, types and texts are decided here; the emitter only adds
//! order and syntax.

mod notification;

use std::collections::BTreeMap;

pub use crate::docs::Docs;
use crate::package::Package;
pub use notification::{
    Notification, NotificationContent, NotificationKind, NotificationKinds, Notifications,
};

/// The whole client crate.
#[derive(Clone, Debug)]
pub struct Model {
    /// Where the crate stands.
    pub package: Package,
    /// Product code, `ecs`.
    pub product: String,
    /// The environment variable that overrides the endpoint.
    pub endpoint_variable: String,
    /// API version, `2016-11-01`.
    pub version: String,
    /// Name of the product for people.
    pub title: String,
    /// Where the product is documented.
    pub reference: String,
    /// How to use the client, as Markdown.
    pub guide: Option<String>,
    /// Name of the crate, `alibabacloud-ecs`.
    pub crate_name: String,
    /// The same name in Rust source, `alibabacloud_ecs`.
    pub library: String,
    /// Host used where no region is set or known.
    pub default_host: String,
    /// Hosts of the regions.
    pub regions: Vec<Region>,
    /// Error codes of the gateway.
    pub gateway_errors: Vec<GatewayError>,
    /// Names of secret fields, for masking them in responses.
    pub secret_names: Vec<String>,
    /// Names of required parameters, for the compiler's messages.
    pub required: Vec<String>,
    /// Modules and features.
    pub families: Vec<Family>,
    /// Crates of the project that the client re-exports.
    pub companions: Vec<Companion>,
}

/// A crate of the project that the client re-exports behind a feature.
#[derive(Clone, Debug)]
pub struct Companion {
    /// Name of the feature and of the module. Its folder in the project has the same name.
    pub module: String,
    /// Name of the crate, `alibabacloud-live-edge`.
    pub crate_name: String,
    /// The same name in Rust source.
    pub library: String,
    /// What the crate is for.
    pub purpose: Docs,
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
    /// Its variant.
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
    pub purpose: Docs,
    /// Tables of its operations and notifications.
    pub tables: Docs,
    /// Types that its operations share.
    pub types: Vec<TypeDef>,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// Its notifications.
    pub notifications: Notifications,
}

/// A struct or enum.
#[derive(Clone, Debug)]
pub enum TypeDef {
    /// An object.
    Struct(Struct),
    /// An open enum.
    Enum(Enum),
}

impl TypeDef {
    /// Type name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(definition) => &definition.name,
            Self::Enum(definition) => &definition.name,
        }
    }
}

/// A struct with named fields.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Type name.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Whether it occurs in requests and needs setters.
    pub written: bool,
}

/// A field of a struct, or a request parameter.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name in the API.
    pub wire: String,
    /// Whether the name in the API differs from what the derive macros assume.
    pub says_wire: bool,
    /// Name of the Rust field and setter.
    pub name: String,
    /// Type of the value, without the `Option` that an unset one needs.
    pub ty: Ty,
    /// Whether the Rust field is an `Option`.
    pub optional: bool,
    /// Whether the runtime refuses requests that lack it. Parameters are checked by the compiler
    /// instead.
    pub required: bool,
    /// Documentation.
    pub docs: Docs,
    /// Why it is deprecated.
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
    /// The runtime's `Timestamp`.
    Timestamp,
    /// The runtime's `UnixSeconds`.
    UnixSeconds,
    /// The runtime's `UnixMilliseconds`.
    UnixMilliseconds,
    /// `std::time::Duration`, in whole seconds.
    Duration,
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

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Type name.
    pub name: String,
    /// Documentation.
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
    /// The value in the API.
    pub value: String,
    /// Documentation.
    pub docs: Docs,
}

/// One operation: a builder, a request, a response and an enum of error codes.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Name in the API.
    pub name: String,
    /// Name of the method and module.
    pub method_name: String,
    /// Path of the spec in the folder of specs.
    pub spec: String,
    /// Documentation of the client's method.
    pub docs: Docs,
    /// Why it is deprecated.
    pub deprecated: Option<String>,
    /// Whether it is sent by POST.
    pub post: bool,
    /// Whether it only reads.
    pub read_only: bool,
    /// Whether requests are signed.
    pub signed: bool,
    /// Documented rate limit: calls, and whether they are counted per minute rather than per
    /// second.
    pub limit: Option<(u32, bool)>,
    /// The builder of its request.
    pub builder: Builder,
    /// Its request.
    pub request: Request,
    /// Its response.
    pub response: Struct,
    /// How its list is fetched page by page, if it can be.
    pub pages: Option<Pages>,
    /// Variants of the runtime's `ErrorClass`, by the code that has the class.
    pub error_classes: BTreeMap<String, &'static str>,
    /// Its error codes.
    pub errors: Enum,
    /// Waits for states that it shows.
    pub waiters: Vec<Waiter>,
    /// Types that only it uses.
    pub types: Vec<TypeDef>,
    /// Names of the family's types that it uses, sorted.
    pub shared_types: Vec<String>,
}

/// The builder of a request.
#[derive(Clone, Debug)]
pub struct Builder {
    /// Type name.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Type name.
    pub name: String,
    /// Documentation.
    pub docs: Docs,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
}

/// How a list is fetched page by page.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Whether pages have numbers rather than tokens.
    pub numbered: bool,
    /// The parameter that names a page.
    pub position: Field,
    /// The parameter with the size of a page.
    pub size: Option<PageSize>,
    /// Type of the items.
    pub item: Ty,
    /// The list in the response.
    pub items: Vec<PathStep>,
    /// The field with the token of the next page.
    pub next: Option<Vec<PathStep>>,
    /// The field that says whether another page follows.
    pub more: Option<Vec<PathStep>>,
    /// The field with the number of items on all pages.
    pub total: Option<Vec<PathStep>>,
    /// The field with the number of pages.
    pub total_pages: Option<Vec<PathStep>>,
}

/// The parameter with the size of a page.
#[derive(Clone, Debug)]
pub struct PageSize {
    /// The field of the request.
    pub field: Field,
    /// The smallest size.
    pub min: Option<i64>,
    /// The largest size.
    pub max: Option<i64>,
    /// The size of a page whose request has none, if it decides which page is the last.
    pub default: Option<u64>,
}

/// One step from a response to a field in it.
#[derive(Clone, Debug)]
pub struct PathStep {
    /// Name of the Rust field.
    pub name: String,
    /// Whether the Rust field is an `Option`.
    pub optional: bool,
    /// Type of its value.
    pub ty: Ty,
}

/// A wait for a state, which is a method of the builder.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// Name of the method.
    pub method_name: String,
    /// Documentation of the method.
    pub docs: Docs,
    /// Name of what is waited for.
    pub goal: String,
    /// Path to the state in the JSON of a response.
    pub state: String,
    /// Parameter and member that select items of a list.
    pub item: Option<String>,
    /// Setters that it calls, with the text that they take.
    pub set: Vec<(String, String)>,
    /// States that end the wait with success.
    pub done: Vec<String>,
    /// States that end it with an error.
    pub failed: Vec<String>,
    /// Method of the runtime's `Waiter` for what an absent state means.
    pub absent: Option<&'static str>,
    /// Error codes that mean that there is no state.
    pub absent_codes: Vec<String>,
    /// Default interval and limit in seconds.
    pub seconds: (u64, u64),
}

/// A request parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The field of the request.
    pub field: Field,
    /// Documentation of the builder's setter.
    pub setter_docs: Docs,
    /// How the compiler checks that a required one is set.
    pub required: Option<Required>,
    /// Method of the runtime's `Parameters` that encodes it.
    pub encoding: &'static str,
}

/// How the compiler checks that a required parameter is set.
#[derive(Clone, Debug)]
pub struct Required {
    /// Trait that the compiler's message names, `MonitorId`.
    pub marker: String,
    /// Type parameter of the builder that holds the state.
    pub state: String,
}

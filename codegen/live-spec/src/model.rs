//! The API as its specs state it, with no decision about Rust made yet.

mod companion;
mod notification;
mod waiter;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;

use crate::format::Format;
use crate::place::Place;
use crate::product;

pub use companion::Companion;
pub use notification::{Content, Notification, NotificationKind, Sent, SetBy, SignedHost};
pub use waiter::{Absent, Located, Waiter};

/// An API: everything under `specs/`.
#[derive(Clone, Debug)]
pub struct Service {
    /// Product code of the API, `ecs`.
    pub product: String,
    /// API version, `2016-11-01`.
    pub version: String,
    /// Display name of the product, `Elastic Compute Service`.
    pub title: String,
    /// Address of the product's documentation.
    pub reference: String,
    /// Address of an operation's page, with `{operation}` in place of its name in lower case.
    pub operation_reference: Option<String>,
    /// Hosts that serve the API.
    pub endpoints: Endpoints,
    /// Error codes that the gateway may return for every operation.
    pub errors: Vec<GatewayError>,
    /// Groups of related operations, sorted by name.
    pub families: Vec<Family>,
    /// Crates that the client re-exports behind a feature each, in source order.
    pub companions: Vec<Companion>,
    /// Default explanations of names, used where a spec has none of its own.
    pub glossary: Glossary,
    /// How to use the client, as Markdown: `guide.md`, if there is one.
    pub guide: Option<String>,
}

impl Service {
    /// Returns the environment variable that overrides the endpoint of clients,
    /// `ALIBABA_CLOUD_R_KVSTORE_ENDPOINT` for the product `r-kvstore`.
    #[must_use]
    pub fn endpoint_variable(&self) -> String {
        product::endpoint_variable(&self.product)
    }

    /// Returns the address where the documentation page of an operation is expected.
    #[must_use]
    pub fn reference_of(&self, operation: &str) -> Option<String> {
        let pattern = self.operation_reference.as_ref()?;
        Some(pattern.replace("{operation}", &operation.to_ascii_lowercase()))
    }

    /// Returns the explanation of a parameter or field: its own, or that of a glossary.
    #[must_use]
    pub fn explanation<'s>(&'s self, family: &'s Family, field: &'s Field) -> Option<&'s str> {
        let own = field.doc.as_deref();
        own.or_else(|| family.glossary.field(&field.name))
            .or_else(|| self.glossary.field(&field.name))
    }
}

/// Hosts that serve the API.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// Host for regions that are not listed.
    pub default: String,
    /// Hosts of regions, in source order.
    pub regions: Vec<RegionEndpoints>,
}

/// Hosts of one region.
#[derive(Clone, Debug)]
pub struct RegionEndpoints {
    /// Region ID, `cn-shanghai`.
    pub region: String,
    /// Host reached over the public network.
    pub public: String,
    /// Host reached from inside a VPC of the region, if there is one.
    pub vpc: Option<String>,
}

/// An error code of the gateway, common to all operations.
#[derive(Clone, Debug)]
pub struct GatewayError {
    /// Documented HTTP status.
    pub status: u16,
    /// The code as sent, `Throttling.User`.
    pub code: String,
    /// Name of the variant, if it is not derived from the code.
    pub name_in_rust: Option<Located>,
    /// How a client should treat it.
    pub class: ErrorClass,
    /// Explanation, one line.
    pub doc: String,
    /// Its location in the specs.
    pub at: Place,
}

/// How a client should treat an error code.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "snake_case")]
pub enum ErrorClass {
    /// The call exceeded a rate limit and was not executed; retry later.
    Throttling,
    /// The service failed temporarily; reads may be retried.
    Transient,
    /// The caller is unknown or lacks permission.
    Auth,
    /// The timestamp differs too much from the service's clock.
    ClockSkew,
    /// A request with the same nonce was received before; it may have been executed.
    Replayed,
    /// The request itself is wrong.
    Request,
}

/// A family of operations: one folder under `specs/`, one module and one cargo feature of the
/// client.
#[derive(Clone, Debug)]
pub struct Family {
    /// Name of the folder, `stream_monitor`.
    pub name: String,
    /// Purpose of the operations, one line.
    pub doc: String,
    /// Its key in `service.yaml`.
    pub at: Place,
    /// Glossary of the family (`glossary.yaml` in its folder), which overrides the top-level one.
    pub glossary: Glossary,
    /// Types shared by operations of the family (`types.yaml`), in source order.
    pub types: Vec<NamedType>,
    /// Operations, sorted by name.
    pub operations: Vec<Operation>,
    /// States to wait for (`waiters.yaml`), in source order.
    pub waiters: Vec<Waiter>,
    /// Notifications about what the family is for (`notifications.yaml`), in source order.
    pub notifications: Vec<Notification>,
}

impl Family {
    /// Returns what a named type stands for, and other types unchanged.
    #[must_use]
    pub fn resolve<'s>(&'s self, ty: &'s Type) -> &'s Type {
        let Type::Named(name) = ty else { return ty };
        let named = self.types.iter().find(|named| named.name == *name);
        named.map_or(ty, |named| &named.ty)
    }
}

/// A named type, referred to by its name.
#[derive(Clone, Debug)]
pub struct NamedType {
    /// PascalCase name, `OutputTemplate`.
    pub name: String,
    /// Name in Rust, if it is not derived from the name.
    pub name_in_rust: Option<Located>,
    /// Explanation, one line.
    pub doc: String,
    /// Its structure: an enum or an object.
    pub ty: Type,
    /// Its location in the specs.
    pub at: Place,
}

/// Default explanations of field names and error codes.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// Request parameters and response fields, by name.
    pub fields: BTreeMap<String, Meaning>,
    /// Error codes, by code.
    pub errors: BTreeMap<String, Meaning>,
}

impl Glossary {
    /// Returns the explanation of a parameter or field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|meaning| meaning.doc.as_str())
    }

    /// Returns the explanation of an error code.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&str> {
        self.errors.get(code).map(|meaning| meaning.doc.as_str())
    }
}

/// Explanation of one name.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// The explanation, one line.
    pub doc: String,
    /// Its location in the specs.
    pub at: Place,
}

/// One API operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Name as sent, `StartInstance`.
    pub name: String,
    /// What it does, one line.
    pub summary: String,
    /// Further documentation for callers.
    pub doc: Option<String>,
    /// Address of its documentation page, if the service documents the operation.
    pub reference: Option<String>,
    /// Where the address is stated.
    pub reference_at: Option<Place>,
    /// Date of the documentation page that the spec was transcribed from, `2025-07-11`.
    pub revised: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Whether the service rejects GET although no parameter is in the body.
    pub post_only: bool,
    /// Reason for the deprecation, if deprecated.
    pub deprecated: Option<String>,
    /// Permission required of callers.
    pub ram: Option<Ram>,
    /// Whether it only reads, so that executing it twice does no harm.
    pub read_only: bool,
    /// Whether requests are signed. Otherwise anyone may call it, without credentials.
    pub signed: bool,
    /// Documented rate limit.
    pub limit: Option<Limit>,
    /// How its list is fetched page by page, if it can be.
    pub pages: Option<Pages>,
    /// Request parameters, in source order.
    pub request: Vec<Field>,
    /// Response fields, in source order.
    pub response: Vec<Field>,
    /// Documented error codes, in source order.
    pub errors: Vec<OperationError>,
    /// Paths of fields omitted on purpose, `request.OwnerId`.
    pub left_out: Vec<(String, Place)>,
    /// Reasons for deviations from the documentation, by the key that deviates.
    pub why: BTreeMap<String, String>,
    /// Its location in the specs.
    pub at: Place,
}

impl Operation {
    /// Returns whether the service accepts an HTTP method: the one that clients use, and also GET
    /// for a POST operation without body parameters unless [`post_only`](Self::post_only) is set.
    #[must_use]
    pub fn takes(&self, method: Method) -> bool {
        let has_body = || {
            let mut request = self.request.iter();
            request.any(|field| field.location == Location::Body)
        };
        match (self.method, method) {
            (Method::Get, Method::Get) | (Method::Post, Method::Post) => true,
            (Method::Get, Method::Post) => false,
            (Method::Post, Method::Get) => !self.post_only && !has_body(),
        }
    }
}

/// HTTP method of an operation.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

/// Permission that an operation needs.
#[derive(Clone, Debug)]
pub struct Ram {
    /// RAM action, `ecs:StartInstance`.
    pub action: String,
    /// Access level of the action, if documented.
    pub access: Option<Access>,
    /// Where the action is stated.
    pub at: Place,
}

/// RAM access level of an operation.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum Access {
    /// Creates something.
    Create,
    /// Updates something.
    Update,
    /// Deletes something.
    Delete,
    /// Reads one thing.
    Get,
    /// Reads many things.
    List,
}

impl Access {
    /// Returns whether the level is one of operations that only read.
    #[must_use]
    pub fn reads(self) -> bool {
        matches!(self, Self::Get | Self::List)
    }
}

/// Documented rate limit per account, written `10/s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Calls allowed per period.
    pub calls: u32,
    /// The period.
    pub per: Period,
}

/// Period of a rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// `s`.
    Second,
    /// `min`.
    Minute,
}

/// How the list of an operation is fetched page by page.
#[derive(Clone, Debug)]
pub struct Pages {
    /// The parameter that names a page.
    pub by: PageBy,
    /// The parameter with the number of items per page.
    pub size: Option<FieldPath>,
    /// The list in the response.
    pub items: FieldPath,
    /// The field with the number of items on all pages.
    pub total: Option<FieldPath>,
    /// The field with the number of pages.
    pub total_pages: Option<FieldPath>,
    /// The field that says whether another page follows.
    pub more: Option<FieldPath>,
}

/// What names a page.
#[derive(Clone, Debug)]
pub enum PageBy {
    /// A parameter with its number, counted from 1.
    Number(FieldPath),
    /// A parameter with its token.
    Token {
        /// The parameter.
        token: FieldPath,
        /// The field of the response that has the token of the next page.
        next: FieldPath,
    },
}

impl PageBy {
    /// Returns whether a parameter has the number of the page.
    #[must_use]
    pub fn is_number(&self, field: &Field) -> bool {
        match self {
            Self::Number(path) => path.names == [field.name.as_str()],
            Self::Token { .. } => false,
        }
    }
}

/// The names that lead to a parameter or a field, also through objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// The names as sent, outermost first. There is at least one.
    pub names: Vec<String>,
    /// Its location in the specs.
    pub at: Place,
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.join("."))
    }
}

/// A request parameter, a response field, or a field of an object in either.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name as sent.
    pub name: String,
    /// Name in Rust, if it is not derived from the name as sent.
    pub name_in_rust: Option<Located>,
    /// Type of the value.
    pub ty: Type,
    /// Whether requests without it are rejected.
    pub required: bool,
    /// Part of the request that carries it. Only meaningful for request parameters.
    pub location: Location,
    /// How a list, object or map is encoded as parameter text. In a response, `Json` marks a field
    /// that contains JSON text.
    pub style: Option<Style>,
    /// Explanation, if it differs from the glossary.
    pub doc: Option<String>,
    /// Example value as text.
    pub example: Option<String>,
    /// Value that the service assumes if the parameter is absent, as text.
    pub default: Option<String>,
    /// Minimum and maximum of a number.
    pub range: Range<f64>,
    /// Minimum and maximum length, in characters of a string or items of a list.
    pub length: Range<u64>,
    /// What the text or number means, if it is a time or a duration.
    pub format: Option<Format>,
    /// Whether the text is a secret, such as a private key.
    pub secret: bool,
    /// Reason for the deprecation, if deprecated.
    pub deprecated: Option<String>,
    /// Reasons for deviations from the documentation, by the key that deviates.
    pub why: BTreeMap<String, String>,
    /// Its location in the specs.
    pub at: Place,
    /// Place of the example, or of the name if there is none.
    pub example_at: Place,
    /// Place of the default, or of the name if there is none.
    pub default_at: Place,
}

/// Inclusive bounds, each optional.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range<T> {
    /// Minimum.
    pub min: Option<T>,
    /// Maximum.
    pub max: Option<T>,
}

impl<T: PartialOrd> Range<T> {
    /// Returns whether a value is within the bounds.
    pub fn contains(&self, value: T) -> bool {
        self.min.as_ref().is_none_or(|min| *min <= value)
            && self.max.as_ref().is_none_or(|max| value <= *max)
    }
}

/// Part of a request that carries a parameter.
#[derive(JsonSchema, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum Location {
    /// The URL query.
    #[default]
    Query,
    /// The form body.
    Body,
}

/// How a structured value is encoded as text.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum Style {
    /// One parameter per item: `Key.1`, `Key.2.Sub`.
    Repeat,
    /// One parameter that holds compact JSON.
    Json,
    /// One parameter with the items joined by commas.
    Comma,
}

/// Type of a value.
#[derive(Clone, Debug)]
pub enum Type {
    /// Text.
    String,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    Long,
    /// Number of single precision.
    Float,
    /// Number of double precision.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value.
    Any,
    /// A string or integer with known values. The service may add more.
    Enum(Enum),
    /// A list.
    Array(Array),
    /// A structure with known fields.
    Object(Vec<Field>),
    /// A map from arbitrary names to values of one type.
    Map(Box<Type>),
    /// A type of the family's `types.yaml`, by name.
    Named(String),
}

/// A string or integer with known values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Whether the values are integers on the wire.
    pub integer: bool,
    /// The known values, in source order.
    pub values: Vec<EnumValue>,
}

/// One known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value as sent. Integers are decimal text.
    pub value: String,
    /// Name of the variant, if it is not derived from the value.
    pub name_in_rust: Option<Located>,
    /// Explanation, one line.
    pub doc: String,
    /// Its location in the specs.
    pub at: Place,
}

/// A list.
#[derive(Clone, Debug)]
pub struct Array {
    /// Type of the items.
    pub items: Box<Type>,
    /// Name of the only field of the object in which older responses wrap the list.
    pub wrapper: Option<String>,
}

/// A documented error code of an operation.
#[derive(Clone, Debug)]
pub struct OperationError {
    /// HTTP status.
    pub status: u16,
    /// The code as sent, `StreamMonitorAlreadyStarted`.
    pub code: String,
    /// Name of the variant, if it is not derived from the code.
    pub name_in_rust: Option<Located>,
    /// How a client should treat it, unless `service.yaml` or the status says so.
    pub class: Option<ErrorClass>,
    /// Explanation, if it differs from the glossary.
    pub doc: Option<String>,
    /// Its location in the specs.
    pub at: Place,
}

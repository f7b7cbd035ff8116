//! The API as its specs state it, with no decision about Rust made yet.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::place::Place;

/// Everything under `specs/`.
#[derive(Clone, Debug)]
pub struct Service {
    /// Product code of the API, `live`.
    pub product: String,
    /// API version, `2016-11-01`.
    pub version: String,
    /// Name of the product for people, `ApsaraVideo Live`.
    pub title: String,
    /// Where the product is documented.
    pub reference: String,
    /// Hosts that serve the API.
    pub endpoints: Endpoints,
    /// Error codes that the gateway may answer to every operation.
    pub errors: Vec<GatewayError>,
    /// Themes of operations, in the order of their names.
    pub families: Vec<Family>,
    /// What names mean where no spec says otherwise.
    pub glossary: Glossary,
}

/// Hosts that serve the API.
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// Host used for a region that is not listed.
    pub default: String,
    /// Hosts of the regions, in the order written.
    pub regions: Vec<RegionEndpoints>,
}

/// Hosts of one region.
#[derive(Clone, Debug)]
pub struct RegionEndpoints {
    /// Region ID, `cn-shanghai`.
    pub region: String,
    /// Host reached over the public network.
    pub public: String,
    /// Host reached from inside a VPC of the region, where there is one.
    pub vpc: Option<String>,
}

/// An error code that comes from the gateway, not from an operation.
#[derive(Clone, Debug)]
pub struct GatewayError {
    /// HTTP status it is documented with.
    pub status: u16,
    /// The code as sent, `Throttling.User`.
    pub code: String,
    /// What a client should make of it.
    pub class: ErrorClass,
    /// Its meaning, one line.
    pub doc: String,
    /// Where it is written.
    pub at: Place,
}

/// What a client should make of an error code.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "snake_case")]
pub enum ErrorClass {
    /// The call was refused unexecuted because of its rate; try later.
    Throttling,
    /// The service failed for a moment; reads may be tried again.
    Transient,
    /// The caller is not known or not permitted.
    Auth,
    /// The timestamp is too far from the service's clock.
    ClockSkew,
    /// The request itself is wrong.
    Request,
}

/// A theme: one folder under `specs/`, one module and one cargo feature of the client.
#[derive(Clone, Debug)]
pub struct Family {
    /// Name of the folder, `stream_monitor`.
    pub name: String,
    /// What the operations of the family are for, one line.
    pub doc: String,
    /// Where it is declared: its key in `service.yaml`.
    pub at: Place,
    /// What names mean in this family (`glossary.yaml` in its folder); goes before the glossary of all families.
    pub glossary: Glossary,
    /// Types that several operations of the family share (`types.yaml`), in the order written.
    pub types: Vec<NamedType>,
    /// Operations, in the order of their names.
    pub operations: Vec<Operation>,
}

/// A type with a name of its own, referred to by that name.
#[derive(Clone, Debug)]
pub struct NamedType {
    /// PascalCase name, `OutputTemplate`.
    pub name: String,
    /// What it stands for, one line.
    pub doc: String,
    /// Its structure: an enum or an object.
    pub ty: Type,
    /// Where it is written.
    pub at: Place,
}

/// What field names and error codes mean wherever no spec says otherwise.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    /// Request parameters and response fields, by name.
    pub fields: BTreeMap<String, Meaning>,
    /// Error codes, by code.
    pub errors: BTreeMap<String, Meaning>,
}

impl Glossary {
    /// What a parameter or field of this name means.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|meaning| meaning.doc.as_str())
    }

    /// What an error code means.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&str> {
        self.errors.get(code).map(|meaning| meaning.doc.as_str())
    }
}

/// What one name means.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// The meaning, one line.
    pub doc: String,
    /// Where it is written.
    pub at: Place,
}

/// One API operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Name as sent, `StartLiveStreamMonitor`.
    pub name: String,
    /// What it does, one line.
    pub summary: String,
    /// What else a caller should know.
    pub doc: Option<String>,
    /// Address of its documentation page, if the service documents it.
    pub reference: Option<String>,
    /// Date of the page the spec was transcribed from, `2025-07-11`.
    pub revised: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Whether GET is refused although no parameter is in the body.
    pub post_only: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Permission that a caller needs.
    pub ram: Option<Ram>,
    /// Documented rate limit.
    pub limit: Option<Limit>,
    /// Request parameters, in the order written.
    pub request: Vec<Field>,
    /// Response fields, in the order written.
    pub response: Vec<Field>,
    /// Documented error codes, in the order written.
    pub errors: Vec<OperationError>,
    /// Paths of fields that are left out on purpose, `request.OwnerId`.
    pub left_out: Vec<(String, Place)>,
    /// Reasons for what is stated otherwise than in the documentation, by the keys that they are about.
    pub why: BTreeMap<String, String>,
    /// Where it is written.
    pub at: Place,
}

impl Operation {
    /// Whether the service takes requests of a method: the one that clients use, and GET in place of a POST without a
    /// body unless the spec says otherwise.
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
    /// RAM action, `live:StartLiveStreamMonitor`.
    pub action: String,
    /// Access level of the action, where one is documented.
    pub access: Option<Access>,
}

/// RAM access level of an operation.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub enum Access {
    /// Makes something.
    Create,
    /// Changes something.
    Update,
    /// Removes something.
    Delete,
    /// Reads one thing.
    Get,
    /// Reads many things.
    List,
}

/// Documented limit on the calls of one account, written `10/s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Calls allowed in a period.
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

/// A request parameter, a response field, or a field of an object in either.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name as sent.
    pub name: String,
    /// Type of the value.
    pub ty: Type,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Part of the request that carries it. Only of meaning on request parameters.
    pub location: Location,
    /// How a list, object or map is written as parameter text, or that a response field holds JSON text.
    pub style: Option<Style>,
    /// Meaning, where it differs from the glossary's.
    pub doc: Option<String>,
    /// Example value as text.
    pub example: Option<String>,
    /// Value the service assumes when none is sent, as text.
    pub default: Option<String>,
    /// Least and greatest number.
    pub range: Range<f64>,
    /// Least and greatest length: characters of a string, items of a list.
    pub length: Range<u64>,
    /// Whether the text is one that must not be shown, such as a private key.
    pub secret: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Reasons for what is stated otherwise than in the documentation, by the keys that they are about.
    pub why: BTreeMap<String, String>,
    /// Where it is written.
    pub at: Place,
}

/// Inclusive bounds, each of which may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range<T> {
    /// Least allowed.
    pub min: Option<T>,
    /// Greatest allowed.
    pub max: Option<T>,
}

impl<T: PartialOrd> Range<T> {
    /// Whether a value is within the bounds.
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

/// How a structured value is written as text.
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
    /// Names chosen by the caller or service, each with a value of one type.
    Map(Box<Type>),
    /// A type of the family's `types.yaml`, by name.
    Named(String),
}

/// A string or integer with known values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Whether the values are integers on the wire.
    pub integer: bool,
    /// The known values, in the order written.
    pub values: Vec<EnumValue>,
}

/// One known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value as sent; an integer as decimal text.
    pub value: String,
    /// Name of the variant, where the value itself does not give a good one.
    pub name: Option<String>,
    /// Meaning, one line.
    pub doc: String,
    /// Where it is written.
    pub at: Place,
}

/// A list.
#[derive(Clone, Debug)]
pub struct Array {
    /// Type of the items.
    pub items: Box<Type>,
    /// Name of the single field of the object that an old response wraps the list in.
    pub wrapper: Option<String>,
}

/// An error code that an operation is documented to answer.
#[derive(Clone, Debug)]
pub struct OperationError {
    /// HTTP status.
    pub status: u16,
    /// The code as sent, `StreamMonitorAlreadyStarted`.
    pub code: String,
    /// Meaning, where it differs from the glossary's.
    pub doc: Option<String>,
    /// Where it is written.
    pub at: Place,
}

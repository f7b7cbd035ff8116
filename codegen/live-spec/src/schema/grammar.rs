//! The grammar of the spec files, as types from which their schemas are derived.
//!
//! These types repeat the readers. A test compares them.

#![expect(
    dead_code,
    reason = "these types exist only for their schema and are never constructed"
)]

mod notifications;

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::format::Format;
use crate::kind::Kind;
use crate::model::{Absent, Access, ErrorClass, Location, Method, Style};

pub(super) use notifications::NotificationsFile;
#[cfg(test)]
pub(super) use notifications::{Notification, NotificationKind, SetBy};

/// Text that is not blank.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct Text(#[schemars(regex(pattern = r"\S"))] String);

/// Text on one line.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct Line(#[schemars(regex(pattern = r"^[^\n\r]*\S[^\n\r]*\s*$"))] String);

/// Name such as `OutputTemplate`.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct PascalCase(#[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]*$"))] String);

/// Name such as `monitor_id`.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct SnakeCase(#[schemars(regex(pattern = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"))] String);

/// Address that starts with `https://`.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct Address(
    #[schemars(regex(pattern = r#"^https://[A-Za-z0-9][^\s<>()\[\]"`\\]*$"#))]
    String,
);

/// Name of a host, without scheme or path.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct Host(#[schemars(regex(pattern = r"^[a-z0-9-]+(\.[a-z0-9-]+)*$"))] String);

/// Text, a number, `true` or `false`.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum Scalar {
    Text(String),
    Number(f64),
    Truth(bool),
}

/// An API operation. The file is named after it, and its folder is its family.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Operation")]
pub(super) struct OperationFile {
    /// Name of the operation, as sent: also the name of this file.
    operation: PascalCase,
    /// What the operation does, on one line that ends with a full stop.
    summary: Line,
    /// Further documentation for callers.
    doc: Option<Text>,
    /// Address of the operation's page in the service's documentation. Absent only if the operation
    /// is undocumented.
    reference: Option<Address>,
    /// Date of the page that this file was transcribed from, such as `2025-07-11`.
    #[schemars(regex(pattern = r"^2\d{3}-\d{2}-\d{2}$"))]
    revised: Option<String>,
    /// HTTP method.
    method: Method,
    /// Whether the service rejects GET. Otherwise it accepts both methods, unless a parameter is in
    /// the body.
    post_only: Option<bool>,
    /// Reason for the deprecation, if deprecated.
    deprecated: Option<Text>,
    /// Permission required of callers.
    ram: Option<Ram>,
    /// Whether the operation only reads, so that a failed call may be retried even if it may have
    /// been executed. Decided by the verb in the name; stated, with a reason under `why`, where the
    /// documented access level disagrees, or where both are wrong. In doubt, an operation writes.
    read_only: Option<bool>,
    /// `none` if requests are not signed and need no credentials. Only where the documentation of
    /// the service says so, as for operations by which credentials are obtained. Otherwise absent.
    #[schemars(regex(pattern = r"^none$"))]
    sign: Option<String>,
    /// Documented rate limit per account: `10/s` or `600/min`.
    #[schemars(regex(pattern = r"^0*[1-9]\d*/(s|min)$"))]
    limit: Option<String>,
    /// How the list of the operation is fetched page by page. Required if a parameter names a page.
    pages: Option<PagesOrNone>,
    /// Request parameters by name as sent, in the order of the documentation.
    request: Option<BTreeMap<String, Field>>,
    /// Response fields by name as sent, in the order of the documentation.
    response: Option<BTreeMap<String, Field>>,
    /// Documented errors, in the order of the documentation.
    errors: Option<Vec<OperationError>>,
    /// Fields omitted on purpose, by path, each with the reason: `request.OwnerId`. Imports do not
    /// add them.
    left_out: Option<BTreeMap<String, Line>>,
    /// Reasons for deviations from the documentation, each under the key that deviates.
    why: Option<BTreeMap<String, Text>>,
}

/// How the pages are fetched, or `none` if they cannot be, with a reason under `why`.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum PagesOrNone {
    Pages(Pages),
    None(#[schemars(regex(pattern = "^none$"))] String),
}

/// The parameters and fields by which the pages of a list are fetched: either `page`, or `token`
/// and `next`. Without `total`, `total_pages` and `more`, a page that is not full is the last.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Pages {
    /// Parameter with the number of the page, counted from 1.
    page: Option<Path>,
    /// Parameter with the token of the page.
    token: Option<Path>,
    /// Field of the response with the token of the next page.
    next: Option<Path>,
    /// Parameter with the number of items per page.
    size: Option<Path>,
    /// The list in the response.
    items: Path,
    /// Field with the number of items on all pages.
    total: Option<Path>,
    /// Field with the number of pages.
    total_pages: Option<Path>,
    /// Field that says whether another page follows.
    more: Option<Path>,
}

/// Name of a parameter or field, or names joined by dots, which lead through objects.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
pub(super) struct Path(#[schemars(regex(pattern = r"^[^\s.]+(\.[^\s.]+)*$"))] String);

/// Permission that an operation needs.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Ram {
    /// RAM action, such as `product:Operation`.
    #[schemars(regex(pattern = r"^[^\s:]+:[^\s:]+$"))]
    action: String,
    /// Access level of the action, if documented.
    access: Option<Access>,
}

/// A request parameter, a response field, or a field of an object in either.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Field {
    #[schemars(flatten)]
    ty: Type,
    /// Name in Rust, where the name derived from the name as sent would clash with another.
    name: Option<SnakeCase>,
    /// Whether requests without it are rejected. Only in requests and objects.
    required: Option<bool>,
    /// Part of the request that carries the parameter. Default: `query`.
    r#in: Option<Location>,
    /// How a list, object or map is sent in a request. In a response, `json` marks a field that
    /// contains JSON text.
    style: Option<Style>,
    /// Explanation, if it differs from the glossary. Required if no glossary explains the name.
    doc: Option<Text>,
    /// Example value.
    example: Option<Scalar>,
    /// Value that the service assumes if the parameter is absent.
    default: Option<Scalar>,
    /// Minimum of a number.
    min: Option<f64>,
    /// Maximum of a number.
    max: Option<f64>,
    /// Minimum and maximum length, in characters of a string or items of an array: `1..64`, `1..`
    /// or `..64`.
    #[schemars(regex(pattern = r"^(\d+\.\.\d*|\.\.\d+)$"))]
    length: Option<String>,
    /// What a string, integer or long means, if it is a time or a duration. A field that looks like
    /// a time must state it, or the reason under `why`.
    format: Option<Format>,
    /// Whether the text is a secret, such as a private key or a password.
    secret: Option<bool>,
    /// Reason for the deprecation, if deprecated.
    deprecated: Option<Text>,
    /// Reasons for deviations from the documentation, each under the key that deviates. Deviations
    /// from prose go under `doc`.
    why: Option<BTreeMap<String, Text>>,
}

/// Type of a value.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Type {
    /// Type of the value: a basic type, or the name of a type in the `types.yaml` of the family.
    r#type: TypeName,
    /// Known values of a string, integer or long. The service may add more.
    r#enum: Option<BTreeMap<String, Meaning>>,
    /// Type of the items of an array.
    items: Option<Item>,
    /// Name of the only field of the object in which older responses wrap the list.
    wrapper: Option<Line>,
    /// Fields of an object by name as sent.
    fields: Option<BTreeMap<String, Field>>,
    /// Type of the values of a map.
    values: Option<Item>,
}

/// A basic type, or the name of a type in the `types.yaml` of the family.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum TypeName {
    Basic(Kind),
    Named(PascalCase),
}

/// The name of a type, or a mapping that describes one.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum Item {
    Name(TypeName),
    Type(Box<Type>),
}

/// The explanation of an enum value on one line, or a mapping that also names the variant.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum Meaning {
    Doc(Line),
    Value(EnumValue),
}

/// A known value of an enum.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct EnumValue {
    /// Name of the variant, such as `LowDefinition`. Required if the value is a number, and where
    /// the name derived from the value would clash with another.
    name: Option<PascalCase>,
    /// Explanation, on one line.
    doc: Line,
}

/// A documented error of an operation.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct OperationError {
    /// HTTP status.
    #[schemars(range(min = 200, max = 599))]
    status: u16,
    /// Code as sent.
    #[schemars(regex(pattern = r"^\S(.*\S)?$"))]
    code: String,
    /// Name of the variant in Rust, where the name derived from the code would clash with another.
    name: Option<PascalCase>,
    /// How a client should treat the code, if neither `service.yaml` nor the status says so.
    /// `throttling`, `auth` and `clock_skew` promise that the call was not executed.
    class: Option<ErrorClass>,
    /// Explanation, if it differs from the glossary. Required if no glossary explains the code.
    doc: Option<Line>,
}

/// Types shared by the operations of a family, by name.
#[derive(JsonSchema)]
#[schemars(transparent, title = "Types of a family")]
pub(super) struct TypesFile(BTreeMap<String, NamedType>);

/// A named enum or object.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct NamedType {
    /// Name in Rust, where the name derived from the name as sent would clash with another.
    name: Option<PascalCase>,
    /// Explanation, on one line.
    doc: Line,
    #[schemars(flatten)]
    ty: Type,
}

/// States of this family to wait for, by the name of the operation that shows them. The operation
/// must only read.
#[derive(JsonSchema)]
#[schemars(transparent, title = "Waiters of a family")]
pub(super) struct WaitersFile(BTreeMap<String, OperationWaiters>);

/// The waits for states that an operation shows.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct OperationWaiters {
    /// Path to the state in the response: `DomainDetail.DomainStatus`, or `CasterList[].Status` for
    /// the states of all items, which all must be done.
    state: Line,
    /// Name of a parameter and of a member of the items. Only items that equal the parameter count,
    /// and the parameter must be set.
    item: Option<Line>,
    /// Optional text parameters that the waits set, such as one that makes a search exact.
    set: Option<BTreeMap<String, Scalar>>,
    /// The waits by name: `online` becomes the method `until_online` of the builder.
    until: BTreeMap<String, Waiter>,
}

/// A wait.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Waiter {
    /// What is true after the wait, as the end of "Waits until …": `the domain is online`.
    doc: Line,
    /// The states that end the wait with success.
    done: Option<Vec<Scalar>>,
    /// The states that end the wait with an error. All other states, also unknown ones, are
    /// pending.
    failed: Option<Vec<Scalar>>,
    /// What it means that there is no state, or no item in the list. Default: `pending`.
    absent: Option<Absent>,
    /// Documented error codes that mean that there is no state.
    absent_codes: Option<Vec<Line>>,
    /// Pause after the first call, such as `10s`. It doubles with each call, up to half a minute.
    #[schemars(regex(pattern = r"^0*[1-9]\d*(s|min)$"))]
    interval: String,
    /// How long to wait altogether, such as `15min`.
    #[schemars(regex(pattern = r"^0*[1-9]\d*(s|min)$"))]
    limit: String,
}

/// Facts about the whole API.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Service")]
pub(super) struct ServiceFile {
    /// Product code, such as `ecs`: lower-case letters, digits and dashes.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    product: String,
    /// API version, such as `2016-11-01`.
    version: Line,
    /// Display name of the product.
    title: Line,
    /// Address of the product's documentation.
    reference: Address,
    /// Address of an operation's page, with `{operation}` in place of its name in lower case.
    operation_reference: Option<Address>,
    /// Hosts that serve the API.
    endpoints: Endpoints,
    /// Errors that the gateway may return for every operation.
    errors: Option<Vec<GatewayError>>,
    /// Purpose of each family of operations, by the name of its folder.
    families: BTreeMap<String, Line>,
    /// Crates of this project that the client re-exports, each behind a feature and as a module of
    /// this name.
    companions: Option<BTreeMap<String, Companion>>,
}

/// A crate that the client re-exports.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Companion {
    /// Name of the crate, such as `alibabacloud-live-edge`.
    #[schemars(regex(pattern = r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$"))]
    #[schemars(rename = "crate")]
    krate: String,
    /// What the crate is for, on one line.
    doc: Line,
}

/// Hosts that serve the API.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Endpoints {
    /// Host for regions that are not listed.
    default: Host,
    /// Hosts of regions, by region ID.
    regions: Option<BTreeMap<String, Region>>,
    /// Reasons for deviations from other sources, by the key that deviates.
    why: Option<BTreeMap<String, Text>>,
}

/// The public host of a region, or a mapping that also has its VPC host.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub(super) enum Region {
    Public(Host),
    Hosts(RegionHosts),
}

/// Hosts of a region.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct RegionHosts {
    /// Host reached over the public network.
    public: Host,
    /// Host reached from inside a VPC of the region.
    vpc: Option<Host>,
    /// Reasons for deviations from other sources, by the key that deviates.
    why: Option<BTreeMap<String, Text>>,
}

/// An error that the gateway may return for every operation.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct GatewayError {
    /// HTTP status.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// Code as sent.
    #[schemars(regex(pattern = r"^\S(.*\S)?$"))]
    code: String,
    /// Name of the variant in Rust, where the name derived from the code would clash with another.
    name: Option<PascalCase>,
    /// How a client should treat it.
    class: ErrorClass,
    /// Explanation. Required if the glossary does not explain the code.
    doc: Option<Line>,
}

/// Default explanations of names, for all families or for the family of its folder. Every entry
/// must be in use.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Glossary")]
pub(super) struct GlossaryFile {
    /// Explanations of request parameters and response fields, by name.
    fields: Option<BTreeMap<String, Line>>,
    /// Explanations of error codes, by code.
    errors: Option<BTreeMap<String, Line>>,
}

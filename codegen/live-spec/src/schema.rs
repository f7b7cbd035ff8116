//! JSON Schemas of the spec files, with which editors complete and check them.
//!
//! The types here repeat the grammar and serve only to derive the schemas. A test compares them
//! with the readers.

#![expect(
    dead_code,
    reason = "these types exist only for their schema and are never constructed"
)]

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::format::Format;
use crate::kind::Kind;
use crate::model::{Absent, Access, ErrorClass, Location, Method, Style};
use crate::sources::Files;

/// Returns the schemas of all spec files, by path relative to the folder of the specs.
#[must_use]
pub fn schemas() -> Files {
    [
        ("operation.schema.json", schema::<OperationFile>()),
        ("types.schema.json", schema::<TypesFile>()),
        ("waiters.schema.json", schema::<WaitersFile>()),
        ("service.schema.json", schema::<ServiceFile>()),
        ("glossary.schema.json", schema::<GlossaryFile>()),
    ]
    .map(|(path, schema)| (path.into(), format!("{schema:#}\n")))
    .into()
}

/// Returns a schema in draft 7, the newest draft that common YAML editors fully support.
fn schema<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    RecursiveTransform(without_null).transform(&mut schema);
    let mut value = schema.to_value();
    value.sort_all_objects();
    value
}

/// Disallows `null` for optional keys: they may be absent, but not empty.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if let [only] = choices.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            match only {
                // Draft 7 ignores keys beside a reference.
                Value::Object(only) if !only.contains_key("$ref") => {
                    for (key, value) in only {
                        if schema.get(&key).is_none() {
                            schema.insert(key, value);
                        }
                    }
                }
                only => {
                    schema.insert("allOf".to_owned(), Value::Array(vec![only]));
                }
            }
        }
    }
}

/// Text that is not blank.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct Text(#[schemars(regex(pattern = r"\S"))] String);

/// Text on one line.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct Line(#[schemars(regex(pattern = r"^[^\n\r]*\S[^\n\r]*\s*$"))] String);

/// Name such as `OutputTemplate`.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct PascalCase(#[schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]*$"))] String);

/// Name such as `monitor_id`.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct SnakeCase(#[schemars(regex(pattern = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"))] String);

/// Address that starts with `https://`.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct Address(
    #[schemars(regex(pattern = r#"^https://[A-Za-z0-9][^\s<>()\[\]"`\\]*$"#))]
    String,
);

/// Name of a host, without scheme or path.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
struct Host(#[schemars(regex(pattern = r"^[a-z0-9-]+(\.[a-z0-9-]+)*$"))] String);

/// Text, a number, `true` or `false`.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum Scalar {
    Text(String),
    Number(f64),
    Truth(bool),
}

/// An API operation. The file is named after it, and its folder is its family.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Operation")]
struct OperationFile {
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
enum PagesOrNone {
    Pages(Pages),
    None(#[schemars(regex(pattern = "^none$"))] String),
}

/// The parameters and fields by which the pages of a list are fetched: either `page`, or `token`
/// and `next`. Without `total`, `total_pages` and `more`, a page that is not full is the last.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Pages {
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
struct Path(#[schemars(regex(pattern = r"^[^\s.]+(\.[^\s.]+)*$"))] String);

/// Permission that an operation needs.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Ram {
    /// RAM action, such as `product:Operation`.
    #[schemars(regex(pattern = r"^[^\s:]+:[^\s:]+$"))]
    action: String,
    /// Access level of the action, if documented.
    access: Option<Access>,
}

/// A request parameter, a response field, or a field of an object in either.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Field {
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
struct Type {
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
enum TypeName {
    Basic(Kind),
    Named(PascalCase),
}

/// The name of a type, or a mapping that describes one.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum Item {
    Name(TypeName),
    Type(Box<Type>),
}

/// The explanation of an enum value on one line, or a mapping that also names the variant.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum Meaning {
    Doc(Line),
    Value(EnumValue),
}

/// A known value of an enum.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct EnumValue {
    /// Name of the variant, such as `LowDefinition`. Required if the value is a number, and where
    /// the name derived from the value would clash with another.
    name: Option<PascalCase>,
    /// Explanation, on one line.
    doc: Line,
}

/// A documented error of an operation.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OperationError {
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
struct TypesFile(BTreeMap<String, NamedType>);

/// A named enum or object.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NamedType {
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
struct WaitersFile(BTreeMap<String, OperationWaiters>);

/// The waits for states that an operation shows.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OperationWaiters {
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
struct Waiter {
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
struct ServiceFile {
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
}

/// Hosts that serve the API.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Endpoints {
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
enum Region {
    Public(Host),
    Hosts(RegionHosts),
}

/// Hosts of a region.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RegionHosts {
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
struct GatewayError {
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
struct GlossaryFile {
    /// Explanations of request parameters and response fields, by name.
    fields: Option<BTreeMap<String, Line>>,
    /// Explanations of error codes, by code.
    errors: Option<BTreeMap<String, Line>>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::fields::{self, Types};
    use crate::place::Place;
    use crate::reader::{Report, Value as Read};
    use crate::words::Word;
    use crate::{operation, service, yaml};

    /// Returns the keys that a reader allows in place of the key `unheard_of` of a text.
    fn allowed(text: &str, read: impl Fn(&Read<'_>)) -> BTreeSet<String> {
        let (node, report) = (yaml::parse(text).unwrap(), Report::default());
        read(&Read::root(&node, &Place::file("x.yaml"), &report));
        let found = Diagnostics::check(report.into_diagnostics())
            .unwrap_err()
            .to_string();
        let (_, rest) = found
            .split_once("unknown key `unheard_of` (one of `")
            .unwrap();
        let (keys, _) = rest.split_once("`)").unwrap();
        keys.split("`, `").map(str::to_owned).collect()
    }

    fn keys_of<T: JsonSchema>() -> BTreeSet<String> {
        let schema = schema::<T>();
        assert_eq!(schema["additionalProperties"], false);
        schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    }

    #[test]
    fn schemas_and_readers_allow_the_same_keys() {
        let operation = |root: &Read<'_>| drop(operation::operation(root, "X", &Types::default()));
        let types = |root: &Read<'_>| drop(fields::named_types(root, None));
        let service = |root: &Read<'_>| drop(service::service(root, None));
        let glossary = |root: &Read<'_>| drop(service::glossary(root));
        let waiters = |root: &Read<'_>| drop(crate::waiters::waiters(root));
        assert_eq!(
            allowed("A: { unheard_of: 1 }", waiters),
            keys_of::<OperationWaiters>()
        );
        let waiter = "A: { state: A, until: { b: { unheard_of: 1 } } }";
        assert_eq!(allowed(waiter, waiters), keys_of::<Waiter>());
        assert_eq!(
            allowed("unheard_of: 1", operation),
            keys_of::<OperationFile>()
        );
        assert_eq!(
            allowed("ram: { unheard_of: 1 }", operation),
            keys_of::<Ram>()
        );
        let pages = "pages: { page: A, items: B, unheard_of: 1 }";
        assert_eq!(allowed(pages, operation), keys_of::<Pages>());
        assert_eq!(
            allowed("request: { A: { unheard_of: 1 } }", operation),
            keys_of::<Field>()
        );
        assert_eq!(
            allowed("response: { A: { unheard_of: 1 } }", operation),
            keys_of::<Field>()
        );
        let item = "request: { A: { type: array, items: { unheard_of: 1 } } }";
        assert_eq!(allowed(item, operation), keys_of::<Type>());
        let value = "request: { A: { type: string, enum: { a: { unheard_of: 1 } } } }";
        assert_eq!(allowed(value, operation), keys_of::<EnumValue>());
        assert_eq!(
            allowed("errors: [{ unheard_of: 1 }]", operation),
            keys_of::<OperationError>()
        );
        assert_eq!(
            allowed("A: { unheard_of: 1 }", types),
            keys_of::<NamedType>()
        );
        assert_eq!(allowed("unheard_of: 1", service), keys_of::<ServiceFile>());
        assert_eq!(
            allowed("endpoints: { unheard_of: 1 }", service),
            keys_of::<Endpoints>()
        );
        let region = "endpoints: { regions: { a: { unheard_of: 1 } } }";
        assert_eq!(allowed(region, service), keys_of::<RegionHosts>());
        assert_eq!(
            allowed("errors: [{ unheard_of: 1 }]", service),
            keys_of::<GatewayError>()
        );
        assert_eq!(
            allowed("unheard_of: 1", glossary),
            keys_of::<GlossaryFile>()
        );
    }

    /// The words that a schema allows: plain ones in an `enum`, described ones each in a `const`.
    fn words(schema: &Value) -> BTreeSet<&str> {
        let choices = schema["oneOf"].as_array().into_iter().flatten();
        let plain = schema["enum"].as_array().into_iter().flatten();
        let described = choices.flat_map(|choice| {
            choice
                .get("const")
                .into_iter()
                .chain(choice["enum"].as_array().into_iter().flatten())
        });
        plain.chain(described).filter_map(Value::as_str).collect()
    }

    fn assert_same_words<W: Word + JsonSchema>() {
        let read: BTreeSet<_> = W::WORDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(words(&schema::<W>()), read, "{}", W::WHAT);
    }

    #[test]
    fn schemas_and_readers_know_the_same_words() {
        assert_same_words::<Method>();
        assert_same_words::<Access>();
        assert_same_words::<Location>();
        assert_same_words::<Style>();
        assert_same_words::<Format>();
        assert_same_words::<ErrorClass>();
        assert_same_words::<Kind>();
        assert_same_words::<Absent>();
    }

    #[test]
    fn nothing_may_be_null() {
        for (path, schema) in schemas() {
            assert!(!schema.contains("\"null\""), "{}", path.display());
        }
    }
}

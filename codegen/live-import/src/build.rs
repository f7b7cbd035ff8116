//! Builds the tree of a spec from the metadata of an operation.

use live_spec::yaml::Node;
use live_spec::{Limit, Period, Style, Word};

use crate::metadata::{Field, Operation, Schema, Shape, Why};
use crate::samples::{self, Sample};
use crate::values::{self, Judgement};

/// The tree of a spec, with notes for people.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) spec: Node,
    /// Facts that the spec cannot express, each with its path.
    pub(crate) notes: Vec<String>,
}

/// Facts about the product.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) code: String,
    pub(crate) version: String,
    /// Address of an operation's page, with `{operation}` in place of its name in lower case.
    pub(crate) operation_reference: Option<String>,
}

pub(crate) fn build(operation: &Operation, product: &Product) -> Built {
    let mut builder = Builder {
        notes: operation.notes.clone(),
    };
    let mut why = Why::new();
    let mut spec = Entries::default();
    let name = operation.name.as_str();
    spec.text("operation", name);
    if let Some(pattern) = &product.operation_reference
        && operation.documented
    {
        let reference = pattern.replace("{operation}", &name.to_ascii_lowercase());
        spec.text("reference", reference);
    }
    spec.text("method", word(operation.method));
    if operation.post_only && operation.request.iter().all(|field| !field.in_body) {
        spec.add("post_only", Node::Boolean(true));
    }
    if operation.deprecated {
        spec.text("deprecated", DEPRECATED);
    }
    if operation.access.is_some() || operation.ram_action.is_some() {
        let action = operation.ram_action.clone();
        let mut ram = Entries::default();
        ram.text(
            "action",
            action.unwrap_or_else(|| format!("{}:{name}", product.code)),
        );
        if let Some(access) = operation.access {
            ram.text("access", word(access));
        }
        spec.add("ram", ram.into());
    }
    if let Some((limit, reason)) = chosen_limit(operation) {
        spec.text("limit", written(limit));
        why.extend(reason.map(|reason| ("limit", reason)));
    }
    let request = builder.fields(&operation.request, Side::Parameters, "request");
    if !request.is_empty() {
        spec.add("request", Node::Map(request));
    }
    let response = builder.fields(&operation.response, Side::Response, "response");
    if !response.is_empty() {
        spec.add("response", Node::Map(response));
    }
    let errors = builder.errors(operation, &mut why);
    if !errors.is_empty() {
        spec.add("errors", Node::List(errors));
    }
    spec.why(&why);
    Built {
        spec: spec.into(),
        notes: builder.notes,
    }
}

const NOT_AN_OBJECT: &str =
    "The schema says object, but the example is not one; any value is accepted.";
const DEPRECATED: &str = "The service marks it as deprecated.";

/// Returns the keyword for a value.
fn word<W: Word + PartialEq>(value: W) -> &'static str {
    let found = W::WORDS.iter().find(|(_, known)| *known == value);
    found.map_or("", |(word, _)| word)
}

fn written(limit: Limit) -> String {
    let per = match limit.per {
        Period::Second => "s",
        Period::Minute => "min",
    };
    format!("{}/{per}", limit.calls)
}

/// Chooses the limit to state if sources differ, with the reason: the one per minute, else the
/// newer one.
fn chosen_limit(operation: &Operation) -> Option<(Limit, Option<String>)> {
    let first = operation.limit?;
    let Some(other) = operation.other_limit.filter(|other| *other != first) else {
        return Some((first, None));
    };
    let (kept, left) = if first.per == Period::Second && other.per == Period::Minute {
        (other, first)
    } else {
        (first, other)
    };
    let reason = if kept.per == left.per {
        "the newer one is stated"
    } else {
        "the one per minute is stated"
    };
    let why = format!(
        "The limit is documented as both {} and {}; {reason}.",
        written(kept),
        written(left)
    );
    Some((kept, Some(why)))
}

/// What contains a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Parameters,
    RequestObject,
    Response,
    ResponseObject,
}

impl Side {
    fn inner(self) -> Self {
        match self {
            Self::Parameters | Self::RequestObject => Self::RequestObject,
            Self::Response | Self::ResponseObject => Self::ResponseObject,
        }
    }

    fn is_request(self) -> bool {
        matches!(self, Self::Parameters | Self::RequestObject)
    }
}

/// Entries of a mapping, in the order of specs.
#[derive(Debug, Default)]
struct Entries(Vec<(String, Node)>);

impl Entries {
    fn add(&mut self, key: &str, value: Node) {
        self.0.push((key.to_owned(), value));
    }

    fn text(&mut self, key: &str, value: impl Into<String>) {
        self.add(key, Node::Text(value.into()));
    }

    /// Adds the reasons, if any, with one text for each key.
    fn why(&mut self, why: &Why) {
        let mut reasons: Vec<(&str, String)> = Vec::new();
        for (key, reason) in why {
            match reasons.iter_mut().find(|(known, _)| known == key) {
                Some((_, text)) => *text += &format!(" {reason}"),
                None => reasons.push((key, reason.clone())),
            }
        }
        if !reasons.is_empty() {
            let mut mapping = Self::default();
            for (key, text) in reasons {
                mapping.text(key, text);
            }
            self.add("why", mapping.into());
        }
    }
}

impl From<Entries> for Node {
    fn from(entries: Entries) -> Self {
        Self::Map(entries.0)
    }
}

struct Builder {
    notes: Vec<String>,
}

impl Builder {
    fn errors(&mut self, operation: &Operation, why: &mut Why) -> Vec<Node> {
        let mut listed: Vec<(u64, &str)> = Vec::new();
        let mut errors = Vec::new();
        for error in &operation.errors {
            let (status, code) = (error.status, error.code.trim());
            if code.is_empty() || code.contains(char::is_control) {
                self.notes.push(format!(
                    "errors: omitted one with status {status}, whose code is blank or not printable"
                ));
                continue;
            }
            if listed.contains(&(status, code)) {
                continue;
            }
            listed.push((status, code));
            if !matches!(status, 200 | 400..=599) {
                let reason = format!(
                    "`{code}` is documented with status {status}, which is not an error status, and is omitted."
                );
                why.push(("errors", reason));
                continue;
            }
            let mut entry = Entries::default();
            entry.add("status", Node::Integer(status.to_string()));
            entry.text("code", code);
            errors.push(entry.into());
        }
        errors
    }

    fn fields(&mut self, fields: &[Field], side: Side, path: &str) -> Vec<(String, Node)> {
        let mut built: Vec<(String, Node)> = Vec::new();
        for field in fields {
            if built.iter().any(|(name, _)| *name == field.name) {
                self.notes.push(format!(
                    "{path}.{}: stated twice; used the first",
                    field.name
                ));
                continue;
            }
            let path = format!("{path}.{}", field.name);
            built.push((field.name.clone(), self.field(field, side, &path)));
        }
        built
    }

    fn field(&mut self, field: &Field, side: Side, path: &str) -> Node {
        let mut schema = &field.schema;
        let mut why = schema.why.clone();
        let shown = self.sample(schema, side, &mut why);
        let open = Schema::of(Shape::Any);
        if is_contradicted(schema, side, shown.as_ref()) {
            why.push(("type", NOT_AN_OBJECT.to_owned()));
            schema = &open;
        }
        let required = side.is_request() && (field.required || field.documented_required);
        if let (true, Some(default)) = (required, &schema.default) {
            let reason = format!(
                "The documentation states the default `{default}` for a required parameter."
            );
            why.push(("default", reason));
        }
        if required && !field.required {
            let reason = "The documentation requires it, the interface does not.";
            why.push(("required", reason.to_owned()));
        }
        let mut entries = Entries::default();
        let default = (side.is_request() && !required)
            .then(|| self.assumed(schema, path))
            .flatten();
        let known = Known {
            name: &field.name,
            example: shown.as_ref(),
            default: default.as_ref(),
        };
        let parts = self.ty(schema, side, path, known, &mut entries, &mut why);
        if side == Side::Parameters {
            if field.in_body {
                entries.text("in", "body");
            }
            if matches!(
                schema.shape,
                Shape::Array(_) | Shape::Object(_) | Shape::Map(_)
            ) {
                let style = field.style.unwrap_or_else(|| {
                    self.notes
                        .push(format!("{path}: no style is stated; assumed `repeat`"));
                    Style::Repeat
                });
                entries.text("style", word(style));
            }
        }
        if required {
            entries.add("required", Node::Boolean(true));
        }
        if let Some(default) = default {
            entries.add("default", default);
        }
        bounds(schema, &mut entries);
        if let Some(pattern) = &schema.pattern {
            self.notes.push(format!(
                "{path}: omitted the pattern `{pattern}`; its doc can describe it"
            ));
        }
        if schema.deprecated {
            entries.text("deprecated", DEPRECATED);
        }
        if let Some(example) = shown {
            entries.add("example", example);
        }
        entries.why(&why);
        if let Some((key, part)) = parts {
            entries.add(key, part);
        }
        entries.into()
    }

    /// Adds the keys of a type. Returns the multi-line one, which goes last.
    fn ty(
        &mut self,
        schema: &Schema,
        side: Side,
        path: &str,
        known: Known<'_>,
        entries: &mut Entries,
        why: &mut Why,
    ) -> Option<(&'static str, Node)> {
        let kind = match &schema.shape {
            Shape::String => {
                entries.text("type", "string");
                self.text_values(schema, path, known, entries, why);
                return None;
            }
            Shape::Integer => "integer",
            Shape::Long => "long",
            Shape::Float => "float",
            Shape::Double => "double",
            Shape::Boolean => "boolean",
            Shape::Any => "any",
            Shape::Array(items) => {
                entries.text("type", "array");
                return self.part("items", items, side, path, entries, why);
            }
            Shape::Map(values) => {
                entries.text("type", "map");
                return self.part("values", values, side, path, entries, why);
            }
            Shape::Object(fields) => {
                if let ([only], false) = (fields.as_slice(), side.is_request())
                    && let Shape::Array(items) = &only.schema.shape
                {
                    entries.text("type", "array");
                    entries.text("wrapper", &only.name);
                    return self.part("items", items, side, path, entries, why);
                }
                entries.text("type", "object");
                let fields = self.fields(fields, side.inner(), path);
                return Some(("fields", Node::Map(fields)));
            }
        };
        entries.text("type", kind);
        if matches!(schema.shape, Shape::Integer | Shape::Long) {
            let stated = if schema.values.is_empty() {
                &schema.documented_values
            } else {
                &schema.values
            };
            let (values, _) = values::without_full_stops(stated);
            self.nameless(path, "integer", &values);
        }
        None
    }

    /// Adds the type of list items or map values if it is a keyword; otherwise returns a mapping,
    /// which goes last.
    fn part(
        &mut self,
        key: &'static str,
        schema: &Schema,
        side: Side,
        path: &str,
        entries: &mut Entries,
        why: &mut Why,
    ) -> Option<(&'static str, Node)> {
        let name = path.rsplit('.').next().unwrap_or_default();
        let known = Known {
            name,
            example: None,
            default: None,
        };
        let path = format!("{path}[]");
        let mut inner = Entries::default();
        let mut reasons = Why::new();
        let last = self.ty(schema, side.inner(), &path, known, &mut inner, &mut reasons);
        why.extend(reasons.into_iter().map(|(_, reason)| (key, reason)));
        if let Some((key, part)) = last {
            inner.add(key, part);
        }
        match inner.0.as_slice() {
            [(_, Node::Text(word))] => {
                entries.text(key, word);
                None
            }
            _ => Some((key, inner.into())),
        }
    }

    /// Adds `enum` to a text if its known values form an enum.
    fn text_values(
        &mut self,
        schema: &Schema,
        path: &str,
        known: Known<'_>,
        entries: &mut Entries,
        why: &mut Why,
    ) {
        let samples: Vec<_> = [known.example, known.default]
            .into_iter()
            .flatten()
            .filter_map(|sample| match sample {
                Node::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let (checked, documented) = (&schema.values, &schema.documented_values);
        match values::judge(known.name, checked, documented, &samples) {
            Judgement::Open => {}
            Judgement::Contradicted(reason) => why.push(("enum", reason)),
            Judgement::Nameless(values) => self.nameless(path, "string", &values),
            Judgement::Closed {
                values,
                why: reason,
            } => {
                let values = values.into_iter().map(Node::Text).collect();
                entries.add("enum", Node::List(values));
                why.extend(reason.map(|reason| ("enum", reason.to_owned())));
            }
        }
    }

    fn nameless(&mut self, path: &str, kind: &str, values: &[String]) {
        if !values.is_empty() {
            self.notes.push(format!(
                "{path}: used a plain {kind}; as an enum, its values {} need names",
                values.join(", ")
            ));
        }
    }

    fn sample(&mut self, schema: &Schema, side: Side, why: &mut Why) -> Option<Node> {
        let text = schema.example.as_deref();
        let found = match &schema.shape {
            Shape::String => samples::of_text(text?),
            Shape::Array(items) => samples::of_list(text, items.example.as_deref(), &items.shape),
            Shape::Map(_) | Shape::Object(_) if side.is_request() => samples::of_structure(text?),
            Shape::Map(_) | Shape::Object(_) => {
                let found = samples::of_structure(text?);
                if found.text.is_none() {
                    return Some(Node::Text(text?.to_owned()));
                }
                found
            }
            Shape::Any => Sample {
                text: text.map(str::to_owned),
                why: None,
            },
            shape => {
                let text = text?;
                let found = samples::scalar(shape, text);
                if found.is_none() {
                    let reason = format!(
                        "The documentation's example `{text}` is not a value of the type, and is omitted."
                    );
                    why.push(("example", reason));
                }
                return found;
            }
        };
        why.extend(found.why.map(|reason| ("example", reason.to_owned())));
        found.text.map(Node::Text)
    }

    /// Returns the default, if it is a valid value.
    fn assumed(&mut self, schema: &Schema, path: &str) -> Option<Node> {
        let text = schema.default.as_deref()?;
        let bare = text.strip_suffix('.').unwrap_or(text);
        let bound = |bound: &Option<String>| bound.as_deref().and_then(|text| text.parse().ok());
        let (min, max): (Option<f64>, Option<f64>) =
            (bound(&schema.minimum), bound(&schema.maximum));
        let is_within = match bare.parse::<f64>() {
            Ok(number) if !matches!(schema.shape, Shape::String) => {
                min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
            }
            _ => true,
        };
        let default = samples::scalar(&schema.shape, bare).filter(|_| is_within);
        if default.is_none() {
            self.notes.push(format!(
                "{path}: omitted the default `{text}`, which is not a valid value"
            ));
        }
        default
    }
}

/// Facts about a text that help to judge its values.
#[derive(Clone, Copy)]
struct Known<'a> {
    name: &'a str,
    example: Option<&'a Node>,
    default: Option<&'a Node>,
}

/// Returns whether the example of a response field contradicts its schema, which says object.
fn is_contradicted(schema: &Schema, side: Side, shown: Option<&Node>) -> bool {
    let Some(Node::Text(text)) = shown else {
        return false;
    };
    !side.is_request()
        && matches!(schema.shape, Shape::Map(_) | Shape::Object(_))
        && samples::of_structure(text).text.is_none()
}

fn bounds(schema: &Schema, entries: &mut Entries) {
    let is_whole = matches!(schema.shape, Shape::Integer | Shape::Long);
    if is_whole || matches!(schema.shape, Shape::Float | Shape::Double) {
        for (key, bound) in [("min", &schema.minimum), ("max", &schema.maximum)] {
            let shape = if is_whole { Shape::Long } else { Shape::Double };
            if let Some(number) = bound
                .as_deref()
                .and_then(|bound| samples::scalar(&shape, bound))
            {
                entries.add(key, number);
            }
        }
    }
    let lengths = (schema.min_length, schema.max_length);
    if lengths != (None, None) && matches!(schema.shape, Shape::String | Shape::Array(_)) {
        let bound = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        entries.text(
            "length",
            format!("{}..{}", bound(lengths.0), bound(lengths.1)),
        );
    }
}

//! Builds the parameters and fields of a spec.

use std::collections::BTreeMap;

use live_spec::yaml::Node;
use live_spec::{Format, Style, looks_secret};

use crate::metadata::{Field, Schema, Shape, Why};
use crate::samples::{self, Sample};
use crate::values::{self, Judgement};

use super::bounds::Bounds;
use super::entries::{DEPRECATED, Entries, word};

const NOT_AN_OBJECT: &str =
    "The schema says object, but the example is not one; any value is accepted.";

/// What contains a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
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

/// Builds fields, and collects what specs cannot express.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) notes: Vec<String>,
    /// Values that the service checks but that the spec does not name, by the names that lead to
    /// the field.
    pub(super) values: BTreeMap<String, Vec<String>>,
}

impl Builder {
    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        side: Side,
        path: &str,
    ) -> Vec<(String, Node)> {
        let mut built: Vec<(String, Node)> = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            if let Some(first) = fields[..index]
                .iter()
                .find(|other| other.name == field.name)
            {
                // The vendor repeats some parameters, which says nothing new.
                if first != field {
                    self.notes.push(format!(
                        "{path}.{}: stated twice with differences; used the first",
                        field.name
                    ));
                }
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
        let bounds = Bounds::of(schema, path, &mut self.notes);
        let shown = self
            .sample(schema, side, &mut why)
            .filter(|shown| bounds.allow_example(schema, shown, &mut why));
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
            .then(|| self.assumed(schema, &bounds, path))
            .flatten();
        let known = Known {
            name: &field.name,
            samples: [shown.as_ref(), default.as_ref()]
                .into_iter()
                .flatten()
                .flat_map(|sample| texts(&schema.shape, sample))
                .collect(),
        };
        let parts = self.ty(schema, side, path, &known, &mut entries, &mut why);
        let is_plain_text = matches!(schema.shape, Shape::String) && !entries.has("enum");
        if is_plain_text && looks_secret(&field.name) {
            entries.add("secret", Node::Boolean(true));
        } else if is_plain_text && let Some(format) = time(side, &known.samples) {
            entries.text("format", word(format));
        }
        if side == Side::Parameters {
            if field.in_body {
                entries.text("in", "body");
            }
            let style = match &schema.shape {
                Shape::Any => field.style,
                Shape::Array(_) | Shape::Object(_) | Shape::Map(_) => {
                    Some(field.style.unwrap_or_else(|| {
                        self.notes
                            .push(format!("{path}: no style is stated; assumed `repeat`"));
                        Style::Repeat
                    }))
                }
                _ => None,
            };
            if let Some(style) = style {
                entries.text("style", word(style));
            }
        }
        if required {
            entries.add("required", Node::Boolean(true));
        }
        if let Some(default) = default {
            entries.add("default", default);
        }
        bounds.add_to(&mut entries);
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
        known: &Known<'_>,
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
                return self.part(("items", &known.samples), items, side, path, entries, why);
            }
            Shape::Map(values) => {
                entries.text("type", "map");
                return self.part(("values", &[]), values, side, path, entries, why);
            }
            Shape::Object(fields) => {
                if let ([only], false) = (fields.as_slice(), side.is_request())
                    && let Shape::Array(items) = &only.schema.shape
                {
                    entries.text("type", "array");
                    entries.text("wrapper", &only.name);
                    return self.part(("items", &[]), items, side, path, entries, why);
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
            self.nameless(path, "integer", &values, !schema.values.is_empty());
        }
        None
    }

    /// Adds the type of list items or map values if it is a keyword; otherwise returns a mapping,
    /// which goes last. `samples` are what is shown of it.
    fn part(
        &mut self,
        (key, samples): (&'static str, &[String]),
        schema: &Schema,
        side: Side,
        path: &str,
        entries: &mut Entries,
        why: &mut Why,
    ) -> Option<(&'static str, Node)> {
        let known = Known {
            name: path.rsplit('.').next().unwrap_or_default(),
            samples: samples.to_vec(),
        };
        let path = format!("{path}[]");
        let mut inner = Entries::default();
        let mut reasons = Why::new();
        let last = self.ty(
            schema,
            side.inner(),
            &path,
            &known,
            &mut inner,
            &mut reasons,
        );
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
        known: &Known<'_>,
        entries: &mut Entries,
        why: &mut Why,
    ) {
        let samples: Vec<_> = known.samples.iter().map(String::as_str).collect();
        let (checked, documented) = (&schema.values, &schema.documented_values);
        match values::judge(known.name, checked, documented, &samples) {
            Judgement::Open => {}
            Judgement::Contradicted(reason) => why.push(("enum", reason)),
            Judgement::Nameless(values) => {
                self.nameless(path, "string", &values, !checked.is_empty());
            }
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

    fn nameless(&mut self, path: &str, kind: &str, values: &[String], are_checked: bool) {
        if are_checked {
            let names = path.replace("[]", "");
            self.values.insert(names, values.to_vec());
        }
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
                    let text = samples::readable(text);
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
    fn assumed(&mut self, schema: &Schema, bounds: &Bounds, path: &str) -> Option<Node> {
        let text = schema.default.as_deref()?;
        let bare = text.strip_suffix('.').unwrap_or(text);
        let default = samples::scalar(&schema.shape, bare)
            .filter(|default| bounds.problem_of_number(&schema.shape, default).is_none());
        if default.is_none() {
            self.notes.push(format!(
                "{path}: omitted the default `{text}`, which is not a valid value"
            ));
        }
        default
    }
}

/// Facts about a text that help to judge its values.
struct Known<'a> {
    name: &'a str,
    /// Its example and default, or the items of the example of a list.
    samples: Vec<String>,
}

/// Returns the texts that a sample shows: itself, or its items.
fn texts(shape: &Shape, sample: &Node) -> Vec<String> {
    let Node::Text(text) = sample else {
        return Vec::new();
    };
    match (shape, samples::json(text)) {
        (Shape::Array(_), Some(Node::List(items))) => {
            let texts = items.into_iter().filter_map(|item| match item {
                Node::Text(text) | Node::Integer(text) | Node::Float(text) => Some(text),
                _ => None,
            });
            texts.collect()
        }
        (Shape::Array(_), _) => Vec::new(),
        _ => vec![text.clone()],
    }
}

/// Returns the format of a text whose example and default are points in time.
fn time(side: Side, samples: &[String]) -> Option<Format> {
    let formats: &[Format] = match side.is_request() {
        true => &[Format::DateTime],
        false => &[Format::DateTime, Format::DateTimeMinutes],
    };
    let mut formats = formats.iter().copied();
    let has = |format: &Format| samples.iter().all(|sample| format.accepts(sample));
    formats.find(has).filter(|_| !samples.is_empty())
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

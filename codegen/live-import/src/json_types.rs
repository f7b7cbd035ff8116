//! Documented structures of parameters whose text is JSON.

use live_spec::Style;
use live_spec::yaml::Node;

use crate::json::{Located, ReadResult, json_text};
use crate::metadata::{Field, Schema, Shape};
use crate::samples;
use crate::scalars;

const DESCRIBED_APART: &str =
    "The reference describes the structure of this text in a separate table; it is sent as JSON.";
const MISSING: &str = "Missing from the table of the reference, but present in its example.";
const SINGLE: &str =
    "The table of the reference states a single value, but its example shows a list.";
const WRAPPED: &str = "The reference describes the structure in a separate table, but its example wraps it in an object; as text, either can be sent.";

/// Tables of fields, by structure name.
pub(crate) struct JsonTypes {
    types: Vec<(String, Vec<Row>)>,
}

/// A row of such a table.
struct Row {
    name: String,
    kind: String,
    required: bool,
    example: Option<String>,
}

impl JsonTypes {
    pub(crate) fn of(operation: &Located<'_>) -> ReadResult<Self> {
        let mut types = Vec::new();
        let Some(tables) = operation.member("json_types")? else {
            return Ok(Self { types });
        };
        for (name, table) in tables.unique_members()? {
            let mut rows = Vec::new();
            for row in table.list()? {
                rows.push(Row {
                    name: row.required("name")?.text()?.to_owned(),
                    kind: row.required("type")?.text()?.to_owned(),
                    required: scalars::flag(&row, "required")?,
                    example: scalars::sample(&row, "example")?,
                });
            }
            types.push((name.to_owned(), rows));
        }
        Ok(Self { types })
    }

    /// Returns the parameter with the structure of its text, if there is a table for it.
    pub(crate) fn applied(&self, mut field: Field) -> Field {
        if !matches!(field.schema.shape, Shape::String) || self.types.is_empty() {
            return field;
        }
        let text = field.schema.example.take();
        let sample = text.as_deref().and_then(samples::json);
        let wrapped = sample
            .as_ref()
            .and_then(|sample| sole_member(sample, &field.name));
        let described = self.table(&field.name, text.as_deref(), wrapped.or(sample.as_ref()));
        let (Some((name, rows)), None) = (described, wrapped) else {
            if described.is_some() {
                field.schema.why = vec![("type", WRAPPED.to_owned())];
            }
            field.schema.example = text;
            return field;
        };
        let sample = sample.as_ref();
        let is_list = match sample {
            Some(sample) => matches!(sample, Node::List(_)),
            None => field.name.ends_with("List"),
        };
        let item = match sample {
            Some(Node::List(items)) => items.first(),
            other => other,
        };
        let fields = Shape::Object(self.fields(name, rows, item, &mut Vec::new()));
        let example = sample
            .filter(|sample| matches!(sample, Node::List(_) | Node::Map(_)))
            .map(json_text);
        field.style = Some(Style::Json);
        field.schema = Schema {
            example,
            why: vec![("type", DESCRIBED_APART.to_owned())],
            ..Schema::of(if is_list {
                Shape::Array(Box::new(Schema::of(fields)))
            } else {
                fields
            })
        };
        field
    }

    /// Returns the table for a parameter: one with its name, one named in its example, or one with
    /// all members of its example.
    fn table(
        &self,
        parameter: &str,
        text: Option<&str>,
        sample: Option<&Node>,
    ) -> Option<(&str, &[Row])> {
        let singular = parameter.strip_suffix("List").unwrap_or(parameter);
        let names = [
            parameter,
            singular,
            &format!("{parameter}Config"),
            &format!("{singular}Config"),
        ];
        let is_named = |name: &str| {
            names.iter().any(|known| name.eq_ignore_ascii_case(known)) || text == Some(name)
        };
        let item = match sample {
            Some(Node::List(items)) => items.first(),
            other => other,
        };
        let holds = |rows: &[Row]| match item {
            Some(Node::Map(members)) if !members.is_empty() => members
                .iter()
                .all(|(name, _)| rows.iter().any(|row| row.name == *name)),
            _ => false,
        };
        let named = self.types.iter().find(|(name, _)| is_named(name));
        let found = named.or_else(|| self.types.iter().find(|(_, rows)| holds(rows)));
        found.map(|(name, rows)| (name.as_str(), rows.as_slice()))
    }

    /// Returns the fields of a table and additional ones of the example. `within` lists the
    /// enclosing tables.
    fn fields<'a>(
        &'a self,
        name: &'a str,
        rows: &'a [Row],
        sample: Option<&Node>,
        within: &mut Vec<&'a str>,
    ) -> Vec<Field> {
        within.push(name);
        let members: &[(String, Node)] = match sample {
            Some(Node::Map(members)) => members,
            _ => &[],
        };
        let shown = |name: &str| {
            members
                .iter()
                .find(|(member, _)| member == name)
                .map(|(_, value)| value)
        };
        let mut fields: Vec<_> = rows
            .iter()
            .map(|row| Field {
                required: row.required,
                ..plain(&row.name, self.row(row, shown(&row.name), within))
            })
            .collect();
        for (name, value) in members {
            if fields.iter().any(|field| field.name == *name) {
                continue;
            }
            let mut schema = Schema::of(inferred(value));
            schema.example = scalar_text(value);
            schema.why = vec![("type", MISSING.to_owned())];
            fields.push(plain(name, schema));
        }
        within.pop();
        fields
    }

    fn row<'a>(&'a self, row: &'a Row, shown: Option<&Node>, within: &mut Vec<&'a str>) -> Schema {
        let kind = row.kind.as_str();
        let (element, is_list) = match kind.strip_suffix("[]") {
            Some(element) => (element, true),
            None => (kind, false),
        };
        let scalar = match element.to_ascii_lowercase().as_str() {
            "string" => Some(Shape::String),
            "integer" => Some(Shape::Integer),
            "long" => Some(Shape::Long),
            "float" => Some(Shape::Float),
            "double" | "number" => Some(Shape::Double),
            "boolean" => Some(Shape::Boolean),
            _ => None,
        };
        let listed = |shape| {
            if is_list {
                Shape::Array(Box::new(Schema::of(shape)))
            } else {
                shape
            }
        };
        let Some(shape) = scalar else {
            let known = self.types.iter().find(|(name, _)| name == element);
            return match known {
                Some((name, rows)) if !within.contains(&name.as_str()) => {
                    let fields = self.fields(name, rows, shown, within);
                    Schema::of(listed(Shape::Object(fields)))
                }
                known => {
                    let problem = match known {
                        Some(_) => "which contains itself",
                        None => "and does not describe it",
                    };
                    let mut schema = Schema::of(Shape::Any);
                    let why = format!("The reference names the type `{kind}`, {problem}.");
                    schema.why = vec![("type", why)];
                    schema
                }
            };
        };
        let mut schema = Schema::of(listed(shape));
        schema.example = row.example.clone();
        let listed_in_example = row.example.as_deref().and_then(samples::json);
        if let (Some(Node::List(items)), false) = (&listed_in_example, is_list) {
            let length = u64::try_from(items.len()).ok();
            schema = Schema {
                min_length: length,
                max_length: length,
                example: row.example.clone(),
                why: vec![("type", SINGLE.to_owned())],
                ..Schema::of(Shape::Array(Box::new(Schema::of(schema.shape))))
            };
        } else if let Some(shown) = shown
            && !is_shown_as(&schema.shape, shown)
        {
            let shown = noun(shown);
            let why = format!(
                "The table of the reference states `{kind}`, but its example shows {shown}."
            );
            schema.why = vec![("type", why)];
        }
        schema
    }
}

fn plain(name: &str, schema: Schema) -> Field {
    Field {
        name: name.to_owned(),
        required: false,
        documented_required: false,
        in_body: false,
        style: None,
        schema,
    }
}

/// Returns the value of an object's only member, if it has a certain name.
fn sole_member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match node {
        Node::Map(members) => match members.as_slice() {
            [(only, value)] if only == name => Some(value),
            _ => None,
        },
        _ => None,
    }
}

fn inferred(value: &Node) -> Shape {
    match value {
        Node::Boolean(_) => Shape::Boolean,
        Node::Integer(_) | Node::Float(_) => Shape::Float,
        Node::Text(_) => Shape::String,
        Node::Null | Node::List(_) | Node::Map(_) => Shape::Any,
    }
}

fn scalar_text(value: &Node) -> Option<String> {
    match value {
        Node::Text(text) | Node::Integer(text) | Node::Float(text) => Some(text.clone()),
        Node::Boolean(value) => Some(value.to_string()),
        Node::Null | Node::List(_) | Node::Map(_) => None,
    }
}

fn is_shown_as(shape: &Shape, value: &Node) -> bool {
    match value {
        Node::Boolean(_) => matches!(shape, Shape::Boolean),
        Node::Integer(_) => !matches!(shape, Shape::String | Shape::Boolean | Shape::Array(_)),
        Node::Float(_) => matches!(shape, Shape::Float | Shape::Double),
        Node::Text(_) => matches!(shape, Shape::String),
        Node::List(_) => matches!(shape, Shape::Array(_)),
        Node::Map(_) => matches!(shape, Shape::Object(_)),
        Node::Null => true,
    }
}

fn noun(value: &Node) -> &'static str {
    match value {
        Node::Null => "nothing",
        Node::Boolean(_) => "`true` or `false`",
        Node::Integer(_) | Node::Float(_) => "a number",
        Node::Text(_) => "text",
        Node::List(_) => "a list",
        Node::Map(_) => "an object",
    }
}

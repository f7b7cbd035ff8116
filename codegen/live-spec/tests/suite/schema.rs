//! The schemas accept what the readers accept, and catch what they can express.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use live_spec::schemas;
use live_spec::yaml::{self, Node};
use serde_json::Value;

fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Boolean(value) => Value::from(*value),
        Node::Integer(text) => text
            .parse::<i64>()
            .map_or_else(|_| Value::from(text.as_str()), Value::from),
        Node::Float(text) => Value::from(text.parse::<f64>().unwrap()),
        Node::Text(text) => Value::from(text.as_str()),
        Node::List(items) => items.iter().map(value).collect(),
        Node::Map(entries) => entries
            .iter()
            .map(|(key, node)| (key.clone(), value(node)))
            .collect(),
    }
}

/// A schema with its definitions.
struct Schema(Value);

impl Schema {
    fn of(name: &str) -> Self {
        let schemas: BTreeMap<PathBuf, String> = schemas();
        Self(serde_json::from_str(&schemas[Path::new(name)]).unwrap())
    }

    fn accepts(&self, text: &str) -> bool {
        self.fits(&self.0, &value(&yaml::parse(text).unwrap()))
    }

    /// Returns whether a value has a schema. Patterns are not checked.
    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let Some(schema) = schema.as_object() else {
            return schema == &Value::Bool(true);
        };
        let all = |key: &str| schema.get(key).and_then(Value::as_array);
        let is_type = |name: &Value| match name.as_str().unwrap() {
            "string" => value.is_string(),
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => panic!("unknown type {other}"),
        };
        let each = |check: &dyn Fn(&str, &Value) -> bool| {
            let mut entries = value.as_object().into_iter().flatten();
            entries.all(|(key, value)| check(key, value))
        };
        schema.iter().all(|(key, rule)| match key.as_str() {
            "$ref" => {
                let path = rule.as_str().unwrap().trim_start_matches('#');
                self.fits(self.0.pointer(path).unwrap(), value)
            }
            "type" => match rule.as_array() {
                Some(types) => types.iter().any(is_type),
                None => is_type(rule),
            },
            "const" => rule == value,
            "enum" => all("enum").unwrap().contains(value),
            "allOf" => all("allOf")
                .unwrap()
                .iter()
                .all(|rule| self.fits(rule, value)),
            "anyOf" | "oneOf" => all(key).unwrap().iter().any(|rule| self.fits(rule, value)),
            "if" => {
                let then = if self.fits(rule, value) {
                    "then"
                } else {
                    "else"
                };
                schema.get(then).is_none_or(|rule| self.fits(rule, value))
            }
            "required" => value.as_object().is_none_or(|object| {
                let mut keys = all("required").unwrap().iter();
                keys.all(|key| object.contains_key(key.as_str().unwrap()))
            }),
            "properties" => {
                each(&|key, value| rule.get(key).is_none_or(|rule| self.fits(rule, value)))
            }
            "additionalProperties" => each(&|key, value| {
                let known = schema.get("properties").and_then(|known| known.get(key));
                known.is_some() || self.fits(rule, value)
            }),
            "items" => {
                let mut items = value.as_array().into_iter().flatten();
                items.all(|item| self.fits(rule, item))
            }
            "minProperties" => value
                .as_object()
                .is_none_or(|object| object.len() as u64 >= rule.as_u64().unwrap()),
            "minimum" => value
                .as_f64()
                .is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value
                .as_f64()
                .is_none_or(|number| number <= rule.as_f64().unwrap()),
            _ => true,
        })
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            found.push(path);
        }
    }
}

#[test]
fn every_spec_has_its_schema() {
    let mut found = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs"),
        &mut found,
    );
    for path in found {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let schema = match name {
            "service" | "glossary" | "types" | "waiters" | "notifications" => {
                format!("{name}.schema.json")
            }
            _ => "operation.schema.json".to_owned(),
        };
        let text = fs::read_to_string(&path).unwrap();
        assert!(Schema::of(&schema).accepts(&text), "{}", path.display());
    }
}

#[test]
fn mistakes_between_keys_are_caught() {
    let schema = Schema::of("operation.schema.json");
    let spec = |method: &str, request: &str, response: &str| {
        format!(
            "operation: A\nsummary: B.\nmethod: {method}\nrequest: {{ X: {request} }}\nresponse: {{ Y: {response} }}\n"
        )
    };
    let plain = "{ type: string }";
    for (method, request) in [
        ("GET", plain),
        (
            "POST",
            "{ type: string, in: body, required: true, default: a, length: 1..2 }",
        ),
        (
            "GET",
            "{ type: integer, min: 1, max: 2, example: 2, enum: { 1: { name: One, doc: A. } } }",
        ),
        (
            "GET",
            "{ type: array, items: string, style: repeat, length: 1..5 }",
        ),
        (
            "GET",
            "{ type: object, fields: { A: { type: string, required: true } }, style: json }",
        ),
        ("GET", "{ type: Input, style: json }"),
        ("GET", "{ type: string, secret: true, format: date-time }"),
    ] {
        assert!(schema.accepts(&spec(method, request, plain)), "{request}");
    }
    for (method, request) in [
        ("GET", "{ type: array, style: json }"),
        ("GET", "{ type: object, style: json }"),
        ("GET", "{ type: map, style: json }"),
        ("GET", "{ type: string, items: string }"),
        ("GET", "{ type: string, fields: {} }"),
        ("GET", "{ type: string, values: string }"),
        ("GET", "{ type: string, min: 1 }"),
        ("GET", "{ type: boolean, max: 1 }"),
        ("GET", "{ type: integer, length: 1..2 }"),
        ("GET", "{ type: boolean, enum: { a: A. } }"),
        ("GET", "{ type: string, enum: {} }"),
        ("GET", "{ type: integer, enum: { 1: One. } }"),
        ("GET", "{ type: string, style: json }"),
        ("GET", "{ type: boolean, format: seconds }"),
        ("GET", "{ type: integer, secret: true }"),
        (
            "GET",
            "{ type: array, items: string, style: json, default: a }",
        ),
        ("GET", "{ type: integer, example: 1.5 }"),
        ("GET", "{ type: long, default: true }"),
        (
            "GET",
            "{ type: array, items: string, wrapper: A, style: json }",
        ),
        (
            "GET",
            "{ type: object, fields: { A: { type: string, in: body } }, style: json }",
        ),
        ("GET", "{ type: string, in: body }"),
    ] {
        assert!(!schema.accepts(&spec(method, request, plain)), "{request}");
    }
    for response in ["required: true", "default: a", "in: query"] {
        let response = format!("{{ type: string, {response} }}");
        assert!(
            !schema.accepts(&spec("GET", plain, &response)),
            "{response}"
        );
    }
    assert!(!schema.accepts(&(spec("GET", plain, plain) + "post_only: true\n")));
}

#[test]
fn mistakes_between_keys_of_notifications_are_caught() {
    let schema = Schema::of("notifications.schema.json");
    let set_by = "set_by: { SetUrl: { address: Url } }";
    let fields = "fields: { A: { type: string } }";
    let kinds = "kinds: { A: { doc: A., when: a, fields: { a: { type: any } } }, B: { doc: B., fields: { b: { type: any } } } }";
    let accepts = |keys: &[&str]| {
        let keys = keys.join("\n  ");
        schema.accepts(&format!("A:\n  summary: A.\n  sent: json\n  {keys}\n"))
    };
    for keys in [
        &[set_by, fields][..],
        &[set_by, kinds],
        &[fields, "why: { set_by: The console sets it. }"],
        &[
            fields,
            "set_by: { A: { key: A, auth: B }, B: { address: A, domain: B } }",
        ],
        &[
            set_by,
            fields,
            "response: { A: { type: string, required: true, default: a } }",
        ],
    ] {
        assert!(accepts(keys), "{keys:?}");
    }
    for keys in [
        &[set_by][..],
        &[fields],
        &[fields, "why: { signed: No. }"],
        &[fields, "set_by: { A: { address: A, auth: B } }"],
        &[fields, "set_by: { A: { domain: A } }"],
        &[set_by, "fields: {}"],
        &[set_by, "fields: { A: { type: string, required: true } }"],
        &[set_by, "fields: { A: { type: string, default: a } }"],
        &[
            set_by,
            "kinds: { A: { doc: A., fields: { a: { type: any } } } }",
        ],
        &[
            set_by,
            "kinds: { A: { doc: A. }, B: { doc: B., fields: {} } }",
        ],
        &[set_by, fields, "response: {}"],
        &[
            set_by,
            fields,
            "response: { A: { type: array, items: string, style: json } }",
        ],
        &[set_by, fields, "signed: yes"],
    ] {
        assert!(!accepts(keys), "{keys:?}");
    }
}

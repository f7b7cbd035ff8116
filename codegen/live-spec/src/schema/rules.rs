//! Rules between the keys of a spec, which types cannot express.

use serde_json::{Map, Value, json};

/// Adds the rules to a schema and to all schemas inside it.
pub(super) fn add(schema: &mut Value) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(add),
        Value::Object(object) => {
            object.values_mut().for_each(add);
            describe(object);
            let properties = object.get("properties").and_then(Value::as_object);
            let has = |keys: &[&str]| {
                properties.is_some_and(|known| keys.iter().all(|key| known.contains_key(*key)))
            };
            let (is_type, is_operation) = (
                has(&["type", "items", "fields", "values"]),
                has(&["operation", "request", "response"]),
            );
            let (is_notification, is_kind, is_set_by) = (
                has(&["sent", "fields", "kinds", "response"]),
                has(&["when", "fields"]),
                has(&["address", "domain", "key", "auth"]),
            );
            if is_type {
                type_rules(object);
            }
            if is_operation {
                operation_rules(object);
            }
            if is_notification {
                notification_rules(object);
            }
            if is_notification || is_kind {
                at_least(object, "fields", 1);
                beside(object, "fields", without(&["required", "default", "in"]));
            }
            if is_set_by {
                set_by_rules(object);
            }
            names(object);
        }
        _ => {}
    }
}

/// Repeats a description for editors that show Markdown.
fn describe(object: &mut Map<String, Value>) {
    if let Some(Value::String(text)) = object.get("description") {
        let text = Value::from(text.as_str());
        object.insert("markdownDescription".to_owned(), text);
    }
}

/// Requires rules beside those that a schema has.
fn require(object: &mut Map<String, Value>, rules: impl IntoIterator<Item = Value>) {
    let all = object
        .entry("allOf")
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(all) = all {
        all.extend(rules);
    }
}

/// Returns a schema that forbids keys.
fn without(keys: &[&str]) -> Value {
    let forbidden = keys.iter().map(|key| ((*key).to_owned(), json!(false)));
    json!({ "properties": Value::Object(forbidden.collect()) })
}

/// Returns a rule for values of some types, and one for all others.
fn when(types: &[&str], then: Value, otherwise: Value) -> Value {
    json!({
        "if": { "properties": { "type": { "enum": types } }, "required": ["type"] },
        "then": then,
        "else": otherwise
    })
}

/// Adds which keys go with which types.
fn type_rules(object: &mut Map<String, Value>) {
    let anything = || json!(true);
    let whole = json!({ "anyOf": [
        { "type": "integer" },
        { "type": "string", "pattern": "^(0|-?[1-9][0-9]*)$" },
    ] });
    let mut rules = vec![
        when(
            &["array"],
            json!({ "required": ["items"] }),
            without(&["items", "wrapper"]),
        ),
        when(
            &["object"],
            json!({ "required": ["fields"] }),
            without(&["fields"]),
        ),
        when(
            &["map"],
            json!({ "required": ["values"] }),
            without(&["values"]),
        ),
        when(
            &["string", "integer", "long"],
            anything(),
            without(&["enum"]),
        ),
        when(
            &["integer", "long"],
            json!({ "properties": { "enum": {
                "additionalProperties": { "type": "object", "required": ["name"] },
            } } }),
            anything(),
        ),
    ];
    let is_field = object
        .get("properties")
        .is_some_and(|known| known.get("length").is_some());
    if is_field {
        let scalars = ["string", "integer", "long", "float", "double", "boolean"];
        rules.extend([
            when(
                &["integer", "long", "float", "double"],
                anything(),
                without(&["min", "max"]),
            ),
            when(&["string", "array"], anything(), without(&["length"])),
            when(
                &["string", "integer", "long"],
                anything(),
                without(&["format"]),
            ),
            when(&["string"], anything(), without(&["secret"])),
            when(&scalars, without(&["style"]), anything()),
            when(
                &["array", "object", "map", "any"],
                without(&["default"]),
                anything(),
            ),
            when(
                &["integer", "long"],
                json!({ "properties": { "example": whole, "default": whole } }),
                anything(),
            ),
        ]);
        let snippets = json!([{
            "label": "field",
            "description": "A field with its type and an example",
            "body": { "type": "${1:string}", "example": "$2" },
        }]);
        object.insert("defaultSnippets".to_owned(), snippets);
    }
    require(object, rules);
    // Objects are sent as a whole, so that their fields have no place of their own.
    beside(object, "fields", without(&["in"]));
    at_least(object, "enum", 1);
}

/// Adds what requests and responses cannot have.
fn operation_rules(object: &mut Map<String, Value>) {
    beside(object, "request", without(&["wrapper"]));
    beside(object, "response", without(&["required", "default", "in"]));
    let without_body = json!({ "additionalProperties": {
        "properties": { "in": { "const": "query" } },
    } });
    require(
        object,
        [json!({
            "if": { "properties": { "method": { "const": "GET" } }, "required": ["method"] },
            "then": { "properties": { "post_only": false, "request": without_body } },
        })],
    );
}

/// Adds that a notification has either fields or kinds, and what responses cannot have.
fn notification_rules(object: &mut Map<String, Value>) {
    let either = json!([
        { "required": ["fields"], "properties": { "kinds": false } },
        { "required": ["kinds"], "properties": { "fields": false } },
    ]);
    let reason =
        json!({ "properties": { "why": { "required": ["set_by"] } }, "required": ["why"] });
    let address = json!({ "if": reason, "else": { "required": ["set_by"] } });
    require(object, [json!({ "oneOf": either }), address]);
    beside(object, "response", without(&["wrapper", "style", "in"]));
    at_least(object, "response", 1);
    at_least(object, "kinds", 2);
}

/// Adds that an operation sets an address or a key.
fn set_by_rules(object: &mut Map<String, Value>) {
    let either = json!([{ "required": ["address"] }, { "required": ["key"] }]);
    let auth = json!({ "if": { "required": ["auth"] }, "then": { "required": ["key"] } });
    require(object, [json!({ "anyOf": either }), auth]);
}

/// Requires that a mapping with arbitrary keys has a number of entries.
fn at_least(object: &mut Map<String, Value>, key: &str, entries: u8) {
    let mapping = object.get_mut("properties");
    if let Some(Value::Object(mapping)) = mapping.and_then(|known| known.get_mut(key)) {
        mapping.insert("minProperties".to_owned(), json!(entries));
    }
}

/// Adds a rule to the values of a mapping with arbitrary keys.
fn beside(object: &mut Map<String, Value>, key: &str, rule: Value) {
    let mapping = object
        .get_mut("properties")
        .and_then(|known| known.get_mut(key))
        .and_then(|mapping| mapping.get_mut("additionalProperties"));
    if let Some(values) = mapping {
        *values = json!({ "allOf": [values.take(), rule] });
    }
}

/// Requires that the keys of mappings with arbitrary keys are names.
fn names(object: &mut Map<String, Value>) {
    let has_any_keys = object
        .get("additionalProperties")
        .is_some_and(|values| values.is_object());
    if !has_any_keys {
        return;
    }
    let title = object
        .get("title")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let names = match title {
        "Types of a family" | "Waiters of a family" | "Notifications of a family" => {
            json!({ "pattern": "^[A-Z][A-Za-z0-9]*$" })
        }
        _ => json!({ "pattern": "\\S" }),
    };
    object.insert("propertyNames".to_owned(), names);
}

//! JSON Schemas of the spec files, with which editors complete and check them.
//!
//! They are derived from types, to which rules between keys are added.

// The layers, top first. Each imports only from the layers below it.
mod grammar;
mod rules;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::sources::Files;
use grammar::{
    GlossaryFile, NotificationsFile, OperationFile, ServiceFile, TypesFile, WaitersFile,
};

/// Returns the schemas of all spec files, by path relative to the folder of the specs.
#[must_use]
pub fn schemas() -> Files {
    [
        ("operation.schema.json", schema::<OperationFile>()),
        ("types.schema.json", schema::<TypesFile>()),
        ("waiters.schema.json", schema::<WaitersFile>()),
        ("notifications.schema.json", schema::<NotificationsFile>()),
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
    rules::add(&mut value);
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::grammar::*;
    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::fields::{self, Types};
    use crate::format::Format;
    use crate::kind::Kind;
    use crate::model::{Absent, Access, ErrorClass, Location, Method, Sent, SignedHost, Style};
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
        let notifications = |root: &Read<'_>| {
            drop(crate::notifications::notifications(root, &Types::default()));
        };
        assert_eq!(
            allowed("A: { unheard_of: 1 }", notifications),
            keys_of::<Notification>()
        );
        let set_by = "A: { set_by: { B: { unheard_of: 1 } } }";
        assert_eq!(allowed(set_by, notifications), keys_of::<SetBy>());
        let kind = "A: { kinds: { B: { unheard_of: 1 } } }";
        assert_eq!(allowed(kind, notifications), keys_of::<NotificationKind>());
        for part in ["fields", "response"] {
            let field = format!("A: {{ {part}: {{ B: {{ unheard_of: 1 }} }} }}");
            assert_eq!(allowed(&field, notifications), keys_of::<Field>());
        }
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
        assert_eq!(
            allowed("companions: { a: { unheard_of: 1 } }", service),
            keys_of::<Companion>()
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
        assert_same_words::<Sent>();
        assert_same_words::<SignedHost>();
    }

    #[test]
    fn nothing_may_be_null() {
        for (path, schema) in schemas() {
            assert!(!schema.contains("\"null\""), "{}", path.display());
        }
    }
}

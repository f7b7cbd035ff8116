//! Any spec that loads becomes Rust that parses.

use live_codegen::spec::Sources;
use live_codegen::{GenerateError, generate};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const SERVICE: &str = include_str!("diagnostics/base/service.yaml");

/// Names that are no good identifiers, or that something else is called by.
const NAMES: [&str; 28] = [
    "type",
    "Type",
    "self",
    "Self",
    "fn",
    "async",
    "1080P",
    "_",
    "__",
    "a-b",
    "a.b",
    "a b",
    "A",
    "a",
    "builder",
    "Build",
    "send",
    "Param",
    "Client",
    "C",
    "String",
    "Vec",
    "Option",
    "Some",
    "rpc",
    "required",
    "extraParameters",
    "名字",
];

/// Text that means something to Rust, to rustdoc or to the formatter.
const WORDS: [&str; 18] = [
    "plain",
    "`code`",
    "a `b",
    "[x]",
    "<T>",
    "*/",
    "//",
    "\"",
    "\\",
    "{}",
    "#",
    "```",
    "https://example.com/a_b",
    "é直🎥",
    "r#\"",
    "'",
    "%s",
    "$x",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        select(&NAMES[..]).prop_map(str::to_owned),
        "[A-Za-z][A-Za-z0-9_.-]{0,8}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), 1..6).prop_map(|words| words.join(" "))
}

fn scalar() -> impl Strategy<Value = Value> {
    select(&["string", "integer", "long", "float", "double", "boolean"][..])
        .prop_map(|ty| json!({ "type": ty }))
}

fn text_enum() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(name(), text(), 1..5)
        .prop_map(|values| json!({ "type": "string", "enum": values }))
}

fn integer_enum() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(-9_i64..1_000, ("[A-Z][A-Za-z0-9]{0,6}", text()), 1..5).prop_map(
        |values| {
            let named = |(value, (name, doc)): (i64, (String, String))| {
                (value.to_string(), json!({ "name": name, "doc": doc }))
            };
            let values: Map<_, _> = values.into_iter().map(named).collect();
            json!({ "type": "integer", "enum": values })
        },
    )
}

/// The keys of a type, at any depth.
fn ty() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![4 => scalar(), 1 => text_enum(), 1 => integer_enum(), 1 => Just(json!({ "type": "any" }))];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|items| json!({ "type": "array", "items": items })),
            inner
                .clone()
                .prop_map(|values| json!({ "type": "map", "values": values })),
            fields(inner).prop_map(|fields| json!({ "type": "object", "fields": fields })),
        ]
    })
}

fn fields(ty: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::btree_map(name(), (ty, text()), 0..4).prop_map(|fields| {
        let field = |(name, (mut ty, doc)): (String, (Value, String))| {
            ty["doc"] = doc.into();
            (name, ty)
        };
        Value::Object(fields.into_iter().map(field).collect())
    })
}

/// A request: fields with what only parameters have.
fn request() -> impl Strategy<Value = Value> {
    let parameter = (
        ty(),
        any::<bool>(),
        any::<bool>(),
        select(&["repeat", "json"][..]),
    );
    let parameter = parameter.prop_map(|(mut ty, required, body, style)| {
        if required {
            ty["required"] = true.into();
        }
        if body {
            ty["in"] = "body".into();
        }
        if matches!(ty["type"].as_str(), Some("array" | "map" | "object")) {
            ty["style"] = style.into();
        }
        ty
    });
    fields(parameter)
}

fn operation() -> impl Strategy<Value = Value> {
    let codes = prop::collection::btree_map(name(), text(), 0..4);
    (request(), fields(ty()), codes, text(), any::<bool>()).prop_map(
        |(request, response, codes, text, deprecated)| {
            let errors: Vec<_> = codes
                .into_iter()
                .map(|(code, doc)| json!({ "status": 400, "code": code, "doc": doc }))
                .collect();
            let mut operation = json!({
                "operation": "StartMonitor",
                "summary": text,
                "doc": text,
                "reference": "https://example.com/start",
                "method": "POST",
                "request": request,
                "response": response,
                "errors": errors,
            });
            if deprecated {
                operation["deprecated"] = text.into();
            }
            operation
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 4_096, ..ProptestConfig::default() })]

    #[test]
    fn becomes_rust_that_parses(operation in operation()) {
        // JSON is YAML.
        let sources = Sources::from_texts([
            ("service.yaml", SERVICE.to_owned()),
            ("glossary.yaml", "fields: {}\nerrors: { InternalError: The service failed. }\n".to_owned()),
            ("monitor/StartMonitor.yaml", operation.to_string()),
        ]);
        match generate(&sources) {
            Ok(files) => {
                for (path, text) in files {
                    if path.extension().is_some_and(|extension| extension == "rs") {
                        let parsed = syn::parse_file(&text).map(drop);
                        prop_assert!(parsed.is_ok(), "{}: {parsed:?}\n{text}", path.display());
                    }
                }
            }
            Err(GenerateError::Specs(found)) => {
                let told = found.render(&sources, "specs", false);
                prop_assert!(told.starts_with("error: "));
                return Err(TestCaseError::reject(told));
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

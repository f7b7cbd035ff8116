//! Any valid spec becomes Rust that parses, in which no name clashes with another.

mod named;
mod notices;
mod source;

use live_codegen::{GenerateError, generate_unformatted};
use live_spec::{Files, Sources};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Names that are not valid identifiers, or that clash with others.
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

/// Names of operations and shared types.
const PASCAL: [&str; 16] = [
    "StartMonitor",
    "StartMonitorRequest",
    "Move",
    "Type",
    "Self",
    "Crate",
    "GetURL",
    "GetUrl",
    "A",
    "X1080P",
    "Option",
    "Client",
    "String",
    "Error",
    "Mod",
    "Send",
];

const FAMILIES: [&str; 8] = [
    "monitor", "monitor", "types", "a_b", "x2", "self", "mock", "client",
];

/// Text with a meaning to Rust, Markdown, TOML or the formatter.
const WORDS: [&str; 28] = [
    "plain",
    "`code`",
    "a `b",
    "``c ` d``",
    "[x]",
    "<T>",
    "*/",
    "//",
    "\"",
    "\\",
    "{}",
    "#",
    "1.",
    "-",
    ">",
    "===",
    "|",
    "~~~",
    "```",
    "https://example.com/a_b",
    "é直🎥",
    "r#\"",
    "\"#",
    "'",
    "%s",
    "$x",
    "averylongwordthatdoesnotfitbesideanyotherwordonthelinethatitisonandsogoestothenext",
    "{\"json\": [1, \"`\"]}",
];

/// Line breaks, and occasionally a character that texts must not contain.
const BREAKS: [&str; 6] = [" ", " ", "\n", "\n\n", "\n  ", "\t"];
const UNPRINTABLE: [&str; 3] = ["\r", "\u{7}", "\u{202e}"];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        select(&NAMES[..]).prop_map(str::to_owned),
        "[A-Za-z][A-Za-z0-9_.-]{0,8}",
    ]
}

fn pascal() -> impl Strategy<Value = String> {
    prop_oneof![
        select(&PASCAL[..]).prop_map(str::to_owned),
        "[A-Z][A-Za-z0-9]{1,8}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), 1..8).prop_map(|words| words.join(" "))
}

fn text() -> impl Strategy<Value = String> {
    let breaks = prop_oneof![400 => select(&BREAKS[..]), 1 => select(&UNPRINTABLE[..])];
    vec((select(&WORDS[..]), breaks), 1..12).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, end)| [word, end])
            .collect()
    })
}

fn scalar() -> impl Strategy<Value = Value> {
    select(
        &[
            "string", "integer", "long", "float", "double", "boolean", "Input", "Quality",
        ][..],
    )
    .prop_map(|ty| json!({ "type": ty }))
}

fn text_enum() -> impl Strategy<Value = Value> {
    btree_map(name(), line(), 1..5).prop_map(|values| json!({ "type": "string", "enum": values }))
}

fn integer_enum() -> impl Strategy<Value = Value> {
    btree_map(-9_i64..1_000, ("[A-Z][A-Za-z0-9]{0,6}", line()), 1..5).prop_map(|values| {
        let named = |(value, (name, doc)): (i64, (String, String))| {
            (value.to_string(), json!({ "name": name, "doc": doc }))
        };
        let values: Map<_, _> = values.into_iter().map(named).collect();
        json!({ "type": "integer", "enum": values })
    })
}

/// The keys of a type, at any depth.
fn ty() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![6 => scalar(), 1 => text_enum(), 1 => integer_enum(), 1 => Just(json!({ "type": "any" }))];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|items| json!({ "type": "array", "items": items })),
            inner
                .clone()
                .prop_map(|values| json!({ "type": "map", "values": values })),
            fields(inner, Part::Object)
                .prop_map(|fields| json!({ "type": "object", "fields": fields })),
        ]
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Request,
    Response,
    Object,
}

fn fields(ty: impl Strategy<Value = Value>, part: Part) -> impl Strategy<Value = Value> {
    let field = (ty, text(), text(), any::<[bool; 8]>());
    btree_map(name(), field, 0..4).prop_map(move |fields| {
        let field =
            |(name, (ty, doc, other, bits)): (String, (Value, String, String, [bool; 8]))| {
                (name, decorated(ty, part, &doc, &other, bits))
            };
        Value::Object(fields.into_iter().map(field).collect())
    })
}

/// Adds some optional keys to a field of a type.
fn decorated(mut field: Value, part: Part, doc: &str, other: &str, bits: [bool; 8]) -> Value {
    let [
        required,
        style,
        body,
        example,
        bounds,
        secret,
        deprecated,
        wrapper,
    ] = bits;
    let kind = field["type"].as_str().unwrap_or_default().to_owned();
    let is_enum = field.get("enum").is_some();
    field["doc"] = doc.into();
    if deprecated && secret {
        field["deprecated"] = other.into();
    }
    let structured = matches!(kind.as_str(), "array" | "map" | "object" | "Input");
    if part == Part::Request {
        field["required"] = required.into();
        field["in"] = if body { "body" } else { "query" }.into();
        if structured {
            field["style"] = if style { "repeat" } else { "json" }.into();
            let scalars = ["string", "long", "boolean"].map(Value::from);
            if kind == "array" && body && scalars.contains(&field["items"]["type"]) {
                field["style"] = "comma".into();
            }
        }
    } else if part == Part::Response {
        if structured && style && body {
            field["style"] = "json".into();
        }
        if kind == "array" && wrapper {
            field["wrapper"] = "Wrapped \"one\"".into();
        }
    } else {
        field["required"] = required.into();
    }
    match kind.as_str() {
        "string" if !is_enum => {
            if example {
                field["example"] = other.into();
            }
            if bounds {
                field["length"] = "1..64".into();
            }
            if secret {
                field["secret"] = true.into();
            }
        }
        "integer" | "long" | "float" | "double" if !is_enum => {
            if example {
                field["example"] = 7.into();
            }
            if bounds {
                field["min"] = (-1).into();
                field["max"] = 9.into();
            }
            if secret && part == Part::Request {
                field["default"] = 3.into();
            }
        }
        "array" | "map" | "object" | "any" if example => field["example"] = other.into(),
        _ => {}
    }
    field
}

fn operation(name: String) -> impl Strategy<Value = Value> {
    let codes = btree_map(name_of_code(), (line(), any::<bool>()), 0..4);
    let parts = (fields(ty(), Part::Request), fields(ty(), Part::Response));
    (parts, codes, line(), text(), any::<[bool; 4]>()).prop_map(
        move |(
            (mut request, mut response),
            codes,
            summary,
            text,
            [deprecated, ram, limit, reads],
        )| {
            let errors: Vec<_> = codes
                .into_iter()
                .map(|(code, (doc, classed))| {
                    let mut error = json!({ "status": 400, "code": code, "doc": doc });
                    if classed && code != "Invalid%s" {
                        error["class"] = "throttling".into();
                    }
                    error
                })
                .collect();
            promise_nothing(&mut response);
            // Named types must be in use.
            let used =
                json!({ "type": "array", "style": "json", "items": "Input", "doc": "Inputs." });
            request["Inputs"] = used;
            let mut operation = json!({
                "operation": name,
                "summary": summary,
                "doc": text,
                "reference": "https://example.com/start",
                "method": "POST",
                "request": request,
                "response": response,
                "errors": errors,
            });
            if deprecated {
                operation["deprecated"] = text.clone().into();
            }
            if ram {
                operation["ram"] = json!({ "action": "live:Start" });
            }
            if reads {
                operation["read_only"] = true.into();
                operation["why"] = json!({ "read_only": text });
            }
            if limit {
                operation["limit"] = "10/s".into();
            }
            operation
        },
    )
}

/// Removes `required` from the fields of a response, where it has no meaning.
fn promise_nothing(fields: &mut Value) {
    for field in fields.as_object_mut().into_iter().flat_map(Map::values_mut) {
        let mut part = field;
        while let Some(keys) = part.as_object_mut() {
            keys.remove("required");
            if let Some(inner) = keys.get_mut("fields") {
                promise_nothing(inner);
            }
            let below = ["items", "values"]
                .into_iter()
                .find(|key| keys.contains_key(*key));
            match below.and_then(|key| keys.get_mut(key)) {
                Some(below) => part = below,
                None => break,
            }
        }
    }
}

fn name_of_code() -> impl Strategy<Value = String> {
    prop_oneof![4 => name(), 1 => Just("Invalid%s".to_owned()), 1 => Just("400".to_owned())]
}

/// The shared types: `Input`, which contains an enum and any other type, and `Quality`.
fn types() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![4 => plain_scalar(), 1 => text_enum(), 1 => integer_enum()];
    let members = fields(leaf, Part::Object);
    (members, pascal(), line()).prop_map(|(mut members, name, doc)| {
        members["Quality"] = json!({ "type": "Quality", "doc": "Quality." });
        members["Other"] = json!({ "type": name, "doc": "Another." });
        json!({
            "Input": { "doc": doc, "type": "object", "fields": members },
            "Quality": { "doc": doc, "type": "integer", "enum": { "1": { "name": "Low", "doc": doc } } },
            name: { "doc": doc, "type": "string", "enum": { "a": doc } },
        })
    })
}

fn plain_scalar() -> impl Strategy<Value = Value> {
    select(&["string", "integer", "long", "double", "boolean"][..])
        .prop_map(|ty| json!({ "type": ty }))
}

fn service(title: &str, family: &str, doc: &str) -> Value {
    json!({
        "product": "live",
        "version": "2016-11-01",
        "title": title,
        "reference": "https://example.com/live",
        "endpoints": { "default": "live.example.com", "regions": { "a-1": "b.example.com" } },
        "errors": [{ "status": 500, "code": "InternalError", "class": "transient", "doc": doc }],
        "families": { family: doc },
        "companions": { "edge": { "crate": "alibabacloud-live-edge", "doc": doc } },
    })
}

/// Waits for a state that an operation shows, if it only reads and shows one.
fn waiters(operation: &Value, doc: &str) -> Option<(String, Value)> {
    let fields = operation["response"].as_object()?;
    let is_state = |(name, field): &(&String, &Value)| {
        let ty = field["type"].as_str().unwrap_or_default();
        matches!(ty, "string" | "integer" | "boolean") && !name.contains('.')
    };
    let (name, field) = fields.iter().find(is_state)?;
    operation.get("read_only")?;
    let known = field["enum"]
        .as_object()
        .and_then(|values| values.keys().next());
    let states = [known.map_or(doc, String::as_str)];
    let wait =
        json!({ "doc": format!("{doc} is"), "done": states, "interval": "1s", "limit": "1min" });
    let absent = json!({ "doc": format!("no {doc} is"), "absent": "done", "failed": states, "interval": "1s", "limit": "9s" });
    let name_of_operation = operation["operation"].as_str()?.to_owned();
    Some((
        name_of_operation,
        json!({ "state": name, "until": { "a1": wait, "self": absent } }),
    ))
}

/// The files of specs with a few operations.
fn specs() -> impl Strategy<Value = Vec<(String, String)>> {
    let operations = vec(pascal(), 1..3)
        .prop_flat_map(|names| names.into_iter().map(operation).collect::<Vec<_>>());
    let notices = notices::notifications();
    (
        operations,
        types(),
        notices,
        select(&FAMILIES[..]),
        line(),
        line(),
    )
        .prop_map(|(operations, types, mut notices, family, title, doc)| {
            // JSON is YAML.
            let mut files = vec![
                (
                    "service.yaml".to_owned(),
                    service(&title, family, &doc).to_string(),
                ),
                ("glossary.yaml".to_owned(), "fields: {}".to_owned()),
                (format!("{family}/types.yaml"), types.to_string()),
            ];
            let waiters: Map<_, _> = operations
                .iter()
                .filter_map(|operation| waiters(operation, &doc))
                .collect();
            files.push((
                format!("{family}/waiters.yaml"),
                Value::Object(waiters).to_string(),
            ));
            notices::set_by(&mut notices, &operations);
            files.push((format!("{family}/notifications.yaml"), notices.to_string()));
            files.extend(operations.iter().map(|operation| {
                let name = operation["operation"].as_str().unwrap_or_default();
                (format!("{family}/{name}.yaml"), operation.to_string())
            }));
            files
        })
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 4_096, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn valid_specs_become_rust_that_parses(specs in specs()) {
        match generated(&specs)? {
            Ok(files) => clean(&specs, files)?,
            // Where names clash, stating others is the way out.
            Err(_) => {
                let specs = named::with_names(&specs);
                match generated(&specs)? {
                    Ok(files) => clean(&specs, files)?,
                    Err(refusal) => {
                        prop_assert!(!is_about_names(&refusal), "{refusal}");
                        return Err(TestCaseError::reject(refusal));
                    }
                }
            }
        }
    }
}

/// Returns the generated files, or the rendered mistakes.
fn generated(specs: &[(String, String)]) -> Result<Result<Files, String>, TestCaseError> {
    let sources = Sources::from_texts(specs.iter().cloned());
    match generate_unformatted(&sources) {
        Ok(generated) => Ok(Ok(generated.files)),
        Err(GenerateError::Specs(found)) => {
            let rendered = found.render(&sources, "specs", false);
            prop_assert!(rendered.contains("error: "));
            Ok(Err(rendered))
        }
        Err(error) => Err(TestCaseError::fail(error.to_string())),
    }
}

/// Returns whether a refusal is about a name for which `name:` is the way out.
fn is_about_names(refusal: &str) -> bool {
    refusal.contains("name: …") || refusal.contains("remove `name`")
}

/// Checks that files hold Rust without clashes, and nothing invisible.
fn clean(specs: &[(String, String)], files: Files) -> Result<(), TestCaseError> {
    let operations = specs.len() - 5;
    let fixed = 7 + 1 + 1 + 1;
    prop_assert!(files.len() <= fixed + operations, "{:?}", files.keys());
    for (path, text) in files {
        let wrong = match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => source::check(&text).err().map(|error| error.to_string()),
            _ => text
                .chars()
                .find(|c| c.is_control() && *c != '\n')
                .map(String::from),
        };
        prop_assert!(wrong.is_none(), "{}: {wrong:?}\n{text}", path.display());
    }
    Ok(())
}

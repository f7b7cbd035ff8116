//! Whatever an import writes passes codegen, but for what people have to write or decide.

use live_codegen::{GenerateError, generate};
use live_import::Metadata;
use live_spec::Files;
use proptest::prelude::*;

use super::{in_monitor, specs};

/// Ends of messages about what only people can know.
const FOR_PEOPLE: [&str; 7] = [
    "has no explanation",
    "have no explanations",
    "`summary` is missing",
    "but the operation has no `pages`",
    "but reads by its access level",
    "but writes by its access level",
    "looks like a time, but states no `format`",
];

/// Texts that sources state as examples, defaults, bounds and values, right or wrong.
fn scalar() -> impl Strategy<Value = String> {
    let texts = [
        "null",
        "\"null\"",
        "\"\"",
        "\" \"",
        "0",
        "1",
        "-1",
        "30",
        "1.5",
        "\"10\"",
        "\"1e3\"",
        "9.22e18",
        "-9223372036854775808",
        "2147483648",
        "true",
        "\"TRUE\"",
        "\"a\"",
        "\"a-b\"",
        "\"a_b\"",
        "\"A\"",
        "\"H.264.\"",
        "\"cn-shanghai\"",
        "\"a\\u200bb\"",
        "\"x: y # z\"",
        "\"[1, 2]\"",
        "\"[\\\"a\\\"]\"",
        "\"{\\\"A\\\": 1}\"",
        "\"{\\\"A\\\": 506***}\"",
        "[\"a\", \"b\"]",
        "{\"A\": 1}",
        "\"a,b,c\"",
        "\"{App}/{Stream}\"",
        "\"名称\"",
        "\"010\"",
        "\"2019-08-21T12:30:24Z\"",
        "\"2019-08-21T12:30Z\"",
        "\"2019-08-21 12:30\"",
    ];
    prop::sample::select(texts.to_vec()).prop_map(str::to_owned)
}

/// Members of an object, some of them missing.
fn members(keys: &[(&'static str, BoxedStrategy<String>)]) -> BoxedStrategy<String> {
    let mut all = Just(Vec::new()).boxed();
    for (key, value) in keys {
        let key = *key;
        let member = prop_oneof![
            2 => Just(None),
            1 => value.clone().prop_map(move |value| Some(format!("\"{key}\": {value}"))),
        ];
        all = (all, member)
            .prop_map(|(mut all, member)| {
                all.extend(member);
                all
            })
            .boxed();
    }
    all.prop_map(|all| all.join(", ")).boxed()
}

/// A schema of the vendor's metadata.
fn schema() -> impl Strategy<Value = String> {
    let list =
        || prop::collection::vec(scalar(), 0..4).prop_map(|all| format!("[{}]", all.join(", ")));
    let number = || {
        let odd = [
            "0", "1", "-1", "10", "\"100\"", "1.5", "-0.5", "9.22e18", "\"30\"",
        ];
        prop::sample::select(odd.to_vec())
            .prop_map(str::to_owned)
            .boxed()
    };
    let flag = || prop_oneof![Just("true".to_owned()), Just("false".to_owned())].boxed();
    let constraints = move || {
        members(&[
            ("example", scalar().boxed()),
            ("default", scalar().boxed()),
            ("enum", list().boxed()),
            ("minimum", number()),
            ("maximum", number()),
            ("exclusiveMinimum", flag()),
            ("minLength", number()),
            ("maxLength", number()),
            ("minItems", number()),
            ("maxItems", number()),
            ("pattern", Just("\"^a+$\"".to_owned()).boxed()),
            ("required", flag()),
            ("docRequired", flag()),
            ("deprecated", flag()),
            ("title", Just("\"Prose\"".to_owned()).boxed()),
            ("surprise", scalar().boxed()),
        ])
    };
    let kind = prop::sample::select(vec![
        "\"type\": \"string\"",
        "\"type\": \"boolean\"",
        "\"type\": \"any\"",
        "\"type\": \"integer\", \"format\": \"int32\"",
        "\"type\": \"integer\", \"format\": \"int64\"",
        "\"type\": \"number\", \"format\": \"float\"",
        "\"type\": \"number\"",
        "\"type\": \"object\"",
    ]);
    let joined = |first: String, more: String| match more.is_empty() {
        true => format!("{{ {first} }}"),
        false => format!("{{ {first}, {more} }}"),
    };
    let leaf = (kind, constraints()).prop_map(move |(kind, more)| joined(kind.to_owned(), more));
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let list = (inner.clone(), constraints());
        let map = (inner.clone(), constraints());
        let object = (prop::collection::vec(inner, 1..4), constraints());
        prop_oneof![
            list.prop_map(move |(items, more)| joined(
                format!("\"type\": \"array\", \"items\": {items}"),
                more
            )),
            map.prop_map(move |(values, more)| joined(
                format!("\"type\": \"object\", \"additionalProperties\": {values}"),
                more
            )),
            object.prop_map(move |(fields, more)| joined(
                format!(
                    "\"type\": \"object\", \"properties\": {{ {} }}",
                    named(&fields)
                ),
                more
            )),
        ]
    })
}

/// Names fields. Some names say that the field holds a secret.
fn named(fields: &[String]) -> String {
    let names = ["Alpha", "AccessKeySecret", "Gamma", "Password"];
    let fields = names.iter().zip(fields);
    let fields: Vec<_> = fields
        .map(|(name, field)| format!("\"{name}\": {field}"))
        .collect();
    fields.join(", ")
}

fn parameter() -> impl Strategy<Value = String> {
    let place = prop_oneof![30 => Just("query"), 6 => Just("formData"), 1 => Just("body"), 1 => Just("path")];
    let style = prop::sample::select(vec![
        "",
        "\"style\": \"repeatList\", ",
        "\"style\": \"json\", ",
        "\"style\": \"simple\", ",
        "\"style\": \"flat\", ",
    ]);
    let name = prop::sample::select(vec!["First", "Second", "SSLPri", "Third", "OwnerId"]);
    (name, place, style, schema()).prop_map(|(name, place, style, schema)| {
        format!("{{ \"name\": \"{name}\", \"in\": \"{place}\", {style}\"schema\": {schema} }}")
    })
}

fn document() -> impl Strategy<Value = String> {
    let parameters = prop::collection::vec(parameter(), 0..3);
    let methods = prop_oneof![
        1 => Just("\"put\""),
        4 => Just("\"get\""),
        8 => Just("\"post\""),
        8 => Just("\"post\", \"get\""),
    ];
    let response = prop::option::of(prop::collection::vec(schema(), 0..3));
    let more = members(&[
        ("deprecated", Just("true".to_owned()).boxed()),
        (
            "path",
            prop_oneof![9 => Just("\"/\"".to_owned()), 1 => Just("\"/a\"".to_owned())].boxed(),
        ),
        ("schemes", Just("[\"http\", \"https\"]".to_owned()).boxed()),
        ("security", Just("[{ \"AK\": [] }]".to_owned()).boxed()),
        (
            "systemTags",
            Just("{ \"operationType\": \"list\" }".to_owned()).boxed(),
        ),
        (
            "errorCodes",
            Just(
                "{ \"400\": [{ \"errorCode\": \"Bad\" }, { \"errorCode\": \"B\\u200bd\" }], \
                 \"302\": [{ \"errorCode\": \"Odd\" }] }"
                    .to_owned(),
            )
            .boxed(),
        ),
        (
            "ramActions",
            Just("[{ \"action\": \"no action\" }]".to_owned()).boxed(),
        ),
    ]);
    (parameters, methods, response, more).prop_map(|(parameters, methods, response, more)| {
        let response = response.map_or_else(String::new, |fields| {
            let fields = named(&fields);
            format!(
                ", \"responses\": {{ \"200\": {{ \"schema\": {{ \"type\": \"object\", \"properties\": {{ {fields} }} }} }} }}"
            )
        });
        let more = match more.is_empty() {
            true => String::new(),
            false => format!(", {more}"),
        };
        let parameters = parameters.join(", ");
        format!(
            "{{ \"info\": {{ \"product\": \"fixture\", \"version\": \"2020-02-02\", \"style\": \"RPC\" }}, \
             \"apis\": {{ \"ListThings\": {{ \"methods\": [{methods}], \"parameters\": [{parameters}]{response}{more} }} }} }}"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_is_written_passes_codegen_but_for_docs_and_decisions(text in document()) {
        let metadata = Metadata::of_text(text.clone(), "");
        let import = live_import::import(&metadata, &specs(&Files::new()), &in_monitor()).unwrap();
        if import.files.is_empty() {
            return Ok(());
        }
        let sources = specs(&import.files);
        if let Err(GenerateError::Specs(found)) = generate(&sources) {
            for found in found.iter().filter(|found| !found.is_warning()) {
                let message = found.message();
                prop_assert!(
                    // Where names clash in Rust, people choose others.
                    message.contains("would be `")
                        || FOR_PEOPLE.iter().any(|end| message.ends_with(end)),
                    "{message}\n{text}\n{:?}",
                    import.files
                );
            }
        }
        // The specs say all that the metadata says.
        let again = live_import::import(&metadata, &sources, &in_monitor()).unwrap();
        prop_assert!(again.report.is_clean(), "{:#?}\n{text}\n{:?}", again.report, import.files);
        prop_assert!(again.files.is_empty());
    }
}

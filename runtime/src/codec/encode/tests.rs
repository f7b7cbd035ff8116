use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Any value that can be sent.
#[derive(Clone, Debug)]
enum Sample {
    Unset,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Sample>),
    Object(BTreeMap<String, Sample>),
}

impl WriteValue for Sample {
    fn write_value(&self, writer: ValueWriter<'_>) {
        match self {
            Self::Unset => {}
            Self::Boolean(value) => writer.boolean(*value),
            Self::Integer(value) => writer.integer(*value),
            Self::Float(value) => writer.float(*value),
            Self::Text(value) => writer.text(value),
            Self::List(items) => items.write_value(writer),
            Self::Object(fields) => fields.write_value(writer),
        }
    }
}

impl Sample {
    fn json(&self) -> Option<serde_json::Value> {
        use serde_json::Value;
        Some(match self {
            Self::Unset => return None,
            Self::Boolean(value) => Value::from(*value),
            Self::Integer(value) => Value::from(*value),
            Self::Float(value) => Value::from(*value),
            Self::Text(value) => Value::from(value.as_str()),
            Self::List(items) => items
                .iter()
                .map(|item| item.json().unwrap_or(Value::Null))
                .collect(),
            Self::Object(fields) => fields
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.json()?)))
                .collect(),
        })
    }

    fn repeated(&self, name: String, out: &mut Vec<(String, String)>) {
        match self {
            Self::Unset => {}
            Self::Boolean(value) => out.push((name, value.to_string())),
            Self::Integer(value) => out.push((name, value.to_string())),
            Self::Float(value) => out.push((name, value.to_string())),
            Self::Text(value) => out.push((name, value.clone())),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.repeated(format!("{name}.{}", index + 1), out);
                }
            }
            Self::Object(fields) => {
                for (field, value) in fields {
                    value.repeated(format!("{name}.{field}"), out);
                }
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    any::<String>()
}

fn sample() -> impl Strategy<Value = Sample> {
    let leaf = prop_oneof![
        Just(Sample::Unset),
        any::<bool>().prop_map(Sample::Boolean),
        any::<i64>().prop_map(Sample::Integer),
        // Only fractions, because a whole number is written without a decimal point.
        (-1e9..1e9)
            .prop_filter("whole", |value: &f64| value.fract() != 0.0)
            .prop_map(Sample::Float),
        text().prop_map(Sample::Text),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Sample::List),
            prop::collection::btree_map(text(), inner, 0..4).prop_map(Sample::Object),
        ]
    })
}

fn decoded(canonical: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    let pairs = canonical.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repeated_parameters_decode_to_the_sent_values_sorted_by_name(
        sent in prop::collection::vec((text(), sample()), 0..4),
    ) {
        let mut parameters = Parameters::default();
        let mut expected = Vec::new();
        for (name, value) in &sent {
            parameters.query(name, value);
            value.repeated(name.clone(), &mut expected);
        }
        expected.sort_by(|(one, _), (other, _)| one.cmp(other));
        prop_assert_eq!(decoded(&parameters.canonical_query()), expected);
        let reserved = |c: char| !(c.is_ascii_alphanumeric() || "-_.~%&=".contains(c));
        prop_assert!(!parameters.canonical_query().contains(reserved));
    }

    #[test]
    fn encoded_pairs_equal_the_encoded_canonical_text(
        sent in prop::collection::vec((text(), sample(), any::<bool>()), 0..4),
    ) {
        let mut parameters = Parameters::default();
        for (name, value, query) in &sent {
            match query {
                true => parameters.query(name, value),
                false => parameters.form(name, value),
            }
        }
        let mut encoded = String::new();
        push_pairs_encoded(&mut encoded, &sorted(parameters.sections()));
        prop_assert_eq!(encoded, encode(&parameters.canonical()));
    }

    #[test]
    fn json_parameters_contain_the_sent_value(value in sample()) {
        let mut parameters = Parameters::default();
        parameters.form_json("Name", &value);
        let sent = parameters.form_pairs().next().map(|(_, text)| text);
        let read = sent.as_deref().map(|text| serde_json::from_str(text).unwrap());
        prop_assert_eq!(read, value.json());
// As compact as serde_json's output. The text may differ in the order of fields, which follows the
// documentation.
        prop_assert_eq!(sent.map(|text| text.len()), value.json().map(|json| json.to_string().len()));
    }

    #[test]
    fn all_characters_but_unreserved_ones_are_encoded(text in text()) {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        const RESERVED: &percent_encoding::AsciiSet =
            &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
        prop_assert_eq!(encode(&text), utf8_percent_encode(&text, RESERVED).to_string());
    }
}

#[test]
fn unset_item_of_json_list_becomes_null() {
    let mut parameters = Parameters::default();
    parameters.query_json(
        "List",
        &vec![Sample::Unset, Sample::Integer(1), Sample::Unset],
    );
    assert_eq!(
        parameters.query_pairs().next(),
        Some(("List", "[null,1,null]".to_owned()))
    );
}

#[test]
fn json_with_commas_is_invalid_in_comma_list() {
    let mut parameters = Parameters::default();
    parameters.query_comma("List", &vec![serde_json::json!([1, 2])]);
    assert!(parameters.invalid().is_some());
}

#[test]
fn secrets_are_sent_but_masked_in_debug_output() {
    struct Secret;
    impl WriteValue for Secret {
        fn write_value(&self, writer: ValueWriter<'_>) {
            writer.secret("s3cret/=");
        }
    }
    let secret = || Secret;
    let object = || {
        BTreeMap::from([
            ("Name".to_owned(), Some(secret())),
            ("None".to_owned(), None),
        ])
    };
    let mut parameters = Parameters::default();
    parameters.query("Plain", &secret());
    parameters.query("Repeated", &vec![object()]);
    parameters.query_json("Json", &vec![object()]);
    parameters.form_comma("Comma", &vec![secret()]);
    parameters.form_json("Shown", &vec![Sample::Text("shown".to_owned())]);
    let mut extra = ExtraParameters::default();
    for name in ["Plain", "Json", "AuthKey"] {
        extra.set(name, "s3cret of the caller");
    }
    let sent = format!("{:?}", parameters.canonical());
    assert_eq!(sent.matches("s3cret").count(), 4);
    for replaced in [false, true] {
        if replaced {
            parameters.extend(&extra);
        }
        let printed = format!("{parameters:?}");
        assert!(!printed.contains("s3cret"), "{printed}");
        assert!(printed.contains("shown"), "{printed}");
        assert!(printed.contains(r#""Repeated.1.Name": "***""#), "{printed}");
    }
    let mut extra = ExtraParameters::default();
    extra.set("AuthKey", "s3cret");
    extra.set("Name", "shown");
    assert_eq!(
        format!("{extra:?}"),
        r#"{"AuthKey": "***", "Name": "shown"}"#
    );
}

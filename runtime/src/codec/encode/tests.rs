use proptest::prelude::*;

use super::*;

/// A value to send, of any form.
#[derive(Clone, Debug)]
enum Sent {
    Unset,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Sent>),
    Object(BTreeMap<String, Sent>),
}

impl WriteValue for Sent {
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

impl Sent {
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

fn sent() -> impl Strategy<Value = Sent> {
    let leaf = prop_oneof![
        Just(Sent::Unset),
        any::<bool>().prop_map(Sent::Boolean),
        any::<i64>().prop_map(Sent::Integer),
        // Of fractions only, since a whole number loses its point on the way.
        (-1e9..1e9)
            .prop_filter("whole", |value: &f64| value.fract() != 0.0)
            .prop_map(Sent::Float),
        text().prop_map(Sent::Text),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Sent::List),
            prop::collection::btree_map(text(), inner, 0..4).prop_map(Sent::Object),
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
    fn repeated_parameters_decode_to_what_was_sent_sorted_by_name(
        sent in prop::collection::vec((text(), sent()), 0..4),
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
    fn the_string_to_sign_is_the_canonical_text_encoded_once_more(
        sent in prop::collection::vec((text(), sent(), any::<bool>()), 0..4),
    ) {
        let mut parameters = Parameters::default();
        for (name, value, query) in &sent {
            match query {
                true => parameters.query(name, value),
                false => parameters.form(name, value),
            }
        }
        prop_assert_eq!(
            crate::auth::signing::hmac_sha1::string_to_sign("POST", &parameters),
            format!("POST&%2F&{}", encode(&parameters.canonical()))
        );
    }

    #[test]
    fn json_parameters_hold_the_value_that_was_sent(value in sent()) {
        let mut parameters = Parameters::default();
        parameters.form_json("Name", &value);
        let sent = parameters.form_pairs().next().map(|(_, text)| text);
        let read = sent.as_deref().map(|text| serde_json::from_str(text).unwrap());
        prop_assert_eq!(read, value.json());
        // As compact as serde_json writes it, except for the order of fields, which is that of the documentation.
        prop_assert_eq!(sent.map(|text| text.len()), value.json().map(|json| json.to_string().len()));
    }

    #[test]
    fn encoding_leaves_only_what_is_unreserved(text in text()) {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        const RESERVED: &percent_encoding::AsciiSet =
            &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
        prop_assert_eq!(encode(&text), utf8_percent_encode(&text, RESERVED).to_string());
    }
}

#[test]
fn a_json_list_keeps_the_place_of_an_item_that_is_not_set() {
    let mut parameters = Parameters::default();
    parameters.query_json("List", &vec![Sent::Unset, Sent::Integer(1), Sent::Unset]);
    assert_eq!(
        parameters.query_pairs().next(),
        Some(("List", "[null,1,null]".to_owned()))
    );
}

#[test]
fn a_comma_list_holds_no_json_with_commas() {
    let mut parameters = Parameters::default();
    parameters.query_comma("List", &vec![serde_json::json!([1, 2])]);
    assert!(parameters.invalid().is_some());
}

#[test]
fn secrets_are_sent_but_not_printed() {
    let secret = || crate::Secret::from("s3cret/=");
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
    parameters.form_json("Shown", &vec![Sent::Text("shown".to_owned())]);
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
        assert!(
            printed.contains(r#""Repeated.1.Name": "****""#),
            "{printed}"
        );
    }
    let mut extra = ExtraParameters::default();
    extra.set("AuthKey", "s3cret");
    extra.set("Name", "shown");
    assert_eq!(
        format!("{extra:?}"),
        r#"{"AuthKey": "****", "Name": "shown"}"#
    );
}

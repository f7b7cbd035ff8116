//! Any values under any names: the canonical text decodes to the values, sorted by name.

#![no_main]

use alibabacloud_live::rpc::Parameters;
use libfuzzer_sys::fuzz_target;
use live_fuzz::{ArbitraryValue, decoded};

fuzz_target!(
    |input: (Vec<(String, ArbitraryValue)>, Vec<(String, ArbitraryValue)>)| {
        let (repeated, mut json) = input;
        json.retain(|(_, value)| value.depth() <= 100);
        let mut parameters = Parameters::default();
        let mut expected = Vec::new();
        for (name, value) in &repeated {
            parameters.query(name, value);
            value.repeated(name, &mut expected);
        }
        for (name, value) in &json {
            parameters.form_json(name, value);
        }
        if parameters.invalid().is_some() {
            return;
        }

        expected.sort_by(|(one, _), (other, _)| one.cmp(other));
        assert_eq!(decoded(&parameters.canonical_query()), expected);

        let sent: Vec<_> = json
            .iter()
            .filter_map(|(name, value)| Some((name, value.json()?)))
            .collect();
        let pairs: Vec<_> = parameters.form_pairs().collect();
        assert_eq!(pairs.len(), sent.len());
        for ((name, text), (sent_name, value)) in pairs.iter().zip(sent) {
            assert_eq!(name, sent_name);
            let read: serde_json::Value = serde_json::from_str(text).expect("compact JSON");
            assert!(same(&read, &value), "{read} is not {value}");
        }
    }
);

/// Compares values, numbers by value: `1.0` is sent as `1`.
fn same(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, one)| other.get(name).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

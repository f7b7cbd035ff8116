//! What might arrive instead of a documented notification. Nothing of it may be lost.

use serde_json::{Map, Value, json};

use super::{AnyNotification, Read, members};
use crate::conformance::response_differences;
use crate::notifications::sent::samples;
use crate::operations::service;

/// Returns a value with this done to each value in it, the inner ones first.
fn each(value: &Value, change: &impl Fn(Value) -> Value) -> Value {
    change(match value {
        Value::Array(items) => items.iter().map(|item| each(item, change)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), each(value, change)));
            Value::Object(fields.collect())
        }
        scalar => scalar.clone(),
    })
}

/// Returns an object with its members changed, but not itself.
fn inside(object: &Value, change: impl Fn(Value) -> Value) -> Value {
    let members = object.as_object().unwrap().iter();
    let members = members.map(|(name, value)| (name.clone(), each(value, &change)));
    Value::Object(members.collect())
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// Reads a body, and checks that nothing of it is lost. These are the same: a structure and its
/// JSON as text, yes and one, an item and a list of it.
fn read(notification: &AnyNotification, body: &Value) -> Read {
    let read = (notification.from_json)(body.to_string().as_bytes()).unwrap();
    let name = notification.name();
    let mut differences = Vec::new();
    let [arrived, kept] = [body, &read.value].map(|value| each(value, &plain));
    response_differences(name, &arrived, &kept, &mut differences);
    assert!(differences.is_empty(), "{body}: {differences:#?}");
    read
}

fn plain(value: Value) -> Value {
    match value {
        Value::String(text) => match serde_json::from_str(&text) {
            Ok(value) => each(&value, &plain),
            Err(_) => text.into(),
        },
        Value::Bool(yes) => i32::from(yes).into(),
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        value => value,
    }
}

/// Reads a body that fields can hold.
fn read_whole(notification: &AnyNotification, body: &Value) {
    let read = read(notification, body);
    assert!(read.is_documented(), "{body}: {}", read.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_hold_documented_values_in_other_forms() {
    for (notification, sent) in samples(&service()).await {
        let body = members(&sent);
        read_whole(notification, &body);
        read_whole(
            notification,
            &inside(&body, |value| match &value {
                Value::Bool(_) | Value::Number(_) => value.to_string().into(),
                _ => value,
            }),
        );
        read_whole(
            notification,
            &inside(&body, |value| match &value {
                Value::Array(_) | Value::Object(_) => value.to_string().into(),
                _ => value,
            }),
        );
        // Not whole: a kind may be told by a member that is null here.
        read(
            notification,
            &inside(&body, |value| match value {
                // Lists have no null.
                Value::Array(items) if items.iter().all(Value::is_null) => Value::Null,
                Value::Array(_) | Value::Object(_) => value,
                _ => Value::Null,
            }),
        );
        let marked = format!("\u{feff} {body}\r\n");
        let read = (notification.from_json)(marked.as_bytes()).unwrap();
        assert!(read.is_documented(), "{}", read.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_other_types_are_kept() {
    for (notification, sent) in samples(&service()).await {
        let body = members(&sent);
        for other in [
            json!(7),
            json!(-0.5),
            json!(true),
            json!("text"),
            json!("{\"a\":"),
            json!(u64::MAX),
            json!(["x"]),
            json!([{"y": 1}, {"y": 2}]),
            json!({"z": {"y": [1]}}),
        ] {
            read(notification, &inside(&body, |_| other.clone()));
            // Only the innermost values are replaced.
            let leaves = inside(&body, |value| match is_scalar(&value) {
                true => other.clone(),
                false => value,
            });
            read(notification, &leaves);
        }
        let single = inside(&body, |value| match value {
            Value::Array(mut items) if items.len() == 1 => items.remove(0),
            value => value,
        });
        read_whole(notification, &single);
        let more = inside(&body, |mut value| {
            if let Value::Object(fields) = &mut value {
                fields.insert("New".to_owned(), json!({"a": [1, null]}));
            }
            value
        });
        read(notification, &more);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_undocumented_way_of_sending_is_read_too() {
    for (notification, sent) in samples(&service()).await {
        let members = members(&sent);
        let mut query = reqwest::Url::parse("http://localhost/").unwrap();
        for (name, value) in members.as_object().unwrap() {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            query.query_pairs_mut().append_pair(name, &text);
        }
        let query = query.query().unwrap();
        let read = (notification.from_query)(query);
        assert!(read.is_documented(), "{}", read.text);
        let documented = notification.read(&sent);
        assert_eq!(read.text, documented.text);
        let repeated = (notification.from_query)(&format!("?{query}&{query}"));
        let kept = repeated.text.matches("extra_members: {\"").count();
        assert_eq!(kept, usize::from(!members.as_object().unwrap().is_empty()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stored_notifications_are_the_same_when_restored() {
    for (notification, sent) in samples(&service()).await {
        let body = members(&sent);
        for body in [inside(&body, |_| json!({"a": 1})), body] {
            let read = read(notification, &body);
            let restored = (notification.restore)(&read.value);
            assert_eq!(restored.text, read.text);
            assert_eq!(restored.value, read.value);
        }
    }
}

#[test]
fn secrets_of_notifications_are_printed_nowhere() {
    let service = service();
    let families = service.families.iter();
    let mut secrets = 0;
    for spec in families.flat_map(|family| &family.notifications) {
        let notification = AnyNotification::named(&spec.name);
        for field in spec.all_fields().filter(|field| field.secret) {
            secrets += 1;
            let name = &field.name;
            for value in [
                json!("s3cret"),
                json!(["s3cret"]),
                json!({"s3cret": "s3cret"}),
                json!([[{"a": "s3cret"}]]),
            ] {
                let body = Value::Object(Map::from_iter([(name.clone(), value)])).to_string();
                let read = (notification.from_json)(body.as_bytes()).unwrap();
                assert!(!read.text.contains("s3cret"), "{}", read.text);
                let broken = &body.as_bytes()[..body.len() - 1];
                let error = (notification.from_json)(broken).unwrap_err();
                let error = format!("{error} {error:?}");
                assert!(!error.contains("s3cret"), "{error}");
            }
            let query = format!("{name}=s3cret&{name}=s3cret&auth_key=1-0-0-s3cret");
            let read = (notification.from_query)(&query);
            assert!(!read.text.contains("s3cret"), "{}", read.text);
        }
    }
    assert!(secrets > 0);
}

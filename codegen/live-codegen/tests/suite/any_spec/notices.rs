//! Notifications at random: by query and JSON, of kinds, with answers, set by an operation or not.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Part, fields, line, promise_nothing, scalar, text, text_enum, ty};

/// A notification whose address no operation sets.
pub(super) fn notice() -> impl Strategy<Value = Value> {
    let answer = fields(ty(), Part::Object);
    (content(), answer, line(), text(), any::<[bool; 4]>()).prop_map(
        |(content, answer, summary, doc, [answers, signed, described, revised])| {
            let mut notice = content;
            notice["summary"] = summary.into();
            if described {
                notice["doc"] = doc.clone().into();
            }
            notice["reference"] = "https://example.com/notice".into();
            if revised {
                notice["revised"] = "2025-01-08".into();
            }
            notice["why"] = json!({ "set_by": doc });
            if signed {
                notice["signed"] = "address".into();
                notice["why"]["signed"] = "The console sets the key.".into();
            }
            if answers && answer.as_object().is_some_and(|fields| !fields.is_empty()) {
                notice["answer"] = answer;
            }
            notice
        },
    )
}

/// How it is sent, and its fields or kinds.
fn content() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![4 => scalar(), 1 => text_enum()];
    let plain = plain.prop_filter("objects are not in queries", |ty| ty["type"] != "Input");
    let query = fields(plain, Part::Object);
    let of_query = query.prop_map(|fields| json!({ "sent": "query", "fields": some(fields) }));
    let of_json = fields(ty(), Part::Response)
        .prop_map(|fields| json!({ "sent": "json", "fields": some(fields) }));
    let kinds = (
        fields(ty(), Part::Response),
        fields(ty(), Part::Response),
        line(),
        any::<bool>(),
    );
    let of_kinds = kinds.prop_map(|(mut first, mut second, doc, has_rest)| {
        for (fields, only) in [(&mut first, "onlyFirst"), (&mut second, "onlySecond")] {
            fields[only] = json!({ "type": "string", "doc": doc });
        }
        let mut kinds = json!({
            "First": { "doc": doc, "when": "onlyFirst", "fields": some(first) },
            "Second": { "doc": doc, "when": "onlySecond", "fields": some(second) },
        });
        if has_rest && let Some(last) = kinds["Second"].as_object_mut() {
            last.remove("when");
        }
        json!({ "sent": "json", "kinds": kinds })
    });
    prop_oneof![of_query, of_json, of_kinds]
}

/// Returns fields of a notification, of which there is at least one.
fn some(mut fields: Value) -> Value {
    promise_nothing(&mut fields);
    fields["a1"] = json!({ "type": "string", "doc": "A text." });
    fields
}

/// Returns the file of some notifications. An operation that writes sets the addresses.
pub(super) fn file(notices: Vec<(String, Value)>, operations: &[Value]) -> Value {
    let mut operations = operations.iter();
    let setter = operations.find(|operation| operation.get("read_only").is_none());
    let setter = setter.and_then(|operation| operation["operation"].as_str());
    // That an operation reads may also be said by its name.
    let setter = setter.filter(|name| !name.starts_with("Get"));
    let named = notices.into_iter().map(|(name, mut notice)| {
        if let Some(setter) = setter {
            notice["set_by"] = json!({ setter: { "address": "NoticeUrl" } });
            if let Some(why) = notice["why"].as_object_mut() {
                why.remove("set_by");
            }
        }
        (format!("{name}Notice"), notice)
    });
    Value::Object(named.collect::<Map<_, _>>())
}

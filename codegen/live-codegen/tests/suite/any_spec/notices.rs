//! Notifications of any fields, of one or several kinds, with and without responses.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::{Part, fields, line, pascal, promise_nothing, text, ty};

/// Notifications, without what sets their addresses.
pub(super) fn notifications() -> impl Strategy<Value = Value> {
    let fields = || fields(ty(), Part::Response);
    let kinds = (pascal(), fields(), pascal(), fields(), any::<bool>());
    let response = option::of(super::fields(ty(), Part::Object));
    let content = (fields(), option::of(kinds), response);
    let texts = (pascal(), line(), text());
    let sent = select(&["query", "json"][..]);
    (texts, content, sent).prop_map(|((name, summary, doc), (own, kinds, response), sent)| {
        let mut notice = json!({
            "summary": summary,
            "doc": doc,
            "reference": "https://example.com/notice",
            "sent": sent,
            "signed": "address",
            "revised": "2025-01-08",
            "why": { "signed": "The console sets the key." },
        });
        match kinds {
            Some((first, one, second, other, is_open)) => {
                let mut last = kind(&doc_of(&summary), other, sent, "last");
                if !is_open {
                    last.as_object_mut().map(|last| last.remove("when"));
                }
                notice["kinds"] =
                    json!({ first: kind(&doc_of(&summary), one, sent, "first"), second: last });
            }
            None => notice["fields"] = received(own, sent, "always"),
        }
        if let Some(mut response) = response {
            response["Always"] = json!({ "type": "string", "doc": "Always there." });
            notice["response"] = response;
        }
        json!({ name: notice })
    })
}

fn doc_of(summary: &str) -> String {
    format!("Once {summary}")
}

fn kind(doc: &str, fields: Value, sent: &str, own: &str) -> Value {
    json!({ "doc": doc, "when": own, "fields": received(fields, sent, own) })
}

/// Makes fields those of a notification, with one more that is there always.
fn received(mut fields: Value, sent: &str, own: &str) -> Value {
    promise_nothing(&mut fields);
    for field in fields.as_object_mut().into_iter().flat_map(Map::values_mut) {
        let is_structured = ["array", "map", "object", "any", "Input"]
            .iter()
            .any(|kind| field["type"] == *kind);
        if sent == "query" && is_structured {
            field["style"] = "json".into();
        }
    }
    for other in ["first", "last"] {
        fields.as_object_mut().map(|fields| fields.remove(other));
    }
    fields[own] = json!({ "type": "string", "doc": "Always there." });
    fields
}

/// Lets an operation set the address, or nothing if none can.
pub(super) fn set_by(notices: &mut Value, operations: &[Value]) {
    let setter = operations.iter().find_map(|operation| {
        let parameters = operation["request"].as_object()?;
        let (parameter, _) = parameters.iter().find(|(name, field)| {
            let is_plain = field["type"] == "string" && field.get("enum").is_none();
            let is_path = !name.contains(['.', ' ']);
            is_plain && is_path && field.get("secret").is_none()
        })?;
        let name = operation["operation"].as_str()?;
        let writes = operation.get("read_only").is_none() && !name.starts_with("Get");
        writes.then(|| json!({ name: { "address": parameter } }))
    });
    for notice in notices
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
    {
        match &setter {
            Some(setter) => notice["set_by"] = setter.clone(),
            None => notice["why"]["set_by"] = "The console sets it.".into(),
        }
    }
}

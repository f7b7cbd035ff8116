//! Reads the known values of enums.

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::kind::Kind;
use crate::model::{Enum, EnumValue, Located};
use crate::reader::Value;
use crate::rust_names::type_name;

/// Returns how a number is sent, if it is written in another way, such as `010`.
pub(crate) fn canonical(written: &str) -> Option<String> {
    let number: i64 = written.parse().ok()?;
    Some(number.to_string()).filter(|canonical| canonical != written)
}

/// Reads the known values of an enum: a mapping from values to explanations. A list of bare values,
/// as imports write it, is reported because its values lack explanations.
pub(crate) fn enumeration(value: &Value<'_>, kind: Kind) -> Enum {
    let integer = kind.is_integer();
    let mut values: Vec<EnumValue> = Vec::new();
    let mut add = |found: EnumValue| {
        let clash = |earlier: &&EnumValue| earlier.value == found.value;
        if let Some(earlier) = values.iter().find(clash) {
            let repeated = Diagnostic::new(found.at, "this value is stated twice");
            value
                .report()
                .add(repeated.related(earlier.at.clone(), "first stated here"));
            return;
        }
        if !kind.accepts(&found.value) {
            value.report().error(
                &found.at,
                format!("`{}` is not {}", found.value, kind.noun()),
            );
        }
        if let (true, Some(canonical)) = (integer, canonical(&found.value)) {
            let odd = Diagnostic::new(
                found.at.clone(),
                format!("`{}` is not the canonical form of this number", found.value),
            );
            value.report().add(odd.help(format!("write `{canonical}`")));
        }
        if integer && found.name_in_rust.is_none() {
            let nameless =
                Diagnostic::new(found.at.clone(), format!("`{}` needs a name", found.value));
            value
                .report()
                .add(nameless.help(format!("write `{}: {{ name: …, doc: … }}`", found.value)));
        }
        values.push(found);
    };
    if value.is_list() {
        for item in value.list().unwrap_or_default() {
            if let Some(value) = item.scalar() {
                add(EnumValue {
                    value,
                    name_in_rust: None,
                    doc: String::new(),
                    at: item.place,
                });
            }
        }
        if !values.is_empty() {
            let bare = Diagnostic::new(
                value.label.clone(),
                "the values of this enum have no explanations",
            );
            let help = "write each with its explanation: `enum: { mp4: An MP4 file., … }`";
            value.report().add(bare.help(help));
        }
    } else {
        for entry in value.entries().unwrap_or_default() {
            let (name_in_rust, doc) = meaning(&entry.value);
            add(EnumValue {
                value: entry.name.to_owned(),
                name_in_rust,
                doc,
                at: entry.value.label,
            });
        }
    }
    if values.is_empty() {
        let empty = Diagnostic::new(value.label.clone(), "an enum needs values");
        let help = "list them, each with its explanation, or remove `enum`";
        value.report().add(empty.help(help));
    }
    Enum { integer, values }
}

/// Reads the explanation of an enum value, or a mapping that also names the variant.
fn meaning(value: &Value<'_>) -> (Option<Located>, String) {
    if value.is_text() {
        doubts::prose(Some(value));
        return (None, value.line().unwrap_or_default());
    }
    let Some(mapping) = value.mapping() else {
        return (None, String::new());
    };
    let name = type_name(&mapping);
    doubts::prose(mapping.optional("doc"));
    let doc = mapping.required("doc").and_then(Value::line);
    mapping.finish();
    (name, doc.unwrap_or_default())
}

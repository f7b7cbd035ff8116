//! Reads `companions` of `service.yaml`: crates that the client re-exports.

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::model::Companion;
use crate::names::is_snake_case;
use crate::reader::{Entry, Value};
use crate::shapes;

/// How to add the name of the crate.
const CRATE: &str = "name the crate of this project: `crate: alibabacloud-…`";

/// Reads the crates.
pub(crate) fn companions(value: &Value<'_>) -> Vec<Companion> {
    let entries = value.entries().unwrap_or_default();
    entries.iter().filter_map(companion).collect()
}

fn companion(entry: &Entry<'_>) -> Option<Companion> {
    let (name, at) = (entry.name, &entry.value.label);
    if !is_snake_case(name) {
        let message = format!("`{name}` is not the name of a module, such as `edge`");
        let wrong = Diagnostic::new(at.clone(), message);
        entry.value.report().add(match shapes::snake_case(name) {
            Some(name) => wrong.help(format!("write `{name}`")),
            None => wrong,
        });
    }
    let mapping = entry.value.mapping()?;
    let krate = mapping.required_as("crate", Some(CRATE));
    let doc = mapping.required("doc");
    doubts::prose(doc);
    let companion = Companion {
        name: name.to_owned(),
        krate: krate.and_then(package).unwrap_or_default(),
        doc: doc.and_then(Value::line).unwrap_or_default(),
        at: at.clone(),
    };
    mapping.finish();
    Some(companion)
}

/// Reads the name of a crate.
fn package(value: &Value<'_>) -> Option<String> {
    let what = "the name of a crate, such as `alibabacloud-live-edge`";
    value.shaped(what, |text| {
        let is_word = |word: &str| {
            let mut bytes = word.bytes();
            !word.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split(['-', '_']).all(is_word)
    })
}

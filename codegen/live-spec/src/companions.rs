//! Reads `companions` of `service.yaml`: crates that the client re-exports.

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::model::Companion;
use crate::names::is_snake_case;
use crate::place::Place;
use crate::reader::{Entry, Report, Value};
use crate::shapes;

/// How to add the name of the crate.
const CRATE: &str = "name the crate of this project: `crate: alibabacloud-…`";

/// The crate that each client re-exports.
const RUNTIME: &str = "alibabacloud-rpc";

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

/// Reports crates that are named twice or are the client itself, and names that families have.
pub(crate) fn check(
    companions: &[Companion],
    families: &[(String, String, Place)],
    product: &str,
    report: &Report,
) {
    for (index, companion) in companions.iter().enumerate() {
        let Companion { name, krate, .. } = companion;
        let found = |message: String| Diagnostic::new(companion.at.clone(), message);
        if let Some((.., family)) = families.iter().find(|(family, ..)| family == name) {
            let taken = found(format!("a family is named `{name}` too"));
            let taken = taken.related(family.clone(), "the family");
            report.add(taken.help("choose another name: each is a module and a feature"));
        }
        if krate.is_empty() {
            continue;
        }
        if *krate == format!("alibabacloud-{product}") {
            let itself = found(format!("`{krate}` is the client itself"));
            report.add(itself.help("name another crate of this project"));
        }
        if krate == RUNTIME {
            let runtime = found(format!("`{krate}` is re-exported as `rpc` already"));
            report.add(runtime.help("name another crate of this project"));
        }
        let mut earlier = companions[..index].iter();
        if let Some(earlier) = earlier.find(|earlier| earlier.krate == *krate) {
            let repeated = found(format!("the crate `{krate}` is re-exported twice"));
            let repeated = repeated.related(earlier.at.clone(), "first named here");
            report.add(repeated.help("remove one of them"));
        }
    }
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

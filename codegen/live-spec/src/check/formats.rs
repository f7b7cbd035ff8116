//! Checks that fields state what times and durations they hold.

use super::each_field;
use crate::diagnostics::Diagnostic;
use crate::format::starts_like_time;
use crate::model::{Family, Field, Glossary, Type};
use crate::reader::Report;

/// Reports values that do not have the format of their field, and fields that hold times without
/// saying so.
pub(crate) fn formats(families: &[Family], glossary: &Glossary, report: &Report) {
    for family in families {
        in_family(family, glossary, report);
    }
}

fn in_family(family: &Family, glossary: &Glossary, report: &Report) {
    each_field(family, &mut |field| {
        let glossary = || {
            family
                .glossary
                .field(&field.name)
                .or_else(|| glossary.field(&field.name))
        };
        let doc = field.doc.as_deref().or_else(glossary).unwrap_or_default();
        values(field, report);
        if let Some(sign) = sign_of_time(field, doc)
            && field.format.is_none()
            && !field.why.contains_key("format")
        {
            let missing = Diagnostic::new(
                field.at.clone(),
                format!("`{}` looks like a time, but states no `format`", field.name),
            );
            report.add(missing.help(format!(
                "{sign}: state the format, or why it has none: `why: {{ format: … }}`"
            )));
        }
    });
}

/// Reports examples and defaults that do not have the format.
fn values(field: &Field, report: &Report) {
    let Some(format) = field.format else { return };
    let values = [
        ("example", &field.example, &field.example_at),
        ("default", &field.default, &field.default_at),
    ];
    for (key, value, at) in values {
        if let Some(value) = value
            && !format.accepts(value)
            && !field.why.contains_key(key)
        {
            let wrong = Diagnostic::new(
                at.clone(),
                format!("the {key} `{value}` does not have the `format` of the field"),
            );
            report.add(wrong.help(format!(
                "use a value such as `{}`; if the documentation has this one, give the reason: `why: {{ {key}: … }}`",
                format.example()
            )));
        }
    }
}

/// Returns what shows that a field holds a time.
fn sign_of_time(field: &Field, doc: &str) -> Option<&'static str> {
    let example = field.example.as_deref();
    let is_number = example.is_none_or(|text| text.parse::<i64>().is_ok());
    let unix = ["Unix time", "Unix epoch", "since 1970-01-01"];
    match &field.ty {
        Type::String | Type::Integer | Type::Long
            if is_number && unix.iter().any(|unix| doc.contains(unix)) =>
        {
            Some("its `doc` speaks of Unix time")
        }
        Type::String if field.secret => None,
        Type::String if example.is_some_and(starts_like_time) => Some("its example is one"),
        Type::String if doc.contains("YYYY-MM-DD") && doc.contains("hh:mm") => {
            Some("its `doc` shows the form of one")
        }
        _ => None,
    }
}

//! Rust types and other parts of the model as text.

use std::fmt::Display;

use live_spec::{self as spec, Location, Range, Style};

use crate::model::Ty;

/// Returns a Rust type as users write it, without paths.
pub(super) fn ty(of: &Ty, optional: bool) -> String {
    let inner = match of {
        Ty::String => "String".to_owned(),
        Ty::Secret => "Secret".to_owned(),
        Ty::Timestamp => "Timestamp".to_owned(),
        Ty::UnixSeconds => "UnixSeconds".to_owned(),
        Ty::UnixMilliseconds => "UnixMilliseconds".to_owned(),
        Ty::Duration => "Duration".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Bool => "bool".to_owned(),
        Ty::Value => "Value".to_owned(),
        Ty::Vec(item) => format!("Vec<{}>", ty(item, false)),
        Ty::Map(value) => format!("BTreeMap<String, {}>", ty(value, false)),
        Ty::JsonText(inner) => format!("JsonText<{}>", ty(inner, false)),
        Ty::Struct(name) | Ty::TextEnum(name) | Ty::IntegerEnum(name) => name.clone(),
    };
    match optional {
        true => format!("Option<{inner}>"),
        false => inner,
    }
}

/// Returns where a parameter is sent.
pub(super) fn place(field: &spec::Field) -> String {
    match field.location {
        Location::Query => "in the query".to_owned(),
        Location::Body => "in the body".to_owned(),
    }
}

/// Returns how a parameter is sent.
pub(super) fn encoding(field: &spec::Field) -> String {
    let place = place(field);
    let style = match field.style {
        None | Some(Style::Repeat) => "",
        Some(Style::Json) => " as JSON",
        Some(Style::Comma) => " with commas",
    };
    format!("{place}{style}")
}

/// Returns bounds, `1..=100`.
pub(super) fn range<T: Display>(range: &Range<T>) -> String {
    let shown = |bound: &Option<T>| bound.as_ref().map(T::to_string).unwrap_or_default();
    match (&range.min, &range.max) {
        (None, None) => "none".to_owned(),
        (_, None) => format!("`{}..`", shown(&range.min)),
        _ => format!("`{}..={}`", shown(&range.min), shown(&range.max)),
    }
}

/// Returns a text in backticks, or `none`.
pub(super) fn quoted(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| format!("`{text}`"))
}

/// Returns a count with its noun.
pub(super) fn count(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

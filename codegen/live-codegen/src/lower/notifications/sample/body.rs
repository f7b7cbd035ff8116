//! Makes what arrives of the documented values of fields.

use live_spec::{self as spec, Format, Style, Type};

use crate::docs::json_text_lines;
use crate::lower::context::Context;

/// Width of the lines of a program.
const WIDTH: usize = 80;

/// Returns the statement with a query.
pub(super) fn query(context: &Context<'_>, fields: &[spec::Field]) -> Vec<String> {
    let pairs = fields.iter().filter_map(|field| {
        let text = text(context, field)?;
        Some(format!("{}={}", encoded(&field.name), encoded(&text)))
    });
    let mut lines = vec![String::from("let query = \"")];
    for (index, pair) in pairs.enumerate() {
        if index > 0
            && let Some(line) = lines.last_mut()
        {
            line.push('&');
        }
        match lines.last_mut() {
            Some(line) if line.len() + pair.len() < WIDTH => line.push_str(&pair),
            _ => {
                if let Some(line) = lines.last_mut() {
                    line.push('\\');
                }
                lines.push(format!("    {pair}"));
            }
        }
    }
    if let Some(line) = lines.last_mut() {
        line.push_str("\";");
    }
    lines
}

/// Returns the statement with a body.
pub(super) fn json(context: &Context<'_>, fields: &[spec::Field]) -> Vec<String> {
    let text = object(context, fields);
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let (start, end) = match text.is_ascii() {
        true => ("br", ""),
        false => ("r", ".as_bytes()"),
    };
    let mut lines = json_text_lines(&text, WIDTH);
    if let Some(first) = lines.first_mut() {
        first.insert_str(0, &format!("let body = {start}{hashes}\""));
    }
    if let Some(last) = lines.last_mut() {
        last.push_str(&format!("\"{hashes}{end};"));
    }
    lines
}

/// Returns the documented value of a field as text.
pub(super) fn text(context: &Context<'_>, field: &spec::Field) -> Option<String> {
    let json = value(context, field)?;
    Some(serde_json::from_str(&json).unwrap_or(json))
}

fn object(context: &Context<'_>, fields: &[spec::Field]) -> String {
    let members = fields.iter().filter_map(|field| {
        let value = value(context, field)?;
        Some(format!("{}:{value}", quoted(&field.name)))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// Returns the documented value of a field as JSON.
fn value(context: &Context<'_>, field: &spec::Field) -> Option<String> {
    let example = field
        .example
        .as_deref()
        .or(field.format.map(Format::example));
    let value = of_type(context, &field.ty, example)?;
    match field.style {
        Some(Style::Json) => Some(quoted(&value)),
        _ => Some(value),
    }
}

fn of_type(context: &Context<'_>, ty: &Type, example: Option<&str>) -> Option<String> {
    let is_json = |text: &&str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    let json = || example.filter(is_json).map(str::to_owned);
    match context.resolve(ty) {
        Type::String => example.map(quoted),
        Type::Integer | Type::Long | Type::Float | Type::Double | Type::Boolean => json(),
        Type::Any => json().or_else(|| example.map(quoted)),
        Type::Map(_) => json(),
        Type::Enum(known) => {
            let first = || Some(known.values.first()?.value.as_str());
            let value = example.or_else(first)?;
            Some(match known.integer {
                true => value.to_owned(),
                false => quoted(value),
            })
        }
        Type::Array(array) => {
            let list = json().or_else(|| {
                let item = of_type(context, &array.items, example)?;
                Some(format!("[{item}]"))
            })?;
            Some(match &array.wrapper {
                Some(wrapper) if list.starts_with('[') => format!("{{{}:{list}}}", quoted(wrapper)),
                _ => list,
            })
        }
        Type::Object(fields) => Some(json().unwrap_or_else(|| object(context, fields))),
        Type::Named(_) => None,
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Percent-encodes text as in a query.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'~' | b'*' | b'/' | b':' | b',' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

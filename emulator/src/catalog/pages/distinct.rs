//! Tells copies of the documented example apart.

use live_spec::{Field, Type};
use serde_json::Value;

use crate::catalog::CatalogEntry;

/// Names of fields that look like IDs but are the same for all items.
const SHARED: [&str; 3] = ["OwnerId", "RegionId", "ResourceGroupId"];

/// The number of characters at the end of an ID that are replaced.
const TAIL: usize = 4;

/// Changes what identifies an item: its IDs and names, or what comes closest to one. A field keeps
/// its value if it repeats a required parameter, such as the domain whose streams are listed.
pub(super) fn tell_apart(entry: &CatalogEntry, ty: &Type, item: &mut Value, number: usize) {
    let Type::Object(fields) = entry.types.resolve(ty) else {
        vary(item, number);
        return;
    };
    let is_scope = |name: &str| {
        let mut request = entry.operation.request.iter();
        request.any(|parameter| parameter.required && parameter.name == name)
    };
    let free = |field: &Field| !is_scope(&field.name) && !SHARED.contains(&field.name.as_str());
    let identifies = |field: &Field| free(field) && looks_like_id(&field.name);
    // From what identifies an item best to what is better than nothing.
    let _ = change(entry, fields, item, number, &identifies)
        || change_nested(entry, fields, item, number, &identifies)
        || change(entry, fields, item, number, &|field| {
            looks_like_id(&field.name)
        })
        || change_first(entry, fields, item, number, &free);
}

fn looks_like_id(name: &str) -> bool {
    ["Id", "ID", "Name", "Uid"]
        .iter()
        .any(|end| name.ends_with(end))
}

fn is_plain(entry: &CatalogEntry, field: &Field) -> bool {
    let ty = entry.types.resolve(&field.ty);
    field.style.is_none() && matches!(ty, Type::String | Type::Integer | Type::Long)
}

/// Changes all fields of an object that are plain and chosen. Returns whether there is one.
fn change(
    entry: &CatalogEntry,
    fields: &[Field],
    item: &mut Value,
    number: usize,
    chosen: &dyn Fn(&Field) -> bool,
) -> bool {
    let mut changed = false;
    for field in fields
        .iter()
        .filter(|field| is_plain(entry, field) && chosen(field))
    {
        if let Some(value) = item.get_mut(&field.name) {
            vary(value, number);
            changed = true;
        }
    }
    changed
}

/// Changes what identifies the objects inside an object.
fn change_nested(
    entry: &CatalogEntry,
    fields: &[Field],
    item: &mut Value,
    number: usize,
    chosen: &dyn Fn(&Field) -> bool,
) -> bool {
    let mut changed = false;
    for field in fields {
        let (ty, inner) = match (entry.types.resolve(&field.ty), item.get_mut(&field.name)) {
            (Type::Array(array), Some(list)) => {
                let list = match &array.wrapper {
                    Some(wrapper) => list.get_mut(wrapper),
                    None => Some(list),
                };
                let first = list.and_then(|list| list.get_mut(0));
                (entry.types.resolve(&array.items), first)
            }
            (ty, value) => (ty, value),
        };
        if let (Type::Object(fields), Some(inner)) = (ty, inner) {
            changed |= change(entry, fields, inner, number, chosen);
        }
    }
    changed
}

/// Changes the first text that is not a time, otherwise the first number.
fn change_first(
    entry: &CatalogEntry,
    fields: &[Field],
    item: &mut Value,
    number: usize,
    chosen: &dyn Fn(&Field) -> bool,
) -> bool {
    let mut plain = fields
        .iter()
        .filter(|field| is_plain(entry, field) && chosen(field));
    let is_text = |field: &&Field| {
        let is_time = field.name.contains("Time") || field.name.contains("Date");
        matches!(entry.types.resolve(&field.ty), Type::String) && !is_time
    };
    let first = plain.clone().find(is_text).or_else(|| plain.next());
    match first.and_then(|field| item.get_mut(&field.name)) {
        Some(value) => {
            vary(value, number);
            true
        }
        None => false,
    }
}

/// Changes a value to one that no other number gives.
fn vary(value: &mut Value, number: usize) {
    let added = number.saturating_sub(1);
    match value {
        Value::String(text) => *text = varied(text, number),
        Value::Number(first) => {
            let added = i64::try_from(added).unwrap_or(i64::MAX);
            if let Some(first) = first.as_i64() {
                *value = first.checked_add(added).unwrap_or(added).into();
            }
        }
        _ => {}
    }
}

/// Returns a text with a number in it, in the place where it disturbs least.
fn varied(text: &str, number: usize) -> String {
    if let Ok(first) = text.parse::<u32>() {
        return (u64::from(first) + number as u64 - 1).to_string();
    }
    let is_host = text.contains('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    if let Some((label, rest)) = text.split_once('.').filter(|_| is_host) {
        return format!("{label}-{number}.{rest}");
    }
    let start = text.len().checked_sub(TAIL).filter(|start| *start >= TAIL);
    let split = start.and_then(|start| text.split_at_checked(start));
    if let Some((head, tail)) = split {
        let is_id = tail
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'*');
        let is_read = tail.bytes().all(|byte| byte.is_ascii_alphabetic());
        let changed = format!("{head}{number:04}");
        if is_id && !is_read && changed != text {
            return changed;
        }
    }
    format!("{text}-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_look() {
        for (text, expected) in [
            ("liveStream****", "liveStream0012"),
            (
                "445409ec-7eaa-461d-8f29-4bec2eb9****",
                "445409ec-7eaa-461d-8f29-4bec2eb90012",
            ),
            ("demo.aliyundoc.com", "demo-12.aliyundoc.com"),
            ("20", "31"),
            ("testApp", "testApp-12"),
            ("evening show", "evening show-12"),
            ("test0012", "test0012-12"),
            (
                "rtmp://demo.example.com/live/****",
                "rtmp://demo.example.com/live/0012",
            ),
            ("直播流名称", "直播流名称-12"),
            ("", "-12"),
        ] {
            assert_eq!(varied(text, 12), expected);
        }
    }
}

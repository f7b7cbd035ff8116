//! Changes to the JSON body of a normal response.

use bytes::Bytes;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The member that holds a list in a wrapper made by [`Edit::WrappedLists`].
const WRAPPER: &str = "Item";

/// A change to the JSON body of a normal response.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    BareLists,
    WrappedLists,
    LoneItems,
    ByteOrderMark,
    Set { pointer: String, value: Bytes },
}

impl Edit {
    /// Returns the changed body, or `None` if the body is not JSON or the change does not apply.
    pub(crate) fn apply(&self, body: &[u8]) -> Option<Bytes> {
        let mut json: Value = serde_json::from_slice(body).ok()?;
        match self {
            Self::BareLists => change_all(&mut json, &bare_list),
            Self::WrappedLists => wrap_lists(&mut json, true),
            Self::LoneItems => change_all(&mut json, &lone_item),
            Self::ByteOrderMark => return Some([b"\xef\xbb\xbf", body].concat().into()),
            Self::Set { pointer, value } => return set(&mut json, pointer, value),
        }
        Some(json.to_string().into())
    }

    /// Returns a name for the change.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::BareLists => "bare lists",
            Self::WrappedLists => "wrapped lists",
            Self::LoneItems => "lone items",
            Self::ByteOrderMark => "byte order mark",
            Self::Set { .. } => "set",
        }
    }
}

/// Changes a value after all values inside it.
fn change_all(value: &mut Value, change: &dyn Fn(&mut Value)) {
    for inner in children(value) {
        change_all(inner, change);
    }
    change(value);
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    }
}

fn bare_list(value: &mut Value) {
    if let Some(list) = wrapped(value) {
        *value = list.take();
    }
}

fn lone_item(value: &mut Value) {
    if let Value::Array(items) = value
        && items.len() == 1
        && let Some(item) = items.pop()
    {
        *value = item;
    }
}

/// Wraps every list that has no wrapper; `bare` states that `value` itself has none.
fn wrap_lists(value: &mut Value, bare: bool) {
    let is_wrapper = wrapped(value).is_some();
    for inner in children(value) {
        wrap_lists(inner, !is_wrapper);
    }
    if bare && value.is_array() {
        let list = value.take();
        *value = Value::Object(Map::from_iter([(WRAPPER.to_owned(), list)]));
    }
}

/// Returns the list in a wrapper: the only member of an object.
fn wrapped(value: &mut Value) -> Option<&mut Value> {
    let fields = value.as_object_mut().filter(|fields| fields.len() == 1)?;
    fields.values_mut().next().filter(|value| value.is_array())
}

/// Puts bytes at the place of a value. They may be invalid JSON, so they replace a text that occurs
/// nowhere else, after the body is written.
fn set(json: &mut Value, pointer: &str, bytes: &[u8]) -> Option<Bytes> {
    let place = Uuid::new_v4().to_string();
    match json.pointer_mut(pointer) {
        Some(value) => *value = Value::String(place.clone()),
        None => {
            let (parent, name) = pointer.rsplit_once('/')?;
            let fields = json.pointer_mut(parent)?.as_object_mut()?;
            let name = name.replace("~1", "/").replace("~0", "~");
            fields.insert(name, Value::String(place.clone()));
        }
    }
    let text = json.to_string();
    let (before, after) = text.split_once(&format!("\"{place}\""))?;
    Some([before.as_bytes(), bytes, after.as_bytes()].concat().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"A":{"B":[{"C":[1]},{"C":[2,3]}]},"D":[[4]],"E":{"F":[5],"G":6}}"#;

    fn edited(edit: Edit) -> Vec<u8> {
        edit.apply(BODY.as_bytes()).unwrap().to_vec()
    }

    #[test]
    fn lists_change_their_form_at_every_depth() {
        for (edit, expected) in [
            (
                Edit::BareLists,
                r#"{"A":[[1],[2,3]],"D":[[4]],"E":{"F":[5],"G":6}}"#,
            ),
            (
                Edit::WrappedLists,
                r#"{"A":{"B":[{"C":[1]},{"C":[2,3]}]},"D":{"Item":[{"Item":[4]}]},"E":{"F":{"Item":[5]},"G":6}}"#,
            ),
            (
                Edit::LoneItems,
                r#"{"A":{"B":[{"C":1},{"C":[2,3]}]},"D":4,"E":{"F":5,"G":6}}"#,
            ),
        ] {
            let name = edit.name();
            assert_eq!(String::from_utf8(edited(edit)).unwrap(), expected, "{name}");
        }
        assert!(Edit::LoneItems.apply(b"<Error/>").is_none());
    }

    #[test]
    fn any_bytes_are_put_at_a_pointer() {
        let set = |pointer: &str, value: &'static [u8]| {
            let (pointer, value) = (pointer.to_owned(), Bytes::from_static(value));
            Edit::Set { pointer, value }.apply(br#"{"A":[{"B/C":1}]}"#)
        };
        let put = |pointer: &str, value: &'static [u8]| set(pointer, value).unwrap().to_vec();
        assert_eq!(
            put("/A/0/B~1C", b"\"\x01\xff\""),
            b"{\"A\":[{\"B/C\":\"\x01\xff\"}]}"
        );
        assert_eq!(put("/A", b"nonsense"), b"{\"A\":nonsense}");
        assert_eq!(put("/~0", b"{}"), br#"{"A":[{"B/C":1}],"~":{}}"#);
        assert_eq!(put("", b"-"), b"-");
        for lost in ["/A/1", "/A/x/y", "A", "/A/0/B"] {
            let found = set(lost, b"0");
            assert_eq!(found.is_some(), lost == "/A/0/B", "{lost}");
        }
    }

    #[test]
    fn byte_order_mark_precedes_the_body() {
        let body = edited(Edit::ByteOrderMark);
        assert_eq!(body.strip_prefix(b"\xef\xbb\xbf"), Some(BODY.as_bytes()));
    }
}

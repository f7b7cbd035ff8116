//! Members of objects that no type describes.

use std::fmt;

use serde_json::{Map, Value};

use crate::support::mask::members::mask_members;
use crate::support::mask::{MASK, is_secret_member};

/// Members of an object that its type does not know, or whose values the type cannot hold.
///
/// They are kept as JSON under their names, so that nothing of a response is lost. If an item of a
/// list or map does not fit, the field holds the other items and this holds those that do not fit,
/// under the name of the field.
///
/// Takes the size of a pointer if there are none. `Debug` masks secrets.
///
/// ```
/// #[derive(Debug, Default, alibabacloud_rpc::Object)]
/// struct Stream {
///     frame_rate: Option<i32>,
///     extra_members: alibabacloud_rpc::ExtraMembers,
/// }
///
/// # #[cfg(feature = "serde")] {
/// let body = r#"{"FrameRate": 29.97, "TranscodeId": "hd"}"#;
/// let stream: Stream = serde_json::from_str(body)?;
/// assert_eq!(stream.frame_rate, None);
/// assert_eq!(stream.extra_members.get("FrameRate"), Some(&29.97.into()));
/// assert_eq!(stream.extra_members.get("TranscodeId"), Some(&"hd".into()));
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ExtraMembers(Option<Box<Members>>);

#[derive(Clone, Default)]
struct Members {
    values: Map<String, Value>,
    /// Names that the service documents as secret.
    secret_names: &'static [&'static str],
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl Eq for Members {}

impl ExtraMembers {
    /// Returns the value of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.values.get(name)
    }

    /// Adds a member. It replaces an earlier one with the same name.
    ///
    /// In a request, it is sent in addition to the fields. A field that is set has precedence over
    /// a member with its name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        let members = self.0.get_or_insert_default();
        members.values.insert(name.into(), value.into());
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Returns names and values, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let members = self.0.iter().flat_map(|members| &members.values);
        members.map(|(name, value)| (name.as_str(), value))
    }

    /// Returns about how many bytes the next member takes, besides its name and value.
    pub(crate) fn size_of_next(&self) -> usize {
        const MEMBERS_IN_NODE: usize = 11;
        match self.0 {
            Some(_) => size_of::<(String, Value)>(),
            None => size_of::<Members>() + MEMBERS_IN_NODE * size_of::<(String, Value)>(),
        }
    }

    /// Adds a member of a response whose service documents these names as secret.
    pub(crate) fn keep(&mut self, name: &str, value: Value, secret_names: &'static [&'static str]) {
        self.set(name, value);
        if let Some(members) = &mut self.0 {
            members.secret_names = secret_names;
        }
    }

    /// Adds a text beside what is kept under its name, which becomes a list.
    pub(crate) fn keep_also(
        &mut self,
        name: &str,
        text: String,
        secret_names: &'static [&'static str],
    ) {
        let members = self.0.as_mut();
        match members.and_then(|members| members.values.get_mut(name)) {
            None => self.keep(name, text.into(), secret_names),
            Some(Value::Array(texts)) => texts.push(text.into()),
            Some(first) => *first = Value::Array(vec![first.take(), text.into()]),
        }
    }
}

/// Values are masked if the name of the member, or of a member inside it, indicates a secret.
impl fmt::Debug for ExtraMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret_names = self
            .0
            .as_ref()
            .map_or(&[][..], |members| members.secret_names);
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            let shown = Shown {
                name,
                value,
                secret_names,
            };
            map.entry(&name, &shown);
        }
        map.finish()
    }
}

/// A value for display, with secrets masked.
struct Shown<'a> {
    name: &'a str,
    value: &'a Value,
    secret_names: &'static [&'static str],
}

impl<'a> Shown<'a> {
    /// A member or an item of this value.
    fn part(&self, name: &'a str, value: &'a Value) -> Self {
        Self {
            name,
            value,
            ..*self
        }
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_secret = |name: &str| is_secret_member(name, self.secret_names);
        match self.value {
            Value::Null | Value::Bool(_) => fmt::Debug::fmt(self.value, f),
            _ if is_secret(self.name) => f.write_str(MASK),
            Value::Object(members) => {
                let members = members.iter();
                let shown = members.map(|(name, value)| (name, self.part(name, value)));
                f.debug_map().entries(shown).finish()
            }
            Value::Array(items) => {
                let shown = items.iter().map(|item| self.part(self.name, item));
                f.debug_list().entries(shown).finish()
            }
            // It may contain JSON with secrets.
            Value::String(text) => fmt::Debug::fmt(&mask_members(text, &is_secret), f),
            Value::Number(number) => fmt::Display::fmt(number, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_masked_in_debug_output() {
        let mut members = ExtraMembers::default();
        members.keep("AppKey", json!("s3cret"), &["AppKey"]);
        members.keep(
            "Parts",
            json!([{"AppKey": 7, "Password": ["s3cret"], "Id": 1}]),
            &["AppKey"],
        );
        members.keep("Text", json!(r#"{"SecurityToken":"s3cret"}"#), &["AppKey"]);
        assert_eq!(
            format!("{members:?}"),
            r#"{"AppKey": ***, "Parts": [{"AppKey": ***, "Id": 1, "Password": ***}], "Text": "{\"SecurityToken\":\"***\"}"}"#
        );
    }

    #[test]
    fn none_take_the_size_of_a_pointer() {
        assert_eq!(size_of::<ExtraMembers>(), size_of::<usize>());
        let none = ExtraMembers::default();
        assert!(none.is_empty());
        assert_eq!(format!("{none:?}"), "{}");
    }
}

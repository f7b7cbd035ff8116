//! Writes values in one of three styles: a parameter per item, JSON, or a list with commas.

use std::fmt::{self, Write as _};

use super::report::{InvalidParameter, WriteReport};
use super::section::Section;
use super::strict::{KnownValues, undocumented_value};
use crate::codec::extra_members::ExtraMembers;
use crate::support::mask::is_secret_name;

/// A value that can be sent in a request.
pub trait WriteValue {
    /// Passes the value to the writer. An unset value leaves the writer unused.
    fn write_value(&self, writer: ValueWriter<'_>);

    /// Returns whether there is a value.
    fn is_set(&self) -> bool {
        true
    }
}

/// An object that can be sent in a request.
pub trait WriteFields {
    /// Passes each field to the writer, in documented order.
    fn write_fields(&self, writer: &mut FieldWriter<'_>);
}

/// Writes the fields of one object.
pub struct FieldWriter<'a> {
    pub(super) path: ValuePath<'a>,
    pub(super) target: Target<'a>,
    pub(super) report: &'a mut WriteReport,
    /// Where the JSON text of the object starts.
    pub(super) start: usize,
}

impl<'a> FieldWriter<'a> {
    /// Writes a field. An unset value writes nothing.
    pub fn field(&mut self, name: &str, value: &dyn WriteValue) {
        let outer = self.path.inner.len();
        self.path.inner.push('.');
        self.path.inner.push_str(name);
        let writer = ValueWriter {
            path: self.path.reborrow(),
            target: self.target.reborrow(),
            report: self.report,
        };
        match writer.target {
            Target::Json(text) => {
                let before = text.len();
                if !text.ends_with('{') {
                    text.push(',');
                }
                push_json_string(text, name);
                text.push(':');
                let start = text.len();
                value.write_value(ValueWriter {
                    target: Target::Json(text),
                    ..writer
                });
                if text.len() == start {
                    text.truncate(before);
                }
            }
            _ => value.write_value(writer),
        }
        self.path.inner.truncate(outer);
    }

    /// Writes a field without which the service rejects the object. An unset value makes the
    /// request invalid.
    pub fn required(&mut self, name: &str, value: &dyn WriteValue) {
        if !value.is_set() && !self.report.stored {
            let [parameter, inner] = self.path.parts();
            let name = format!("{parameter}{inner}.{name}");
            self.report.reject(name, "is required");
        }
        self.field(name, value);
    }

    /// Writes extra members after the fields. Fields that are set have precedence.
    ///
    /// A list or an object that is stored without content does not count as set: what it could not
    /// hold is an extra member, which is written behind it and so replaces it when it is parsed.
    pub fn extra(&mut self, members: &ExtraMembers) {
        if members.is_empty() {
            return;
        }
        let mut written = self.written();
        if self.report.stored {
            written.retain(|_, value| has_content(value));
        }
        for (name, value) in members
            .iter()
            .filter(|(name, _)| !written.contains_key(*name))
        {
            self.report.secret |= is_secret_name(name);
            self.field(name, value);
        }
    }

    /// Returns the fields of the object that are written so far, if it is written as JSON.
    fn written(&mut self) -> serde_json::Map<String, serde_json::Value> {
        let start = self.start;
        let text = self.target.json().and_then(|text| text.get(start..));
        let object = text.map(|text| format!("{text}}}"));
        let object = object.and_then(|object| serde_json::from_str(&object).ok());
        object.unwrap_or_default()
    }

    /// Wraps the next field in an object, with `inner` as the name of its single field.
    pub fn within<'b>(&'b mut self, inner: &'b str) -> WrappedFieldWriter<'b, 'a> {
        WrappedFieldWriter {
            fields: self,
            inner,
        }
    }
}

/// Whether a value is more than empty lists and objects.
fn has_content(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(items) => !items.is_empty(),
        serde_json::Value::Object(members) => members.values().any(has_content),
        _ => true,
    }
}

/// Writes one field wrapped in an object. See [`FieldWriter::within`].
pub struct WrappedFieldWriter<'a, 'b> {
    fields: &'a mut FieldWriter<'b>,
    inner: &'a str,
}

impl WrappedFieldWriter<'_, '_> {
    /// Writes the field.
    pub fn field(self, name: &str, value: &dyn WriteValue) {
        struct Wrapper<'a>(&'a str, &'a dyn WriteValue);
        impl WriteFields for Wrapper<'_> {
            fn write_fields(&self, writer: &mut FieldWriter<'_>) {
                writer.field(self.0, self.1);
            }
        }
        self.fields.field(name, &Wrapper(self.inner, value));
    }
}

/// Returns the JSON text of an object to be stored, which may be incomplete.
pub(crate) fn json(object: &dyn WriteFields) -> Result<String, InvalidParameter> {
    write_json(object, true)
}

/// Returns the JSON text of an object to be sent, which has what is required.
pub(crate) fn complete_json(object: &dyn WriteFields) -> Result<String, InvalidParameter> {
    write_json(object, false).map_err(|invalid| InvalidParameter {
        name: invalid.name.trim_start_matches('.').to_owned(),
        ..invalid
    })
}

fn write_json(object: &dyn WriteFields, stored: bool) -> Result<String, InvalidParameter> {
    let mut text = String::new();
    let mut report = WriteReport {
        stored,
        ..WriteReport::default()
    };
    let writer = ValueWriter {
        path: ValuePath {
            parameter: "",
            inner: &mut String::new(),
        },
        target: Target::Json(&mut text),
        report: &mut report,
    };
    writer.fields(object);
    report.invalid.map_or(Ok(text), Err)
}

/// Writes one value. An unset value drops the writer unused.
pub struct ValueWriter<'a> {
    pub(super) path: ValuePath<'a>,
    pub(super) target: Target<'a>,
    pub(super) report: &'a mut WriteReport,
}

/// The name of a parameter, and the path from it to the current value: `.2.Field`.
pub(super) struct ValuePath<'a> {
    pub(super) parameter: &'a str,
    pub(super) inner: &'a mut String,
}

impl ValuePath<'_> {
    fn reborrow(&mut self) -> ValuePath<'_> {
        ValuePath {
            parameter: self.parameter,
            inner: self.inner,
        }
    }

    fn parts(&self) -> [&str; 2] {
        [self.parameter, self.inner]
    }
}

pub(super) enum Target<'a> {
    Repeat(&'a mut Section),
    Json(&'a mut String),
    Comma(&'a mut CommaList),
}

impl Target<'_> {
    fn reborrow(&mut self) -> Target<'_> {
        match self {
            Target::Repeat(section) => Target::Repeat(section),
            Target::Json(text) => Target::Json(text),
            Target::Comma(list) => Target::Comma(list),
        }
    }

    fn json(&mut self) -> Option<&mut String> {
        match self {
            Target::Json(text) => Some(text),
            _ => None,
        }
    }
}

#[derive(Default)]
pub(super) struct CommaList {
    pub(super) text: String,
    pub(super) present: bool,
    items: usize,
}

impl ValueWriter<'_> {
    /// Writes text.
    pub fn text(self, value: &str) {
        match self.target {
            Target::Repeat(section) => section.push(self.path.parts(), value, false),
            Target::Json(text) => push_json_string(text, value),
            Target::Comma(list) => {
                if value.contains(',') {
                    self.report.reject(
                        self.path.parts().concat(),
                        "contains a comma, which a comma-separated list cannot represent",
                    );
                }
                list.item(value);
            }
        }
    }

    /// Writes a value of an enum of texts.
    pub fn text_of(mut self, value: &str, is_documented: bool, known: &dyn KnownValues) {
        self.check_documented(&value, is_documented, known);
        self.text(value);
    }

    /// Writes a value of an enum of integers.
    pub fn integer_of(mut self, value: i64, is_documented: bool, known: &dyn KnownValues) {
        self.check_documented(&value, is_documented, known);
        self.integer(value);
    }

    fn check_documented(
        &mut self,
        value: &dyn fmt::Display,
        is_documented: bool,
        known: &dyn KnownValues,
    ) {
        if self.report.strict && !is_documented {
            let reason = undocumented_value(value, known);
            self.report.reject(self.path.parts().concat(), reason);
        }
    }

    /// Writes secret text, which is masked for observers and in `Debug` output. If it is part of a
    /// JSON or comma-separated parameter, the whole parameter is masked.
    pub fn secret(self, value: &str) {
        match self.target {
            Target::Repeat(section) => section.push(self.path.parts(), value, true),
            _ => {
                self.report.secret = true;
                self.text(value);
            }
        }
    }

    /// Makes the request invalid.
    pub(super) fn reject(self, reason: &'static str) {
        self.report.reject(self.path.parts().concat(), reason);
    }

    /// Writes an integer.
    pub fn integer(self, value: i64) {
        self.literal(format_args!("{value}"));
    }

    /// Writes a number in its shortest decimal form: `0.5`, `1`.
    pub fn float(self, value: f64) {
        if value.is_finite() {
            self.literal(format_args!("{value}"));
        } else {
            self.report
                .reject(self.path.parts().concat(), "is not a finite number");
        }
    }

    /// Writes `true` or `false`.
    pub fn boolean(self, value: bool) {
        self.literal(format_args!("{value}"));
    }

    /// Writes a list.
    pub fn list(mut self, items: &mut dyn Iterator<Item = &dyn WriteValue>) {
        let outer = self.path.inner.len();
        match &mut self.target {
            Target::Json(text) => text.push('['),
            Target::Comma(list) => list.present = true,
            Target::Repeat(_) => {}
        }
        for (index, item) in items.enumerate() {
            if let Some(text) = self.target.json()
                && index > 0
            {
                text.push(',');
            }
            // Writing to a String cannot fail.
            let _ = write!(self.path.inner, ".{}", index + 1);
            let before = self.target.json().map(|text| text.len());
            item.write_value(ValueWriter {
                path: self.path.reborrow(),
                target: self.target.reborrow(),
                report: self.report,
            });
            // In JSON, an unset item becomes `null`, so that later items keep their positions.
            if let Some(text) = self.target.json()
                && Some(text.len()) == before
            {
                text.push_str("null");
            }
            self.path.inner.truncate(outer);
        }
        if let Target::Json(text) = self.target {
            text.push(']');
        }
    }

    /// Writes an object.
    pub fn fields(mut self, object: &dyn WriteFields) {
        let mut start = 0;
        match &mut self.target {
            Target::Json(text) => {
                start = text.len();
                text.push('{');
            }
            Target::Comma(_) => self.report.reject(
                self.path.parts().concat(),
                "is an object, which a comma-separated list cannot represent",
            ),
            Target::Repeat(_) => {}
        }
        object.write_fields(&mut FieldWriter {
            path: self.path.reborrow(),
            target: self.target.reborrow(),
            report: self.report,
            start,
        });
        if let Target::Json(text) = self.target {
            text.push('}');
        }
    }

    /// Writes any JSON value. Outside of JSON parameters, text is written without quotes and
    /// everything else as JSON.
    pub fn any(self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.text(text),
            other if matches!(self.target, Target::Json(_)) => {
                self.literal(format_args!("{other}"));
            }
            other => self.text(&other.to_string()),
        }
    }

    /// Writes a number or boolean, which never needs quotes or encoding.
    fn literal(self, value: fmt::Arguments<'_>) {
        match self.target {
            Target::Repeat(section) => section.push_plain(self.path.parts(), value),
            // Writing to a String cannot fail.
            Target::Json(text) => {
                let _ = text.write_fmt(value);
            }
            Target::Comma(list) => list.item(&value.to_string()),
        }
    }
}

impl CommaList {
    fn item(&mut self, text: &str) {
        if self.items > 0 {
            self.text.push(',');
        }
        self.items += 1;
        self.present = true;
        self.text.push_str(text);
    }
}

/// Appends a quoted JSON string. Characters outside of ASCII are not escaped.
fn push_json_string(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a String cannot fail.
            '\0'..='\x1f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

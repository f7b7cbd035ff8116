//! Encodes typed request parameters as the text that is signed and sent.
//!
//! Generated requests pass each field to [`Parameters`] as a [`WriteValue`]. All styles of writing
//! a value (one parameter per item, JSON, a comma-separated list) are implemented here, behind
//! trait objects. The generated code of a request is thus little more than a list of calls.

mod section;
mod pair;
mod percent;
mod seconds;
mod strict;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::extra_members::ExtraMembers;
use crate::support::mask::{MASK, is_secret_name};
pub(crate) use pair::{Pair, push_pairs, push_pairs_encoded, sort};
pub(crate) use percent::{encode, push_encoded};
use section::canonical;
pub(crate) use section::{Section, sorted};
pub use strict::KnownValues;
use strict::{undocumented_name, undocumented_value};

/// The parameters of one call. Each is encoded when it is added.
#[derive(Clone, Default)]
pub struct Parameters {
    query: Section,
    form: Section,
    report: WriteReport,
    /// The names of the parameters written so far, whether set or not, if they are of interest.
    names: Option<Vec<String>>,
    /// The JSON text of the parameters, used instead of query and form.
    #[cfg(feature = "serde")]
    document: Option<String>,
}

/// Findings about the values while they are written.
#[derive(Clone, Default)]
struct WriteReport {
    /// The first value that cannot be sent.
    invalid: Option<InvalidParameter>,
    /// Whether the text being written contains a secret.
    secret: bool,
    /// Whether this is only stored, so that it may be incomplete.
    stored: bool,
    /// Whether undocumented values are invalid.
    strict: bool,
}

/// A parameter whose value cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidParameter {
    /// Name of the parameter, followed by the path to the value inside it.
    pub name: String,
    /// What is wrong with the value.
    pub reason: Cow<'static, str>,
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter {} {}", self.name, self.reason)
    }
}

impl Parameters {
    /// Adds a query parameter. A list or object becomes one parameter per item or field: `Key.1`,
    /// `Key.2.Field`.
    pub fn query(&mut self, name: &str, value: &dyn WriteValue) {
        self.add(Part::Query, Style::Repeat, name, value);
    }

    /// Adds a query parameter as compact JSON.
    pub fn query_json(&mut self, name: &str, value: &dyn WriteValue) {
        self.add(Part::Query, Style::Json, name, value);
    }

    /// Adds a query parameter with the items of a list, separated by commas.
    pub fn query_comma(&mut self, name: &str, value: &dyn WriteValue) {
        self.add(Part::Query, Style::Comma, name, value);
    }

    /// Adds a form parameter. A list or object becomes one parameter per item or field: `Key.1`,
    /// `Key.2.Field`.
    pub fn form(&mut self, name: &str, value: &dyn WriteValue) {
        self.add(Part::Form, Style::Repeat, name, value);
    }

    /// Adds a form parameter as compact JSON.
    pub fn form_json(&mut self, name: &str, value: &dyn WriteValue) {
        self.add(Part::Form, Style::Json, name, value);
    }

    /// Adds a form parameter with the items of a list, separated by commas.
    pub fn form_comma(&mut self, name: &str, value: &dyn WriteValue) {
        self.add(Part::Form, Style::Comma, name, value);
    }

    /// Returns parameters that refuse undocumented names and values.
    pub(crate) fn strict() -> Self {
        Self {
            names: Some(Vec::new()),
            report: WriteReport {
                strict: true,
                ..WriteReport::default()
            },
            ..Self::default()
        }
    }

    /// Adds parameters by name and text. Each replaces earlier parameters with the same name.
    pub fn extend(&mut self, extra: &ExtraParameters) {
        let names = self.names.take().unwrap_or_default();
        if self.extend_document(extra, &names) {
            return;
        }
        for (name, value) in &extra.0 {
            if self.report.strict && !names.contains(name) {
                self.report.reject(name, undocumented_name(name, &names));
            }
            let section = if self.form.contains(name) {
                &mut self.form
            } else {
                &mut self.query
            };
            section.set(name, value);
        }
    }

    /// Returns the names and decoded values of the query parameters, in the order added.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, String)> {
        self.query.decoded()
    }

    /// Returns the names and decoded values of the form parameters, in the order added.
    pub fn form_pairs(&self) -> impl Iterator<Item = (&str, String)> {
        self.form.decoded()
    }

    /// Returns the query that is signed and sent: `name=value` pairs, percent-encoded and sorted by
    /// name.
    #[must_use]
    pub fn canonical_query(&self) -> String {
        canonical([&self.query])
    }

    /// Returns the form body that is signed and sent: `name=value` pairs, percent-encoded and
    /// sorted by name.
    #[must_use]
    pub fn canonical_form(&self) -> String {
        canonical([&self.form])
    }

    /// Returns query and form together, as signed by `HMAC-SHA1`.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical([&self.query, &self.form])
    }

    /// Returns whether there are no form parameters.
    #[must_use]
    pub fn form_is_empty(&self) -> bool {
        self.form.is_empty()
    }

    /// Returns whether a parameter with this name has a non-empty value.
    pub(crate) fn has_value(&self, name: &str) -> bool {
        let mut pairs = self.query.pairs().chain(self.form.pairs());
        pairs.any(|pair| pair.name() == name && !pair.value().is_empty())
    }

    /// Sets a query parameter. It replaces earlier ones with the same name.
    pub fn set_query(&mut self, name: &str, value: &str) {
        self.query.set(name, value);
    }

    /// Returns the first value that cannot be sent, if any.
    #[must_use]
    pub fn invalid(&self) -> Option<&InvalidParameter> {
        self.report.invalid.as_ref()
    }

    /// Returns parameters that are written as the JSON text of one object instead of query and
    /// form.
    #[cfg(feature = "serde")]
    pub(crate) fn for_document() -> Self {
        Self {
            document: Some("{".to_owned()),
            names: Some(Vec::new()),
            report: WriteReport {
                stored: true,
                ..WriteReport::default()
            },
            ..Self::default()
        }
    }

    /// Returns the JSON text of the object.
    #[cfg(feature = "serde")]
    pub(crate) fn into_document(self) -> Result<String, InvalidParameter> {
        match self.report.invalid {
            Some(invalid) => Err(invalid),
            None => Ok(self.document.unwrap_or_default() + "}"),
        }
    }

    /// Adds a parameter to the JSON text and returns true, if the parameters are written as JSON.
    #[cfg(feature = "serde")]
    fn document(&mut self, name: &str, value: &dyn WriteValue) -> bool {
        let Some(text) = &mut self.document else {
            return false;
        };
        let mut fields = FieldWriter {
            path: ValuePath {
                parameter: "",
                inner: &mut String::new(),
            },
            target: Target::Json(text),
            report: &mut self.report,
            start: 0,
        };
        fields.field(name, value);
        true
    }

    /// Without serde, parameters are never written as JSON.
    #[cfg(not(feature = "serde"))]
    fn document(&mut self, _: &str, _: &dyn WriteValue) -> bool {
        false
    }

    /// Adds extra parameters to the JSON text and returns true, if the parameters are written as
    /// JSON. Undocumented ones are separate there, so that a misspelled name is noticed.
    #[cfg(feature = "serde")]
    fn extend_document(&mut self, extra: &ExtraParameters, names: &[String]) -> bool {
        if self.document.is_none() {
            return false;
        }
        let (documented, others): (Vec<_>, Vec<_>) = extra
            .0
            .iter()
            .cloned()
            .partition(|(name, _)| names.contains(name));
        for (name, value) in documented {
            self.document(&name, &value);
        }
        if !others.is_empty() {
            let others: BTreeMap<String, String> = others.into_iter().collect();
            self.document(EXTRA_PARAMETERS, &others);
        }
        true
    }

    /// Without serde, parameters are never written as JSON.
    #[cfg(not(feature = "serde"))]
    fn extend_document(&mut self, _: &ExtraParameters, _: &[String]) -> bool {
        false
    }

    /// Returns the encoded query and form.
    pub(crate) fn sections(&self) -> [&Section; 2] {
        [&self.query, &self.form]
    }

    fn add(&mut self, part: Part, style: Style, name: &str, value: &dyn WriteValue) {
        if let Some(names) = &mut self.names {
            names.push(name.to_owned());
        }
        if self.document(name, value) {
            return;
        }
        let section = match part {
            Part::Query => &mut self.query,
            Part::Form => &mut self.form,
        };
        let report = &mut self.report;
        let mut write = |target: Target<'_>| {
            report.secret = false;
            value.write_value(ValueWriter {
                path: ValuePath {
                    parameter: name,
                    inner: &mut String::new(),
                },
                target,
                report,
            });
            report.secret
        };
        match style {
            Style::Repeat => {
                write(Target::Repeat(section));
            }
            Style::Json => {
                let mut json = String::new();
                let secret = write(Target::Json(&mut json));
                if !json.is_empty() {
                    section.push([name, ""], &json, secret);
                }
            }
            Style::Comma => {
                let mut list = CommaList::default();
                let secret = write(Target::Comma(&mut list));
                if list.present {
                    section.push([name, ""], &list.text, secret);
                }
            }
        }
    }
}

/// The name under which a stored request holds its undocumented parameters.
#[cfg(feature = "serde")]
pub(crate) const EXTRA_PARAMETERS: &str = "extra_parameters";

impl WriteReport {
    /// Records that a value cannot be sent, unless an earlier one already cannot.
    fn reject(&mut self, name: impl Into<String>, reason: impl Into<Cow<'static, str>>) {
        if self.invalid.is_none() {
            self.invalid = Some(InvalidParameter {
                name: name.into(),
                reason: reason.into(),
            });
        }
    }
}

/// The part of a request that contains a parameter.
enum Part {
    Query,
    Form,
}

/// The style in which the value of a parameter is written.
enum Style {
    Repeat,
    Json,
    Comma,
}

impl std::error::Error for InvalidParameter {}

/// Secrets are masked.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters")
            .field("query", &self.query)
            .field("form", &self.form)
            .finish()
    }
}

/// Parameters of a request in addition to its typed fields, by name and text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ExtraParameters(Vec<(String, String)>);

impl ExtraParameters {
    /// Adds a parameter. It replaces an earlier one with the same name.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0.retain(|(earlier, _)| *earlier != name);
        self.0.push((name, value.into()));
    }

    /// Returns names and values, in the order added.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Values are masked if the name indicates a secret.
impl fmt::Debug for ExtraParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.iter().map(|(name, value)| match is_secret_name(name) {
            true => (name, MASK),
            false => (name, value),
        });
        f.debug_map().entries(shown).finish()
    }
}

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
    path: ValuePath<'a>,
    target: Target<'a>,
    report: &'a mut WriteReport,
    /// Where the JSON text of the object starts.
    start: usize,
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
    pub fn extra(&mut self, members: &ExtraMembers) {
        if members.is_empty() {
            return;
        }
        let written = self.written();
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

/// Returns the JSON text of an object.
pub(crate) fn json(object: &dyn WriteFields) -> Result<String, InvalidParameter> {
    let mut text = String::new();
    let mut report = WriteReport {
        stored: true,
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
    path: ValuePath<'a>,
    target: Target<'a>,
    report: &'a mut WriteReport,
}

/// The name of a parameter, and the path from it to the current value: `.2.Field`.
struct ValuePath<'a> {
    parameter: &'a str,
    inner: &'a mut String,
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

enum Target<'a> {
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
struct CommaList {
    text: String,
    present: bool,
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
    fn reject(self, reason: &'static str) {
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

impl WriteValue for String {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.text(self);
    }
}

impl WriteValue for i32 {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.integer(i64::from(*self));
    }
}

impl WriteValue for i64 {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.integer(*self);
    }
}

impl WriteValue for f64 {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.float(*self);
    }
}

impl WriteValue for bool {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.boolean(*self);
    }
}

impl WriteValue for serde_json::Value {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.any(self);
    }
}

impl<T: WriteValue> WriteValue for Option<T> {
    fn write_value(&self, writer: ValueWriter<'_>) {
        if let Some(value) = self {
            value.write_value(writer);
        }
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }
}

impl<T: WriteValue> WriteValue for Vec<T> {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.list(&mut self.iter().map(|item| item as &dyn WriteValue));
    }
}

impl<T: WriteValue> WriteFields for BTreeMap<String, T> {
    fn write_fields(&self, writer: &mut FieldWriter<'_>) {
        for (name, value) in self {
            writer.field(name, value);
        }
    }
}

impl<T: WriteFields> WriteValue for T {
    fn write_value(&self, writer: ValueWriter<'_>) {
        writer.fields(self);
    }
}

#[cfg(test)]
mod tests;

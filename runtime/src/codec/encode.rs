//! Encodes typed request parameters as the text that is signed and sent.
//!
//! Generated requests pass each field to [`Parameters`] as a [`WriteValue`]. All styles of writing
//! a value (one parameter per item, JSON, a comma-separated list) are implemented here, behind
//! trait objects. The generated code of a request is thus little more than a list of calls.

mod values;
mod writer;
mod report;
mod extra_parameters;
mod section;
mod pair;
mod percent;
mod strict;

#[cfg(feature = "serde")]
use std::collections::BTreeMap;
use std::fmt;

pub use extra_parameters::ExtraParameters;
pub(crate) use pair::{Pair, push_pairs, push_pairs_encoded, sort};
pub(crate) use percent::{encode, push_encoded};
pub use report::InvalidParameter;
use report::WriteReport;
use section::canonical;
pub(crate) use section::{Section, sorted};
pub use strict::KnownValues;
use strict::undocumented_name;
use writer::{CommaList, Target, ValuePath};
pub use writer::{FieldWriter, ValueWriter, WrappedFieldWriter, WriteFields, WriteValue};
pub(crate) use writer::{complete_json, json};

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

/// Secrets are masked.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters")
            .field("query", &self.query)
            .field("form", &self.form)
            .finish()
    }
}

#[cfg(test)]
mod tests;

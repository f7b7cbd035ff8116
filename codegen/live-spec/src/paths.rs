//! Reads and follows paths to parameters and fields, such as `Content.CallbackUrl`.

use crate::diagnostics::Diagnostic;
use crate::model::{Family, Field, FieldPath, Type};
use crate::place::Place;
use crate::reader::{Report, Value};
use crate::words::help;

/// Reads the name of a parameter, or names of fields joined by dots.
pub(crate) fn path(value: &Value<'_>) -> Option<FieldPath> {
    let text = value.shaped("the name of a field, or names joined by dots", |text| {
        text.split('.')
            .all(|name| !name.is_empty() && !name.contains(char::is_whitespace))
    })?;
    Some(FieldPath {
        names: text.split('.').map(str::to_owned).collect(),
        at: value.place.clone(),
    })
}

/// The parameters of a request or the fields of a response.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    /// The family whose types the fields use.
    pub(crate) family: &'a Family,
    pub(crate) fields: &'a [Field],
    pub(crate) report: &'a Report,
}

impl<'a> Part<'a> {
    /// Reports a path that leads nowhere, or to a field that does not fit.
    pub(crate) fn expect(
        &self,
        path: &FieldPath,
        what: &str,
        fits: impl FnOnce(&Field, &Type) -> bool,
    ) {
        let Some(field) = self.find(path) else { return };
        if !fits(field, self.family.resolve(&field.ty)) {
            let message = format!("`{path}` must be {what}");
            let other = Diagnostic::new(path.at.clone(), message);
            self.report
                .add(other.related(field.at.clone(), "described here"));
        }
    }

    /// Returns the field at the end of a path. Reports a path that leads nowhere.
    fn find(&self, path: &FieldPath) -> Option<&'a Field> {
        let mut fields = self.fields;
        let mut found = None;
        for name in &path.names {
            let Some(field) = fields.iter().find(|field| field.name == *name) else {
                self.unknown(name, fields, &path.at);
                return None;
            };
            fields = match self.family.resolve(&field.ty) {
                Type::Object(fields) => fields,
                _ => &[],
            };
            found = Some(field);
        }
        found
    }

    fn unknown(&self, name: &str, fields: &[Field], at: &Place) {
        let unknown = Diagnostic::new(at.clone(), format!("there is no field `{name}` here"));
        let names = fields.iter().map(|field| field.name.as_str());
        self.report.add(if fields.is_empty() {
            unknown
        } else {
            unknown.help(help(name, names))
        });
    }
}

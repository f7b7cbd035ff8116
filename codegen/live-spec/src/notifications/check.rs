//! Checks what notifications say about operations, and what their types mean for how they are sent.

use std::collections::BTreeMap;

use super::shared;
use crate::diagnostics::Diagnostic;
use crate::model::{
    Content, Family, Field, Located, Notification, Operation, Sent, SetBy, Style, Type,
};
use crate::paths::Part;
use crate::reader::Report;
use crate::words::help;

/// Reports notifications that name operations and parameters that do not exist or do not fit, and
/// those that cannot be sent as they are described.
pub(crate) fn check(families: &[Family], report: &Report) {
    repeated(families, report);
    shared::addresses(families, report);
    let unread = families
        .iter()
        .map(|family| (family.name.as_str(), report.is_unread(&family.name)))
        .collect();
    let operations = Operations { families, unread };
    for family in families {
        for notification in &family.notifications {
            for set_by in &notification.set_by {
                if let Some((home, operation)) = operations.find(&set_by.operation, report) {
                    parameters(home, operation, set_by, report);
                }
            }
            for unset_by in &notification.unset_by {
                operations.find(unset_by, report);
            }
            if notification.sent == Sent::Query && !operations.is_unread(family) {
                in_query(family, notification, report);
            }
        }
    }
}

/// Reports notifications of the same name, which programs and people could not tell apart.
fn repeated(families: &[Family], report: &Report) {
    let mut seen: BTreeMap<&str, &Notification> = BTreeMap::new();
    for notification in families.iter().flat_map(|family| &family.notifications) {
        let name = notification.name.as_str();
        let first = seen.entry(name).or_insert(notification);
        if first.at != notification.at {
            let message = format!("`{name}` is described twice");
            let repeated = Diagnostic::new(notification.at.clone(), message)
                .related(first.at.clone(), "first described here");
            report.add(repeated.help("give one of the two another name"));
        }
    }
}

/// The operations of all families.
struct Operations<'f> {
    families: &'f [Family],
    /// Whether a part of a family could not be read, by its name.
    unread: BTreeMap<&'f str, bool>,
}

impl<'f> Operations<'f> {
    fn is_unread(&self, family: &Family) -> bool {
        self.unread.get(family.name.as_str()) == Some(&true)
    }

    /// Returns an operation and its family, unless a part of the family could not be read. Reports
    /// one that does not exist, or that changes nothing.
    fn find(&self, name: &Located, report: &Report) -> Option<(&'f Family, &'f Operation)> {
        let all = || {
            let families = self.families.iter();
            families.flat_map(|family| family.operations.iter().map(move |it| (family, it)))
        };
        let Some((family, operation)) = all().find(|(_, it)| it.name == name.text) else {
            if !self.unread.values().any(|is_unread| *is_unread) {
                let message = format!("there is no operation `{}`", name.text);
                let names = all().map(|(_, it)| it.name.as_str());
                let unknown = Diagnostic::new(name.at.clone(), message);
                report.add(unknown.help(nearest(&name.text, names)));
            }
            return None;
        };
        if self.is_unread(family) {
            return None;
        }
        if operation.read_only {
            let message = format!("`{}` only reads, so it changes no address", name.text);
            let reads = Diagnostic::new(name.at.clone(), message);
            report.add(reads.related(operation.at.clone(), "described here"));
            return None;
        }
        Some((family, operation))
    }
}

/// Suggests an operation. There are too many to list them all.
fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let advice = help(written, names);
    match advice.starts_with("one of") {
        true => "name an operation as its file is named".to_owned(),
        false => advice,
    }
}

/// Reports parameters that do not exist, or whose types do not fit their purpose.
fn parameters(family: &Family, operation: &Operation, set_by: &SetBy, report: &Report) {
    let request = Part {
        family,
        fields: &operation.request,
        report,
    };
    let is_text = |field: &Field, ty: &Type| matches!(ty, Type::String) && !field.secret;
    for path in set_by.address.iter().chain(&set_by.domain) {
        request.expect(path, "a string that is no secret", is_text);
    }
    if let Some(key) = &set_by.key {
        request.expect(key, "a string with `secret: true`", |field, ty| {
            matches!(ty, Type::String) && field.secret
        });
    }
    if let Some(auth) = &set_by.auth {
        request.expect(
            auth,
            "a boolean, or an enum with the value `yes`",
            |_, ty| match ty {
                Type::Boolean => true,
                Type::Enum(known) => known.values.iter().any(|known| known.value == "yes"),
                _ => false,
            },
        );
    }
}

/// Reports fields that a query cannot have.
fn in_query(family: &Family, notification: &Notification, report: &Report) {
    let (own, kinds) = match &notification.content {
        Content::Fields(fields) => (fields.as_slice(), &[][..]),
        Content::Kinds(kinds) => (&[][..], kinds.as_slice()),
    };
    for field in own.iter().chain(kinds.iter().flat_map(|kind| &kind.fields)) {
        let is_structured = matches!(
            family.resolve(&field.ty),
            Type::Array(_) | Type::Object(_) | Type::Map(_) | Type::Any
        );
        if is_structured && field.style != Some(Style::Json) {
            let message = format!("`{}` cannot be in a query", field.name);
            let structured = Diagnostic::new(field.at.clone(), message);
            report.add(structured.help(
                "correct its type; if its text is JSON, state `style: json`; \
                 if the fields are in the body, state `sent: json`",
            ));
        }
    }
}

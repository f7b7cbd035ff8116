//! Which parameters are addresses that receive notifications.

use live_spec::{self as spec, FieldPath, Service, Type};

/// The address parameters of a family.
pub(super) struct Addresses<'a> {
    list: Vec<Address<'a>>,
}

/// A parameter with an address, or a field of an object in one.
struct Address<'a> {
    field: &'a spec::Field,
    /// The family and name of a notification that it receives.
    receives: [&'a str; 2],
}

impl<'a> Addresses<'a> {
    /// Finds the parameters of a family's operations. Any family may have the notifications.
    pub(super) fn of(service: &'a Service, family: &'a spec::Family) -> Self {
        let mut list = Vec::new();
        for owner in &service.families {
            for notification in &owner.notifications {
                let setters = notification.set_by.iter();
                let fields = setters.filter_map(|set_by| {
                    let address = set_by.address.as_ref()?;
                    fields_at(family, &set_by.operation.text, address).pop()
                });
                list.extend(fields.map(|field| Address {
                    field,
                    receives: [&owner.name, &notification.name],
                }));
            }
        }
        Self { list }
    }

    /// Returns a sentence about the notifications that a parameter receives, as Markdown.
    pub(super) fn sentence(&self, field: &spec::Field) -> Option<String> {
        let own = self
            .list
            .iter()
            .filter(|address| std::ptr::eq(address.field, field));
        let mut links: Vec<_> = own
            .map(|address| {
                let [family, name] = address.receives;
                format!("[`{name}`](crate::{family}::{name})")
            })
            .collect();
        let last = links.pop()?;
        Some(match links.as_slice() {
            [] => format!("Receives each {last}."),
            first => format!("Receives each {} and {last}.", first.join(", ")),
        })
    }
}

/// Returns the fields on a path from the parameters of an operation, outermost first. Empty if the
/// path leads nowhere.
pub(super) fn fields_at<'a>(
    family: &'a spec::Family,
    operation: &str,
    path: &FieldPath,
) -> Vec<&'a spec::Field> {
    let mut operations = family.operations.iter();
    let Some(operation) = operations.find(|known| known.name == operation) else {
        return Vec::new();
    };
    let mut fields = operation.request.as_slice();
    let mut way = Vec::new();
    for name in &path.names {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            return Vec::new();
        };
        way.push(field);
        fields = match family.resolve(&field.ty) {
            Type::Object(members) => members,
            _ => &[],
        };
    }
    way
}

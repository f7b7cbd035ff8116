//! The names of types that are described inside fields, and so have no name of their own.

use std::collections::BTreeSet;

use live_spec::{self as spec, Type};

use super::naming;
use super::parts::parts;
use crate::names::{TypeNames, has_words, joined};

/// Which short names of a family more than one type would have. None depends on the order in which
/// the specs state things.
pub(super) struct InnerNames {
    shared: BTreeSet<String>,
}

impl InnerNames {
    pub(super) fn of(family: &spec::Family) -> Self {
        let mut shared = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for operation in &family.operations {
            seen.extend(TypeNames::of(&operation.name).into_array());
        }
        seen.extend(family.types.iter().map(naming::named));
        for notification in &family.notifications {
            seen.insert(notification.name.clone());
            seen.extend(parts(notification).into_iter().map(|part| part.name));
        }
        each_inner(family, &mut |_, inner| {
            if !seen.insert(inner.short.clone()) {
                shared.insert(inner.short);
            }
        });
        Self { shared }
    }

    /// Returns the name of a type: the short one, unless another type would have it too.
    pub(super) fn choose(&self, inner: Inner) -> String {
        if self.shared.contains(&inner.short) {
            inner.long
        } else {
            inner.short
        }
    }
}

/// The names that a type inside a field can have.
pub(super) struct Inner {
    /// The operation or named type around it, with the field. Words in the middle occur once.
    short: String,
    /// The same with all fields on the way.
    pub(super) long: String,
}

impl Inner {
    /// Returns the names of the type inside a field, given the names around it.
    pub(super) fn of(root: &str, outer: &str, field: &spec::Field) -> Self {
        let part = naming::part(field);
        // An underscore keeps a name from starting with a digit, or from being a keyword.
        let part = part.trim_matches('_');
        Self {
            short: joined(root, part),
            long: format!("{outer}{part}"),
        }
    }
}

/// Calls a function with each field of a family whose type is described there.
pub(super) fn each_inner<'a>(
    family: &'a spec::Family,
    visit: &mut impl FnMut(&'a spec::Field, Inner),
) {
    for named in &family.types {
        let name = naming::named(named);
        of_type(&name, &name, &named.ty, visit);
    }
    for operation in &family.operations {
        let name = &operation.name;
        of_fields(name, name, &operation.request, visit);
        of_fields(name, name, &operation.response, visit);
    }
    for part in family.notifications.iter().flat_map(parts) {
        of_fields(&part.name, &part.name, part.fields, visit);
    }
}

fn of_fields<'a>(
    root: &str,
    outer: &str,
    fields: &'a [spec::Field],
    visit: &mut impl FnMut(&'a spec::Field, Inner),
) {
    for field in fields {
        let inner = Inner::of(root, outer, field);
        let long = inner.long.clone();
        // A field without a name is reported as such.
        let has_name = field.name_in_rust.is_some() || has_words(&field.name);
        if has_name && is_described(&field.ty) {
            visit(field, inner);
        }
        of_type(root, &long, &field.ty, visit);
    }
}

fn of_type<'a>(
    root: &str,
    outer: &str,
    ty: &'a Type,
    visit: &mut impl FnMut(&'a spec::Field, Inner),
) {
    match ty {
        Type::Array(array) => of_type(root, outer, &array.items, visit),
        Type::Map(values) => of_type(root, outer, values, visit),
        Type::Object(fields) => of_fields(root, outer, fields, visit),
        _ => {}
    }
}

/// Returns whether a field or its items have a type that is described there.
fn is_described(ty: &Type) -> bool {
    match ty {
        Type::Enum(_) | Type::Object(_) => true,
        Type::Array(array) => is_described(&array.items),
        Type::Map(values) => is_described(values),
        _ => false,
    }
}

//! Which named types occur where.

use std::collections::HashSet;

use live_spec::{self as spec, Type};

use super::parts::parts;

/// Which named types of a family occur in what is sent and what is received, directly or inside
/// other types.
pub(super) struct Usage<'a> {
    pub(super) written: HashSet<&'a str>,
    pub(super) read: HashSet<&'a str>,
}

impl<'a> Usage<'a> {
    pub(super) fn of(family: &'a spec::Family) -> Self {
        let mut usage = Self {
            written: HashSet::new(),
            read: HashSet::new(),
        };
        for operation in &family.operations {
            for field in &operation.request {
                mark(family, &field.ty, &mut usage.written);
            }
            for field in &operation.response {
                mark(family, &field.ty, &mut usage.read);
            }
        }
        for part in family.notifications.iter().flat_map(parts) {
            let used = match part.written {
                true => &mut usage.written,
                false => &mut usage.read,
            };
            for field in part.fields {
                mark(family, &field.ty, used);
            }
        }
        usage
    }
}

fn mark<'a>(family: &'a spec::Family, ty: &'a Type, used: &mut HashSet<&'a str>) {
    match ty {
        Type::Named(name) => {
            if used.insert(name)
                && let Some(named) = family.types.iter().find(|named| named.name == *name)
            {
                mark(family, &named.ty, used);
            }
        }
        Type::Array(array) => mark(family, &array.items, used),
        Type::Map(values) => mark(family, values, used),
        Type::Object(fields) => fields
            .iter()
            .for_each(|field| mark(family, &field.ty, used)),
        Type::String
        | Type::Integer
        | Type::Long
        | Type::Float
        | Type::Double
        | Type::Boolean
        | Type::Any
        | Type::Enum(_) => {}
    }
}

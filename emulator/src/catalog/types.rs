//! The named types of a family.

use std::collections::HashMap;

use live_spec::Type;

/// The maximum number of references between named types to follow. Stops at cycles.
const MAX_REFERENCES: usize = 32;

/// The types of a family, by name.
#[derive(Debug, Default)]
pub(crate) struct Types(HashMap<String, Type>);

impl Types {
    pub(super) fn new(types: HashMap<String, Type>) -> Self {
        Self(types)
    }

    /// Follows the references of a named type. An unknown name resolves to `any`.
    pub(crate) fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        for _ in 0..MAX_REFERENCES {
            let Type::Named(name) = ty else { return ty };
            match self.0.get(name) {
                Some(named) => ty = named,
                None => break,
            }
        }
        &Type::Any
    }
}

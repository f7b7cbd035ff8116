//! The operations the service knows, looked up by name.

use std::collections::HashMap;
use std::sync::Arc;

use live_spec::{Operation, Service, Type};

/// References between named types that are followed at most. A cycle is longer than any.
const LONGEST_CHAIN: usize = 32;

/// The operations of a service by name.
#[derive(Debug)]
pub(crate) struct Catalog {
    version: String,
    operations: HashMap<String, Known>,
}

/// An operation, and the named types that its spec refers to.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) operation: Arc<Operation>,
    pub(crate) types: Arc<Types>,
}

/// The types of a family by name.
#[derive(Debug, Default)]
pub(crate) struct Types(HashMap<String, Type>);

impl Catalog {
    pub(crate) fn new(service: Service) -> Self {
        let mut operations = HashMap::new();
        for family in service.families {
            let types = family
                .types
                .into_iter()
                .map(|named| (named.name, named.ty))
                .collect();
            let types = Arc::new(Types(types));
            for operation in family.operations {
                let known = Known {
                    operation: Arc::new(operation),
                    types: Arc::clone(&types),
                };
                operations.insert(known.operation.name.clone(), known);
            }
        }
        Self {
            version: service.version,
            operations,
        }
    }

    /// Version of the API, `2016-11-01`.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Known> {
        self.operations.get(name)
    }

    /// Names of all operations, in alphabetical order.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.operations.keys().cloned().collect();
        names.sort();
        names
    }
}

impl Types {
    /// The type that a name stands for. A name that leads nowhere takes any value.
    pub(crate) fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        for _ in 0..LONGEST_CHAIN {
            let Type::Named(name) = ty else { return ty };
            match self.0.get(name) {
                Some(named) => ty = named,
                None => break,
            }
        }
        &Type::Any
    }
}

//! The operation to call, as its spec states it.

use live_spec::{Family, Field, GatewayError, Operation, OperationError, Service, Type};

use crate::suggest::related;

/// How deep the structure of a parameter is searched for secrets.
const MAX_DEPTH: usize = 32;

/// The placeholder for the variable part of a documented code.
const VARYING: &str = "%s";

/// The operation to call, with the specs that it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Called<'s> {
    pub(crate) service: &'s Service,
    pub(crate) family: &'s Family,
    pub(crate) operation: &'s Operation,
}

impl<'s> Called<'s> {
    /// Finds an operation by its name.
    ///
    /// # Errors
    ///
    /// Fails with a line that says which names are similar.
    pub fn find(service: &'s Service, name: &str) -> Result<Self, String> {
        let operations = service
            .families
            .iter()
            .flat_map(|family| family.operations.iter().map(move |it| (family, it)));
        let found = operations
            .clone()
            .find(|(_, operation)| operation.name == name);
        if let Some((family, operation)) = found {
            return Ok(Self {
                service,
                family,
                operation,
            });
        }
        let names: Vec<_> = operations.map(|(_, it)| it.name.as_str()).collect();
        let related: Vec<_> = related(name, &names)
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        let meant = match related.as_slice() {
            [] => "; the names of operations are those of the files in specs/".to_owned(),
            related => format!("; did you mean {}?", related.join(", ")),
        };
        Err(format!("no operation is called `{name}`{meant}"))
    }

    /// Returns the type that a name of a type stands for.
    pub(crate) fn resolve(&self, ty: &'s Type) -> &'s Type {
        self.family.resolve(ty)
    }

    /// Returns the explanation of a parameter or field.
    pub(crate) fn doc_of(&self, field: &'s Field) -> &'s str {
        let explanation = self.service.explanation(self.family, field);
        explanation.unwrap_or_default()
    }

    /// Returns what the specs say about an error code of the service.
    pub(crate) fn meaning_of(&self, code: &str) -> String {
        let own = self.operation.errors.iter();
        if let Some(error) = own.clone().find(|error| error.code == code) {
            return self.meaning(error);
        }
        if let Some(error) = own.clone().find(|error| fits(code, &error.code)) {
            return self.meaning(error);
        }
        let mut common = self.service.errors.iter();
        match common.find(|error| error.code == code) {
            Some(GatewayError { doc, status, .. }) => {
                format!("{doc} Documented for all operations, with status {status}.")
            }
            None => format!("The spec of {} does not document it.", self.operation.name),
        }
    }

    fn meaning(&self, error: &OperationError) -> String {
        let own = error.doc.as_deref();
        let doc = own
            .or_else(|| self.family.glossary.error(&error.code))
            .or_else(|| self.service.glossary.error(&error.code))
            .unwrap_or("It is documented without an explanation.");
        format!("{doc} Documented with status {}.", error.status)
    }

    /// Returns the names of the fields of requests and responses that hold secrets.
    pub(crate) fn secret_names(&self) -> Vec<&'s str> {
        let mut names = Vec::new();
        let operation = self.operation;
        for field in operation.request.iter().chain(&operation.response) {
            self.add_secrets(field, 0, &mut names);
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns whether a parameter is a secret, or has one inside.
    pub(crate) fn holds_secret(&self, field: &'s Field) -> bool {
        let mut names = Vec::new();
        self.add_secrets(field, 0, &mut names);
        !names.is_empty()
    }

    fn add_secrets(&self, field: &'s Field, depth: usize, names: &mut Vec<&'s str>) {
        if field.secret {
            names.push(&field.name);
        }
        self.add_secrets_in(&field.ty, depth, names);
    }

    fn add_secrets_in(&self, ty: &'s Type, depth: usize, names: &mut Vec<&'s str>) {
        // Types refer to each other in a tree, so a greater depth is a circle.
        if depth == MAX_DEPTH {
            return;
        }
        match self.resolve(ty) {
            Type::Array(array) => self.add_secrets_in(&array.items, depth + 1, names),
            Type::Map(values) => self.add_secrets_in(values, depth + 1, names),
            Type::Object(fields) => {
                for field in fields {
                    self.add_secrets(field, depth + 1, names);
                }
            }
            _ => {}
        }
    }
}

/// Returns whether a code is one of those that a documented code with a variable part stands for.
fn fits(code: &str, documented: &str) -> bool {
    documented.split_once(VARYING).is_some_and(|(start, end)| {
        code.len() >= start.len() + end.len() && code.starts_with(start) && code.ends_with(end)
    })
}

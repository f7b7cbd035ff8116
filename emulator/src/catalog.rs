//! The operations of the service, by name, with everything that follows from their specs.

pub(crate) mod specs;
pub(crate) mod validate;
pub(crate) mod synthesize;
pub(crate) mod pages;
pub(crate) mod fit;
pub(crate) mod notified;
mod types;
#[cfg(test)]
pub(crate) mod fixture;

use std::collections::HashMap;
use std::sync::Arc;

use axum::http;
use live_spec::{Method, Operation, Service};

use self::notified::NotificationEntry;
pub(crate) use self::types::Types;
use crate::response::service_error::ServiceError;

/// The operations of a service, by name.
#[derive(Debug)]
pub(crate) struct Catalog {
    product: Arc<str>,
    title: String,
    version: String,
    endpoint_variable: String,
    operations: HashMap<String, CatalogEntry>,
    notifications: Vec<NotificationEntry>,
}

/// An operation and the named types that its spec refers to.
#[derive(Clone, Debug)]
pub(crate) struct CatalogEntry {
    /// The family of the operation.
    pub(crate) family: Arc<str>,
    pub(crate) operation: Arc<Operation>,
    pub(crate) types: Arc<Types>,
}

impl Catalog {
    pub(crate) fn new(service: Service) -> Self {
        let endpoint_variable = service.endpoint_variable();
        let mut operations = HashMap::new();
        let mut notifications = Vec::new();
        for family in service.families {
            let types = family
                .types
                .into_iter()
                .map(|named| (named.name, named.ty))
                .collect();
            let types = Arc::new(Types::new(types));
            let name: Arc<str> = family.name.into();
            for notification in family.notifications {
                notifications.push(NotificationEntry {
                    family: Arc::clone(&name),
                    notification: Arc::new(notification),
                    types: Arc::clone(&types),
                });
            }
            for operation in family.operations {
                let entry = CatalogEntry {
                    family: Arc::clone(&name),
                    operation: Arc::new(operation),
                    types: Arc::clone(&types),
                };
                operations.insert(entry.operation.name.clone(), entry);
            }
        }
        Self {
            product: service.product.into(),
            title: service.title,
            version: service.version,
            endpoint_variable,
            operations,
            notifications,
        }
    }

    /// Returns the product code.
    pub(crate) fn product(&self) -> &Arc<str> {
        &self.product
    }

    /// Returns the name of the product for people.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// Returns the environment variable that leads clients to an endpoint.
    pub(crate) fn endpoint_variable(&self) -> &str {
        &self.endpoint_variable
    }

    /// Returns the version of the API, `2016-11-01`.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Returns the operation with a name.
    pub(crate) fn operation(&self, name: &str) -> Option<&CatalogEntry> {
        self.operations.get(name)
    }

    /// Returns all notifications, by family and in the order of the specs.
    pub(crate) fn notifications(&self) -> &[NotificationEntry] {
        &self.notifications
    }

    /// Returns the names of all operations in alphabetical order.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.operations.keys().cloned().collect();
        names.sort();
        names
    }
}

impl CatalogEntry {
    /// Returns whether clients may call the operation with an HTTP method.
    pub(crate) fn accepts(&self, method: &http::Method) -> bool {
        match *method {
            http::Method::GET => self.operation.takes(Method::Get),
            http::Method::POST => self.operation.takes(Method::Post),
            _ => false,
        }
    }

    /// Returns the names of secret parameters.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let secrets = self.operation.request.iter().filter(|field| field.secret);
        secrets.map(|field| field.name.clone()).collect()
    }

    /// Creates an error with the status that the operation documents for the code, otherwise with
    /// `status`.
    ///
    /// `detail` becomes the message; it is a sentence without its full stop.
    pub(crate) fn error(&self, code: &str, status: u16, detail: &str) -> ServiceError {
        let errors = &self.operation.errors;
        let documented = errors.iter().find(|error| error.code == code);
        let status = documented.map_or(status, |error| error.status);
        ServiceError::new(status, code, format!("{detail}."))
    }
}

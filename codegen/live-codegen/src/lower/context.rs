//! What lowering needs to know besides the spec at hand.

use std::collections::HashMap;

use live_spec::{self as spec, ErrorClass, Service};

use super::addresses::Addresses;
use super::inner::InnerNames;
use super::naming;
use super::usage::Usage;
use crate::model::TypeDef;

/// Context for lowering one family.
pub(super) struct Context<'a> {
    pub(super) service: &'a Service,
    pub(super) family: &'a spec::Family,
    /// Rust names of the family's named types.
    pub(super) named: HashMap<&'a str, String>,
    /// Which of the named types occur in requests and responses.
    pub(super) usage: Usage<'a>,
    /// Names of types without one of their own.
    pub(super) inner: InnerNames,
    /// Which parameters receive notifications.
    pub(super) addresses: Addresses<'a>,
    /// Definitions of the named types.
    pub(super) types: Vec<TypeDef>,
}

impl<'a> Context<'a> {
    pub(super) fn new(service: &'a Service, family: &'a spec::Family) -> Self {
        let named = family
            .types
            .iter()
            .map(|named| (named.name.as_str(), naming::named(named)))
            .collect();
        let usage = Usage::of(family);
        Self {
            service,
            family,
            named,
            usage,
            inner: InnerNames::of(family),
            addresses: Addresses::of(service, family),
            types: Vec::new(),
        }
    }

    /// Returns the explanation of a field: its own, or that of a glossary.
    pub(super) fn field_doc(&self, field: &spec::Field) -> String {
        let explanation = self.service.explanation(self.family, field);
        explanation.unwrap_or_default().to_owned()
    }

    /// Returns the explanation of an error code: its own, or that of a glossary.
    pub(super) fn error_doc(&self, error: &spec::OperationError) -> String {
        let own = error.doc.as_deref();
        own.or_else(|| self.family.glossary.error(&error.code))
            .or_else(|| self.service.glossary.error(&error.code))
            .unwrap_or_default()
            .to_owned()
    }

    /// Returns the class of an error code: the operation's own, or that of the service.
    pub(super) fn error_class(&self, error: &spec::OperationError) -> Option<ErrorClass> {
        let mut known = self.service.errors.iter();
        let of_service = known.find(|known| known.code == error.code);
        error.class.or(of_service.map(|known| known.class))
    }

    /// Resolves a named type; returns other types unchanged.
    pub(super) fn resolve<'t>(&self, ty: &'t spec::Type) -> &'t spec::Type
    where
        'a: 't,
    {
        match ty {
            spec::Type::Named(name) => self
                .family
                .types
                .iter()
                .find(|named| named.name == *name)
                .map_or(ty, |named| &named.ty),
            _ => ty,
        }
    }
}

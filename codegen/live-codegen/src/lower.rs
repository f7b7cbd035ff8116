//! Decides how the API looks in Rust.

mod clashes;
mod example;
mod operation;
mod types;

use std::collections::{BTreeSet, HashMap};

use live_spec::{self as spec, Diagnostics, ErrorClass, Service};

use crate::docs::Docs;
use crate::model::{Family, Field, GatewayError, Model, Operation, Region, Ty, TypeDef};
use crate::names::{Scope, library, package, pascal};

pub use clashes::name_clashes;

/// Names that a type of the client must not have, because generated code means something else by them.
const RESERVED_TYPES: &[&str] = &[
    "BTreeMap",
    "Client",
    "Default",
    "Err",
    "Error",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Turns specs into the model of the client crate.
///
/// # Errors
///
/// Fails with the name clashes of the specs, which [`name_clashes`] finds also in specs with other mistakes.
pub fn lower(service: &Service) -> Result<Model, Diagnostics> {
    Diagnostics::check(name_clashes(service))?;
    Ok(lower_service(service))
}

fn lower_service(service: &Service) -> Model {
    let families: Vec<_> = service
        .families
        .iter()
        .map(|family| lower_family(service, family))
        .collect();
    let required: BTreeSet<_> = families
        .iter()
        .flat_map(|family| &family.operations)
        .flat_map(required_names)
        .collect();
    Model {
        product: service.product.clone(),
        version: service.version.clone(),
        title: service.title.clone(),
        reference: service.reference.clone(),
        crate_name: package(&service.product),
        library: library(&service.product),
        default_host: service.endpoints.default.clone(),
        regions: service
            .endpoints
            .regions
            .iter()
            .map(|region| Region {
                id: region.region.clone(),
                public: region.public.clone(),
                vpc: region.vpc.clone(),
            })
            .collect(),
        gateway_errors: lower_gateway_errors(&service.errors),
        secret_names: secret_names(&families).into_iter().collect(),
        required: required.into_iter().collect(),
        families,
    }
}

fn required_names(operation: &Operation) -> impl Iterator<Item = String> {
    operation
        .request
        .parameters
        .iter()
        .filter_map(|parameter| Some(parameter.required.as_ref()?.marker.clone()))
}

/// Names of all fields that hold secrets, those of requests too, since an answer may repeat them.
fn secret_names(families: &[Family]) -> BTreeSet<String> {
    let mut fields: Vec<&Field> = Vec::new();
    for family in families {
        let operations = &family.operations;
        let types = operations.iter().flat_map(|operation| &operation.types);
        for definition in family.types.iter().chain(types) {
            if let TypeDef::Struct(definition) = definition {
                fields.extend(&definition.fields);
            }
        }
        for operation in operations {
            fields.extend(
                operation
                    .request
                    .parameters
                    .iter()
                    .map(|parameter| &parameter.field),
            );
            fields.extend(&operation.response.fields);
        }
    }
    let secret = fields.into_iter().filter(|field| field.ty == Ty::Secret);
    secret.map(|field| field.wire.clone()).collect()
}

fn lower_gateway_errors(errors: &[spec::GatewayError]) -> Vec<GatewayError> {
    let mut scope = Scope::with_reserved(&["Unrecognized"]);
    errors
        .iter()
        .map(|error| GatewayError {
            variant: types::variant(
                scope.claim(pascal(&error.code)),
                &error.code,
                &types::error_doc(&error.doc, &error.status.to_string()),
            ),
            class: match error.class {
                ErrorClass::Throttling => "Throttling",
                ErrorClass::Transient => "Transient",
                ErrorClass::Auth => "Auth",
                ErrorClass::ClockSkew => "ClockSkew",
                ErrorClass::Request => "Request",
            },
        })
        .collect()
}

fn lower_family(service: &Service, family: &spec::Family) -> Family {
    let mut context = Context::new(service, family);
    context.types = family
        .types
        .iter()
        .flat_map(|named| types::lower_named(&mut context, named))
        .collect();
    let operations = family
        .operations
        .iter()
        .map(|operation| operation::lower_operation(&mut context, operation))
        .collect();
    Family {
        module: family.name.clone(),
        docs: Docs::new(&family.doc),
        types: context.types,
        operations,
    }
}

/// What lowering one family needs to know of the rest.
struct Context<'a> {
    service: &'a Service,
    family: &'a spec::Family,
    /// Names of types in the family's module.
    scope: Scope,
    /// Rust names of the family's named types.
    named: HashMap<&'a str, String>,
    /// Which of them requests and responses hold.
    usage: types::Usage<'a>,
    /// What the named types became.
    types: Vec<TypeDef>,
}

impl<'a> Context<'a> {
    fn new(service: &'a Service, family: &'a spec::Family) -> Self {
        let mut scope = Scope::with_reserved(RESERVED_TYPES);
        // The names of an operation are fixed; other types make way for them.
        for operation in &family.operations {
            for name in operation::TypeNames::of(&operation.name).into_array() {
                scope.claim(name);
            }
        }
        let named = family
            .types
            .iter()
            .map(|named| (named.name.as_str(), scope.claim(pascal(&named.name))))
            .collect();
        let usage = types::Usage::of(family);
        Self {
            service,
            family,
            scope,
            named,
            usage,
            types: Vec::new(),
        }
    }

    /// The meaning of a field: its own, or the glossary's.
    fn field_doc(&self, field: &spec::Field) -> String {
        let own = field.doc.as_deref();
        own.or_else(|| self.family.glossary.field(&field.name))
            .or_else(|| self.service.glossary.field(&field.name))
            .unwrap_or_default()
            .to_owned()
    }

    /// The meaning of an error code: its own, or the glossary's.
    fn error_doc(&self, error: &spec::OperationError) -> String {
        let own = error.doc.as_deref();
        own.or_else(|| self.family.glossary.error(&error.code))
            .or_else(|| self.service.glossary.error(&error.code))
            .unwrap_or_default()
            .to_owned()
    }

    /// The structure of a type, with a name looked up.
    fn resolve<'t>(&self, ty: &'t spec::Type) -> &'t spec::Type
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

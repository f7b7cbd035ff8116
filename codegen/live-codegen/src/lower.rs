//! Turns specs into the model of the client: decides all Rust names and types.

mod clashes;
mod notifications;
mod operation;
mod pages;
mod types;
mod overview;
mod example;
mod context;
mod addresses;
mod parts;
mod inner;
mod naming;
mod usage;
mod waiters;

use std::collections::BTreeSet;

use live_spec::{self as spec, Diagnostics, Service};

use crate::docs::Docs;
use crate::model::{
    Companion, Family, Field, GatewayError, Model, Operation, Region, Struct, Ty, TypeDef,
};
use crate::names::{library, package};
use crate::package::Package;

pub use clashes::name_clashes;
use context::Context;

/// Turns specs into the model of the client crate.
///
/// # Errors
///
/// Fails with the [name clashes](name_clashes) of the specs.
pub fn lower(service: &Service) -> Result<Model, Diagnostics> {
    Diagnostics::check(name_clashes(service))?;
    Ok(lower_service(service))
}

/// Does the same for specs whose names may clash, so that the client may not compile.
pub(crate) fn lower_service(service: &Service) -> Model {
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
        package: Package::default(),
        product: service.product.clone(),
        endpoint_variable: service.endpoint_variable(),
        version: service.version.clone(),
        title: service.title.clone(),
        reference: service.reference.clone(),
        guide: service.guide.clone(),
        crate_name: package(&service.product),
        library: library(&service.product),
        default_host: service.endpoints.default.clone(),
        regions: lower_regions(&service.endpoints),
        gateway_errors: lower_gateway_errors(&service.errors),
        secret_names: secret_names(&families).into_iter().collect(),
        required: required.into_iter().collect(),
        families,
        companions: service.companions.iter().map(lower_companion).collect(),
    }
}

fn lower_companion(companion: &spec::Companion) -> Companion {
    Companion {
        module: companion.name.clone(),
        crate_name: companion.krate.clone(),
        library: companion.krate.replace('-', "_"),
        purpose: Docs::new(&companion.doc),
    }
}

fn required_names(operation: &Operation) -> impl Iterator<Item = String> {
    operation
        .request
        .parameters
        .iter()
        .filter_map(|parameter| Some(parameter.required.as_ref()?.marker.clone()))
}

/// Returns the names of all secret fields, including those of requests because a response may echo
/// them.
fn secret_names(families: &[Family]) -> BTreeSet<String> {
    let mut fields: Vec<&Field> = Vec::new();
    for family in families {
        let (operations, notifications) = (&family.operations, &family.notifications.list);
        let types = operations.iter().flat_map(|operation| &operation.types);
        let types = types.chain(notifications.iter().flat_map(|it| &it.types));
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
        let structs = notifications.iter().flat_map(|it| it.structs());
        fields.extend(structs.flat_map(|structure: &Struct| &structure.fields));
    }
    let secret = fields.into_iter().filter(|field| field.ty == Ty::Secret);
    secret.map(|field| field.wire.clone()).collect()
}

/// Lists the regions by ID, so that their order in the specs does not matter.
fn lower_regions(endpoints: &spec::Endpoints) -> Vec<Region> {
    let regions = endpoints.regions.iter().map(|region| Region {
        id: region.region.clone(),
        public: region.public.clone(),
        vpc: region.vpc.clone(),
    });
    let mut regions: Vec<_> = regions.collect();
    regions.sort_by(|a, b| a.id.cmp(&b.id));
    regions
}

fn lower_gateway_errors(errors: &[spec::GatewayError]) -> Vec<GatewayError> {
    errors
        .iter()
        .map(|error| GatewayError {
            variant: types::variant(
                naming::gateway_error(error),
                &error.code,
                &types::error_doc(&error.doc, &error.status.to_string(), Some(error.class)),
            ),
            class: types::class_name(error.class),
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
    let notifications = notifications::lower_notifications(&mut context);
    Family {
        module: family.name.clone(),
        purpose: Docs::new(&family.doc),
        tables: overview::tables(family),
        types: context.types,
        operations,
        notifications,
    }
}

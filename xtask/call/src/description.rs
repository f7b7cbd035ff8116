//! Describes the service and the operation to the runtime.

use alibabacloud_rpc::{ErrorClass, Method, OperationInfo, RateLimit, Region, ServiceInfo};
use live_spec::{self as spec, Period};

use crate::called::Called;

/// Describes the service. The description lives as long as the program, which makes one call.
pub(crate) fn service(called: Called<'_>) -> &'static ServiceInfo {
    let spec = called.service;
    let regions = spec.endpoints.regions.iter().map(|region| {
        let vpc = region.vpc.as_deref().map(text);
        Region::new(text(&region.region), text(&region.public), vpc)
    });
    let errors = spec.errors.iter();
    Box::leak(Box::new(ServiceInfo {
        product: text(&spec.product),
        version: text(&spec.version),
        client: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        default_host: text(&spec.endpoints.default),
        regions: regions.collect::<Vec<_>>().leak(),
        error_classes: classes(errors.map(|error| (error.code.as_str(), error.class))),
        secret_names: called
            .secret_names()
            .into_iter()
            .map(text)
            .collect::<Vec<_>>()
            .leak(),
    }))
}

/// Describes the operation. The description lives as long as the program.
pub(crate) fn operation(called: Called<'_>) -> &'static OperationInfo {
    let spec = called.operation;
    let own = spec.errors.iter();
    let own = own.filter_map(|error| Some((error.code.as_str(), error.class?)));
    Box::leak(Box::new(OperationInfo {
        name: text(&spec.name),
        method: match spec.method {
            spec::Method::Get => Method::Get,
            spec::Method::Post => Method::Post,
        },
        read_only: spec.read_only,
        signed: spec.signed,
        limit: spec.limit.map(|limit| match limit.per {
            Period::Second => RateLimit::per_second(limit.calls),
            Period::Minute => RateLimit::per_minute(limit.calls),
        }),
        error_classes: classes(own),
    }))
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn classes<'c>(
    classes: impl Iterator<Item = (&'c str, spec::ErrorClass)>,
) -> &'static [(&'static str, ErrorClass)] {
    let classes = classes.map(|(code, class)| (text(code), class_of(class)));
    classes.collect::<Vec<_>>().leak()
}

fn class_of(class: spec::ErrorClass) -> ErrorClass {
    match class {
        spec::ErrorClass::Throttling => ErrorClass::Throttling,
        spec::ErrorClass::Transient => ErrorClass::Transient,
        spec::ErrorClass::Auth => ErrorClass::Auth,
        spec::ErrorClass::ClockSkew => ErrorClass::ClockSkew,
        spec::ErrorClass::Replayed => ErrorClass::Replayed,
        spec::ErrorClass::Request => ErrorClass::Request,
    }
}

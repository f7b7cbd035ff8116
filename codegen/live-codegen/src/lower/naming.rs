//! The Rust names of what specs describe: the name that a spec states, or one made of the API name.

use live_spec::{self as spec, Located};

use crate::names::{pascal, snake};

/// Returns the name of a field and of its setter.
pub(super) fn field(field: &spec::Field) -> String {
    stated(field.name_in_rust.as_ref()).unwrap_or_else(|| snake(&field.name))
}

/// Returns the name of a field as part of the name of a type.
pub(super) fn part(field: &spec::Field) -> String {
    pascal(match &field.name_in_rust {
        Some(name) => &name.text,
        None => &field.name,
    })
}

/// Returns the name of a type of `types.yaml`.
pub(super) fn named(named: &spec::NamedType) -> String {
    stated(named.name_in_rust.as_ref()).unwrap_or_else(|| pascal(&named.name))
}

/// Returns the variant of a known value.
pub(super) fn value(value: &spec::EnumValue) -> String {
    stated(value.name_in_rust.as_ref()).unwrap_or_else(|| pascal(&value.value))
}

/// Returns the variant of an error code of an operation.
pub(super) fn error(error: &spec::OperationError) -> String {
    stated(error.name_in_rust.as_ref()).unwrap_or_else(|| error_code(&error.code))
}

/// Returns the variant that is derived from an error code of an operation.
pub(super) fn error_code(code: &str) -> String {
    let name = pascal(code);
    match name.strip_prefix('_') {
        Some(digits) => format!("Code{digits}"),
        None => name,
    }
}

/// Returns the variant of an error code of the gateway.
pub(super) fn gateway_error(error: &spec::GatewayError) -> String {
    stated(error.name_in_rust.as_ref()).unwrap_or_else(|| pascal(&error.code))
}

fn stated(name: Option<&Located>) -> Option<String> {
    name.map(|name| name.text.clone())
}

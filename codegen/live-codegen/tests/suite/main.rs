//! Tests of the generated source.

mod any_spec;
mod changes;
mod diagnostics;
mod goldens;

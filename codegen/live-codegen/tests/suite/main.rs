//! Tests of the generated source.

mod any_spec;
mod diagnostics;
mod goldens;

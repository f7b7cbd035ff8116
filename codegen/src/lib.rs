//! Turns YAML specs of an RPC API into the source of a typed Rust client.
//!
//! The way of a spec: [`spec::load`] parses and checks it, [`lower::lower`] decides every name and type,
//! [`emit::emit`] writes the result down, and [`output`] brings the files of the project in line with that.
//! [`generate`] is all but the last of it, a pure function of the specs. [`import`] makes specs of an API's metadata.

pub mod diagnostics;
mod docs;
pub mod emit;
pub mod import;
pub mod lower;
pub mod model;
mod names;
pub mod output;
pub mod spec;

use std::fmt;

use diagnostics::Diagnostics;
use emit::Files;
use spec::Sources;

/// The files of the client crate for some specs: paths below the root of the crate, and texts.
///
/// # Errors
///
/// When the specs are wrong.
pub fn generate(sources: &Sources) -> Result<Files, GenerateError> {
    let service = spec::load(sources).map_err(GenerateError::Specs)?;
    emit::emit(&lower::lower(&service)).map_err(GenerateError::NotRust)
}

/// Why no client could be generated.
#[derive(Debug)]
pub enum GenerateError {
    /// The specs are wrong.
    Specs(Diagnostics),
    /// What came out is not Rust, which is a fault of the generator.
    NotRust(syn::Error),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Specs(diagnostics) => diagnostics.fmt(f),
            Self::NotRust(error) => {
                write!(f, "the generator wrote something that is not Rust: {error}")
            }
        }
    }
}

impl std::error::Error for GenerateError {}

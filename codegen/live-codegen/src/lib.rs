//! Turns YAML specs of an RPC API into the source of a typed Rust client.
//!
//! [`live_spec`] parses and checks the specs, [`lower::lower`] decides every name and type, [`emit::emit`] writes the
//! source, and [`output`] updates the files on disk. [`generate`] does all but the last as a pure function of the
//! specs.

mod docs;
pub mod emit;
mod layout;
pub mod lower;
pub mod model;
mod names;
pub mod output;

use std::fmt;

use live_spec::{Diagnostics, Draft, Sources};

use emit::Files;
pub use layout::LayoutError;

/// Returns the files of the client crate: paths below the root of the crate, and texts.
///
/// # Errors
///
/// When the specs are wrong, or rustfmt is missing.
pub fn generate(sources: &Sources) -> Result<Files, GenerateError> {
    let mut files = generate_unformatted(sources)?;
    layout::format(&mut files).map_err(GenerateError::Layout)?;
    Ok(files)
}

/// Returns the same files before rustfmt lays them out, which is faster.
///
/// # Errors
///
/// When the specs are wrong.
pub fn generate_unformatted(sources: &Sources) -> Result<Files, GenerateError> {
    let draft = Draft::read(sources);
    let clashes = lower::name_clashes(draft.service());
    let service = draft.check(clashes).map_err(GenerateError::Specs)?;
    let model = lower::lower(&service).map_err(GenerateError::Specs)?;
    emit::emit(&model).map_err(GenerateError::NotRust)
}

/// Why no client could be generated.
#[derive(Debug)]
pub enum GenerateError {
    /// The specs are wrong.
    Specs(Diagnostics),
    /// The generator wrote something that is not Rust, which is a bug of the generator.
    NotRust(syn::Error),
    /// The source could not be formatted.
    Layout(LayoutError),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Specs(diagnostics) => diagnostics.fmt(f),
            Self::NotRust(error) => {
                write!(f, "the generator wrote something that is not Rust: {error}")
            }
            Self::Layout(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for GenerateError {}

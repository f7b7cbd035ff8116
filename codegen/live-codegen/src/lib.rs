//! Turns YAML specs of an RPC API into the source of a typed Rust client.
//!
//! [`live_spec`] parses and checks the specs, [`lower::lower`] decides all names and types,
//! [`emit::emit`] writes the source, and [`output`] updates the files on disk. [`generate`]
//! performs all steps but the last, as a pure function of the specs.

// The layers, top first. Each imports only from the layers below it.
pub mod changes;
mod readme;
pub mod emit;
mod layout;
pub mod lower;
pub mod model;
mod docs;
mod names;
mod package;
pub mod output;

use std::fmt;

use live_spec::{Diagnostics, Draft, Files, Sources};

pub use layout::LayoutError;
pub use package::Package;
pub use readme::{ReadmeError, readme};

/// A generated client.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The files of the crate, by path relative to its root.
    pub files: Files,
    /// What is allowed in specs but doubtful.
    pub warnings: Diagnostics,
}

/// Generates the client crate.
///
/// # Errors
///
/// Fails if the specs contain mistakes, or if rustfmt is missing.
pub fn generate(sources: &Sources) -> Result<Generated, GenerateError> {
    generate_package(sources, Package::default())
}

/// Generates a client crate that stands elsewhere.
///
/// # Errors
///
/// Fails like [`generate`].
pub fn generate_package(sources: &Sources, package: Package) -> Result<Generated, GenerateError> {
    let mut generated = unformatted(sources, package)?;
    layout::format(&mut generated.files).map_err(GenerateError::Layout)?;
    Ok(generated)
}

/// Generates the same client before rustfmt lays them out, which is faster.
///
/// # Errors
///
/// Fails if the specs contain mistakes.
pub fn generate_unformatted(sources: &Sources) -> Result<Generated, GenerateError> {
    unformatted(sources, Package::default())
}

fn unformatted(sources: &Sources, package: Package) -> Result<Generated, GenerateError> {
    let draft = Draft::read(sources);
    let clashes = lower::name_clashes(draft.service());
    let checked = draft.check(clashes).map_err(GenerateError::Specs)?;
    let mut model = lower::lower(&checked.service).map_err(GenerateError::Specs)?;
    model.package = package;
    Ok(Generated {
        files: emit::emit(&model).map_err(GenerateError::NotRust)?,
        warnings: checked.warnings,
    })
}

/// Failure to generate a client.
#[derive(Debug)]
pub enum GenerateError {
    /// The specs contain mistakes.
    Specs(Diagnostics),
    /// The output is not valid Rust, which is a bug of the generator.
    NotRust(syn::Error),
    /// The source could not be formatted.
    Layout(LayoutError),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Specs(diagnostics) => diagnostics.fmt(f),
            Self::NotRust(error) => {
                write!(
                    f,
                    "bug in the generator: the output is not valid Rust: {error}"
                )
            }
            Self::Layout(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for GenerateError {}

//! `cargo xtask codegen`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_codegen::{GenerateError, generate};
use live_spec::{Files, Sources, schemas};

/// Generates the client crate in generated/ from the specs in specs/, and the JSON Schemas beside
/// the specs.
///
/// Writes only files whose text changes, and removes files whose spec is gone. If a spec is wrong,
/// shows every mistake and writes nothing. Warnings about what is allowed but doubtful never make
/// the command fail.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; list the files that differ, and fail if there are any.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let root = crate::workspace::root();
    let sources = match Sources::read(root.join("specs")) {
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("error: {}\n\nnothing was written", error.relative_to(&root));
            return Ok(ExitCode::FAILURE);
        }
    };
    let terminal = crate::terminal::stderr();
    let generated = match generate(&sources) {
        Ok(generated) => generated,
        Err(GenerateError::Specs(diagnostics)) => {
            eprint!("{}", diagnostics.render(&sources, "specs", terminal));
            eprintln!("\n{}, nothing was written", diagnostics.summary());
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let warnings = generated.warnings;
    if !warnings.is_empty() {
        eprint!("{}", warnings.render(&sources, "specs", terminal));
        eprintln!("\n{}", warnings.summary());
    }
    let files = in_project(generated.files);
    let difference = Difference::find(&root, &files, Path::new("generated"))?;
    for path in &difference.foreign {
        eprintln!(
            "{}: not generated; move it to another folder, generated/ holds only generated files",
            path.display()
        );
    }
    if arguments.check {
        for path in &difference.outdated {
            eprintln!("{}: out of date", path.display());
        }
        for path in &difference.stale {
            eprintln!("{}: no spec generates this file any more", path.display());
        }
        if difference.is_empty() {
            eprintln!("{} files are up to date", files.len());
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!("run `cargo xtask codegen` and commit the result");
        return Ok(ExitCode::FAILURE);
    }
    difference.resolve(&root, &files)?;
    eprintln!(
        "{} files, {} written, {} removed",
        files.len(),
        difference.outdated.len(),
        difference.stale.len()
    );
    Ok(if difference.foreign.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Returns the files of the crate and the schemas of the specs, with paths relative to the root of
/// the project.
fn in_project(generated: Files) -> Files {
    let below =
        |folder: &'static str| move |(path, text)| (Path::new(folder).join::<PathBuf>(path), text);
    generated
        .into_iter()
        .map(below("generated"))
        .chain(schemas().into_iter().map(below("specs")))
        .collect()
}

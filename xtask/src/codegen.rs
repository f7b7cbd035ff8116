//! `cargo xtask codegen`.

use std::error::Error;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_codegen::{GenerateError, generate};
use live_spec::{Files, Sources, schemas};

/// Writes the client crate in generated/, and the JSON Schemas of the specs, from the specs in specs/.
///
/// Only files whose text changes are written, and files whose spec is gone are removed. If a spec is wrong, every
/// mistake is shown and nothing is written.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; name the files that differ and fail if there are any.
    #[arg(long)]
    pub(crate) check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let root = crate::root();
    let sources = Sources::read(root.join("specs"))?;
    let files = match generate(&sources) {
        Ok(files) => in_project(files),
        Err(GenerateError::Specs(diagnostics)) => {
            eprint!(
                "{}",
                diagnostics.render(&sources, "specs", std::io::stderr().is_terminal())
            );
            eprintln!("nothing was written");
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let difference = Difference::find(&root, &files, Path::new("generated"))?;
    for path in &difference.foreign {
        eprintln!(
            "{}: not generated; move it to another folder, nothing in generated/ is written by hand",
            path.display()
        );
    }
    if arguments.check {
        for path in &difference.outdated {
            eprintln!("{}: differs from what the specs say", path.display());
        }
        for path in &difference.stale {
            eprintln!("{}: no spec generates it any more", path.display());
        }
        if difference.is_empty() {
            eprintln!("{} files are up to date", files.len());
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!("run `cargo xtask codegen` and commit what it writes");
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

/// The crate's files and the schemas of the specs, as paths below the root of the project.
fn in_project(generated: Files) -> Files {
    let below =
        |folder: &'static str| move |(path, text)| (Path::new(folder).join::<PathBuf>(path), text);
    generated
        .into_iter()
        .map(below("generated"))
        .chain(schemas().into_iter().map(below("specs")))
        .collect()
}

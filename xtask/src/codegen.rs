//! `cargo xtask codegen`.

use std::error::Error;
use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_codegen::{GenerateError, generate};
use live_spec::{Files, Sources, schemas};

/// Generates the client crate in generated/ from the specs in specs/, the JSON Schemas beside the
/// specs, and what README.md says about the specs.
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
    // Before the specs are read, since another command may be writing them.
    let _lock = match arguments.check {
        true => None,
        false => Some(crate::workspace::lock()?),
    };
    let sources = Sources::read(root.join("specs"))?;
    let color = std::io::stderr().is_terminal();
    let generated = match generate(&sources) {
        Ok(generated) => generated,
        Err(GenerateError::Specs(diagnostics)) => {
            eprint!("{}", diagnostics.render(&sources, "specs", color));
            eprintln!("nothing was written");
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    eprint!("{}", generated.warnings.render(&sources, "specs", color));
    let mut files = in_project(&root, generated.files)?;
    files.insert("README.md".into(), readme(&root, &sources)?);
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

/// Returns README.md with what it says about the specs.
fn readme(root: &Path, sources: &Sources) -> Result<String, Box<dyn Error>> {
    let text = fs::read_to_string(root.join("README.md"))
        .map_err(|error| format!("README.md: {error}"))?;
    let service = live_spec::load(sources)?;
    Ok(live_codegen::readme(&service, &text)?)
}

/// Returns the files of the crate and the schemas of the specs, with paths relative to the root of
/// the project.
fn in_project(root: &Path, mut generated: Files) -> Result<Files, String> {
    for licence in crate::workspace::LICENCES {
        let text = fs::read_to_string(root.join(licence))
            .map_err(|error| format!("{licence}: {error}"))?;
        generated.insert(licence.into(), text);
    }
    let below =
        |folder: &'static str| move |(path, text)| (Path::new(folder).join::<PathBuf>(path), text);
    Ok(generated
        .into_iter()
        .map(below("generated"))
        .chain(schemas().into_iter().map(below("specs")))
        .collect())
}

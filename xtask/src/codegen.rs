//! `cargo xtask codegen`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use live_codegen::output::{Difference, Target};
use live_codegen::{GenerateError, generate_package};
use live_spec::{Files, Sources, schemas};

/// Generates the client crate in generated/ from the specs in specs/, the JSON Schemas beside the
/// specs, and what README.md says about the specs.
///
/// Writes only files whose text changes, and removes files whose spec is gone. If a spec is wrong,
/// shows every mistake and writes nothing. Warnings about what is allowed but doubtful never make
/// the command fail.
///
/// With --specs and --out, generates the client of another product. It is a whole crate, which
/// depends on the runtime of this project by its path.
#[derive(Default, clap::Args)]
#[command(after_help = "Examples:
  cargo xtask codegen
  cargo xtask codegen --check
  cargo xtask codegen --specs ../sts/specs --out ../sts/client")]
pub(crate) struct Arguments {
    /// Write nothing; list the files that differ, and fail if there are any.
    #[arg(long)]
    check: bool,
    /// Folder of the specs, instead of specs/.
    #[arg(long, value_name = "DIR", requires = "out")]
    specs: Option<PathBuf>,
    /// Folder of the client, instead of generated/. It holds nothing else but Cargo.lock and
    /// licences; a file that is not generated is neither overwritten nor removed.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let target = target(arguments)?;
    // Before the specs are read, since another command may be writing them.
    let _lock = match arguments.check {
        true => None,
        false => Some(crate::workspace::lock()?),
    };
    let sources = match Sources::read(target.root().join(target.specs())) {
        Ok(sources) => sources,
        Err(error) => {
            let error = error.relative_to(target.root());
            eprintln!("error: {error}\n\nnothing was written");
            return Ok(ExitCode::FAILURE);
        }
    };
    let terminal = crate::terminal::stderr();
    let generated = match generate_package(&sources, target.package().clone()) {
        Ok(generated) => generated,
        Err(GenerateError::Specs(diagnostics)) => {
            eprint!("{}", diagnostics.render(&sources, target.specs(), terminal));
            eprintln!("\n{}, nothing was written", diagnostics.summary());
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    let warnings = generated.warnings;
    if !warnings.is_empty() {
        eprint!("{}", warnings.render(&sources, target.specs(), terminal));
        eprintln!("\n{}", warnings.summary());
    }
    let files = files(&target, generated.files, &sources)?;
    let difference = target.difference(&files)?;
    report_strangers(&target, &difference);
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
        eprintln!("run {} and commit the result", command(&target));
        return Ok(ExitCode::FAILURE);
    }
    let has_strangers = !difference.foreign.is_empty() || !difference.unmarked.is_empty();
    if target.is_apart() && has_strangers {
        eprintln!("nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    difference.resolve(target.root(), &files)?;
    eprintln!(
        "{} files, {} written, {} removed",
        files.len(),
        difference.outdated.len(),
        difference.stale.len()
    );
    Ok(match has_strangers {
        false => ExitCode::SUCCESS,
        true => ExitCode::FAILURE,
    })
}

/// Returns where the specs are and where the client goes.
fn target(arguments: &Arguments) -> Result<Target, Box<dyn Error>> {
    let root = crate::workspace::root();
    Ok(match &arguments.out {
        None => Target::project(root),
        Some(out) => {
            let own = root.join("specs");
            let specs = arguments.specs.as_ref().unwrap_or(&own);
            Target::apart(&root, specs, out)?
        }
    })
}

/// Returns all files to write. Those of this project include its licences and README.md.
fn files(target: &Target, mut client: Files, sources: &Sources) -> Result<Files, Box<dyn Error>> {
    if target.is_apart() {
        return Ok(target.files(client, schemas(), sources));
    }
    for licence in crate::workspace::LICENCES {
        client.insert(licence.into(), read(target.root(), licence)?);
    }
    let mut files = target.files(client, schemas(), sources);
    let readme = read(target.root(), "README.md")?;
    let service = live_spec::load(sources)?;
    let readme = live_codegen::readme(&service, &readme)?;
    files.insert("README.md".into(), readme);
    Ok(files)
}

fn read(root: &Path, name: &str) -> Result<String, String> {
    fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"))
}

/// Says which files are in the way.
fn report_strangers(target: &Target, difference: &Difference) {
    let client = target.client().display();
    for path in &difference.foreign {
        eprintln!(
            "{}: not generated; move it to another folder, {client}/ holds only generated files",
            path.display()
        );
    }
    for path in &difference.unmarked {
        eprintln!(
            "{}: not generated, and would be overwritten; move it, or choose another folder than {client}/",
            path.display()
        );
    }
}

/// Returns the command that updates the files.
fn command(target: &Target) -> String {
    match target.is_apart() {
        false => "`cargo xtask codegen`".to_owned(),
        true => format!(
            "`cargo xtask codegen --specs {} --out {}`",
            target.specs().display(),
            target.client().display()
        ),
    }
}

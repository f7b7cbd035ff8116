//! `cargo xtask import`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_import::Selection;
use live_spec::Sources;

/// Creates and updates specs from machine-readable metadata.
///
/// The file holds the vendor's own metadata (`apis`, or one operation) or merged facts
/// (`operations`). An operation without a spec gets a new one, in which people write the summary
/// and docs. An existing spec gets what it lacks. Where it differs from the metadata, it stays as
/// it is if the `why:` beside the key gives a reason; otherwise the difference is listed as a
/// conflict. Reasons for keys that do not differ are listed too. The command changes no spec that
/// has a conflict or whose metadata it does not understand, and then fails.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The metadata, a JSON file.
    file: PathBuf,
    /// Import only this operation. May be given several times.
    #[arg(long = "operation", value_name = "NAME")]
    operations: Vec<String>,
    /// Family for operations without a spec, instead of the one chosen by their names.
    #[arg(long)]
    family: Option<String>,
    /// Folder of the specs, instead of specs/.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let file = &arguments.file;
    let unread = |error: &dyn Error| format!("{}: {error}", file.display());
    let metadata = fs::read_to_string(file).map_err(|error| unread(&error))?;
    let specs = match &arguments.specs {
        Some(folder) => folder.clone(),
        None => crate::workspace::root().join("specs"),
    };
    let _lock = crate::workspace::lock()?;
    let selection = Selection {
        name: file
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned()),
        operations: arguments.operations.clone(),
        family: arguments.family.clone(),
    };
    let imported = live_import::import(&metadata, &Sources::read(&specs)?, &selection)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let difference = Difference {
        outdated: imported.files.keys().cloned().collect(),
        ..Difference::default()
    };
    difference.resolve(&specs, &imported.files)?;
    eprint!("{}", imported.report);
    Ok(if imported.report.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! `cargo xtask import`.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_import::Selection;
use live_spec::Sources;

/// Makes specs of machine-readable metadata: the vendor's own (`apis`, or one operation), or merged facts
/// (`operations`).
///
/// An operation without a spec gets one that lacks its summary and docs, which people write. To a spec that is there,
/// what it lacks is added; what it says otherwise is kept if the `why:` beside it has a reason for that key, and else
/// listed as a conflict. A reason for what does not differ is listed as well. A spec with a conflict is left as it is,
/// and so is one whose metadata is not understood; the command then fails.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The metadata, as JSON.
    file: PathBuf,
    /// Import this operation alone. May be repeated.
    #[arg(long = "operation", value_name = "NAME")]
    operations: Vec<String>,
    /// Family of operations that have no spec yet, in place of the one they belong to.
    #[arg(long)]
    family: Option<String>,
    /// Folder of the specs, in place of that of this project.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let file = &arguments.file;
    let unread = |error: &dyn Error| format!("{}: {error}", file.display());
    let metadata = fs::read_to_string(file).map_err(|error| unread(&error))?;
    let specs = match &arguments.specs {
        Some(folder) => folder.clone(),
        None => crate::root().join("specs"),
    };
    let selection = Selection {
        name: file
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned()),
        operations: arguments.operations.clone(),
        family: arguments.family.clone(),
    };
    let imported = live_import::import(&metadata, &Sources::read(&specs)?, &selection)
        .map_err(|fault| format!("{}: {fault}", file.display()))?;
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

//! `cargo xtask new`.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_spec::{Files, Sources};

/// Writes a spec to fill in.
///
/// The spec has the schema line, so that an editor completes and explains every key, and comments
/// that say what to write. Where other specs tell how it will be, as with the method, it is filled
/// in and marked with `check:`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask new ResumeLiveStreamMonitor
  cargo xtask new AddLiveBanner --family streams")]
pub(crate) struct Arguments {
    /// Name of the operation.
    operation: String,
    /// Family of the operation, instead of the one that similar names suggest.
    #[arg(long)]
    family: Option<String>,
    /// Folder of the specs, instead of specs/.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let folder = crate::workspace::specs(arguments.specs.as_deref());
    let _lock = crate::workspace::lock()?;
    let sources = Sources::read(&folder)?;
    let spec = live_import::skeleton(&arguments.operation, &sources, arguments.family.as_deref())?;
    let files = Files::from([(spec.path.clone(), spec.text)]);
    let difference = Difference {
        outdated: files.keys().cloned().collect(),
        ..Difference::default()
    };
    difference.resolve(&folder, &files)?;
    let shown = folder
        .strip_prefix(crate::workspace::root())
        .unwrap_or(&folder);
    eprintln!("{}: written", shown.join(&spec.path).display());
    for note in &spec.notes {
        eprintln!("    {note}");
    }
    eprintln!(
        "next: fill it in, then run `cargo xtask codegen`, which lists what is missing and generates the client"
    );
    Ok(ExitCode::SUCCESS)
}

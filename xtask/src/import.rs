//! `cargo xtask import`.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use live_codegen::output::Difference;
use live_import::{Metadata, News, Report, Selection};
use live_spec::{Diagnostics, Sources};

const EXAMPLES: &str = "\
Examples:
  Import a new operation:
    cargo xtask import api-docs.json --operation StartLiveStreamMonitor --family stream_monitor
  Learn what the service added or changed, from the newest SDK for Python:
    pip install --no-deps --target sdk alibabacloud-live20161101
    cargo xtask import --check sdk/alibabacloud_live20161101
  The same from the metadata of the command-line tool:
    git clone --depth 1 https://github.com/aliyun/aliyun-openapi-meta
    cargo xtask import --check aliyun-openapi-meta";

/// Creates and extends specs from machine-readable metadata.
///
/// An operation without a spec gets a new one, in which people write the summary and docs. An
/// existing spec gets the parameters, fields and error codes that it lacks. Where it differs from
/// the metadata in anything else, it stays as it is if the `why:` beside the key gives a reason;
/// otherwise the difference is shown as a conflict. Reasons for keys that do not differ are shown
/// too. The command changes no spec that has a conflict or whose metadata it does not understand,
/// and then fails.
///
/// Metadata of another product, version or style is refused. What a source does not say is unknown:
/// the command-line tool describes only requests, and the SDK knows no error codes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The metadata: a JSON file of the vendor (`apis`, or one operation) or with merged facts
    /// (`operations`), a folder with a file for each operation, the folder of the command-line
    /// tool's metadata, or the folder of a package of the SDK for Python.
    path: PathBuf,
    /// Write nothing; list what the metadata has and the specs do not, and fail if there is
    /// anything.
    #[arg(long)]
    check: bool,
    /// Import only this operation. May be given several times.
    #[arg(long = "operation", value_name = "NAME")]
    operations: Vec<String>,
    /// Family for operations without a spec. The folder of a spec is its family.
    #[arg(long)]
    family: Option<String>,
    /// Import metadata that does not say of which product and version it is.
    #[arg(long)]
    unlabelled: bool,
    /// Folder of the specs, instead of specs/.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let path = &arguments.path;
    let (specs, shown) = match &arguments.specs {
        Some(folder) => (folder.clone(), folder.clone()),
        None => (crate::workspace::root().join("specs"), "specs".into()),
    };
    let _lock = match arguments.check {
        true => None,
        false => Some(crate::workspace::lock()?),
    };
    let sources = Sources::read(&specs)?;
    let selection = Selection {
        operations: arguments.operations.clone(),
        family: arguments.family.clone(),
        unlabelled: arguments.unlabelled,
    };
    let imported = Metadata::read(path, &sources)
        .and_then(|metadata| live_import::import(&metadata, &sources, &selection))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    if arguments.check {
        let news = News::of(&imported.report);
        write!(std::io::stdout(), "{news}")?;
        return Ok(code(news.is_empty()));
    }
    let difference = Difference {
        outdated: imported.files.keys().cloned().collect(),
        ..Difference::default()
    };
    difference.resolve(&specs, &imported.files)?;
    show(&imported.report, &sources, &shown);
    Ok(code(imported.report.is_clean()))
}

/// Shows the conflicts as codegen shows mistakes, and then the outcomes.
fn show(report: &Report, sources: &Sources, specs: &Path) {
    if let Err(found) = Diagnostics::check(report.diagnostics()) {
        let rendered = found.render(sources, specs, crate::terminal::stderr());
        eprintln!("{rendered}\n{}\n", found.summary());
    }
    eprint!("{report}");
}

fn code(is_success: bool) -> ExitCode {
    match is_success {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

//! `cargo xtask transcribe`.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use live_codegen::output::Difference;
use live_import::Transcript;
use live_spec::{Files, Sources};

/// Writes the spec of an operation from its saved help page.
///
/// A page may be saved as HTML, as Markdown, or as text copied from a browser, in English or
/// Chinese. The spec gets every fact that the page states. The words of the page are comments
/// (`page:`) beside the field, to be said in your own words; what is uncertain, and the method,
/// which pages do not state, is marked with `check:`. Lines that were not understood are listed.
/// `cargo xtask codegen` then lists what is missing.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask transcribe StopLiveStreamMonitor.html
  cargo xtask transcribe pages/*.txt --family domains
  cargo xtask transcribe --stdout - < page.txt")]
pub(crate) struct Arguments {
    /// The pages; `-` is standard input.
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Family of the operations, instead of the one that similar names suggest.
    #[arg(long)]
    family: Option<String>,
    /// Replace specs that exist.
    #[arg(long)]
    force: bool,
    /// Print the specs, and write nothing.
    #[arg(long, conflicts_with = "force")]
    stdout: bool,
    /// Folder of the specs, instead of specs/.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let folder = crate::workspace::specs(arguments.specs.as_deref());
    let _lock = match arguments.stdout {
        true => None,
        false => Some(crate::workspace::lock()?),
    };
    let sources = Sources::read(&folder)?;
    let mut files = Files::new();
    let mut failed = 0;
    for page in &arguments.pages {
        let spec = one(page, arguments, &sources, &folder).and_then(|spec| {
            if files.contains_key(&spec.path) {
                return Err(format!("an earlier page describes `{}` too", spec.operation).into());
            }
            Ok(spec)
        });
        match spec {
            Ok(spec) => {
                report(page, &spec, &folder, arguments.stdout);
                if arguments.stdout {
                    io::stdout().write_all(spec.text.as_bytes())?;
                } else {
                    files.insert(spec.path, spec.text);
                }
            }
            Err(error) => {
                failed += 1;
                eprintln!("{}: {error}", page.display());
            }
        }
    }
    let difference = Difference {
        outdated: files.keys().cloned().collect(),
        ..Difference::default()
    };
    difference.resolve(&folder, &files)?;
    if !files.is_empty() {
        eprintln!(
            "next: write what the comments ask for, then run `cargo xtask codegen`, which lists what is missing"
        );
    }
    let done = arguments.pages.len() - failed;
    eprintln!("{done} transcribed, {failed} failed");
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Reads a page.
fn one(
    page: &Path,
    arguments: &Arguments,
    sources: &Sources,
    folder: &Path,
) -> Result<Transcript, Box<dyn Error>> {
    let mut bytes = Vec::new();
    if page.as_os_str() == "-" {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(page)?;
    }
    let text = String::from_utf8(bytes).map_err(|_| "not UTF-8: save the page as UTF-8")?;
    let spec = live_import::transcribe(&text, sources, arguments.family.as_deref())?;
    if spec.exists && !arguments.force && !arguments.stdout {
        return Err(format!(
            "`{}` has a spec: {}; print the page's with `--stdout`, or replace it with `--force`",
            spec.operation,
            shown(folder, &spec.path)
        )
        .into());
    }
    Ok(spec)
}

/// Says what became of a page.
fn report(page: &Path, spec: &Transcript, folder: &Path, is_printed: bool) {
    let target = if is_printed {
        spec.operation.clone()
    } else {
        shown(folder, &spec.path)
    };
    eprintln!(
        "{}: {target}, {} places to check",
        page.display(),
        spec.checks
    );
    for note in &spec.notes {
        eprintln!("    {note}");
    }
    for (line, text) in &spec.odd {
        let text: String = text.replace('\n', " ").chars().take(100).collect();
        eprintln!("    {}:{line}: not understood: {text}", page.display());
    }
}

/// Returns the path of a spec, relative to the root of the project.
fn shown(folder: &Path, spec: &Path) -> String {
    let root = crate::workspace::root();
    let folder = folder.strip_prefix(root).unwrap_or(folder);
    folder.join(spec).display().to_string()
}

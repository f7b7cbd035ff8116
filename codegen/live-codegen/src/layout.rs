//! Lays generated source out as `cargo fmt` does.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fmt, fs, io};

use live_spec::Files;

/// Formats the Rust files of a crate, whose root is `src/lib.rs`, with rustfmt.
///
/// # Errors
///
/// Fails if rustfmt is missing or refuses the source.
pub(crate) fn format(files: &mut Files) -> Result<(), LayoutError> {
    // One run of rustfmt follows the modules from file to file; one run for each file would take
    // seconds.
    let folder = tempfile::tempdir().map_err(LayoutError::Files)?;
    let rust: BTreeMap<_, _> = files
        .iter_mut()
        .filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|(path, text)| (folder.path().join(path), text))
        .collect();
    for (path, text) in &rust {
        write(path, text).map_err(LayoutError::Files)?;
    }
    // An empty configuration of its own, or rustfmt would look for the user's.
    write(&folder.path().join("rustfmt.toml"), "").map_err(LayoutError::Files)?;
    rustfmt(&folder.path().join("src/lib.rs"))?;
    for (path, text) in rust {
        *text = fs::read_to_string(path).map_err(LayoutError::Files)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn rustfmt(root: &Path) -> Result<(), LayoutError> {
    let output = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .arg(root)
        .stdin(Stdio::null())
        .output()
        .map_err(LayoutError::NotStarted)?;
    if output.status.success() {
        Ok(())
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(LayoutError::Failed(errors.trim().to_owned()))
    }
}

/// Why source could not be formatted.
#[derive(Debug)]
pub enum LayoutError {
    /// The files for rustfmt could not be written or read.
    Files(io::Error),
    /// Rustfmt did not start.
    NotStarted(io::Error),
    /// Rustfmt refused the source, with these messages.
    Failed(String),
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(error) => write!(f, "the files for rustfmt: {error}"),
            Self::NotStarted(error) => write!(
                f,
                "rustfmt did not start: {error}; install it with `rustup component add rustfmt`"
            ),
            Self::Failed(errors) => write!(f, "rustfmt failed: {errors}"),
        }
    }
}

impl Error for LayoutError {}

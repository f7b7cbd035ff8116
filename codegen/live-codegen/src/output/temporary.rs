//! Temporary files: their names, and their removal after a process that was killed.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The extensions of a new text that has yet to get its place, and of an old text that is kept
/// until all changes are made.
pub(super) const NEW: &str = "new";
pub(super) const OLD: &str = "old";

/// Returns the path of a hidden file beside another, which is skipped when folders are read. Its
/// name has the ID of this process, so that no other process uses it.
pub(super) fn beside(path: &Path, extension: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.{extension}", std::process::id()))
}

/// Returns whether [`beside`] gives such names: `.client.rs.4711.new`.
fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let mut parts = name.rsplit('.');
    let has_extension = parts.next().is_some_and(|part| [NEW, OLD].contains(&part));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    has_extension && parts.next().is_some_and(is_number) && name.starts_with('.')
}

/// Removes the temporary files in a folder and down to `depth` folders below it. A process that was
/// killed while it wrote has left them. Folders that it made and that are empty go too.
///
/// Call it only while no other process writes there.
///
/// # Errors
///
/// Fails if a file cannot be removed, or a folder cannot be read.
pub fn remove_leftovers(folder: &Path, depth: usize) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(naming(folder, error)),
    };
    let mut is_left = false;
    for entry in entries {
        let entry = entry.map_err(|error| naming(folder, error))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| naming(&path, error))?;
        if kind.is_file() && is_temporary(&entry.file_name()) {
            fs::remove_file(&path).map_err(|error| naming(&path, error))?;
            is_left = true;
        } else if kind.is_dir() && depth > 0 {
            remove_leftovers(&path, depth - 1)?;
        }
    }
    if is_left {
        // Fails unless the folder is empty, as intended.
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

/// Adds the name of the file to an error.
pub(super) fn naming(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

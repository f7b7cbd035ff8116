//! Measures the size of the client's rendered documentation.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

/// The page names of what every operation has. Another release of rustdoc might leave out types
/// that the generator gives short pages.
const PAGES: [&str; 4] = [
    "Builder.html",
    "Request.html",
    "Response.html",
    "ErrorCode.html",
];

/// Renders the documentation of the client with all features, and returns its size in bytes.
pub(super) fn bytes(client: &str, operations: usize) -> Result<usize, Box<dyn Error>> {
    let target = crate::workspace::root().join("target/figures/docs");
    let folder = target.join("doc");
    // Pages of what is gone would be counted.
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut command = crate::workspace::cargo(&["doc", "--quiet", "--no-deps", "--all-features"]);
    command.args(["-p", client, "--target-dir"]).arg(&target);
    if !command.status()?.success() {
        return Err("cargo doc failed".into());
    }
    let mut found = Found::default();
    found.add(&folder)?;
    for (page, count) in PAGES.iter().zip(found.pages) {
        if count < operations {
            let message =
                format!("rustdoc made {count} pages `…{page}` for {operations} operations");
            return Err(message.into());
        }
    }
    Ok(found.bytes)
}

/// What is in a folder.
#[derive(Default)]
struct Found {
    bytes: usize,
    /// How many files have each of the names in [`PAGES`].
    pages: [usize; PAGES.len()],
}

impl Found {
    fn add(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.add(&entry.path())?;
                continue;
            }
            self.bytes += usize::try_from(entry.metadata()?.len()).map_err(io::Error::other)?;
            let name = entry.file_name();
            for (page, count) in PAGES.iter().zip(&mut self.pages) {
                *count += usize::from(name.to_string_lossy().ends_with(page));
            }
        }
        Ok(())
    }
}

//! Embeds the specs in the library, so that the binary needs no other files.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let manifest = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let specs = specs(&manifest)?;
    println!("cargo::rerun-if-changed={}", specs.display());

    let mut files = Vec::new();
    collect(&specs, &mut files)?;
    files.sort();

    let mut table = String::from("&[\n");
    for file in &files {
        let relative = file.strip_prefix(&specs).map_err(io::Error::other)?;
        let relative = relative.to_string_lossy().replace('\\', "/");
        let absolute = file.canonicalize()?;
        println!("cargo::rerun-if-changed={}", file.display());
        writeln!(table, "    ({relative:?}, include_str!({absolute:?})),")
            .map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(variable("OUT_DIR")?).join("specs.rs"), table)?;
    Ok(())
}

/// Returns the folder of the specs: that of a package, or that of the workspace, where the former
/// is a link to the latter if the system has links.
fn specs(manifest: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let folders = ["specs", "../specs"].map(|folder| manifest.join(folder));
    for folder in &folders {
        if folder.join("service.yaml").is_file() {
            return Ok(folder.clone());
        }
    }
    // An emulator without specs would serve nothing.
    let [packaged, shared] = folders.map(|folder| folder.display().to_string());
    let message = format!(
        "there are no specs to build in: neither {packaged} nor {shared} has a service.yaml; build the emulator \
         from its package or from a complete checkout"
    );
    Err(message.into())
}

/// Collects all YAML files below a folder, and lets cargo watch the folders for new files.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            files.push(path);
        }
    }
    Ok(())
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(io::Error::other)
}

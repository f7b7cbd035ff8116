//! Lists the request types of all operations, for tests that cover each of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs, io};

fn main() -> Result<(), Box<dyn error::Error>> {
    let specs = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../specs");
    println!("cargo::rerun-if-changed={}", specs.display());

    let mut types = Vec::new();
    for family in paths(&specs)?.iter().filter(|path| path.is_dir()) {
        for spec in paths(family)? {
            // Only the specs of operations have names in PascalCase.
            let stem = name(spec.file_stem());
            if stem.starts_with(char::is_uppercase) {
                let family = name(family.file_name());
                types.push(format!("alibabacloud_live::{family}::{stem}Request"));
            }
        }
    }
    types.sort();

    let mut table = String::from("[\n");
    for request in types {
        writeln!(table, "    AnyOperation::of::<{request}>(),")?;
    }
    table.push_str("]\n");
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("operations.rs"),
        table,
    )?;
    Ok(())
}

fn paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect()
}

fn name(part: Option<&std::ffi::OsStr>) -> String {
    part.unwrap_or_default().to_string_lossy().into_owned()
}

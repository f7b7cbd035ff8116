//! Lists the request types of all operations and of all lists with pages, for tests that cover each
//! of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs, io};

fn main() -> Result<(), Box<dyn error::Error>> {
    let specs = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../specs");
    println!("cargo::rerun-if-changed={}", specs.display());

    let (mut types, mut lists) = (Vec::new(), Vec::new());
    for family in paths(&specs)?.iter().filter(|path| path.is_dir()) {
        for spec in paths(family)? {
            // Only the specs of operations have names in PascalCase.
            let stem = name(spec.file_stem());
            if stem.starts_with(char::is_uppercase) {
                let family = name(family.file_name());
                let request = format!("alibabacloud_live::{family}::{stem}Request");
                if has_pages(&fs::read_to_string(&spec)?) {
                    lists.push(request.clone());
                }
                types.push(request);
            }
        }
    }
    write("operations.rs", "AnyOperation", types)?;
    write("lists.rs", "AnyList", lists)
}

/// Returns whether a spec says how its list is fetched page by page, which is any value of the key
/// `pages` but `none`.
fn has_pages(spec: &str) -> bool {
    let mut values = spec.lines().filter_map(|line| line.strip_prefix("pages:"));
    values.any(|value| value.split_whitespace().next() != Some("none"))
}

/// Writes a table with an entry of a type for each request.
fn write(name: &str, entry: &str, mut requests: Vec<String>) -> Result<(), Box<dyn error::Error>> {
    requests.sort();
    let mut table = String::from("[\n");
    for request in requests {
        writeln!(table, "    {entry}::of::<{request}>(),")?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join(name), table)?;
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

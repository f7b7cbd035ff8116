//! Lists the request types of all operations and of all lists with pages, and the types of all
//! notifications, for tests that cover each of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs, io};

fn main() -> Result<(), Box<dyn error::Error>> {
    let specs = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../specs");
    println!("cargo::rerun-if-changed={}", specs.display());

    let (mut operations, mut lists, mut notifications) = (Vec::new(), Vec::new(), Vec::new());
    for folder in paths(&specs)?.iter().filter(|path| path.is_dir()) {
        let family = name(folder.file_name());
        for spec in paths(folder)? {
            // Only the specs of operations have names in PascalCase.
            let stem = name(spec.file_stem());
            if stem.starts_with(char::is_uppercase) {
                let request = format!("alibabacloud_live::{family}::{stem}Request");
                if has_pages(&fs::read_to_string(&spec)?) {
                    lists.push(format!("AnyList::of::<{request}>()"));
                }
                operations.push(format!("AnyOperation::of::<{request}>()"));
            } else if stem == "notifications" {
                for notification in top_keys(&fs::read_to_string(&spec)?) {
                    let path = format!("alibabacloud_live::{family}::{notification}");
                    notifications.push(format!("any_notification!({path})"));
                }
            }
        }
    }
    write("operations.rs", operations)?;
    write("lists.rs", lists)?;
    write("notifications.rs", notifications)
}

/// Returns the keys of a YAML file that are not indented.
fn top_keys(spec: &str) -> impl Iterator<Item = &str> {
    let keys = spec.lines().filter_map(|line| line.strip_suffix(':'));
    keys.filter(|key| key.starts_with(char::is_uppercase))
}

/// Returns whether a spec says how its list is fetched page by page, which is any value of the key
/// `pages` but `none`.
fn has_pages(spec: &str) -> bool {
    let mut values = spec.lines().filter_map(|line| line.strip_prefix("pages:"));
    values.any(|value| value.split_whitespace().next() != Some("none"))
}

/// Writes a table with these entries.
fn write(name: &str, mut entries: Vec<String>) -> Result<(), Box<dyn error::Error>> {
    entries.sort();
    let mut table = String::from("[\n");
    for entry in entries {
        writeln!(table, "    {entry},")?;
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

//! The workspace that the commands work on.

mod lock;

use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) use lock::Lock;

/// The licences, which every package has to have in its own folder.
pub(crate) const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Returns the root folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from);
    manifest.parent().map(PathBuf::from).unwrap_or(manifest)
}

/// Returns the folder of the specs: the chosen one, or that of the project.
pub(crate) fn specs(chosen: Option<&Path>) -> PathBuf {
    chosen.map_or_else(|| root().join("specs"), Path::to_owned)
}

/// Returns a call of cargo in the root folder of the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments);
    command
}

/// Waits until no other command writes to the project, and keeps others from it while the lock
/// lives. Says on stderr what it waits for. Also removes what a killed command left.
///
/// Every command that writes files of the project takes the lock before it reads them. It is not
/// reentrant: a command that runs another one releases it first.
pub(crate) fn lock() -> Result<Lock, Box<dyn std::error::Error>> {
    let root = root();
    let path = root.join("target/xtask.lock");
    let command = std::env::args().nth(1).unwrap_or_default();
    let holder = format!("`cargo xtask {command}` (pid {})", std::process::id());
    let lock = Lock::acquire(&path, &holder, |other| {
        let other = match other {
            "" => "`cargo xtask`",
            other => other,
        };
        eprintln!("another {other} is running; waiting until it ends");
    });
    let lock = lock.map_err(|error| format!("cannot lock {}: {error}", path.display()))?;
    for (folder, depth) in [("", 0), ("generated", usize::MAX), ("specs", usize::MAX)] {
        live_codegen::output::remove_leftovers(&root.join(folder), depth)?;
    }
    Ok(lock)
}

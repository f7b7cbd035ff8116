//! Runs scripts that use the official Python SDKs.

use std::net::SocketAddr;
use std::process::{Command, Output};

/// Environment variable with the path of a Python interpreter that has the SDKs.
const PYTHON: &str = "LIVE_TESTS_PYTHON";

/// Runs a script of `tests/python` with the address of an emulator. Returns `None`, after saying
/// why, if the interpreter is missing or has no such module.
///
/// # Errors
///
/// Fails if the interpreter cannot be started for the script.
pub fn run_script(
    script: &str,
    module: &str,
    emulator: SocketAddr,
) -> std::io::Result<Option<Output>> {
    let python = std::env::var(PYTHON).unwrap_or_else(|_| "python3".to_owned());
    let import = format!("import {module}");
    let why = match Command::new(&python).args(["-c", &import]).output() {
        Ok(output) if output.status.success() => None,
        Ok(_) => Some(format!(
            "{python} does not have {module}; set {PYTHON} to another interpreter"
        )),
        Err(error) => Some(format!("{python} cannot be run: {error}")),
    };
    if let Some(why) = why {
        eprintln!("skipped: {why}");
        return Ok(None);
    }
    let script = format!("{}/python/{script}", env!("CARGO_MANIFEST_DIR"));
    let address = emulator.to_string();
    let mut command = Command::new(python);
    command.args([&script, "--endpoint", &address]);
    command.output().map(Some)
}

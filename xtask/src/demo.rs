//! `cargo xtask demo`.

use std::error::Error;
use std::process::{Command, ExitCode};

use crate::codegen;

/// Generates the client, then walks a monitoring session through its life with it.
///
/// The calls go to an emulator that is started for the purpose. With --live they go to the real service, signed with
/// ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Talk to the real service.
    #[arg(long)]
    live: bool,
    /// Domain of the session's output stream; with --live, one that your account has in ApsaraVideo Live.
    #[arg(long)]
    domain: Option<String>,
    /// Address of an input stream to watch.
    #[arg(long)]
    input: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let generated = codegen::run(&codegen::Arguments { check: false })?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    // The walk is a program of its own: this one has to work while the generated client does not.
    let mut walk = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    walk.current_dir(crate::root());
    walk.args([
        "run",
        "--quiet",
        "--package",
        "live-tests",
        "--example",
        "monitor_life",
        "--",
    ]);
    if arguments.live {
        walk.arg("--live");
    }
    for (name, value) in [
        ("--domain", &arguments.domain),
        ("--input", &arguments.input),
    ] {
        if let Some(value) = value {
            walk.args([name, value]);
        }
    }
    let status = walk
        .status()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

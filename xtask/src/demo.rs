//! `cargo xtask demo`.

use std::error::Error;
use std::process::ExitCode;

use crate::codegen;

/// Generates the client, then runs a demo of the life cycle of a monitoring session.
///
/// The calls go to an emulator that the demo starts. With --live they go to the real service,
/// signed with ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask demo
  cargo xtask demo --live --domain live.example.com --input rtmp://pull.example.com/app/stream")]
pub(crate) struct Arguments {
    /// Call the real service.
    #[arg(long)]
    live: bool,
    /// Domain of the session's output stream. With --live, it must belong to your account.
    #[arg(long)]
    domain: Option<String>,
    /// URL of an input stream to monitor.
    #[arg(long)]
    input: Option<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let generated = codegen::run(&codegen::Arguments::default())?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    // A separate program, since xtask must compile even when the generated client does not.
    let mut example = crate::workspace::cargo(&[
        "run",
        "--package",
        "live-tests",
        "--example",
        "monitor_life",
        "--",
    ]);
    if arguments.live {
        example.arg("--live");
    }
    for (name, value) in [
        ("--domain", &arguments.domain),
        ("--input", &arguments.input),
    ] {
        if let Some(value) = value {
            example.args([name, value]);
        }
    }
    let status = example
        .status()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

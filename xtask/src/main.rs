//! Commands for the maintainers of this workspace.

mod codegen;
mod demo;
mod figures;
mod import;
mod tidy;

use std::path::PathBuf;
use std::process::{self, ExitCode};

use clap::{CommandFactory as _, Parser, Subcommand};

/// Commands for the maintainers of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(codegen::Arguments),
    Demo(demo::Arguments),
    Figures(figures::Arguments),
    Import(import::Arguments),
    Tidy(tidy::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Figures(arguments) => figures::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Tidy(arguments) => tidy::run(&arguments, &commands()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the names of all commands.
fn commands() -> Vec<String> {
    Arguments::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect()
}

/// Returns the root folder of the workspace.
fn root() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from);
    manifest.parent().map(PathBuf::from).unwrap_or(manifest)
}

/// Returns a call of cargo in the root folder of the workspace.
fn cargo(arguments: &[&str]) -> process::Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = process::Command::new(program);
    command.current_dir(root()).args(arguments);
    command
}

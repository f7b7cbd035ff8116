//! Commands for the maintainers of this workspace.

mod demo;
mod codegen;
mod import;
mod figures;
mod tidy;
mod terminal;
mod workspace;

use std::process::ExitCode;

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

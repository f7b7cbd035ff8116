//! Commands for the maintainers of this workspace.

mod call;
mod completions;
mod demo;
mod changes;
mod codegen;
mod import;
mod new;
mod transcribe;
mod figures;
mod tidy;
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
    Call(call::Arguments),
    Changes(changes::Arguments),
    Codegen(codegen::Arguments),
    Completions(completions::Arguments),
    #[command(name = "__complete", hide = true)]
    Complete(completions::Query),
    Demo(demo::Arguments),
    Figures(figures::Arguments),
    Import(import::Arguments),
    New(new::Arguments),
    Transcribe(transcribe::Arguments),
    Tidy(tidy::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Call(arguments) => call::run(&arguments),
        Command::Changes(arguments) => changes::run(&arguments),
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Complete(query) => completions::list(&query, &Arguments::command()),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Figures(arguments) => figures::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Transcribe(arguments) => transcribe::run(&arguments),
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

/// Returns the names of all commands that are for people.
fn commands() -> Vec<String> {
    Arguments::command()
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(|command| command.get_name().to_owned())
        .collect()
}

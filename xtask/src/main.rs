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
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

/// Commands for the maintainers of this workspace.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    after_help = "\
Examples:
  cargo xtask codegen         generate the client from the specs
  cargo xtask help codegen    explain a command"
)]
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Collects a command and all commands below it, except those for programs, and `help`, which
    /// clap brings.
    fn all(command: clap::Command, found: &mut Vec<clap::Command>) {
        let below = command.get_subcommands();
        let below = below.filter(|below| below.get_name() != "help" && !below.is_hide_set());
        for below in below {
            all(below.clone(), found);
        }
        found.push(command);
    }

    /// Returns the calls of `cargo xtask` in examples, each without what the shell does with it.
    fn calls(examples: &str) -> Vec<String> {
        // A backslash at the end continues the line.
        let lines: Vec<_> = examples.split("\\\n").map(str::trim_start).collect();
        let examples = format!("  {}", lines.join(" "));
        let calls = examples.lines().filter_map(|line| {
            let at = line.strip_prefix("  ")?.find("cargo xtask ")?;
            let call = line.get(at + 2..)?;
            // What follows is another command, a file, or says what the call does.
            let end = ["  ", "|", "<", ">", ";", ")", "#"].map(|end| call.find(end));
            let end = end.into_iter().flatten().min().unwrap_or(call.len());
            let words = call.get(..end)?.split_whitespace();
            Some(words.collect::<Vec<_>>().join(" "))
        });
        calls.collect()
    }

    #[test]
    fn help_of_every_command_ends_with_examples() {
        let mut root = Arguments::command();
        root.build();
        let mut found = Vec::new();
        all(root, &mut found);
        for mut command in found {
            let called = command.get_bin_name().unwrap_or_default().to_owned();
            let help = command.render_long_help().to_string();
            let Some((_, examples)) = help.rsplit_once("\nExamples:\n") else {
                panic!("`{called} --help` has no `Examples:`; add them as `after_help`");
            };
            assert!(
                examples
                    .trim_end()
                    .lines()
                    .all(|line| line.starts_with("  ")),
                "`{called} --help` does not end with its examples: {examples}"
            );
            assert!(
                calls(examples).iter().any(|call| call.starts_with(&called)),
                "no example of `{called} --help` calls it: {examples}"
            );
        }
    }

    #[test]
    fn examples_in_the_help_are_accepted() {
        let mut found = Vec::new();
        all(Arguments::command(), &mut found);
        for command in found {
            let help = command.get_after_help().map(ToString::to_string);
            for call in calls(&help.unwrap_or_default()) {
                let words = call.split(' ').skip(2);
                let words = ["cargo xtask"].into_iter().chain(words);
                match Arguments::command().try_get_matches_from(words) {
                    Ok(_) => {}
                    Err(error) if error.kind() == clap::error::ErrorKind::DisplayHelp => {}
                    Err(error) => panic!("{call}: {error}"),
                }
            }
        }
    }
}

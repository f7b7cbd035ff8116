//! What may stand at the cursor.

use std::path::Path;

use clap::{Arg, Command};

use super::candidate::Candidate;
use super::parameters;

/// Returns what the last word may become. The words are those after `cargo xtask`.
pub(crate) fn find(commands: &Command, words: &[String], specs: &Path) -> Vec<Candidate> {
    let Some((current, before)) = words.split_last() else {
        return Vec::new();
    };
    let mut found = match before.split_first() {
        None => names(commands),
        Some((help, _)) if help == "help" => names(commands),
        Some((name, before)) => match commands.find_subcommand(name) {
            Some(command) => in_command(command, before, current, specs),
            None => Vec::new(),
        },
    };
    found.retain(|candidate| candidate.text.starts_with(current.as_str()));
    found
}

fn names(commands: &Command) -> Vec<Candidate> {
    let visible = commands.get_subcommands().filter(|it| !it.is_hide_set());
    let names = visible.map(|command| {
        let about = command.get_about().map(ToString::to_string);
        Candidate::new(command.get_name(), about.unwrap_or_default())
    });
    names.collect()
}

fn in_command(command: &Command, before: &[String], current: &str, specs: &Path) -> Vec<Candidate> {
    if let Some(option) = before.last().and_then(|word| option(command, word))
        && takes_value(option)
    {
        return values(option, "", specs);
    }
    if let Some((name, _)) = current.split_once('=')
        && let Some(option) = option(command, name)
    {
        return values(option, &format!("{name}="), specs);
    }
    if current.starts_with('-') {
        return options(command, before);
    }
    let positional = positional(command, before);
    if command.get_name() == "call" {
        return match positional.split_first() {
            None => parameters::operations(specs),
            Some((operation, given)) => parameters::find(specs, operation, given, current),
        };
    }
    let argument = command.get_positionals().nth(positional.len());
    argument.map_or_else(Vec::new, |argument| values(argument, "", specs))
}

/// Returns the words before the cursor that are neither options nor their values.
fn positional<'w>(command: &Command, before: &'w [String]) -> Vec<&'w str> {
    let mut found = Vec::new();
    let mut words = before.iter();
    while let Some(word) = words.next() {
        match option(command, word) {
            Some(option) if takes_value(option) => drop(words.next()),
            Some(_) => {}
            None if word.starts_with("--") => {}
            None => found.push(word.as_str()),
        }
    }
    found
}

fn options(command: &Command, before: &[String]) -> Vec<Candidate> {
    let unused = command.get_arguments().filter_map(|argument| {
        let name = format!("--{}", argument.get_long()?);
        let is_unused = !before.contains(&name) && !argument.is_hide_set();
        is_unused.then(|| Candidate::new(name, help_of(argument)))
    });
    let mut found: Vec<_> = unused.collect();
    if found.iter().all(|candidate| candidate.text != "--help") {
        found.push(Candidate::new("--help", "Print help"));
    }
    found
}

fn option<'c>(command: &'c Command, word: &str) -> Option<&'c Arg> {
    let name = word.strip_prefix("--")?;
    let mut arguments = command.get_arguments();
    arguments.find(|argument| argument.get_long() == Some(name))
}

fn takes_value(argument: &Arg) -> bool {
    argument.get_action().takes_values()
}

/// Returns the values of an argument, if they are known.
fn values(argument: &Arg, start: &str, specs: &Path) -> Vec<Candidate> {
    if argument.get_id().as_str().starts_with("operation") {
        let operations = parameters::operations(specs).into_iter();
        return operations
            .map(|it| Candidate::new(format!("{start}{}", it.text), it.help))
            .collect();
    }
    let values = argument.get_possible_values().into_iter();
    let known = values.map(|value| {
        let help = value.get_help().map(ToString::to_string);
        Candidate::new(
            format!("{start}{}", value.get_name()),
            help.unwrap_or_default(),
        )
    });
    known.collect()
}

fn help_of(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string);
    help.unwrap_or_default()
}

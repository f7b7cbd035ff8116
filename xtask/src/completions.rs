//! `cargo xtask completions`, and what the scripts that it prints ask for.

mod candidate;
mod candidates;
mod parameters;
mod words;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use clap::ValueEnum;

/// Prints a script with which a shell completes the commands of `cargo xtask`, their options, and
/// the names of operations and parameters.
///
/// The script asks the program that `cargo xtask` runs. It compiles nothing and waits for nothing:
/// before the first `cargo xtask` in a clone, there are no completions.
///
/// Afterwards, `cargo xtask call StartLi<Tab>` completes the name of an operation, and `cargo xtask
/// call StartLiveStreamMonitor <Tab>` that of a parameter.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The shell.
    shell: Shell,
}

const EXAMPLES: &str = "\
Afterwards, `cargo xtask call StartLi<Tab>` completes the name of an operation, and
`cargo xtask call StartLiveStreamMonitor <Tab>` that of a parameter.

Examples:
  source <(cargo xtask completions bash)        # also in ~/.bashrc, with a path to a copy
  source <(cargo xtask completions zsh)
  cargo xtask completions fish | source
  cargo xtask completions fish > ~/.config/fish/conf.d/cargo-xtask.fish";

/// A shell.
#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    /// Bash.
    Bash,
    /// Zsh, after compinit.
    Zsh,
    /// Fish.
    Fish,
}

/// Where the scripts have the path of this program.
const PROGRAM: &str = "@PROGRAM@";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let script = match arguments.shell {
        Shell::Bash => include_str!("completions/cargo-xtask.bash"),
        Shell::Zsh => include_str!("completions/cargo-xtask.zsh"),
        Shell::Fish => include_str!("completions/cargo-xtask.fish"),
    };
    let program = std::env::current_exe()?;
    // Inside single quotes of a shell.
    let program = program.to_string_lossy().replace('\'', r"'\''");
    print(&script.replace(PROGRAM, &program))
}

/// Lists what may stand at the cursor, for the scripts.
#[derive(clap::Args)]
pub(crate) struct Query {
    /// The line up to the cursor, instead of its words.
    #[arg(long)]
    line: Option<String>,
    /// Add explanations, after a tab.
    #[arg(long)]
    explain: bool,
    /// The words up to the cursor.
    #[arg(last = true)]
    words: Vec<String>,
}

/// Lists the candidates, a line each.
pub(crate) fn list(query: &Query, commands: &clap::Command) -> Result<ExitCode, Box<dyn Error>> {
    let words = match &query.line {
        Some(line) => words::split(line),
        None => query.words.clone(),
    };
    // The words after `cargo xtask`.
    let mut words = words.into_iter().skip_while(|word| word != "xtask");
    words.next();
    let words: Vec<_> = words.collect();
    let specs = crate::workspace::root().join("specs");
    let mut lines = String::new();
    for candidate in candidates::find(commands, &words, &specs) {
        lines.push_str(&candidate.text);
        if query.explain {
            lines.push('\t');
            lines.push_str(candidate.help.lines().next().unwrap_or_default());
        }
        lines.push('\n');
    }
    print(&lines)
}

fn print(text: &str) -> Result<ExitCode, Box<dyn Error>> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

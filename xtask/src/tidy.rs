//! `cargo xtask tidy`.

mod directions;
mod documented;
mod floors;
mod generated;
mod imports;
mod layout;
mod machine_paths;
mod markdown;
mod members;
mod readme;
mod rust;
#[cfg(test)]
mod testing;
mod tree;
mod width;

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use members::Member;
use tree::Tree;

/// Checks rules about the whole project that the compiler and clippy do not know.
///
/// The floors of each crate, the directions of dependencies between crates, generated files, missing docs, the lists in
/// README.md, paths of a machine, and the width of comments and Markdown. It prints every violation with its file, its
/// line and what to do, and fails if there are any.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Fill comments and Markdown to their width first.
    #[arg(long)]
    fix: bool,
}

/// Runs the command. `commands` are the names of all commands of xtask.
pub(crate) fn run(arguments: &Arguments, commands: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let tree = Tree::read(crate::root())?;
    if arguments.fix {
        for path in width::fix(&tree)? {
            eprintln!("{path}: filled");
        }
    }
    let members = members::read(tree.root())?;
    let violations = check(&tree, &members, commands);
    for violation in &violations {
        eprintln!("{violation}");
    }
    if violations.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{} violations", violations.len());
    Ok(ExitCode::FAILURE)
}

/// Runs every rule.
fn check(tree: &Tree, members: &[Member], commands: &[String]) -> Vec<Violation> {
    let mut violations = floors::check(tree, layout::FLOORS);
    violations.extend(directions::check(
        tree,
        members,
        layout::DIRECTIONS,
        layout::NOT_EVEN_IN_TESTS,
    ));
    violations.extend(generated::check(tree));
    violations.extend(documented::check(tree, members));
    violations.extend(readme::check(tree, members, commands));
    violations.extend(machine_paths::check(tree));
    violations.extend(width::check(tree));
    violations
}

/// A place that breaks a rule.
#[derive(Debug)]
struct Violation {
    path: String,
    line: usize,
    message: String,
}

impl Violation {
    /// Creates a violation. The message says what is wrong and, after a semicolon, what to do.
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

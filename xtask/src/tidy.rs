//! `cargo xtask tidy`.

mod floors;
mod directions;
mod generated;
mod documented;
mod readme;
mod references;
mod machine_paths;
mod width;
mod layout;
mod imports;
mod members;
mod packages;
mod markdown;
mod rust;
mod tree;
mod violation;
#[cfg(test)]
mod testing;

use std::error::Error;
use std::process::ExitCode;

use members::Member;
use tree::Tree;
use violation::Violation;

/// Checks rules about the whole project that the compiler and clippy do not know.
///
/// The floors of each crate, the directions of dependencies between crates, generated files,
/// missing docs, what packages need, the lists in README.md, paths of a machine, and the width of
/// comments and Markdown. It prints every violation with its file, its line and what to do, and
/// fails if there are any.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask tidy        list all violations
  cargo xtask tidy --fix  wrap comments and Markdown first")]
pub(crate) struct Arguments {
    /// Fill comments and Markdown to their width first.
    #[arg(long)]
    fix: bool,
}

/// Runs the command. `commands` are the names of all commands of xtask.
pub(crate) fn run(arguments: &Arguments, commands: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let lock = arguments.fix.then(crate::workspace::lock).transpose()?;
    let tree = Tree::read(crate::workspace::root())?;
    if arguments.fix {
        for path in width::fix(&tree)? {
            eprintln!("{path}: filled");
        }
    }
    drop(lock);
    eprintln!("checking {} files …", tree.files().count());
    let members = members::read(tree.root())?;
    let violations = check(&tree, &members, commands);
    for violation in &violations {
        eprintln!("{violation}");
    }
    if violations.is_empty() {
        eprintln!("no violations");
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
        layout::FOREIGN,
    ));
    violations.extend(generated::check(tree));
    violations.extend(documented::check(tree, members));
    violations.extend(packages::check(tree, members));
    violations.extend(readme::check(tree, members, commands));
    violations.extend(references::check(tree));
    violations.extend(machine_paths::check(tree));
    violations.extend(width::check(tree));
    violations
}

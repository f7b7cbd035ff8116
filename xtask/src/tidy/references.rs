//! Rule: the paths and test names in README.md and its companions exist.

use std::collections::HashSet;

use super::layout::DOCUMENTS;
use super::markdown;
use super::tree::Tree;
use super::violation::Violation;

/// Folders that paths may be relative to, besides the root.
const BASES: [&str; 2] = ["runtime/src/", "xtask/src/tidy/"];

/// Checks what stands between backticks: paths of files and folders, and names of functions.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    let mut functions = None;
    let mut violations = Vec::new();
    for path in DOCUMENTS {
        let text = tree.text(path).unwrap_or_default();
        for (line, prose) in markdown::prose(&text) {
            for reference in prose.split('`').skip(1).step_by(2) {
                let message = if is_path(reference) {
                    (!exists(tree, reference))
                        .then(|| format!("there is no `{reference}`; correct the path"))
                } else if is_function(reference) {
                    let functions = functions.get_or_insert_with(|| functions_of(tree));
                    (!functions.contains(reference))
                        .then(|| format!("there is no function `{reference}`; correct the name"))
                } else {
                    None
                };
                violations.extend(message.map(|message| Violation::new(path, line, message)));
            }
        }
    }
    violations
}

/// Returns whether the text is a path of this project: one of a Rust file, or of a file or folder.
fn is_path(text: &str) -> bool {
    let is_plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '.'));
    let is_relative = !text.starts_with(['/', '.', '~']);
    is_plain && is_relative && (text.contains('/') || text.ends_with(".rs"))
}

/// Returns whether the text is a name with at least three words, as tests have.
fn is_function(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && text.split('_').filter(|word| !word.is_empty()).count() >= 4
}

fn exists(tree: &Tree, path: &str) -> bool {
    let bases = BASES.iter().copied().chain([""]);
    bases.into_iter().any(|base| {
        let path = format!("{base}{}", path.trim_end_matches('/'));
        tree.has(&path) || tree.below(&path).next().is_some()
    })
}

/// Returns the names of all functions in Rust files.
fn functions_of(tree: &Tree) -> HashSet<String> {
    let mut functions = HashSet::new();
    for path in tree.files().filter(|path| path.ends_with(".rs")) {
        let text = tree.text(path).unwrap_or_default();
        for line in text.lines() {
            let name = line.split_once("fn ").map(|(_, name)| name);
            let name = name.and_then(|name| name.split(['(', '<']).next());
            functions.extend(name.map(str::to_owned));
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    #[test]
    fn existing_paths_and_functions_pass() {
        let (_folder, tree) = tree(&[
            (
                "ARCHITECTURE.md",
                "`runtime/src/` has `call/attempt.rs`, held by `a_dropped_call_is_gone`. See `MIT/X`-like\n\
                 `~/.config/x`, `/etc/x`, `{name}/x.rs`, `snake_case` and `a * b / c`.",
            ),
            (
                "runtime/src/call/attempt.rs",
                "async fn a_dropped_call_is_gone() {}",
            ),
            ("MIT/X", ""),
        ]);
        assert_eq!(lines(&check(&tree)), Vec::<String>::new());
    }

    #[test]
    fn missing_paths_and_functions_fail() {
        let (_folder, tree) = tree(&[(
            "CONTRIBUTING.md",
            "Text.\n`call/attempt.rs`\n`a_dropped_call_is_gone`\n",
        )]);
        assert_eq!(
            lines(&check(&tree)),
            [
                "CONTRIBUTING.md:2: there is no `call/attempt.rs`; correct the path",
                "CONTRIBUTING.md:3: there is no function `a_dropped_call_is_gone`; correct the name",
            ]
        );
    }
}

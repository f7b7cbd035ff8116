//! Rule: no file names a path of one machine.

use super::tree::Tree;
use super::violation::Violation;

/// What the paths of a machine start with. A name has to follow.
const STARTS: &[&str] = &["/home/", "/Users/", "/root/", "/tmp/", r"C:\Users\"];

/// Paths that examples and tests make up.
const MADE_UP: &[&str] = &["/home/me/"];

/// Checks all files.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    // Wherever the project lies, its own path is one of this machine.
    let root = tree.root().to_string_lossy();
    for path in tree.files() {
        let Some(text) = tree.text(path) else {
            continue;
        };
        let is_test =
            path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs");
        for (line, number) in text.lines().zip(1..) {
            let found = STARTS
                .iter()
                .filter(|start| !(is_test && **start == "/tmp/"))
                .find_map(|start| named(line, start))
                .or_else(|| line.contains(&*root).then_some(&*root));
            if let Some(named) = found {
                let message = format!(
                    "`{named}` is a path of one machine; use a path relative to the project"
                );
                violations.push(Violation::new(path, number, message));
            }
        }
    }
    violations
}

/// Returns the path in the line that starts so, if there is one. A longer path or an address that
/// contains the start is another.
fn named<'a>(line: &'a str, start: &str) -> Option<&'a str> {
    line.match_indices(start).find_map(|(at, _)| {
        let is_path_char = |c: char| {
            c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '}' | '$' | '*' | '>')
        };
        let is_inside = line[..at].ends_with(|c| is_path_char(c) || c == '/');
        let name = &line[at + start.len()..];
        let end = name
            .find(|c| !(is_path_char(c) || c == '/' || c == '\\'))
            .unwrap_or(name.len());
        let path = &line[at..at + start.len() + end];
        let is_named = name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_'));
        let is_made_up = MADE_UP.iter().any(|made_up| path.starts_with(made_up));
        (is_named && !is_inside && !is_made_up).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let (_folder, tree) = tree(&[(path, text)]);
        lines(&check(&tree))
    }

    #[test]
    fn path_of_a_machine_fails() {
        for start in STARTS {
            let text = format!("// All is well.\n// See {start}ann/notes.md.\n");
            let found = found("runtime/src/call.rs", &text);
            assert_eq!(
                found,
                [format!(
                    "runtime/src/call.rs:2: `{start}ann/notes.md.` is a path of one machine; \
                     use a path relative to the project"
                )]
            );
        }
    }

    #[test]
    fn path_of_the_project_itself_fails() {
        let (folder, tree) = tree(&[("README.md", "")]);
        let root = folder.path().display();
        std::fs::write(folder.path().join("README.md"), format!("cd {root}/x\n")).unwrap();
        let found = lines(&check(&tree));
        assert!(found[0].starts_with("README.md:1: `"), "{found:?}");
    }

    #[test]
    fn other_paths_pass() {
        for start in STARTS {
            for text in [
                format!("https://example.com{start}ann"),
                format!("`{start}` alone"),
                format!("~{start}x, ${{HOME}}{start}x, a{start}x"),
            ] {
                assert_eq!(found("README.md", &text), [""; 0], "{text}");
            }
        }
        assert_eq!(found("README.md", "/home/me/.aliyun/config.json"), [""; 0]);
    }

    #[test]
    fn tests_may_use_the_folder_for_temporary_files() {
        let text = format!("{}x", STARTS[3]);
        assert_eq!(found("runtime/tests/a.rs", &text), [""; 0]);
        assert_eq!(found("runtime/src/a/tests.rs", &text), [""; 0]);
        assert_eq!(found("runtime/src/a.rs", &text).len(), 1);
    }
}

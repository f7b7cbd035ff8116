//! Rule: every public item is documented. The compiler checks that; this rule checks that nobody
//! turns it off.

use super::layout;
use super::members::Member;
use super::rust;
use super::tree::Tree;
use super::violation::Violation;

/// Checks the manifests, and the attributes in all Rust files.
pub(crate) fn check(tree: &Tree, members: &[Member]) -> Vec<Violation> {
    let mut violations = Vec::new();
    let workspace = tree.text("Cargo.toml").unwrap_or_default();
    let lint = section(&workspace, "workspace.lints.rust")
        .find(|line| line.starts_with("missing_docs") && !line.contains("allow"));
    if lint.is_none() {
        let message =
            "[workspace.lints.rust] does not turn on missing_docs; add `missing_docs = \"warn\"`";
        violations.push(Violation::new("Cargo.toml", 1, message));
    }
    for member in members {
        let manifest = tree.text(&member.manifest).unwrap_or_default();
        // A generated client that stands apart cannot inherit them.
        let inherits = !layout::is_generated(&member.manifest) || manifest.contains("[lints]");
        if inherits
            && !section(&manifest, "lints").any(|line| line.replace(' ', "") == "workspace=true")
        {
            let message = "the crate does not follow the lints of the workspace; add `[lints] workspace = true`";
            violations.push(Violation::new(&member.manifest, 1, message));
        }
    }
    for path in tree.files().filter(|path| path.ends_with(".rs")) {
        let Some(text) = tree.text(path) else {
            continue;
        };
        if text.contains("missing_docs") {
            violations.extend(allowed(path, &text));
        }
    }
    violations
}

/// Returns the lines of a section of a manifest.
fn section<'a>(manifest: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let head = format!("[{name}]");
    manifest
        .lines()
        .skip_while(move |line| line.trim() != head)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
}

/// Finds `allow(…, missing_docs, …)` and the like.
fn allowed(path: &str, text: &str) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut level = "";
    let mut before = "";
    for token in rust::code(text) {
        match token.text {
            "(" => level = before,
            ")" => level = "",
            "missing_docs" if matches!(level, "allow" | "expect") => {
                let message = format!(
                    "`{level}(missing_docs)` turns off the check for docs; document the items and remove it"
                );
                violations.push(Violation::new(path, token.line, message));
            }
            _ => {}
        }
        before = token.text;
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    const WORKSPACE: (&str, &str) = (
        "Cargo.toml",
        "[workspace.lints.rust]\nmissing_docs = \"warn\"\n",
    );

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let (_folder, tree) = tree(files);
        lines(&check(&tree, &[Member::example("a", &[])]))
    }

    #[test]
    fn members_with_the_lints_of_the_workspace_pass() {
        let files = [
            WORKSPACE,
            (
                "a/Cargo.toml",
                "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n",
            ),
            (
                "a/src/lib.rs",
                "// allow(missing_docs)\n#![warn(missing_docs)]\n#[allow(dead_code)] fn f() {}",
            ),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn generated_client_apart_needs_no_lints() {
        let client = "a/goldens/sts/generated";
        let manifest = format!("{client}/Cargo.toml");
        for (text, violations) in [("[package]\n", 0), ("[lints]\nworkspace = false\n", 1)] {
            let (_folder, tree) = tree(&[WORKSPACE, (&manifest, text)]);
            let found = check(&tree, &[Member::example(client, &[])]);
            assert_eq!(found.len(), violations, "{text}");
        }
    }

    #[test]
    fn member_without_lints_fails() {
        let found = found(&[
            WORKSPACE,
            ("a/Cargo.toml", "[lints.rust]\nworkspace = true\n"),
        ]);
        assert_eq!(
            found,
            [
                "a/Cargo.toml:1: the crate does not follow the lints of the workspace; add `[lints] workspace = true`"
            ]
        );
    }

    #[test]
    fn workspace_without_the_lint_fails() {
        for manifest in ["", "[workspace.lints.rust]\nmissing_docs = \"allow\"\n"] {
            let found = found(&[
                ("Cargo.toml", manifest),
                ("a/Cargo.toml", "[lints]\nworkspace = true\n"),
            ]);
            assert!(
                found[0].starts_with("Cargo.toml:1: [workspace.lints.rust]"),
                "{found:?}"
            );
        }
    }

    #[test]
    fn allowing_missing_docs_fails() {
        let files = [
            WORKSPACE,
            ("a/Cargo.toml", "[lints]\nworkspace = true\n"),
            (
                "a/src/lib.rs",
                "\n#![allow(dead_code, missing_docs)]\n#[expect(missing_docs, reason = \"x\")]\nfn f() {}",
            ),
        ];
        let found = found(&files);
        assert!(
            found[0].starts_with("a/src/lib.rs:2: `allow(missing_docs)`"),
            "{found:?}"
        );
        assert!(
            found[1].starts_with("a/src/lib.rs:3: `expect(missing_docs)`"),
            "{found:?}"
        );
    }
}

//! Rule: a crate that may be published says what it is, and carries its licences and a README.

use super::members::Member;
use super::tree::Tree;
use super::violation::Violation;
use crate::workspace::LICENCES;

/// Checks the members that may be published.
pub(crate) fn check(tree: &Tree, members: &[Member]) -> Vec<Violation> {
    let published = members.iter().filter(|member| member.is_published);
    published.flat_map(|member| lacking(tree, member)).collect()
}

/// Finds what a member lacks.
fn lacking(tree: &Tree, member: &Member) -> Vec<Violation> {
    let folder = member.manifest.strip_suffix("Cargo.toml");
    let folder = folder.unwrap_or_default();
    let mut violations = Vec::new();
    let mut lacks = |message: String| {
        violations.push(Violation::new(&member.manifest, 1, message));
    };
    for field in &member.unset {
        lacks(format!(
            "the crate may be published and has no `{field}`; add it, or set `publish = false`"
        ));
    }
    for file in LICENCES.iter().chain(&["README.md"]) {
        if tree.text(&format!("{folder}{file}")).is_none() {
            let remedy = match *file {
                "README.md" => "write one".to_owned(),
                _ => format!("link it to the {file} of the project"),
            };
            lacks(format!(
                "the crate may be published and its folder has no {file}; {remedy}, or set `publish = false`"
            ));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    fn found(files: &[(&str, &str)], is_published: bool, unset: &[&'static str]) -> Vec<String> {
        let (_folder, tree) = tree(files);
        let mut member = Member::example("one", &[]);
        member.manifest = "one/Cargo.toml".to_owned();
        member.is_published = is_published;
        member.unset = unset.to_vec();
        lines(&check(&tree, &[member]))
    }

    #[test]
    fn complete_and_private_crates_pass() {
        let complete = [
            ("one/README.md", ""),
            ("one/LICENSE-MIT", ""),
            ("one/LICENSE-APACHE", ""),
        ];
        assert_eq!(found(&complete, true, &[]), [""; 0]);
        assert_eq!(
            found(&[("one/Cargo.toml", "")], false, &["keywords"]),
            [""; 0]
        );
    }

    #[test]
    fn what_a_published_crate_lacks_is_named() {
        let files = [
            ("one/README.md", ""),
            ("LICENSE-MIT", ""),
            ("one/LICENSE-APACHE", ""),
        ];
        assert_eq!(
            found(&files, true, &["keywords"]),
            [
                "one/Cargo.toml:1: the crate may be published and has no `keywords`; add it, or set `publish = false`",
                "one/Cargo.toml:1: the crate may be published and its folder has no LICENSE-MIT; link it to the \
                 LICENSE-MIT of the project, or set `publish = false`",
            ]
        );
    }
}

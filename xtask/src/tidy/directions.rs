//! Rule: the crates of the workspace depend on each other in one direction.

use super::layout::{Direction, MayUse};
use super::members::Member;
use super::tree::Tree;
use super::violation::Violation;

/// Checks the dependencies of every member. `not_even_in_tests` forbids dev-dependencies.
pub(crate) fn check(
    tree: &Tree,
    members: &[Member],
    directions: &[Direction],
    not_even_in_tests: &[(&str, &str)],
    foreign: &[(&str, &[&str], &str)],
) -> Vec<Violation> {
    let mut violations = Vec::new();
    for member in members {
        violations.extend(check_foreign(tree, member, foreign));
        let Some(direction) = directions.iter().find(|it| it.name == member.name) else {
            let message = format!(
                "crate `{}` has no row in DIRECTIONS; add it to xtask/src/tidy/layout.rs",
                member.name
            );
            violations.push(Violation::new(&member.manifest, 1, message));
            continue;
        };
        let manifest = tree.text(&member.manifest).unwrap_or_default();
        for dependency in &member.dependencies {
            let name = dependency.name.as_str();
            let is_ours = members.iter().any(|other| other.name == name);
            let is_allowed = match (&direction.may_use, dependency.is_dev) {
                (_, true) => !not_even_in_tests.contains(&(&member.name, name)),
                (MayUse::Anything, _) => true,
                (MayUse::Only(allowed), _) => allowed.contains(&name),
            };
            if !is_ours || is_allowed {
                continue;
            }
            let kind = if dependency.is_dev {
                "dev-depend"
            } else {
                "depend"
            };
            let message = format!(
                "`{}` must not {kind} on `{name}`; {}",
                member.name,
                remedy(&direction.may_use)
            );
            let line = line_of(&manifest, name, dependency.is_dev);
            violations.push(Violation::new(&member.manifest, line, message));
        }
    }
    violations
}

/// Checks the dependencies on crates that are no members.
fn check_foreign(
    tree: &Tree,
    member: &Member,
    foreign: &[(&str, &[&str], &str)],
) -> Vec<Violation> {
    let manifest = tree.text(&member.manifest).unwrap_or_default();
    let rules = foreign.iter().filter(|(name, ..)| *name == member.name);
    let found = rules.flat_map(|(_, forbidden, reason)| {
        let used = member.dependencies.iter();
        let used = used.filter(|dependency| !dependency.is_dev);
        used.filter(|dependency| forbidden.contains(&dependency.name.as_str()))
            .map(move |dependency| (dependency, reason))
    });
    found
        .map(|(dependency, reason)| {
            let name = &dependency.name;
            let message = format!("`{}` must not depend on `{name}`; {reason}", member.name);
            Violation::new(&member.manifest, line_of(&manifest, name, false), message)
        })
        .collect()
}

fn remedy(may_use: &MayUse) -> String {
    let may_use = match may_use {
        MayUse::Only([]) => "no other crate of this workspace".to_owned(),
        MayUse::Only(names) => format!("only {}", names.join(", ")),
        MayUse::Anything => "any other crate outside of tests".to_owned(),
    };
    format!("remove it, it may use {may_use} (DIRECTIONS in xtask/src/tidy/layout.rs)")
}

/// Returns the line of a dependency in a manifest.
fn line_of(manifest: &str, name: &str, is_dev: bool) -> usize {
    let mut is_in_section = false;
    for (line, number) in manifest.lines().zip(1..) {
        if line.starts_with('[') {
            is_in_section =
                line.contains("dependencies") && line.contains("dev-dependencies") == is_dev;
            if is_in_section && line.trim_end_matches(']').ends_with(&format!(".{name}")) {
                return number;
            }
        } else if let Some(rest) = line.strip_prefix(name)
            && is_in_section
            && rest.starts_with(['.', ' ', '='])
        {
            return number;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    const DIRECTIONS: &[Direction] = &[
        Direction {
            name: "top",
            may_use: MayUse::Only(&["bottom"]),
        },
        Direction {
            name: "bottom",
            may_use: MayUse::Only(&[]),
        },
        Direction {
            name: "tests",
            may_use: MayUse::Anything,
        },
    ];

    fn found(members: &[Member], files: &[(&str, &str)]) -> Vec<String> {
        let (_folder, tree) = tree(files);
        let in_tests = [("bottom", "tests")];
        let foreign: [(&str, &[&str], &str); 1] = [("bottom", &["syn"], "it builds fast")];
        lines(&check(&tree, members, DIRECTIONS, &in_tests, &foreign))
    }

    #[test]
    fn dependencies_along_the_direction_pass() {
        let members = [
            Member::example("top", &["bottom", "serde"]),
            Member::example("bottom", &["http", "dev:top"]),
            Member::example("tests", &["top", "bottom"]),
        ];
        assert_eq!(found(&members, &[]), [""; 0]);
    }

    #[test]
    fn dependency_against_the_direction_fails() {
        let members = [
            Member::example("top", &[]),
            Member::example("bottom", &["top"]),
        ];
        let manifest = "[package]\nname = \"bottom\"\n\n[dev-dependencies]\ntop.workspace = true\n\n\
                        [dependencies]\ntopmost = \"1\"\ntop.workspace = true\n";
        assert_eq!(
            found(&members, &[("bottom/Cargo.toml", manifest)]),
            [
                "bottom/Cargo.toml:9: `bottom` must not depend on `top`; remove it, it may use no other crate of \
              this workspace (DIRECTIONS in xtask/src/tidy/layout.rs)"
            ]
        );
    }

    #[test]
    fn forbidden_foreign_crate_fails() {
        let members = [Member::example("bottom", &["serde", "syn", "dev:syn"])];
        let manifest = "[dependencies]\nserde = \"1\"\nsyn = \"3\"\n";
        assert_eq!(
            found(&members, &[("bottom/Cargo.toml", manifest)]),
            ["bottom/Cargo.toml:3: `bottom` must not depend on `syn`; it builds fast"]
        );
    }

    #[test]
    fn forbidden_dev_dependency_fails() {
        let members = [
            Member::example("bottom", &["dev:tests"]),
            Member::example("tests", &[]),
        ];
        let manifest = "[dev-dependencies.tests]\npath = \"../tests\"\n";
        let found = found(&members, &[("bottom/Cargo.toml", manifest)]);
        assert!(
            found[0].starts_with("bottom/Cargo.toml:1: `bottom` must not dev-depend on `tests`;"),
            "{found:?}"
        );
    }

    #[test]
    fn crate_without_a_row_fails() {
        let found = found(&[Member::example("new", &[])], &[]);
        assert_eq!(
            found,
            [
                "new/Cargo.toml:1: crate `new` has no row in DIRECTIONS; add it to xtask/src/tidy/layout.rs"
            ]
        );
    }
}

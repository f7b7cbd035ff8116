//! Rule: the lists in README.md and its companions equal what is there. What README.md says about
//! the specs is written by codegen.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{self, DOCUMENTS};
use super::markdown::{self, Table};
use super::members::Member;
use super::tree::Tree;
use super::violation::Violation;

/// Checks the commands of xtask, and the tables of features and folders.
pub(crate) fn check(tree: &Tree, members: &[Member], commands: &[String]) -> Vec<Violation> {
    let documents: Vec<_> = DOCUMENTS
        .into_iter()
        .filter_map(|path| Some((path, tree.text(path)?)))
        .collect();
    let families = families(tree);
    let mut violations = check_commands(&documents, commands);
    if let Some(features) = members
        .iter()
        .find(|member| member.name == layout::GENERATED_CRATE)
        .map(|member| &member.features)
    {
        violations.extend(check_table(&documents, "feature", |table| {
            check_features(table, features, &families)
        }));
    }
    violations.extend(check_table(&documents, "folder", |table| {
        check_folders(table, tree)
    }));
    violations
}

/// What is wrong with a table: a line, and a message.
type Wrong = Vec<(usize, String)>;

/// Returns the families, which are features that have a table of their own.
fn families(tree: &Tree) -> BTreeSet<String> {
    let folders = tree.below("specs").filter_map(|path| {
        let (family, _) = path.strip_prefix("specs/")?.split_once('/')?;
        Some(family.to_owned())
    });
    folders.collect()
}

/// Checks that every command is mentioned, and that every command mentioned exists.
fn check_commands(documents: &[(&str, String)], commands: &[String]) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut missing: BTreeSet<_> = commands.iter().map(String::as_str).collect();
    for (path, text) in documents {
        for (line, number) in text.lines().zip(1..) {
            for (at, start) in line.match_indices("cargo xtask ") {
                let name = &line[at + start.len()..];
                let end = name
                    .find(|c: char| !(c.is_ascii_lowercase() || c == '-'))
                    .unwrap_or(name.len());
                let name = &name[..end];
                if name.is_empty() || name.starts_with('-') {
                    continue;
                }
                missing.remove(name);
                if !commands.iter().any(|command| command == name) {
                    let message = format!(
                        "there is no `cargo xtask {name}`; name one of {}",
                        commands.join(", ")
                    );
                    violations.push(Violation::new(path, number, message));
                }
            }
        }
    }
    violations.extend(missing.into_iter().map(|name| {
        let message = format!(
            "`cargo xtask {name}` is mentioned neither here nor in its companions; say what it is for"
        );
        Violation::new(DOCUMENTS[0], 1, message)
    }));
    violations
}

/// Checks the first table of the documents that is headed so.
fn check_table(
    documents: &[(&str, String)],
    head: &str,
    check: impl FnOnce(&Table) -> Wrong,
) -> Vec<Violation> {
    let table = documents.iter().find_map(|(path, text)| {
        let table = markdown::tables(text)
            .into_iter()
            .find(|table| table.header.first().is_some_and(|cell| cell == head))?;
        Some((path, table))
    });
    let Some((path, table)) = table else {
        let message = format!("no table is headed `{head}`; add one, here or in its companions");
        return vec![Violation::new(DOCUMENTS[0], 1, message)];
    };
    check(&table)
        .into_iter()
        .map(|(line, message)| Violation::new(path, line, message))
        .collect()
}

/// Returns the names in the first column, each with its line and row.
fn names(table: &Table) -> BTreeMap<&str, (usize, &[String])> {
    table
        .rows
        .iter()
        .filter_map(|(line, row)| Some((markdown::code(row.first()?)?, (*line, row.as_slice()))))
        .collect()
}

/// Compares the table of features, in which families share a row, with those of the crate.
fn check_features(
    table: &Table,
    features: &BTreeMap<String, Vec<String>>,
    families: &BTreeSet<String>,
) -> Wrong {
    let named = names(table);
    let default = features.get("default").map_or(&[][..], Vec::as_slice);
    let mut wrong = Vec::new();
    for feature in features.keys() {
        if feature != "default"
            && !families.contains(feature)
            && !named.contains_key(feature.as_str())
        {
            wrong.push((
                table.line,
                format!("feature `{feature}` is missing; add a row"),
            ));
        }
    }
    for (&name, &(line, row)) in &named {
        if name == "default" || !features.contains_key(name) {
            let message = format!("the crate has no feature `{name}`; remove the row");
            wrong.push((line, message));
            continue;
        }
        let is_default = default.iter().any(|feature| feature == name);
        let says_default = row.get(1).is_some_and(|cell| cell == "yes");
        if is_default != says_default {
            let correct = if is_default { "is on" } else { "is off" };
            let message =
                format!("feature `{name}` {correct} by default; correct the second column");
            wrong.push((line, message));
        }
    }
    wrong
}

fn check_folders(table: &Table, tree: &Tree) -> Wrong {
    let named = names(table);
    let listed: BTreeSet<_> = named
        .keys()
        .filter_map(|name| name.trim_end_matches('/').split('/').next())
        .collect();
    let present: BTreeSet<_> = tree
        .files()
        .filter_map(|path| Some(path.split_once('/')?.0))
        .filter(|folder| !folder.starts_with('.'))
        .collect();
    let mut wrong = Vec::new();
    for folder in present.difference(&listed) {
        wrong.push((
            table.line,
            format!("folder `{folder}/` is missing; add a row"),
        ));
    }
    for (name, (line, _)) in &named {
        if tree.below(name.trim_end_matches('/')).next().is_none() && !tree.has(name) {
            wrong.push((*line, format!("there is no `{name}`; remove the row")));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    const README: &str = "\
# Client

Run `cargo xtask codegen`, with `cargo xtask` for short.

| feature | default | what |
| --- | --- | --- |
| `full` | yes | all |
| one per family | by `full` | some |
| `mock` | | mocks |
";
    const CONTRIBUTING: &str = "\
```console
$ cargo xtask tidy --fix
```

| folder | what |
| --- | --- |
| `codegen/` | the generator |
| `codegen/live-spec/` | reads specs |
| `specs/` | specs |
";

    fn found(readme: &str, contributing: &str) -> Vec<String> {
        let (_folder, tree) = tree(&[
            ("README.md", readme),
            ("CONTRIBUTING.md", contributing),
            (".ci/run", ""),
            ("codegen/live-spec/Cargo.toml", ""),
            ("specs/glossary.yaml", ""),
            ("specs/streams/A.yaml", ""),
            ("specs/streams/B.yaml", ""),
            ("specs/streams/types.yaml", ""),
            ("specs/tags/C.yaml", ""),
        ]);
        let mut member = Member::example(layout::GENERATED_CRATE, &[]);
        member.features = ["full", "mock", "streams", "tags"]
            .map(|name| (name.to_owned(), Vec::new()))
            .into();
        member
            .features
            .insert("default".to_owned(), vec!["full".to_owned()]);
        lines(&check(
            &tree,
            &[member],
            &["codegen", "tidy"].map(String::from),
        ))
    }

    #[test]
    fn lists_that_equal_what_is_there_pass() {
        assert_eq!(found(README, CONTRIBUTING), [""; 0]);
    }

    /// Each mistake in README.md, and the violation that it gives.
    #[test]
    fn lists_that_differ_fail() {
        for (right, wrong, expected) in [
            (
                "xtask codegen",
                "xtask code",
                "README.md:3: there is no `cargo xtask code`; name one of codegen, tidy",
            ),
            (
                "| `mock` | | mocks |\n",
                "",
                "README.md:5: feature `mock` is missing; add a row",
            ),
            (
                "`mock` |",
                "`mocks` |",
                "README.md:9: the crate has no feature `mocks`; remove the row",
            ),
            (
                "`mock` | |",
                "`mock` | yes |",
                "README.md:9: feature `mock` is off by default; correct the second column",
            ),
            (
                "| `full` | yes",
                "| `full` |",
                "README.md:7: feature `full` is on by default; correct the second column",
            ),
            (
                "| feature |",
                "| option |",
                "README.md:1: no table is headed `feature`; add one, here or in its companions",
            ),
        ] {
            let readme = README.replacen(right, wrong, 1);
            assert_ne!(readme, README);
            let found = found(&readme, CONTRIBUTING);
            assert!(
                found.iter().any(|line| line == expected),
                "{expected}: {found:#?}"
            );
        }
    }

    #[test]
    fn lists_of_companions_that_differ_fail() {
        for (right, wrong, expected) in [
            (
                "xtask tidy",
                "xtask --help",
                "README.md:1: `cargo xtask tidy` is mentioned neither here nor in its companions; \
              say what it is for",
            ),
            (
                "| `specs/` | specs |\n",
                "",
                "CONTRIBUTING.md:5: folder `specs/` is missing; add a row",
            ),
            (
                "`specs/`",
                "`spec/`",
                "CONTRIBUTING.md:9: there is no `spec/`; remove the row",
            ),
            (
                "live-spec/",
                "live/",
                "CONTRIBUTING.md:8: there is no `codegen/live/`; remove the row",
            ),
        ] {
            let contributing = CONTRIBUTING.replacen(right, wrong, 1);
            assert_ne!(contributing, CONTRIBUTING);
            let found = found(README, &contributing);
            assert!(
                found.iter().any(|line| line == expected),
                "{expected}: {found:#?}"
            );
        }
    }
}

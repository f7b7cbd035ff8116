//! Rule: a module imports only from the modules below it, and no files import each other in a
//! circle.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{Import, Modules};
use super::layout::CrateFloors;
use super::tree::Tree;
use super::violation::Violation;

/// Checks each crate against its floors.
pub(crate) fn check(tree: &Tree, crates: &[CrateFloors]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for floors in crates {
        let modules = Modules::read(tree, floors.folder);
        if modules.files().next().is_none() {
            let folder = format!("{}/src", floors.folder);
            let message = "there is no such crate; correct FLOORS in xtask/src/tidy/layout.rs";
            violations.push(Violation::new(&folder, 1, message));
            continue;
        }
        violations.extend(unknown(&modules, floors));
        violations.extend(modules.imports.iter().filter_map(|it| upward(it, floors)));
        violations.extend(circles(&modules));
    }
    violations
}

/// Finds modules without a floor, and floors without a module.
fn unknown(modules: &Modules, floors: &CrateFloors) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut present = BTreeMap::new();
    for (module, file) in modules.files() {
        if let Some(floor) = module.first() {
            present.entry(floor.as_str()).or_insert(file);
        }
    }
    for (floor, file) in &present {
        if !floors.floors.contains(floor) {
            let message = format!(
                "module `{floor}` has no floor; move it into one, or add it to FLOORS in xtask/src/tidy/layout.rs"
            );
            violations.push(Violation::new(file, 1, message));
        }
    }
    for floor in floors.floors {
        if !present.contains_key(floor) {
            let message = format!(
                "floor `{floor}` has no module; remove it from FLOORS in xtask/src/tidy/layout.rs"
            );
            violations.push(Violation::new(modules.file(&[]), 1, message));
        }
    }
    violations
}

/// Judges one import.
fn upward(import: &Import, floors: &CrateFloors) -> Option<Violation> {
    let position = |module: &[String]| {
        let floor = module.first()?;
        floors.floors.iter().position(|known| known == floor)
    };
    let from = import.module.first()?;
    let path = import.path.join("::");
    let message = match import.target.first() {
        None if import.path.is_empty() => format!(
            "floor `{from}` imports everything that lib.rs has; import names from the modules that define them"
        ),
        None => format!(
            "floor `{from}` imports `crate::{path}` through lib.rs; import it from the module that defines it"
        ),
        Some(to) if position(&import.target)? < position(&import.module)? => format!(
            "floor `{from}` imports `crate::{path}` from floor `{to}` above it; move the name down or this code up"
        ),
        Some(_) => return None,
    };
    Some(Violation::new(&import.file, import.line, message))
}

/// Finds files that import each other, directly or through others. `lib.rs`, and a module that
/// re-exports its own submodules, are no part of a circle.
fn circles(modules: &Modules) -> Vec<Violation> {
    let mut edges: BTreeMap<&[String], BTreeMap<&[String], usize>> = BTreeMap::new();
    for import in &modules.imports {
        let is_facade = import.is_re_export && import.target.starts_with(&import.module);
        if import.module.is_empty() || import.target.is_empty() || is_facade {
            continue;
        }
        edges
            .entry(&import.module)
            .or_default()
            .entry(&import.target)
            .or_insert(import.line);
    }
    let mut violations = Vec::new();
    let mut reported: BTreeSet<&[String]> = BTreeSet::new();
    for &start in edges.keys() {
        if reported.contains(start) {
            continue;
        }
        let Some(circle) = shortest_circle(&edges, start) else {
            continue;
        };
        reported.extend(&circle);
        let next = circle.get(1).copied().unwrap_or(start);
        let line = edges[start][next];
        let names: Vec<_> = circle
            .iter()
            .chain([&start])
            .map(|module| module.join("::"))
            .collect();
        let message = format!(
            "modules import each other in a circle: {}; move what both sides need into a module below them",
            names.join(" → ")
        );
        violations.push(Violation::new(modules.file(start), line, message));
    }
    violations
}

/// Returns the shortest way from a module back to itself, without the module at its end.
fn shortest_circle<'a>(
    edges: &BTreeMap<&'a [String], BTreeMap<&'a [String], usize>>,
    start: &'a [String],
) -> Option<Vec<&'a [String]>> {
    let mut from: BTreeMap<&[String], &'a [String]> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(module) = queue.pop_front() {
        for &next in edges.get(module).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                let mut way = vec![module];
                while let Some(&before) = way.last().and_then(|last| from.get(*last)) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next) {
                from.insert(next, module);
                queue.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::{lines, tree};
    use super::*;

    const FLOORS: &[CrateFloors] = &[CrateFloors {
        folder: "runtime",
        floors: &["call", "auth", "support"],
    }];

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let whole = [
            (
                "lib.rs",
                "pub mod call; mod auth; mod support; pub use call::Call;",
            ),
            ("call.rs", "use crate::auth::Key; pub struct Call;"),
            ("auth.rs", "use crate::support::clock; pub struct Key;"),
            ("support.rs", "pub mod clock;"),
            ("support/clock.rs", ""),
        ];
        let files: BTreeMap<_, _> = whole
            .iter()
            .chain(files)
            .map(|(path, text)| (format!("runtime/src/{path}"), *text))
            .collect();
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        let (_folder, tree) = tree(&files);
        lines(&check(&tree, FLOORS))
    }

    #[test]
    fn imports_from_below_pass() {
        assert_eq!(found(&[]), [""; 0]);
    }

    #[test]
    fn import_from_above_fails() {
        assert_eq!(
            found(&[("auth.rs", "\nuse crate::call::Call;")]),
            [
                "runtime/src/auth.rs:2: floor `auth` imports `crate::call::Call` from floor `call` above it; \
                 move the name down or this code up",
                "runtime/src/auth.rs:2: modules import each other in a circle: auth → call → auth; \
                 move what both sides need into a module below them",
            ]
        );
    }

    /// Paths to `crate::call::Call` from `support/clock.rs`, in every form.
    #[test]
    fn every_form_of_path_is_judged() {
        for code in [
            "use crate::call::Call;",
            "use crate::{auth::Key, call::{self, Call}};",
            "use super::super::call::Call as Other;",
            "use crate::call::*;",
            "fn f() -> crate::call::Call { crate::call::Call }",
            "fn f(_: &super::super::call::Call) {}",
            "mod inner { use super::super::super::call::Call; }",
            "pub(crate) use crate::call::Call;",
            "impl<'a> X for Y<'a> { type Z = crate::call::Call; }",
            "#[macro_export] macro_rules! m { () => {} } macro_rules! n { () => { crate::call::Call } }",
            "const X: char = '\"'; use crate::call::Call; const Y: char = '\"';",
        ] {
            let found = found(&[("support/clock.rs", code), ("call.rs", "")]);
            assert!(
                found.iter().any(|line| line.contains("from floor `call`")),
                "{code}: {found:?}"
            );
        }
    }

    #[test]
    fn paths_outside_of_code_are_not_judged() {
        for code in [
            "// use crate::call::Call;",
            "/// See [`crate::call::Call`].\nstruct X;",
            "/* crate::call::Call */",
            "const X: &str = \"crate::call::Call\";",
            "const X: &str = r#\"use crate::call::Call;\"#;",
            "#[cfg(doc)] use crate::call::Call;",
            "#[cfg(test)] mod tests { use crate::call::Call; }",
            "#[cfg(test)] use crate::{call::Call, auth};",
            "#[cfg(all(test, unix))] #[allow(x)] fn f() { crate::call::Call; }",
            "macro_rules! m { () => { $crate::call::Call } }",
            "#[macro_export] macro_rules! m { () => { crate::call::Call } }",
            "fn f() { quote! { crate::call::Call } }",
            "pub(in crate::call) struct X;",
            "use call::Call; use ::call::Call;",
            "fn f() -> impl Sized + use<'_> {}",
        ] {
            assert_eq!(found(&[("support/clock.rs", code)]), [""; 0], "{code}");
        }
    }

    #[test]
    fn test_modules_in_files_are_not_judged() {
        let files = [
            (
                "support.rs",
                "pub mod clock; #[cfg(test)] mod tests; #[cfg(test)] pub(crate) mod vectors;",
            ),
            ("support/tests.rs", "use crate::call::Call;"),
            ("support/vectors.rs", "use crate::call::Call;"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn import_through_lib_fails() {
        assert_eq!(
            found(&[("support/clock.rs", "use crate::Key;")]),
            [
                "runtime/src/support/clock.rs:1: floor `support` imports `crate::Key` through lib.rs; \
              import it from the module that defines it"
            ]
        );
    }

    #[test]
    fn exported_macro_belongs_to_the_module_that_defines_it() {
        let definition = "#[macro_export] macro_rules! object { () => {} }";
        let below = [("support.rs", definition), ("auth.rs", "crate::object!();")];
        assert_eq!(found(&below), [""; 0]);
        let above = [("call.rs", definition), ("auth.rs", "crate::object!();")];
        assert_eq!(found(&above).len(), 1);
    }

    #[test]
    fn circle_within_a_floor_fails() {
        let files = [
            ("support.rs", "pub mod clock; pub mod lock; pub mod wait;"),
            ("support/clock.rs", "use super::wait::Wait;"),
            ("support/lock.rs", "use super::clock::Clock;"),
            ("support/wait.rs", "\n\nuse crate::support::lock;"),
        ];
        assert_eq!(
            found(&files),
            [
                "runtime/src/support/clock.rs:1: modules import each other in a circle: support::clock → \
              support::wait → support::lock → support::clock; move what both sides need into a module below them"
            ]
        );
    }

    #[test]
    fn re_exports_of_submodules_make_no_circle() {
        let files = [
            (
                "support.rs",
                "mod clock; pub(crate) use clock::Clock; pub struct Shared;",
            ),
            ("support/clock.rs", "use super::Shared;"),
        ];
        assert_eq!(found(&files), [""; 0]);
        let files = [
            (
                "support.rs",
                "mod clock; use clock::Clock; pub struct Shared;",
            ),
            ("support/clock.rs", "use super::Shared;"),
        ];
        assert_eq!(found(&files).len(), 1);
    }

    #[test]
    fn module_without_floor_and_floor_without_module_fail() {
        let (_folder, tree) = tree(&[
            ("runtime/src/lib.rs", ""),
            ("runtime/src/call/mod.rs", ""),
            ("runtime/src/auth.rs", ""),
            ("runtime/src/extra/deep.rs", ""),
        ]);
        assert_eq!(
            lines(&check(&tree, FLOORS)),
            [
                "runtime/src/extra/deep.rs:1: module `extra` has no floor; move it into one, or add it to FLOORS in \
                 xtask/src/tidy/layout.rs",
                "runtime/src/lib.rs:1: floor `support` has no module; remove it from FLOORS in \
                 xtask/src/tidy/layout.rs",
            ]
        );
    }

    #[test]
    fn missing_crate_fails() {
        let (_folder, tree) = tree(&[("README.md", "")]);
        assert_eq!(lines(&check(&tree, FLOORS)).len(), 1);
    }
}

//! Made-up projects for the tests of the rules.

use std::fs;

use tempfile::TempDir;

use super::tree::Tree;
use super::violation::Violation;

/// Writes files into a new folder, which goes when the first of the two is dropped.
pub(crate) fn tree(files: &[(&str, &str)]) -> (TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let tree = Tree::read(folder.path()).unwrap();
    (folder, tree)
}

/// Returns the violations as they are printed.
pub(crate) fn lines(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(ToString::to_string).collect()
}

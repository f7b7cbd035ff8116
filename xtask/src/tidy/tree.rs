//! The files of the project.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The files of a project, without those that git ignores.
pub(crate) struct Tree {
    root: PathBuf,
    files: BTreeSet<String>,
}

impl Tree {
    /// Lists the files below a folder: those that git tracks or would add, or, outside of a
    /// repository, all but those in `target/`.
    pub(crate) fn read(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        let mut files = BTreeSet::new();
        match listed_by_git(&root) {
            Some(listed) => files.extend(listed),
            None => walk(&root, &root, &mut files)?,
        }
        files.retain(|path| root.join(path).is_file());
        Ok(Self { root, files })
    }

    /// Returns the root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the paths of all files, relative to the root, with `/` between folders.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Returns the paths of the files in a folder and the folders below it.
    pub(crate) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files().filter(move |path| {
            path.strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Returns whether there is such a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Returns a file's text, or nothing if it is not UTF-8.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.root.join(path)).ok()
    }
}

fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .current_dir(root)
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let listed = String::from_utf8_lossy(&output.stdout);
    let paths: Vec<_> = listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect();
    (!paths.is_empty()).then_some(paths)
}

fn walk(root: &Path, folder: &Path, files: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_skipped = path
            .file_name()
            .is_some_and(|name| name == "target" || name == ".git");
        if path.is_dir() && !is_skipped {
            walk(root, &path, files)?;
        } else if let Ok(relative) = path.strip_prefix(root)
            && path.is_file()
        {
            files.insert(relative.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(())
}

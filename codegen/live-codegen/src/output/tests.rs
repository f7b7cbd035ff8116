use super::*;

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("live-codegen-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files(files: &[(&str, &str)]) -> Files {
    files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), format!("// {MARK}\n{text}\n")))
        .collect()
}

#[test]
fn outdated_files_are_written_and_stale_ones_removed() {
    let folder = Folder::new("resolve");
    let generated = Path::new("generated");
    let first = files(&[("generated/a.rs", "a"), ("generated/b/c.rs", "c")]);
    Difference::find(&folder.0, &first, generated)
        .unwrap()
        .resolve(&folder.0, &first)
        .unwrap();
    assert!(
        Difference::find(&folder.0, &first, generated)
            .unwrap()
            .is_empty()
    );

    let before = fs::metadata(folder.0.join("generated/a.rs"))
        .unwrap()
        .modified()
        .unwrap();
    let second = files(&[("generated/a.rs", "a"), ("generated/d.rs", "d")]);
    let difference = Difference::find(&folder.0, &second, generated).unwrap();
    assert_eq!(difference.outdated, [PathBuf::from("generated/d.rs")]);
    assert_eq!(difference.stale, [PathBuf::from("generated/b/c.rs")]);
    difference.resolve(&folder.0, &second).unwrap();
    assert!(
        Difference::find(&folder.0, &second, generated)
            .unwrap()
            .is_empty()
    );
    assert!(!folder.0.join("generated/b").exists());
    assert_eq!(
        fs::metadata(folder.0.join("generated/a.rs"))
            .unwrap()
            .modified()
            .unwrap(),
        before
    );
}

#[test]
fn foreign_files_are_reported_and_kept() {
    let folder = Folder::new("foreign");
    fs::create_dir_all(folder.0.join("generated")).unwrap();
    fs::write(folder.0.join("generated/mine.rs"), "// mine").unwrap();
    let difference = Difference::find(&folder.0, &Files::new(), Path::new("generated")).unwrap();
    assert_eq!(difference.foreign, [PathBuf::from("generated/mine.rs")]);
    difference.resolve(&folder.0, &Files::new()).unwrap();
    assert!(folder.0.join("generated/mine.rs").exists());
}

#[test]
fn failure_to_write_one_file_leaves_the_others_unchanged() {
    let folder = Folder::new("atomic");
    let generated = Path::new("generated");
    let first = files(&[("generated/a.rs", "old")]);
    Difference::find(&folder.0, &first, generated)
        .unwrap()
        .resolve(&folder.0, &first)
        .unwrap();
    // A folder occupies the path of the temporary file of z.rs.
    let occupied = beside(&folder.0.join("generated/z.rs"), NEW);
    fs::create_dir_all(&occupied).unwrap();
    let second = files(&[("generated/a.rs", "new"), ("generated/z.rs", "z")]);
    let difference = Difference::find(&folder.0, &second, generated).unwrap();
    let error = difference.resolve(&folder.0, &second).unwrap_err();
    let occupied = occupied.display().to_string();
    assert!(error.to_string().contains(&occupied), "{error}");
    let kept = fs::read_to_string(folder.0.join("generated/a.rs")).unwrap();
    assert!(kept.contains("old"), "{kept}");
    assert!(!beside(&folder.0.join("generated/a.rs"), NEW).exists());
}

/// Collects everything below a folder, including hidden files, with the texts of files.
fn everything(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.clone(), String::new()));
            everything(&path, found);
        } else {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
}

#[test]
fn failure_at_any_step_leaves_nothing_half_written() {
    let folder = Folder::new("half");
    let generated = Path::new("generated");
    let first = files(&[("generated/a.rs", "old"), ("generated/b/stale.rs", "old")]);
    Difference::find(&folder.0, &first, generated)
        .unwrap()
        .resolve(&folder.0, &first)
        .unwrap();
    // A folder stands where a file has to go, or, which shows only when files change, where its old
    // text is kept.
    fs::create_dir_all(folder.0.join("generated/c/folder.rs")).unwrap();
    fs::create_dir_all(beside(&folder.0.join("generated/z.rs"), OLD)).unwrap();
    fs::write(folder.0.join("generated/z.rs"), "z").unwrap();
    let all = || {
        let mut found = Vec::new();
        everything(&folder.0, &mut found);
        found
    };
    let before = all();
    for failing in ["generated/c/folder.rs", "generated/z.rs"] {
        let second = files(&[
            ("generated/a.rs", "new"),
            ("generated/n/new.rs", "new"),
            (failing, "new"),
        ]);
        let difference = Difference {
            outdated: second.keys().cloned().collect(),
            stale: vec!["generated/b/stale.rs".into()],
            ..Difference::default()
        };
        let error = difference.resolve(&folder.0, &second).unwrap_err();
        assert!(error.to_string().contains(failing), "{error}");
        assert_eq!(all(), before, "{failing}");
    }
    let stale = Difference {
        stale: vec![
            "generated/b/stale.rs".into(),
            "generated/c/folder.rs".into(),
        ],
        ..Difference::default()
    };
    stale.resolve(&folder.0, &Files::new()).unwrap_err();
    assert_eq!(all(), before);
}

#[test]
fn what_a_killed_process_left_is_removed_and_nothing_else() {
    let folder = Folder::new("killed");
    let kept = [
        "generated/.mine.new",
        "generated/a.rs",
        "generated/a.rs.4711.new",
        "generated/deep/er/.gitignore",
    ];
    let left = [
        ".README.md.4711.new",
        "generated/.a.rs.4711.old",
        "generated/.b.rs.4711.new",
        "generated/deep/er/.c.rs.1.new",
        "generated/never_written/.d.rs.1.new",
    ];
    for path in kept.iter().chain(&left) {
        let path = folder.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    remove_leftovers(&folder.0, 0).unwrap();
    assert!(!folder.0.join(left[0]).exists() && folder.0.join(left[1]).exists());
    remove_leftovers(&folder.0.join("generated"), usize::MAX).unwrap();
    let mut found = Vec::new();
    everything(&folder.0, &mut found);
    let files = found.iter().filter(|(path, _)| path.is_file());
    let files: Vec<_> = files
        .map(|(path, _)| path.strip_prefix(&folder.0).unwrap())
        .collect();
    assert_eq!(files, kept.map(Path::new));
    assert!(!folder.0.join("generated/never_written").exists());
    remove_leftovers(&folder.0.join("missing"), 1).unwrap();
}

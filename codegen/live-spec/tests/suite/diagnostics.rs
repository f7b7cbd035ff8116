//! Every case of `diagnostics/cases` replaces one file of `diagnostics/base`, which its first line names, and is told
//! what the `.stderr` file beside it says. Set `UPDATE_EXPECT` to write these files anew.

#![expect(clippy::unwrap_used, reason = "this is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use live_spec::Sources;

const BASE: [&str; 4] = [
    "glossary.yaml",
    "service.yaml",
    "monitor/StartMonitor.yaml",
    "monitor/types.yaml",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/diagnostics")
}

fn base() -> Vec<(PathBuf, String)> {
    let text = |path: &str| fs::read_to_string(folder().join("base").join(path)).unwrap();
    BASE.map(|path| (path.into(), text(path))).into()
}

/// What a user is told about the base with some files replaced or added.
fn told(files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let sources = Sources::from_texts(base().into_iter().chain(files));
    match live_spec::load(&sources) {
        Ok(_) => String::new(),
        Err(found) => found.render(&sources, "specs", false),
    }
}

#[test]
fn the_base_is_right() {
    assert_eq!(told(&[]), "");
}

#[test]
fn each_case_is_told() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder().join("cases")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let replaced = text
            .lines()
            .next()
            .unwrap()
            .strip_prefix("# file: ")
            .unwrap();
        let told = told(&[(replaced, &text)]);
        let expected = path.with_extension("stderr");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &told).unwrap();
        }
        if told.is_empty() || fs::read_to_string(&expected).unwrap_or_default() != told {
            wrong.push(format!("{}:\n{told}", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "run with UPDATE_EXPECT=1 and review what changes\n\n{}",
        wrong.join("\n")
    );
}

#[test]
fn files_in_the_wrong_place_are_told() {
    for (path, message) in [
        ("StopMonitor.yaml", "this file belongs nowhere"),
        ("monitor/StopMonitor.yml", "this file is not a spec"),
        ("monitor/more/StopMonitor.yaml", "this file is too deep"),
        ("other/types.yaml", "the family `other` is not known"),
    ] {
        let told = told(&[(path, "{}")]);
        assert!(
            told.starts_with(&format!("error: {message}\n --> specs/{path}")),
            "{told}"
        );
    }
    assert_eq!(told(&[("operation.schema.json", "{}")]), "");
}

#[test]
fn an_operation_belongs_to_one_family() {
    let [_, service, operation, types] = base().try_into().unwrap();
    let service = service.1.clone() + "  other: Other sessions.\n";
    let files = [
        ("service.yaml", service.as_str()),
        ("other/StartMonitor.yaml", &operation.1),
        ("other/types.yaml", &types.1),
    ];
    let told = told(&files);
    assert!(
        told.starts_with("error: `StartMonitor` is described twice\n"),
        "{told}"
    );
    assert!(told.contains("specs/monitor/StartMonitor.yaml:1"), "{told}");
}

#[test]
fn what_two_families_say_alike_is_told() {
    let [_, service, operation, types] = base().try_into().unwrap();
    let service = service.1.clone() + "  other: Other sessions.\n";
    let operation = operation.1.replace("NotFound", "Gone");
    let other = operation.replace("StartMonitor", "StartOther");
    let alike = |glossary: &str| {
        told(&[
            ("service.yaml", &service),
            ("monitor/StartMonitor.yaml", &operation),
            (
                "monitor/glossary.yaml",
                "errors: { Gone: The session is gone. }",
            ),
            ("other/StartOther.yaml", &other),
            ("other/types.yaml", &types.1),
            ("other/glossary.yaml", glossary),
        ])
    };
    let told = alike("errors: { Gone: The session is gone. }");
    assert!(
        told.starts_with(
            "error: two families explain `Gone` alike\n --> specs/other/glossary.yaml:1:11\n"
        ),
        "{told}"
    );
    let told = alike("errors: { Gone: Another is gone. }");
    assert!(
        told.starts_with("error: no spec relies on this entry for `NotFound`\n"),
        "{told}"
    );
}

#[test]
fn missing_files_are_told() {
    let sources = Sources::from_texts([("x/Y.yaml", "{}")]);
    let told = live_spec::load(&sources)
        .unwrap_err()
        .render(&sources, "", false);
    for file in ["service.yaml", "glossary.yaml"] {
        assert!(
            told.contains(&format!("error: this file is missing\n--> {file}\n")),
            "{told}"
        );
    }
}

#[test]
fn files_that_are_not_text_are_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("not_text");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("service.yaml"), b"product: \xff").unwrap();
    let sources = Sources::read(&folder).unwrap();
    let told = live_spec::load(&sources)
        .unwrap_err()
        .render(&sources, "specs", false);
    assert!(
        told.contains("error: this file is not UTF-8 text\n--> specs/service.yaml\n"),
        "{told}"
    );
    assert!(
        Sources::read(folder.join("nowhere"))
            .unwrap_err()
            .to_string()
            .contains("nowhere")
    );
}

//! Each case of `diagnostics/cases` replaces one file of `diagnostics/base`, named in its first
//! line, and produces the text of the `.stderr` file beside it. Set `UPDATE_EXPECT` to rewrite
//! these files.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use live_spec::{Diagnostic, Diagnostics, Draft, Place, Sources, Terminal};

const BASE: [&str; 6] = [
    "glossary.yaml",
    "service.yaml",
    "monitor/StartMonitor.yaml",
    "monitor/types.yaml",
    "monitor/SetNotifyUrl.yaml",
    "monitor/notifications.yaml",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/diagnostics")
}

fn base() -> Vec<(PathBuf, String)> {
    let text = |path: &str| fs::read_to_string(folder().join("base").join(path)).unwrap();
    BASE.map(|path| (path.into(), text(path))).into()
}

/// Renders the diagnostics of the base with some files replaced or added.
fn rendered(files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let sources = Sources::from_texts(base().into_iter().chain(files));
    let found = match Draft::read(&sources).check([]) {
        Ok(checked) => checked.warnings,
        Err(found) => found,
    };
    found.render(&sources, "specs", false)
}

#[test]
fn the_base_has_no_mistakes() {
    assert_eq!(rendered(&[]), "");
}

#[test]
fn each_case_renders_as_expected() {
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
        let rendered = rendered(&[(replaced, &text)]);
        let expected = path.with_extension("stderr");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &rendered).unwrap();
        }
        if rendered.is_empty() || fs::read_to_string(&expected).unwrap_or_default() != rendered {
            wrong.push(format!("{}:\n{rendered}", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "run with UPDATE_EXPECT=1 and review what changes\n\n{}",
        wrong.join("\n")
    );
}

#[test]
fn misplaced_files_are_reported() {
    for (path, message) in [
        ("StopMonitor.yaml", "this file does not belong to a family"),
        ("monitor/StopMonitor.yml", "this file is not a spec"),
        (
            "monitor/more/StopMonitor.yaml",
            "this file is nested too deeply",
        ),
        ("other/types.yaml", "the family `other` is not declared"),
    ] {
        let rendered = rendered(&[(path, "{}")]);
        assert!(
            rendered.starts_with(&format!("error: {message}\n --> specs/{path}")),
            "{rendered}"
        );
    }
    assert_eq!(rendered(&[("operation.schema.json", "{}")]), "");
}

#[test]
fn an_operation_belongs_to_one_family() {
    let [_, service, operation, types, ..]: [_; BASE.len()] = base().try_into().unwrap();
    let service = service.1.clone() + "  other: Other sessions.\n";
    let files = [
        ("service.yaml", service.as_str()),
        ("other/StartMonitor.yaml", &operation.1),
        ("other/types.yaml", &types.1),
    ];
    let rendered = rendered(&files);
    assert!(
        rendered.starts_with("error: `StartMonitor` is described twice\n"),
        "{rendered}"
    );
    assert!(
        rendered.contains("specs/monitor/StartMonitor.yaml:1"),
        "{rendered}"
    );
}

#[test]
fn identical_glossary_entries_of_two_families_are_reported() {
    let [_, service, operation, types, ..]: [_; BASE.len()] = base().try_into().unwrap();
    let service = service.1.clone() + "  other: Other sessions.\n";
    let operation = operation.1.replace("NotFound", "Gone");
    let other = operation.replace("StartMonitor", "StartOther");
    let with_glossary = |glossary: &str| {
        rendered(&[
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
    let rendered = with_glossary("errors: { Gone: The session is gone. }");
    assert!(
        rendered.starts_with(
            "error: two families explain `Gone` identically\n --> specs/other/glossary.yaml:1:11\n"
        ),
        "{rendered}"
    );
    let rendered = with_glossary("errors: { Gone: Another is gone. }");
    assert!(
        rendered.starts_with("error: no spec uses this entry for `NotFound`\n"),
        "{rendered}"
    );
}

#[test]
fn warnings_are_handed_over_and_never_refuse_specs() {
    let sources = Sources::from_texts(base());
    let doubtful = || {
        let place = Place::file("service.yaml");
        Diagnostic::warning(place, "this is doubtful").help("think again")
    };
    let checked = Draft::read(&sources).check([doubtful()]).unwrap();
    assert!(!checked.service.families.is_empty());
    let rendered = checked.warnings.render(&sources, "specs", false);
    assert!(
        rendered.starts_with("warning: this is doubtful\n --> specs/service.yaml:1:1"),
        "{rendered}"
    );
    let mistake = Diagnostic::new(Place::file("service.yaml"), "this is wrong");
    let found = Draft::read(&sources).check([doubtful(), mistake]);
    assert_eq!(
        found.unwrap_err().to_string(),
        "service.yaml: warning: this is doubtful (think again)\nservice.yaml: this is wrong"
    );
}

#[test]
fn a_summary_counts_mistakes_and_warnings_apart() {
    let at = |path: &str| Place::file(path);
    let found = [
        Diagnostic::new(at("a.yaml"), "one"),
        Diagnostic::new(at("a.yaml"), "two"),
        Diagnostic::warning(at("b.yaml"), "three"),
    ];
    let summary = |found: &[Diagnostic]| {
        let checked = Diagnostics::check(found.iter().cloned());
        checked.unwrap_or_else(|found| found).summary()
    };
    assert_eq!(summary(&found), "2 mistakes and 1 warning in 2 files");
    assert_eq!(summary(&found[..1]), "1 mistake in 1 file");
    assert_eq!(summary(&found[2..]), "1 warning in 1 file");
}

#[test]
fn advice_is_wrapped_to_the_width() {
    let sources = Sources::from_texts(base());
    let help = "this advice is long ".repeat(8);
    let found = Diagnostic::new(Place::file("service.yaml"), "wrong").help(help.trim());
    let found = Diagnostics::from(found);
    let narrow = found.render(&sources, "specs", Terminal::plain().width(60));
    let widest = narrow.lines().map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|widest| widest <= 60), "{narrow}");
    assert!(found.render(&sources, "specs", false).contains(help.trim()));
}

#[test]
fn a_dangling_link_is_one_mistake_among_others() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dangling");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("monitor")).unwrap();
    fs::write(folder.join("service.yaml"), "product: live").unwrap();
    // A folder cannot be read as a file either, on any system.
    fs::create_dir_all(folder.join("glossary.yaml")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.join("monitor/StartMonitor.yaml")).unwrap();
    let sources = Sources::read(&folder).unwrap();
    let rendered = Draft::read(&sources).check([]).unwrap_err();
    let rendered = rendered.render(&sources, "specs", false);
    assert!(rendered.contains("`version` is missing"), "{rendered}");
    #[cfg(unix)]
    assert!(
        rendered.contains("error: cannot read this file: "),
        "{rendered}"
    );
}

#[test]
fn missing_files_are_reported() {
    let sources = Sources::from_texts([("x/Y.yaml", "{}")]);
    let rendered = live_spec::load(&sources)
        .unwrap_err()
        .render(&sources, "", false);
    for file in ["service.yaml", "glossary.yaml"] {
        assert!(
            rendered.contains(&format!("error: this file is missing\n--> {file}\n")),
            "{rendered}"
        );
    }
}

#[test]
fn files_that_are_not_text_are_reported() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("not_text");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("service.yaml"), b"product: \xff").unwrap();
    let sources = Sources::read(&folder).unwrap();
    let rendered = live_spec::load(&sources)
        .unwrap_err()
        .render(&sources, "specs", false);
    assert!(
        rendered.contains("error: this file is not UTF-8 text: line 1 contains the byte 0xFF\n--> specs/service.yaml\n"),
        "{rendered}"
    );
    assert!(
        Sources::read(folder.join("nowhere"))
            .unwrap_err()
            .to_string()
            .contains("nowhere")
    );
}

#[test]
fn dates_that_no_calendar_has_are_refused() {
    let operation = base().remove(2).1;
    let dated = |date: &str| {
        let operation = operation.replace("method:", &format!("revised: {date}\nmethod:"));
        rendered(&[("monitor/StartMonitor.yaml", &operation)])
    };
    for date in ["2024-02-29", "2000-02-29", "2025-12-31", "2016-11-01"] {
        let is_early = date.starts_with("2000");
        assert_eq!(dated(date).is_empty(), !is_early, "{date}");
    }
    for date in [
        "2024-02-31",
        "2023-02-29",
        "2100-02-29",
        "2025-04-31",
        "2924-11-14",
        "2025-13-01",
        "2025-00-01",
        "2025-01-00",
        "2025-1-1",
        "25-01-01",
    ] {
        let expected = format!("error: `{date}` is not a date, such as `2025-07-11`\n");
        assert!(dated(date).starts_with(&expected), "{}", dated(date));
    }
}

#[test]
fn operations_that_differ_only_by_case_are_refused() {
    let operation = base().remove(2).1.replace("StartMonitor", "Startmonitor");
    let rendered = rendered(&[("monitor/Startmonitor.yaml", &operation)]);
    assert!(
        rendered.starts_with("error: `Startmonitor` differs from `StartMonitor` only by case\n"),
        "{rendered}"
    );
    assert!(
        rendered.contains("specs/monitor/StartMonitor.yaml:1:12"),
        "{rendered}"
    );
}

#[test]
fn addresses_of_other_pages_are_doubtful() {
    let [_, service, operation, ..]: [_; BASE.len()] = base().try_into().unwrap();
    let pattern = "operation_reference: https://example.com/a-{operation}\nendpoints:";
    let service = service.1.replace("endpoints:", pattern);
    let referring = |address: &str| {
        let stated = operation.1.replace("https://example.com/start", address);
        let files = [
            ("service.yaml", &*service),
            ("monitor/StartMonitor.yaml", &stated),
        ];
        rendered(&files)
    };
    assert_eq!(referring("https://example.com/a-startmonitor"), "");
    let reasoned = "https://example.com/b\nwhy: { reference: It has moved. }";
    assert_eq!(referring(reasoned), "");
    let without = operation
        .1
        .replace("reference: https://example.com/start\n", "");
    let rendered_without = rendered(&[
        ("service.yaml", &service),
        ("monitor/StartMonitor.yaml", &without),
    ]);
    assert!(
        rendered_without.starts_with("warning: `reference` is missing\n"),
        "{rendered_without}"
    );
    for (address, message) in [
        (
            "https://example.com/a-stopmonitor",
            "this is not the address of the operation's page",
        ),
        (
            "https://example.org/a-startmonitor",
            "this address is on another host than those of other operations",
        ),
    ] {
        let expected = format!("warning: {message}\n --> specs/monitor/StartMonitor.yaml:3:12\n");
        let rendered = referring(address);
        assert!(rendered.starts_with(&expected), "{rendered}");
        assert!(
            rendered.contains("write `https://example.com/a-startmonitor`"),
            "{rendered}"
        );
    }
}

#[test]
fn files_that_do_not_name_their_schema_are_doubtful() {
    let schemas = [
        "glossary",
        "service",
        "../operation",
        "../types",
        "../operation",
        "../notifications",
    ];
    let mut files = base();
    for ((_, text), schema) in files.iter_mut().zip(schemas) {
        *text = format!("# yaml-language-server: $schema={schema}.schema.json\n{text}");
    }
    let warnings = |files: &[(PathBuf, String)]| {
        let sources = Sources::from_texts(files.iter().cloned());
        let checked = Draft::read(&sources).check([]).unwrap();
        checked.warnings.render(&sources, "specs", false)
    };
    assert_eq!(warnings(&files), "");
    let mut other = files.clone();
    other[2].1 = other[2].1.replace("operation.schema", "types.schema");
    let mut none = files.clone();
    none[2].1 = none[2].1.split_once('\n').unwrap().1.to_owned();
    for (files, line, message) in [
        (other, 2, "the first line names the schema of other files"),
        (
            none,
            1,
            "the first line does not name the schema of this file",
        ),
    ] {
        let rendered = warnings(&files);
        let expected =
            format!("warning: {message}\n --> specs/monitor/StartMonitor.yaml:{line}:1\n");
        assert!(rendered.starts_with(&expected), "{rendered}");
        let help = "start the file with `# yaml-language-server: $schema=../operation.schema.json`";
        assert!(rendered.contains(help), "{rendered}");
    }
}

#[test]
fn types_of_another_family_lead_to_its_name() {
    let [_, service, operation, types, ..]: [_; BASE.len()] = base().try_into().unwrap();
    let service = service.1.clone() + "  other: Other sessions.\n";
    let other = operation.1.replace("StartMonitor", "StartOther");
    let other = other.replace("items: Input", "items: Template");
    let rendered = rendered(&[
        ("service.yaml", &service),
        ("monitor/types.yaml", &types.1),
        ("other/StartOther.yaml", &other),
    ]);
    let help = "this is a type of the family `monitor`, and families share no types: \
                describe it in other/types.yaml too";
    assert!(
        rendered.starts_with("error: unknown type `Template`\n"),
        "{rendered}"
    );
    assert!(rendered.contains(help), "{rendered}");
}

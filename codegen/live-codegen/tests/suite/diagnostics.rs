//! One run reports name clashes together with all other mistakes.
//!
//! Each case replaces one file of the base specs of `live-spec`'s tests. Set `UPDATE_EXPECT` to
//! rewrite the expected files of `diagnostics/cases`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use live_codegen::{GenerateError, generate};
use live_spec::Sources;

const BASE: [&str; 6] = [
    "glossary.yaml",
    "service.yaml",
    "monitor/StartMonitor.yaml",
    "monitor/types.yaml",
    "monitor/SetNotifyUrl.yaml",
    "monitor/notifications.yaml",
];

fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/diagnostics")
}

fn spec_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../live-spec/tests/suite/diagnostics")
}

fn base() -> Vec<(PathBuf, String)> {
    let text = |path: &str| fs::read_to_string(spec_folder().join("base").join(path)).unwrap();
    BASE.map(|path| (path.into(), text(path))).into()
}

/// Renders the diagnostics of the base with some files replaced or added.
fn rendered(files: &[(&str, &str)]) -> String {
    let files = files
        .iter()
        .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let sources = Sources::from_texts(base().into_iter().chain(files));
    match generate(&sources) {
        Ok(generated) => generated.warnings.render(&sources, "specs", false),
        Err(GenerateError::Specs(found)) => found.render(&sources, "specs", false),
        Err(error) => panic!("{error}"),
    }
}

/// Renders each case of a folder, and returns those that differ from the expected file.
fn differing(cases: &Path, update: bool) -> String {
    let mut differing = String::new();
    for entry in fs::read_dir(cases).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let first_line = text.lines().next().unwrap();
        let replaced = first_line.strip_prefix("# file: ").unwrap();
        let rendered = rendered(&[(replaced, &text)]);
        let expected = path.with_extension("stderr");
        if update {
            fs::write(&expected, &rendered).unwrap();
        }
        if rendered.is_empty() || fs::read_to_string(&expected).unwrap_or_default() != rendered {
            differing += &format!("{}:\n{rendered}\n\n", path.display());
        }
    }
    differing
}

#[test]
fn name_clashes_are_reported_with_all_other_mistakes() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let differing = differing(&own_folder().join("cases"), update);
    assert!(
        differing.is_empty(),
        "run with UPDATE_EXPECT=1 and review what changes\n\n{differing}"
    );
}

#[test]
fn specs_without_name_clashes_report_what_loading_reports() {
    assert_eq!(differing(&spec_folder().join("cases"), false), "");
}

#[test]
fn clashing_method_names_are_reported() {
    let [_, service, operation, types, ..]: [_; BASE.len()] = base().try_into().unwrap();
    let service = service.1.clone() + "  other: Other sessions.\n";
    let named = |name: &str| operation.1.replace("StartMonitor", name);
    let rendered = rendered(&[
        ("service.yaml", &service),
        ("monitor/GetUrl.yaml", &named("GetUrl")),
        ("monitor/Send.yaml", &named("Send")),
        ("monitor/Types.yaml", &named("Types")),
        ("monitor/Move.yaml", &named("Move")),
        ("other/GetURL.yaml", &named("GetURL")),
        ("other/types.yaml", &types.1),
    ]);
    for (message, place) in [
        (
            "`GetURL` differs from `GetUrl` only by case",
            "other/GetURL.yaml:1:12",
        ),
        (
            "the method of `Send` would be `send`, which is an existing method of the client",
            "monitor/Send.yaml:1:12",
        ),
        (
            "the method of `Types` would be `types`, which is the module of the family's own types",
            "monitor/Types.yaml:1:12",
        ),
    ] {
        let expected = format!("error: {message}\n --> specs/{place}\n");
        assert!(rendered.contains(&expected), "{rendered}");
    }
    assert!(
        rendered.contains("specs/monitor/GetUrl.yaml:1:12"),
        "{rendered}"
    );
    assert_eq!(rendered.matches("error: ").count(), 3, "{rendered}");
}

#[test]
fn waits_named_like_a_setter_are_reported() {
    let operation = base().remove(2).1;
    let operation = operation.replace("StartMonitor", "GetMonitor");
    let operation = operation.replace("Inputs:", "UntilSeen:");
    let waiters = "GetMonitor:
  state: RequestId
  until:
    seen: { doc: it is seen, done: [a], interval: 1s, limit: 9s }
";
    let rendered = rendered(&[
        ("monitor/GetMonitor.yaml", &operation),
        ("monitor/waiters.yaml", waiters),
    ]);
    let expected = "error: the method `until_seen` would have the name of the setter of `UntilSeen`
 --> specs/monitor/waiters.yaml:4:5
";
    assert!(rendered.starts_with(expected), "{rendered}");
    assert!(
        rendered.contains("specs/monitor/GetMonitor.yaml:7:3"),
        "{rendered}"
    );
}

#[test]
fn name_clashes_do_not_depend_on_a_readable_service_file() {
    let [_, _, operation, ..]: [_; BASE.len()] = base().try_into().unwrap();
    let send = operation.1.replace("StartMonitor", "Send");
    let rendered = rendered(&[("service.yaml", "["), ("monitor/Send.yaml", &send)]);
    assert!(rendered.contains("--> specs/service.yaml:"), "{rendered}");
    assert!(
        rendered.contains("the method of `Send` would be `send`"),
        "{rendered}"
    );
}

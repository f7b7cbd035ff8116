//! The help pages in `pages`, which describe invented operations in every known layout, become the
//! specs in `expected`. Set `UPDATE_EXPECT` to rewrite these.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use live_import::{Transcript, skeleton, transcribe};
use live_spec::{Sources, load};
use proptest::prelude::*;

const SERVICE: &str = include_str!("../import/specs/service.yaml");
const GLOSSARY: &str = include_str!("../import/specs/glossary.yaml");
const START: &str = "
operation: StartMonitor
summary: Starts a session.
method: POST
request:
  MonitorId: { type: string, required: true, example: m-1 }
response:
  RequestId: { type: string, example: r-1 }
errors:
  - { status: 403, code: WindowQuotaExceed, doc: There are too many windows. }
  - { status: 403, code: StreamQuotaExceed, doc: There are too many streams. }
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

fn sources() -> Sources {
    Sources::from_texts([
        ("service.yaml", SERVICE),
        ("glossary.yaml", GLOSSARY),
        ("monitor/StartMonitor.yaml", START),
    ])
}

/// Returns the names and texts of all pages.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<_> = fs::read_dir(folder().join("pages"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

fn report(transcript: &Transcript) -> String {
    let mut report = transcript.text.clone();
    for note in &transcript.notes {
        report += &format!("# note: {note}\n");
    }
    for (line, text) in &transcript.odd {
        report += &format!("# line {line} is not understood: {text}\n");
    }
    report
}

#[test]
fn pages_become_specs() {
    for (name, page) in pages() {
        let transcript = transcribe(&page, &sources(), None).unwrap();
        let found = report(&transcript);
        let expected = folder().join("expected").join(name).with_extension("yaml");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        assert_eq!(
            found, expected,
            "run with UPDATE_EXPECT=1 and review what changes"
        );
    }
}

#[test]
fn a_new_spec_lacks_only_what_people_must_write() {
    let may_be_missing = [
        "`summary` is missing",
        "has no explanation",
        "is explained nowhere",
        "no explanations",
        "needs a name",
    ];
    for (name, page) in pages() {
        let spec = transcribe(&page, &sources(), None).unwrap();
        let specs = Sources::from_texts([
            (PathBuf::from("service.yaml"), SERVICE.to_owned()),
            (PathBuf::from("glossary.yaml"), GLOSSARY.to_owned()),
            (spec.path, spec.text),
        ]);
        let found = load(&specs).unwrap_err();
        for diagnostic in found.iter().filter(|found| !found.is_warning()) {
            let message = diagnostic.message();
            let is_allowed = may_be_missing.iter().any(|text| message.contains(text))
                || message.contains("no spec relies");
            assert!(is_allowed, "{name}: {message}");
        }
    }
}

#[test]
fn the_words_of_a_page_are_only_in_comments() {
    for (name, page) in pages() {
        let spec = transcribe(&page, &sources(), None).unwrap();
        let facts = spec
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        for line in facts {
            let is_prose = line.contains("doc:") || line.contains("summary:");
            assert!(!is_prose, "{name}: {line}");
        }
    }
}

#[test]
fn line_ends_and_invisible_characters_change_nothing() {
    for (name, page) in pages() {
        let plain = page.replace('\r', "").replace(['\u{200b}', '\u{feff}'], "");
        let odd = plain
            .replace('\n', "\r\n")
            .replace("Id", "I\u{200b}d")
            .replace(" a ", "\u{a0}a ");
        let texts = [plain, format!("\u{feff}{odd}")]
            .map(|page| report(&transcribe(&page, &sources(), None).unwrap()));
        let [plain, odd] = texts;
        assert_eq!(plain, odd, "{name}");
    }
}

#[test]
fn other_pages_are_refused_with_the_reason() {
    for (page, reason) in [
        ("", "it names none"),
        ("# How to stream\n\nBegin here.\n", "it names none"),
        (
            "Fixture:OpenWindow\n\nOpens a window.\n",
            "lists neither request nor response",
        ),
    ] {
        let error = transcribe(page, &sources(), None).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn the_family_is_that_of_similar_names_or_asked_for() {
    let page =
        "X:HideMonitor\n\nRequest parameters\n\nParameter\nType\nRequired\n\nA\nstring\nYes\n";
    let spec = transcribe(page, &sources(), None).unwrap();
    assert_eq!(spec.path, Path::new("monitor/HideMonitor.yaml"));
    assert!(
        spec.notes
            .iter()
            .any(|note| note.contains("as `StartMonitor`")),
        "{:?}",
        spec.notes
    );
    let other = page.replace("HideMonitor", "PlayBanner");
    let error = transcribe(&other, &sources(), None)
        .unwrap_err()
        .to_string();
    assert!(error.contains("`--family`: monitor"), "{error}");
    let error = transcribe(&other, &sources(), Some("banners"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("there is no family `banners`"), "{error}");
    assert!(transcribe(&other, &sources(), Some("monitor")).is_ok());
}

#[test]
fn a_page_of_an_operation_with_a_spec_says_so() {
    let page =
        "X:StartMonitor\n\nRequest parameters\n\nParameter\nType\nRequired\n\nA\nstring\nYes\n";
    assert!(transcribe(page, &sources(), None).unwrap().exists);
}

#[test]
fn a_skeleton_lacks_only_what_people_must_write() {
    let spec = skeleton("StopMonitor", &sources(), None).unwrap();
    let specs = Sources::from_texts([
        (PathBuf::from("service.yaml"), SERVICE.to_owned()),
        (
            PathBuf::from("glossary.yaml"),
            "fields:\n  RequestId: ID of the request.\n".to_owned(),
        ),
        (spec.path, spec.text),
    ]);
    let found: Vec<_> = load(&specs)
        .unwrap_err()
        .iter()
        .filter(|found| !found.is_warning())
        .map(|diagnostic| diagnostic.message().to_owned())
        .collect();
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn skeletons_are_refused_for_wrong_names_families_and_existing_operations() {
    for (name, family, reason) in [
        ("stopMonitor", None, "not the name of an operation"),
        (
            "StartMonitor",
            None,
            "has a spec: monitor/StartMonitor.yaml",
        ),
        ("Startmonitor", None, "`StartMonitor` has a spec"),
        ("StopMonitor", Some("Monitor"), "not the name of a family"),
        ("StopMonitor", Some("windows"), "there is no family"),
        ("PlayBanner", None, "set it with `--family`"),
    ] {
        let error = skeleton(name, &sources(), family).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panics(text in "(?s).{0,200}") {
        let _ = transcribe(&text, &sources(), Some("monitor"));
    }

    #[test]
    fn changed_pages_are_read_without_panics(
        page in 0_usize..64,
        cuts in prop::collection::vec((0_usize..3000, 0_usize..200), 0..4),
        inserts in prop::collection::vec(
            (0_usize..3000, "[|<>&;:•└:：、,.\\[\\]{}\"\\\\\n\t0-9A-Z a-z的是]{0,12}"),
            0..6,
        ),
    ) {
        let pages = pages();
        let mut text: Vec<char> = pages[page % pages.len()].1.chars().collect();
        for (at, length) in cuts {
            let start = at.min(text.len());
            let end = (start + length).min(text.len());
            text.drain(start..end);
        }
        for (at, insert) in inserts {
            let at = at.min(text.len());
            text.splice(at..at, insert.chars());
        }
        let text: String = text.into_iter().collect();
        if let Ok(spec) = transcribe(&text, &sources(), Some("monitor")) {
            prop_assert!(live_spec::yaml::parse(&spec.text).is_ok(), "{}", spec.text);
        }
    }
}

//! What changes for users when specs change.
//!
//! Each case is one edit of the specs of the goldens.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod any_edit;
mod cases;
mod edits;
mod notices;
mod surface;
mod tools;

use std::path::{Path, PathBuf};

use live_codegen::changes::{Changes, Rank, State, compare};
use live_spec::Sources;

use cases::{CASES, EVERYWHERE, TYPES};
use notices::NOTICE_CASES;

/// What reports that an operation is elsewhere, or nowhere.
const MOVED: &str =
    "Move: moved from the module and feature `names` to `enums` (enums::MoveBuilder)";
const GONE: &str = "Move: the operation is gone (Client::r#move)";

type Texts = Vec<(PathBuf, String)>;

fn fixture() -> Texts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens/specs");
    let sources = Sources::read(folder).unwrap();
    let texts = sources
        .paths()
        .filter_map(|path| Some((path, sources.text(path)?)));
    texts
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

/// Returns the fixture with a text in place of another, which must be in the file.
fn edited(path: &str, old: &str, new: &str) -> Texts {
    let mut files = fixture();
    let (_, text) = files
        .iter_mut()
        .find(|(of, _)| of == Path::new(path))
        .unwrap();
    assert!(text.contains(old), "{path}: {old}");
    *text = text.replacen(old, new, 1);
    files
}

fn state(texts: &Texts) -> State {
    let sources = Sources::from_texts(texts.clone());
    State::read(&sources)
        .unwrap_or_else(|found| panic!("{}", found.render(&sources, "specs", false)))
}

fn changes(old: &Texts, new: &Texts) -> Changes {
    compare(&state(old), &state(new))
}

#[test]
fn each_edit_is_reported_with_its_rank() {
    for (path, old, new, rank, line) in CASES.iter().chain(NOTICE_CASES) {
        let found = changes(&fixture(), &edited(path, old, new));
        let rendered = found.render(false);
        assert_eq!(found.rank(), Some(*rank), "{new}\n{rendered}");
        assert!(rendered.contains(line), "{line}\n{rendered}");
    }
}

#[test]
fn the_same_specs_change_nothing() {
    let found = changes(&fixture(), &fixture());
    assert!(found.is_empty(), "{}", found.render(false));
}

#[test]
fn what_one_direction_adds_the_other_removes() {
    for (path, old, new, rank, _) in CASES.iter().chain(NOTICE_CASES) {
        let edited = edited(path, old, new);
        let back = changes(&edited, &fixture());
        assert!(!back.is_empty(), "{new}");
        if *rank == Rank::Addition {
            assert!(
                back.iter().any(|change| change.removes),
                "{}",
                back.render(false)
            );
        }
    }
}

/// Returns the fixture with files elsewhere, and with a text in place of another in all of them.
fn moved(from: &str, to: &str, (old, new): (&str, &str)) -> Texts {
    let files = fixture().into_iter().map(|(path, text)| {
        let path = match path.strip_prefix(from) {
            Ok(rest) if rest == Path::new("") => PathBuf::from(to),
            Ok(rest) => Path::new(to).join(rest),
            Err(_) => path,
        };
        (path, text.replace(old, new))
    });
    files.collect()
}

#[test]
fn what_moves_or_gets_another_name_is_reported_once_as_such() {
    for (edited, expected) in [
        (moved("names/Move.yaml", "enums/Move.yaml", ("", "")), MOVED),
        (
            moved("names", "titles", ("  names:", "  titles:")),
            "names: the module and feature are called `titles` now (titles)",
        ),
        (
            // A shared type, with the operations that use it.
            moved("waits", "tasks", ("  waits:", "  tasks:")),
            "waits: the module and feature are called `tasks` now (tasks)",
        ),
    ] {
        let found = changes(&fixture(), &edited);
        let expected = format!("Breaking\n  {expected}\n");
        let rendered = found.render(false);
        assert_eq!(rendered.split("\nDocumentation").next(), Some(&*expected));
        let back = changes(&edited, &fixture());
        assert_eq!(back.rank(), Some(Rank::Breaking));
    }
}

#[test]
fn shared_type_that_moves_is_reported_with_the_operation_that_uses_it() {
    let mut edited = moved(
        "enums",
        "objects",
        ("  enums: Values that make bad variants.\n", ""),
    );
    let at = |of: &Texts| of.iter().position(|(path, _)| path == Path::new(TYPES));
    // Both folders had one.
    let (_, first) = edited.remove(at(&edited).unwrap());
    let second = at(&edited).unwrap();
    edited[second].1.push_str(&first);
    let rendered = changes(&fixture(), &edited).render(false);
    assert_eq!(
        rendered.split("\nDocumentation").next(),
        Some(
            "Breaking\n  HardValues: moved from the module and feature `enums` to `objects` \
             (objects::HardValuesBuilder)\n  enums: the module and feature is gone (enums)\n"
        )
    );
}

#[test]
fn operation_without_a_spec_is_gone_in_one_line() {
    let without: Texts = fixture()
        .into_iter()
        .filter(|(path, _)| path != Path::new("names/Move.yaml"))
        .collect();
    let gone = changes(&fixture(), &without).render(false);
    assert_eq!(gone, format!("Breaking\n  {GONE}\n"));
    let added = changes(&without, &fixture()).render(false);
    assert!(
        added.starts_with("Added\n  Move: a new operation,"),
        "{added}"
    );
}

#[test]
fn older_specs_may_break_the_rules_of_today_but_must_be_understood() {
    let specs = edited(
        EVERYWHERE,
        "doc: A switch.",
        "example: perhaps, doc: A switch.",
    );
    let older = State::read_older(&Sources::from_texts(specs)).unwrap();
    assert_eq!(older.refused(), []);
    let specs = edited(EVERYWHERE, "limit: 600/min", "rate: 600/min");
    let older = State::read_older(&Sources::from_texts(specs)).unwrap();
    let refused: Vec<_> = older
        .refused()
        .iter()
        .map(|it| it.operation.as_str())
        .collect();
    assert_eq!(refused, ["Everywhere"]);
    let found = compare(&older, &state(&fixture()));
    assert!(found.is_empty(), "{}", found.render(false));
    let specs = edited("service.yaml", "product:", "code:");
    assert!(State::read_older(&Sources::from_texts(specs)).is_err());
}

#[test]
fn notifications_that_cannot_be_read_are_not_compared() {
    let path = "notices/notifications.yaml";
    let specs = edited(path, "sent: query", "send: query");
    let older = State::read_older(&Sources::from_texts(specs)).unwrap();
    let refused = older.refused().iter().map(|it| it.operation.as_str());
    assert!(refused.eq(["SetNoticeUrl", "UnsetNoticeUrl"]));
    let found = compare(&older, &state(&fixture()));
    assert!(found.is_empty(), "{}", found.render(false));
}

#[test]
fn the_changelog_keeps_what_people_write_and_replaces_what_it_wrote() {
    let written = "# Changelog\n\n## Unreleased\n\nSoon.\n\n### Fixed\n\n- By hand.\n\n## 0.1.0\n\n- First.\n";
    let first = changes(&fixture(), &edited(EVERYWHERE, "On: {", "Off: {"));
    let once = first.write_into(written).unwrap();
    assert_eq!(first.write_into(&once).unwrap(), once);
    for kept in ["Soon.", "- By hand.", "## 0.1.0\n\n- First.\n"] {
        assert!(once.contains(kept), "{once}");
    }
    assert!(once.contains("### Removed"), "{once}");
    assert!(
        once.lines().all(|line| line.chars().count() <= 100),
        "{once}"
    );
    let nothing = changes(&fixture(), &fixture());
    assert_eq!(nothing.write_into(&once).unwrap(), written);
    assert!(first.write_into("# Changelog\n\n## 0.1.0\n").is_err());
}

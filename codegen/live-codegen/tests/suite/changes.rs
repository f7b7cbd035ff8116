//! What changes for users when specs change.
//!
//! Each case is one edit of the specs of the goldens.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod any_edit;
mod edits;
mod surface;

use std::path::{Path, PathBuf};

use live_codegen::changes::{Changes, Rank, State, compare};
use live_spec::Sources;

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

const VALUES: &str = "enums/HardValues.yaml";
const NAMES: &str = "names/CollidingNames.yaml";
const EVERYWHERE: &str = "encodings/Everywhere.yaml";
const TYPES: &str = "objects/types.yaml";

/// An edit, its rank, and a part of the line that reports it.
///
/// cargo-public-api 0.52 and cargo-semver-checks 0.51 were asked about six of them, once
/// `doc(hidden)` was removed, which keeps both from seeing most types:
///
/// | edit | public-api | semver-checks |
/// | --- | --- | --- |
/// | optional to required | removed and changed | no change: it compares no type parameters added |
/// | required to optional | removed and changed | major: `type_allows_fewer_generic_type_params` |
/// | type of a parameter | changed | no change: it compares no types of arguments and fields |
/// | removed value | removed | major: `enum_variant_missing` |
/// | renamed parameter | removed and added | major: `inherent_method_missing` |
/// | new error code, not the last | added | major: the numbers behind later variants, which nobody is promised |
///
/// Neither can see what only shows in requests, such as `style`.
const CASES: &[(&str, &str, &str, Rank, &str)] = &[
    (
        EVERYWHERE,
        "Size: { type: long,",
        "Size: { type: long, required: true,",
        Rank::Breaking,
        "Everywhere: parameter `Size` is required now (encodings::EverywhereRequest::size)",
    ),
    (
        EVERYWHERE,
        "Body: { type: string, in: body, required: true,",
        "Body: { type: string, in: body,",
        Rank::Breaking,
        "parameter `Body` is optional now",
    ),
    (
        EVERYWHERE,
        "Query: { type: string,",
        "Query: { type: integer,",
        Rank::Breaking,
        "parameter `Query` has the type `i32` now, was `String`",
    ),
    (
        EVERYWHERE,
        "secret: true",
        "secret: false",
        Rank::Breaking,
        "parameter `Key` has the type `String` now, was `Secret`",
    ),
    (
        EVERYWHERE,
        "On: {",
        "Off: {",
        Rank::Breaking,
        "parameter `On` is gone (encodings::EverywhereRequest::on)",
    ),
    (
        EVERYWHERE,
        "  On: {",
        "  Fresh: { type: string, doc: New. }\n  On: {",
        Rank::Addition,
        "parameter `Fresh` (encodings::EverywhereRequest::fresh)",
    ),
    (
        EVERYWHERE,
        "  On: {",
        "  Fresh: { type: string, required: true, doc: New. }\n  On: {",
        Rank::Breaking,
        "parameter `Fresh` is new and required",
    ),
    (
        EVERYWHERE,
        "style: comma",
        "style: repeat",
        Rank::Behaviour,
        "parameter `BodyList` is sent in the body now, was in the body with commas",
    ),
    (
        EVERYWHERE,
        "default: 0.5",
        "default: 0.25",
        Rank::Behaviour,
        "parameter `Rate` has the default `0.25` now, was `0.5`",
    ),
    (
        EVERYWHERE,
        "limit: 600/min",
        "limit: 10/s",
        Rank::Behaviour,
        "has the limit 10/s now, was 600/min",
    ),
    (
        EVERYWHERE,
        "method: POST",
        "method: POST\nsign: none",
        Rank::Behaviour,
        "a request is not signed now, was signed (Client::everywhere)",
    ),
    (
        EVERYWHERE,
        "doc: A switch.",
        "doc: Another switch.",
        Rank::Documentation,
        "Everywhere: docs of `On`",
    ),
    (
        EVERYWHERE,
        "doc: A switch.",
        "deprecated: Of no use., doc: A switch.",
        Rank::Deprecation,
        "parameter `On` is deprecated: Of no use.",
    ),
    (
        EVERYWHERE,
        "  RequestId: { type: string }",
        "  RequestId: { type: string }\n  More: { type: string, doc: More. }",
        Rank::Addition,
        "response field `More` (encodings::EverywhereResponse::more)",
    ),
    (
        VALUES,
        ", 4K: 2160 lines.",
        "",
        Rank::Breaking,
        "value `4K` of `HardValuesResolution` is gone",
    ),
    (
        VALUES,
        "4K: 2160 lines.",
        "4K: 2160 lines., 8K: 4320 lines.",
        Rank::Addition,
        "value `8K` of `HardValuesResolution`",
    ),
    (
        VALUES,
        "name: Ten,",
        "name: Tenth,",
        Rank::Breaking,
        "value `10` of `HardValuesLevel` is `Tenth` in Rust now, was `Ten`",
    ),
    (
        VALUES,
        "{ 1080P: 1080 lines., 720P: 720 lines.,",
        "{ 720P: 720 lines., 1080P: 1080 lines.,",
        Rank::Behaviour,
        "have another order, which `<` follows",
    ),
    (
        VALUES,
        "status: 500, code: InternalError",
        "status: 503, code: InternalError",
        Rank::Documentation,
        "HardValues: docs of `InternalError`",
    ),
    (
        NAMES,
        "  - { status: 400, code: \"400\"",
        "  - { status: 404, code: Fresh, doc: New. }\n  - { status: 400, code: \"400\"",
        Rank::Addition,
        "error code `Fresh` (names::CollidingNamesErrorCode::Fresh)",
    ),
    (
        NAMES,
        "code: Cannot find task",
        "code: Cannot find thing",
        Rank::Breaking,
        "error code `Cannot find task` is gone",
    ),
    (
        TYPES,
        "Free: { type: any,",
        "Free: { type: string,",
        Rank::Breaking,
        "Both: member `Free` has the type `Option<String>` now, was `Option<Value>`; used by Structures",
    ),
    (
        EVERYWHERE,
        "  On: {",
        "  On: { name: switch,",
        Rank::Breaking,
        "parameter `On` is `switch` in Rust now, was `on` (encodings::EverywhereRequest::switch)",
    ),
    (
        EVERYWHERE,
        "method: POST",
        "method: POST\ndeprecated: Of no use.",
        Rank::Deprecation,
        "Everywhere: the operation is deprecated: Of no use. (Client::everywhere)",
    ),
    (
        "names/Move.yaml",
        "method: POST",
        "method: GET",
        Rank::Behaviour,
        "Move: is sent by GET now, was POST (Client::r#move)",
    ),
    (
        TYPES,
        "Leaf:\n  doc",
        "Leaf:\n  name: Leaflet\n  doc",
        Rank::Breaking,
        "Leaflet: the type `Leaf` is called `Leaflet` now; used by Structures (objects::Leaflet)",
    ),
    (
        TYPES,
        "    Name: { type: string }\n    Items",
        "    Name: { type: string }\n    Fresh: { type: string, required: true, doc: New. }\n    Items",
        Rank::Addition,
        "Both: member `Fresh`, which the service requires; used by Structures (objects::Both::fresh)",
    ),
    (
        TYPES,
        "Free: { type: any,",
        "Free: { type: any, required: true,",
        Rank::Behaviour,
        "Both: member `Free` is required now; used by Structures (objects::Both::free)",
    ),
    (
        TYPES,
        "deprecated: \"Say `Name`.\", ",
        "",
        Rank::Documentation,
        "Both: member `Old` is no longer deprecated; used by Structures (objects::Both::old)",
    ),
    (
        "waits/waiters.yaml",
        "    gone: {",
        "    ended: {",
        Rank::Breaking,
        "ListTasks: the wait `until_gone` is gone (waits::ListTasksBuilder::until_gone)",
    ),
    (
        "waits/waiters.yaml",
        "    gone: {",
        "    empty: { doc: it is empty, absent: done, interval: 5s, limit: 1min }\n    gone: {",
        Rank::Addition,
        "ListTasks: the wait `until_empty` (waits::ListTasksBuilder::until_empty)",
    ),
    (
        "arrays/TokenPages.yaml",
        "pages: { token: NextPageToken, items: Names, next: Result.NextpageToken }",
        "pages: none\nwhy: { pages: They cannot be fetched. }",
        Rank::Breaking,
        "TokenPages: the pair of methods `items` and `pages`, which fetch the list page by page, is gone \
         (arrays::TokenPagesBuilder::items)",
    ),
    (
        "service.yaml",
        "public: fixture.example.com",
        "public: other.example.com",
        Rank::Behaviour,
        "hosts: `cn-shanghai` is served by `other.example.com` now",
    ),
    (
        "service.yaml",
        "class: transient",
        "class: throttling",
        Rank::Behaviour,
        "gateway: error code `ServiceUnavailable` has the class `Throttling` now",
    ),
    (
        "waits/waiters.yaml",
        "interval: 90s",
        "interval: 80s",
        Rank::Behaviour,
        "the wait `until_type` has other rules: interval or limit",
    ),
    (
        "arrays/NumberedPages.yaml",
        ", more: Result.More",
        "",
        Rank::Behaviour,
        "pages are read by other fields: sign that more follows",
    ),
];

#[test]
fn each_edit_is_reported_with_its_rank() {
    for (path, old, new, rank, line) in CASES {
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
    for (path, old, new, rank, _) in CASES {
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
        (
            moved("names/Move.yaml", "enums/Move.yaml", ("", "")),
            "Move: moved from the module and feature `names` to `enums` (enums::MoveBuilder)",
        ),
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
    assert_eq!(
        gone,
        "Breaking\n  Move: the operation is gone (Client::r#move)\n"
    );
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

//! Whatever is edited: what the comparison says is what the generated source shows.

use std::sync::LazyLock;

use live_codegen::changes::{Rank, State, compare};
use live_codegen::generate_unformatted;
use live_spec::Sources;
use proptest::collection::vec;
use proptest::prelude::*;

use super::edits::edit;
use super::surface::{self, Surface};
use super::{Texts, fixture};

/// The specs of the goldens, and what users see of them.
static BEFORE: LazyLock<(Texts, State, Surface)> = LazyLock::new(|| {
    let texts = fixture();
    let (state, surface) = read(&texts).unwrap();
    (texts, state, surface)
});

/// Reads specs, if they have no mistakes.
fn read(texts: &Texts) -> Option<(State, Surface)> {
    let sources = Sources::from_texts(texts.clone());
    let state = State::read(&sources).ok()?;
    let generated = generate_unformatted(&sources).ok()?;
    Some((state, surface::read(&generated.files)))
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn ranks_are_those_that_the_source_shows(edits in vec(edit(), 1..4)) {
        let (texts, old, before) = &*BEFORE;
        let mut edited = texts.clone();
        for edit in &edits {
            edit.apply(&mut edited);
        }
        let read = read(&edited);
        prop_assume!(read.is_some());
        let (new, now) = read.unwrap();
        check((old, before), (&new, &now))?;
        check((&new, &now), (old, before))?;
    }
}

fn check(
    (old, before): (&State, &Surface),
    (new, now): (&State, &Surface),
) -> Result<(), TestCaseError> {
    let changes = compare(old, new);
    let rendered = changes.render(false);
    let gone: Vec<_> = before
        .iter()
        .filter(|(path, was)| {
            now.get(*path)
                .is_none_or(|is| is.signature != was.signature)
        })
        .map(|(path, was)| (path, &was.signature, now.get(path).map(|is| &is.signature)))
        .collect();
    let added: Vec<_> = now
        .keys()
        .filter(|path| !before.contains_key(*path))
        .collect();
    let different: Vec<_> = before
        .iter()
        .filter(|(path, was)| now.get(*path).is_some_and(|is| is.source != was.source))
        .collect();
    let has = |rank| changes.iter().any(|change| change.rank == rank);
    if !gone.is_empty() {
        prop_assert!(has(Rank::Breaking), "not breaking: {gone:?}\n{rendered}");
    } else if !added.is_empty() {
        let is_known = has(Rank::Addition) || has(Rank::Breaking) && !different.is_empty();
        prop_assert!(is_known, "no addition: {added:?}\n{rendered}");
    }
    if !different.is_empty() {
        // A warning that goes away is no news for programs.
        let is_known = changes
            .iter()
            .any(|change| change.rank > Rank::Documentation || change.text.contains("deprecat"));
        prop_assert!(is_known, "no change: {different:?}\n{rendered}");
    } else if gone.is_empty() {
        prop_assert!(
            !has(Rank::Breaking),
            "nothing is gone: {added:?}\n{rendered}"
        );
        if added.is_empty() {
            prop_assert!(!has(Rank::Addition), "nothing is new\n{rendered}");
        }
    }
    Ok(())
}

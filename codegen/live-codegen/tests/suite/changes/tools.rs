//! What other tools say about the same edits.
//!
//! cargo-public-api 0.52 and cargo-semver-checks 0.51 were asked about the crates generated before
//! and after an edit, once `doc(hidden)` was removed, which keeps both from seeing most types.

use live_codegen::changes::Rank;

use super::cases::CASES;
use super::{GONE, MOVED};

/// What a tool says about an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Nothing,
    /// There is something new, or newly deprecated.
    New,
    /// Something is gone or changed.
    Breaking,
}

use Says::{Breaking, New, Nothing};

const NO_TYPES: &str = "semver-checks compares no types of arguments and fields";
const NO_PARAMETERS: &str = "semver-checks compares no type parameters that are added";

/// The line that reports an edit, our rank, the words of cargo-public-api and cargo-semver-checks,
/// and why they differ from ours.
const VERDICTS: &[(&str, Rank, Says, Says, &str)] = &[
    (MOVED, Rank::Breaking, Breaking, Breaking, ""),
    (GONE, Rank::Breaking, Breaking, Breaking, ""),
    (
        "parameter `Size` is required now",
        Rank::Breaking,
        Breaking,
        Nothing,
        NO_PARAMETERS,
    ),
    (
        "parameter `Fresh` is new and required",
        Rank::Breaking,
        Breaking,
        Nothing,
        NO_PARAMETERS,
    ),
    (
        "parameter `Body` is optional now",
        Rank::Breaking,
        Breaking,
        Breaking,
        "",
    ),
    (
        "parameter `Query` has the type `i32` now",
        Rank::Breaking,
        Breaking,
        Nothing,
        NO_TYPES,
    ),
    (
        "parameter `Key` has the type `String` now",
        Rank::Breaking,
        Breaking,
        Nothing,
        NO_TYPES,
    ),
    (
        "parameter `On` is gone",
        Rank::Breaking,
        Breaking,
        Breaking,
        "",
    ),
    (
        "value `4K` of `HardValuesResolution` is gone",
        Rank::Breaking,
        Breaking,
        Breaking,
        "",
    ),
    (
        "the type `Leaf` is called `Leaflet` now",
        Rank::Breaking,
        Breaking,
        Breaking,
        "",
    ),
    (
        "parameter `Fresh` (encodings",
        Rank::Addition,
        New,
        Nothing,
        "",
    ),
    ("response field `More`", Rank::Addition, New, Nothing, ""),
    (
        "member `Fresh`, which the service requires",
        Rank::Addition,
        New,
        Nothing,
        "",
    ),
    (
        "value `8K` of `HardValuesResolution`",
        Rank::Addition,
        New,
        Nothing,
        "",
    ),
    (
        "error code `Fresh`",
        Rank::Addition,
        New,
        Breaking,
        "semver-checks counts the numbers of later variants, which nobody is promised",
    ),
    (
        "the operation is deprecated",
        Rank::Deprecation,
        Nothing,
        New,
        "",
    ),
    (
        "`BodyList` is sent in the body now",
        Rank::Behaviour,
        Nothing,
        Nothing,
        "",
    ),
];

#[test]
fn other_tools_agree_on_what_is_breaking_or_the_reason_is_known() {
    for (line, ours, public_api, semver_checks, why) in VERDICTS {
        let is_breaking = *ours == Rank::Breaking;
        let agree = [public_api, semver_checks]
            .iter()
            .all(|says| (**says == Breaking) == is_breaking);
        assert_eq!(agree, why.is_empty(), "{line}");
    }
}

#[test]
fn verdicts_of_other_tools_are_about_edits_that_are_tried() {
    let moves = [(&Rank::Breaking, MOVED), (&Rank::Breaking, GONE)];
    let cases = CASES.iter().map(|(_, _, _, rank, line)| (rank, *line));
    let tried: Vec<_> = cases.chain(moves).collect();
    for (line, ours, ..) in VERDICTS {
        let mut found = tried.iter().filter(|(_, tried)| tried.contains(line));
        assert!(found.any(|(rank, _)| *rank == ours), "{line}");
    }
}

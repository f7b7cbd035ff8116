//! Decides which lists of known values are enums.

use std::collections::BTreeSet;

/// Verdict on a list of known values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// Any text is valid.
    Open,
    /// Any text is valid, contrary to the documentation, for a reason.
    Contradicted(String),
    /// Values that each need a name to form an enum.
    Nameless(Vec<String>),
    /// An enum.
    Closed {
        values: Vec<String>,
        why: Option<&'static str>,
    },
}

const FULL_STOP: &str = "The documentation ends a value with a full stop that is not part of it.";

/// Decides whether the known values of the text `name` form an enum. `samples` are the example and
/// the default.
pub(crate) fn judge(
    name: &str,
    checked: &[String],
    documented: &[String],
    samples: &[&str],
) -> Judgement {
    let is_checked = !checked.is_empty();
    let (values, stopped) = without_full_stops(if is_checked { checked } else { documented });
    if values.is_empty() || is_prose(name) || is_regions(&values) {
        return Judgement::Open;
    }
    if !is_checked && values.len() < 2 {
        return Judgement::Open;
    }
    if values.iter().any(|value| !is_word(value)) || share_a_name(&values) {
        return Judgement::Nameless(values);
    }
    let is_known = |sample: &str| values.iter().any(|value| value == sample);
    if let Some(sample) = samples.iter().find(|sample| !is_known(sample)) {
        return Judgement::Contradicted(format!(
            "The documentation shows `{sample}`, which is not among the values it lists; any text is accepted."
        ));
    }
    Judgement::Closed {
        values,
        why: stopped.then_some(FULL_STOP),
    }
}

/// Removes full stops from values, and returns whether there were any.
pub(crate) fn without_full_stops(values: &[String]) -> (Vec<String>, bool) {
    let mut stopped = false;
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        let value = value.trim();
        let bare = value.strip_suffix('.').unwrap_or(value);
        stopped |= bare != value;
        if !bare.is_empty() && !kept.iter().any(|kept| kept == bare) {
            kept.push(bare.to_owned());
        }
    }
    (kept, stopped)
}

/// Returns whether a field contains prose, for which any list of values is incomplete.
fn is_prose(name: &str) -> bool {
    matches!(name, "Message" | "Description")
}

/// Returns whether values are regions, which change over time and are plain text elsewhere. Some
/// lists have one for tests that is not named like the others.
fn is_regions(values: &[String]) -> bool {
    let is_region = |value: &String| {
        let lower = value.to_ascii_lowercase();
        let mut parts = lower.split('-');
        matches!(
            parts.next(),
            Some("cn" | "ap" | "eu" | "us" | "me" | "emaa")
        ) && parts.next().is_some_and(|place| {
            place.len() > 3 && place.bytes().all(|byte| byte.is_ascii_lowercase())
        })
    };
    let regions = values.iter().filter(|value| is_region(value)).count();
    regions > 0 && regions + 1 >= values.len()
}

/// Returns whether a value can serve as the name of a variant.
fn is_word(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.len() <= 40
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Returns whether two values would get the same name: they differ in case or separators alone.
fn share_a_name(values: &[String]) -> bool {
    let letters = |value: &String| {
        let letters = value.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect::<String>()
    };
    let names: BTreeSet<_> = values.iter().map(letters).collect();
    names.len() < values.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(values: &[&str], samples: &[&str]) -> Judgement {
        let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        judge("Codec", &[], &values, samples)
    }

    #[test]
    fn words_form_an_enum_without_their_full_stops() {
        let Judgement::Closed { values, why } = judged(&["H.264.", "H.265."], &["H.264"]) else {
            unreachable!("these are words");
        };
        assert_eq!(values, ["H.264", "H.265"]);
        assert_eq!(why, Some(FULL_STOP));
    }

    #[test]
    fn other_lists_form_no_enum() {
        assert_eq!(judged(&["only"], &[]), Judgement::Open);
        assert_eq!(
            judged(&["cn-shanghai", "ap-southeast-1"], &[]),
            Judgement::Open
        );
        let with_one_for_tests = ["cn-shanghai", "ap-southeast-1", "preregion"];
        assert_eq!(judged(&with_one_for_tests, &[]), Judgement::Open);
        let numbers = Judgement::Nameless(vec!["60".to_owned(), "300".to_owned()]);
        assert_eq!(judged(&["60.", "300."], &[]), numbers);
        assert!(matches!(
            judged(&["English", "Chinese"], &["zh-CN"]),
            Judgement::Contradicted(_)
        ));
        assert!(matches!(judged(&["a", "A"], &[]), Judgement::Nameless(_)));
    }
}

//! What was probably meant by a name.

/// The largest number of names that are suggested.
const MOST: usize = 5;

/// Returns the name that was probably meant, if one is close.
pub(crate) fn meant<'n>(
    written: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let lower = written.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
    let close = names.into_iter().map(|name| (distance(name), name)).min()?;
    (close.0 <= close.1.len().div_ceil(3)).then_some(close.1)
}

/// Returns `; did you mean …?` if a name is close.
pub(crate) fn did_you_mean<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    meant(written, names).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Returns names that contain the words of a name in PascalCase, closest first, or else the one
/// that is close.
pub(crate) fn related<'n>(written: &str, names: &[&'n str]) -> Vec<&'n str> {
    let lower = written.to_lowercase();
    let words = words(written);
    let distance = |name: &str| strsim::damerau_levenshtein(&lower, &name.to_lowercase());
    let mut found: Vec<_> = names
        .iter()
        .filter(|name| {
            let name = name.to_lowercase();
            words.iter().all(|word| name.contains(word))
        })
        .map(|name| (distance(name), *name))
        .collect();
    let close = names.iter().map(|name| (distance(name), *name)).min();
    found.extend(close.filter(|(distance, name)| *distance <= name.len().div_ceil(3)));
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, name)| name).take(MOST).collect()
}

/// Splits a name in PascalCase into words in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = [
        "StartLiveStreamMonitor",
        "StopLiveStreamMonitor",
        "StartCaster",
        "DescribeCasters",
    ];

    #[test]
    fn misspelled_names_are_recognized() {
        assert_eq!(meant("startcaster", NAMES), Some("StartCaster"));
        assert_eq!(meant("StratCaster", NAMES), Some("StartCaster"));
        assert_eq!(meant("Nothing", NAMES), None);
    }

    #[test]
    fn names_with_the_same_words_are_related() {
        assert_eq!(related("StartMonitor", &NAMES), ["StartLiveStreamMonitor"]);
        assert_eq!(
            related("Caster", &NAMES),
            ["StartCaster", "DescribeCasters"]
        );
        assert_eq!(related("Nothing", &NAMES), [""; 0]);
    }
}

//! Suggestions for misspelled names.

/// Returns the name that was probably meant: the most similar one, if it differs in at most a third
/// of its characters.
pub(crate) fn suggest<'n>(
    written: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let written = written.to_lowercase();
    let close = names
        .into_iter()
        .map(|name| (distance(&written, &name.to_lowercase()), name));
    let (distance, name) = close.min()?;
    (distance <= name.chars().count().div_ceil(3)).then_some(name)
}

/// Returns `; did you mean …?` for the name that was probably meant, or nothing.
pub(crate) fn did_you_mean<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    match suggest(written, names) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    }
}

/// Returns how many characters must be inserted, removed or replaced to turn one text into the
/// other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    // The distances between the start of `one` and each start of `other`.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (b, above) in other.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = *above;
            left = replaced.min(left + 1).min(*above + 1);
            *above = left;
        }
        row[0] = index + 1;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_changed_characters() {
        for (one, other, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("pagsize", "pagesize", 1),
            ("kitten", "sitting", 3),
            ("é", "e", 1),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn only_similar_names_are_suggested() {
        let names = ["PageSize", "PageNum", "DomainName"];
        assert_eq!(suggest("PagSize", names), Some("PageSize"));
        assert_eq!(suggest("pagenum", names), Some("PageNum"));
        assert_eq!(suggest("Frequency", names), None);
        assert_eq!(suggest("PageSize", []), None);
    }
}

//! The form of names in specs, and what they tell.

/// Returns whether a text is the name of an operation or a type, such as `OutputTemplate`.
#[must_use]
pub fn is_pascal_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns whether a text is the name of a field in Rust, such as `monitor_id`.
pub(crate) fn is_snake_case(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('_').all(is_word)
}

/// Returns whether the name of an operation starts with a verb of reading, as in `ListMessages`.
pub(crate) fn reads(operation: &str) -> bool {
    ["Describe", "Get", "List", "Query", "BatchGet", "Check"]
        .iter()
        .any(|verb| {
            operation
                .strip_prefix(verb)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        })
}

/// Returns whether a text is the name of a family, such as `stream_monitor`.
#[must_use]
pub fn is_family_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Splits the name of a flattened parameter, such as `Input.1.Url`, after the longest known name
/// that it starts with, otherwise at its first dot.
#[must_use]
pub fn split_parameter<'n>(name: &'n str, known: &[&str]) -> (&'n str, Option<&'n str>) {
    let starts = known.iter().filter_map(|known| {
        let rest = name.strip_prefix(known)?;
        (rest.is_empty() || rest.starts_with('.')).then(|| name.split_at(known.len()))
    });
    match starts.max_by_key(|(start, _)| start.len()) {
        Some((start, rest)) => (start, rest.strip_prefix('.')),
        None => match name.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        },
    }
}

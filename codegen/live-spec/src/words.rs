//! Keywords of the grammar, and suggestions for misspelled ones.

/// A value with a fixed set of keywords.
pub trait Word: Copy + 'static {
    /// What such a keyword is called in diagnostics.
    const WHAT: &'static str;
    /// The keywords and their values.
    const WORDS: &'static [(&'static str, Self)];
}

/// Suggests the word that was probably meant, or lists all that are allowed.
#[must_use]
pub fn help<'w>(written: &str, words: impl Iterator<Item = &'w str> + Clone) -> String {
    let distance =
        |word: &str| strsim::damerau_levenshtein(&written.to_lowercase(), &word.to_lowercase());
    let close = words.clone().map(|word| (distance(word), word)).min();
    match close {
        Some((distance, word)) if distance <= word.len().div_ceil(3) => {
            format!("did you mean `{word}`?")
        }
        Some(_) => format!(
            "one of {}",
            words
                .map(|word| format!("`{word}`"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        None => "no keys are allowed here".to_owned(),
    }
}

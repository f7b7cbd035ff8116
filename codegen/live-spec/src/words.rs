//! The words of the grammar.

/// A word of the grammar that stands for a value.
pub trait Word: Copy + 'static {
    /// What such a word is called.
    const WHAT: &'static str;
    /// The words and what they stand for.
    const WORDS: &'static [(&'static str, Self)];
}

/// Names the word that was probably meant, or else all that are allowed.
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
        None => "nothing is allowed here".to_owned(),
    }
}

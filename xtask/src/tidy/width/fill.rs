//! Fills one paragraph.

use super::line::{Line, classify};

/// Breaks words into lines of at most `width` columns, each as long as it can be. `first` and
/// `rest` stand before the first line and the others.
pub(crate) fn fill(words: &[&str], first: &str, rest: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for chunk in chunks(words) {
        let length = line.chars().count() + usize::from(!is_empty) + chunk.chars().count();
        if !is_empty && length > width {
            lines.push(line);
            line = rest.to_owned();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(&chunk);
        is_empty = false;
    }
    lines.push(line);
    lines
}

/// Joins words that must stay on one line: those that would be more than text at the start of a
/// line stay with the word before, and a backslash, which would break the line for good at its end,
/// with the word behind.
fn chunks(words: &[&str]) -> Vec<String> {
    let mut chunks: Vec<String> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let is_glued = is_structure(&words[index..])
            || words[..index]
                .last()
                .is_some_and(|before| before.ends_with('\\'));
        match chunks.last_mut() {
            Some(chunk) if is_glued => {
                chunk.push(' ');
                chunk.push_str(word);
            }
            _ => chunks.push((*word).to_owned()),
        }
    }
    chunks
}

/// Returns whether a line that starts with these words could be read as anything but text.
fn is_structure(words: &[&str]) -> bool {
    let word = words[0];
    [word.to_owned(), format!("{word} x"), words.join(" ")]
        .iter()
        .any(|line| classify(line) != Line::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, width: usize) -> Vec<String> {
        let words: Vec<_> = text.split(' ').collect();
        fill(&words, "- ", "  ", width)
    }

    #[test]
    fn lines_are_as_long_as_they_can_be() {
        assert_eq!(filled("a bb ccc d", 6), ["- a bb", "  ccc", "  d"]);
        assert_eq!(filled("a bb ccc d", 7), ["- a bb", "  ccc d"]);
        assert_eq!(filled("é é é", 7), ["- é é é"]);
        assert_eq!(filled("longerthanaline b", 7), ["- longerthanaline", "  b"]);
    }

    #[test]
    fn word_that_is_structure_never_starts_a_line() {
        for word in [
            "-", "*", "+", "1.", "12)", "#", "|", ">", "```", "---", "===", "<br>", "[a]:", "~~~",
        ] {
            assert_eq!(
                filled(&format!("aaa {word} b"), 5)[0],
                format!("- aaa {word}"),
                "{word}"
            );
        }
        assert_eq!(
            filled("aaa [b c]: d", 5)[0],
            "- aaa [b",
            "a reference of several words"
        );
    }

    #[test]
    fn backslash_never_ends_a_line() {
        assert_eq!(filled("aaa \\ b", 6), ["- aaa", "  \\ b"]);
    }
}

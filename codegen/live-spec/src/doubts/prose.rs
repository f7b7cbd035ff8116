//! Doubts about the form of explanations.

use crate::diagnostics::Diagnostic;
use crate::reader::Value;

/// Reports an explanation that is no sentence: one without a full stop, or that starts in lower
/// case. Its other mistakes are those of its reader.
pub(crate) fn prose(value: Option<&Value<'_>>) {
    let Some((value, text)) = value.and_then(|value| Some((value, value.plain_text()?.trim())))
    else {
        return;
    };
    let (message, help) = match text {
        "" => return,
        text if starts_lower(text) => (
            "this explanation starts in lower case",
            "start it with a capital letter, or write a name as `code`",
        ),
        text if !ends(text) => (
            "this explanation does not end with a full stop",
            "end it with a full stop",
        ),
        _ => return,
    };
    let found = Diagnostic::warning(value.place.clone(), message);
    value.report().add(found.help(help));
}

/// Returns whether a text starts with a word in lower case. Names such as `iOS` and `m3u8` are
/// written as they are.
fn starts_lower(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
    !word.is_empty() && word.chars().all(char::is_lowercase)
}

/// Returns whether a text ends like a sentence, or with code.
fn ends(text: &str) -> bool {
    let text = text.trim_end_matches([')', '"', '”', '*', '_']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？']) || text.ends_with("```")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_other_text() {
        for text in [
            "ID of the session.",
            "`live` or `vod`.",
            "iOS.",
            "m3u8 files.",
            "直播。",
            "A list (of two.)",
        ] {
            assert!(!starts_lower(text) && ends(text), "{text}");
        }
        for text in ["the session.", "a."] {
            assert!(starts_lower(text), "{text}");
        }
        for text in ["The session", "The session:", "The session,"] {
            assert!(!ends(text), "{text}");
        }
    }
}

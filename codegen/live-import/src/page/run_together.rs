//! Splits cells that a copy of a page ran together on one line.

use crate::page::kinds::Stated;
use crate::page::words;

/// Words that descriptions start with.
const STARTS: &[&str] = &[
    "A",
    "An",
    "If",
    "Indicates",
    "Set",
    "Specifies",
    "The",
    "This",
    "Whether",
];

/// Splits a description from the example that ends it: `The region ID.cn-shanghai`.
pub(crate) fn example_at_end<'a>(
    text: &'a str,
    stated: Option<&Stated>,
    is_value: impl Fn(&str) -> bool,
) -> Option<(&'a str, &'a str)> {
    let is_whole = matches!(stated, Some(Stated::Integer | Stated::Long));
    text.match_indices(['.', '。', '!', '！'])
        .map(|(at, end)| text.split_at(at + end.len()))
        .find(|(prose, value)| {
            // `1.5` is one number, unless only whole ones fit.
            let is_digit = |c: char| c.is_ascii_digit();
            let is_number = prose
                .strip_suffix('.')
                .is_some_and(|p| p.ends_with(is_digit))
                && value.starts_with(is_digit);
            let is_sentence = prose.contains(' ') || words::is_foreign(prose);
            is_sentence
                && !value.is_empty()
                && !value.starts_with(|c: char| c.is_whitespace() || c == '.')
                && !value.ends_with(['.', '。'])
                && (!is_number || is_whole)
                && is_value(value)
        })
}

/// Splits an example from the description after it: `cn-shanghaiThe region ID.`
pub(crate) fn example_at_start(
    text: &str,
    is_value: impl Fn(&str) -> bool,
) -> Option<(&str, &str)> {
    let starts = text.char_indices().skip(1).map(|(at, _)| text.split_at(at));
    starts
        .filter(|(value, prose)| {
            let word = prose.split(' ').next().unwrap_or_default();
            let is_start = STARTS.contains(&word) && word != *prose
                || prose.starts_with(|c: char| c >= '\u{2e80}') && !words::is_foreign(value);
            is_start && !value.ends_with(' ')
        })
        .find(|(value, _)| is_value(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_value(text: &str) -> bool {
        text.split_whitespace().count() < 3 && !words::is_foreign(text)
    }

    #[test]
    fn examples_are_split_from_the_end() {
        for (text, stated, expected) in [
            (
                "The region ID.cn-shanghai",
                Stated::String,
                Some("cn-shanghai"),
            ),
            (
                "The domain.play.example.com",
                Stated::String,
                Some("play.example.com"),
            ),
            (
                "The place. From 1 to 50. Default value: 1.3",
                Stated::Integer,
                Some("3"),
            ),
            ("The speed. Default value: 1.5", Stated::Double, None),
            ("The ID of it.", Stated::String, None),
            ("example.com", Stated::String, None),
            (
                "主播流域名。example.com",
                Stated::String,
                Some("example.com"),
            ),
            ("域名。支持通配符。a.com", Stated::String, Some("a.com")),
        ] {
            let found = example_at_end(text, Some(&stated), is_value);
            assert_eq!(found.map(|(_, value)| value), expected, "{text}");
        }
    }

    #[test]
    fn examples_are_split_from_the_start() {
        for (text, expected) in [
            ("example.comThe domain.", Some("example.com")),
            ("liveApp****The name of it.", Some("liveApp****")),
            ("123456主播流域名。", Some("123456")),
            ("The domain.", None),
            ("example.com", None),
        ] {
            let found = example_at_start(text, is_value);
            assert_eq!(found.map(|(value, _)| value), expected, "{text}");
        }
    }
}

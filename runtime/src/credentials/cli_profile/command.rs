//! Splits a command line.

/// Splits a command at whitespace. Quotes preserve whitespace; outside single quotes, a backslash
/// escapes the next character, except on Windows, where it separates folders. Returns `None` if a
/// quote is unterminated.
pub(super) fn split(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = command.chars();
    while let Some(c) = characters.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\\', None | Some('"')) if !cfg!(windows) => {
                word.get_or_insert_default().push(characters.next()?);
            }
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn words_and_quotes_are_split() {
        for (command, words) in [
            ("", &[][..]),
            ("  a  b\tc ", &["a", "b", "c"]),
            (
                r#"a "b c" 'd  e' "" x"y z"w"#,
                &["a", "b c", "d  e", "", "xy zw"],
            ),
            (r#"a "it's" '"'"#, &["a", "it's", "\""]),
        ] {
            assert_eq!(split(command).unwrap(), words, "{command}");
        }
    }

    #[cfg(not(windows))]
    #[test]
    fn backslashes_escape() {
        assert_eq!(
            split(r#"a\ b "c\"d" 'e\f'"#).unwrap(),
            ["a b", "c\"d", r"e\f"]
        );
    }

    #[test]
    fn unterminated_quote_is_rejected() {
        for command in ["a 'b", "a \"b"] {
            assert_eq!(split(command), None, "{command}");
        }
    }
}

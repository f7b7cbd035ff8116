//! Splits a line into words as shells do.

/// Returns the words of a line, without their quotes. The last is the one at the end of the line,
/// empty after a space.
pub(crate) fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        let is_open = quote.is_some();
        let Some(word) = words.last_mut() else { break };
        match c {
            _ if quote == Some(c) => quote = None,
            '\\' if quote != Some('\'') => word.extend(characters.next()),
            '\'' | '"' if !is_open => quote = Some(c),
            c if c.is_whitespace() && !is_open => {
                if !word.is_empty() {
                    words.push(String::new());
                }
            }
            c => word.push(c),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_quotes() {
        for (line, words) in [
            ("", &[""][..]),
            ("cargo  xtask ", &["cargo", "xtask", ""]),
            (r#"a 'b c' "d'e" f\ g"#, &["a", "b c", "d'e", "f g"]),
            ("call Key='[1, ", &["call", "Key=[1, "]),
        ] {
            assert_eq!(split(line), words, "{line}");
        }
    }
}

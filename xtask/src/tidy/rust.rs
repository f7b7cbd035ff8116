//! Splits Rust source into tokens, so that strings and comments are not taken for code.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or a keyword; a raw identifier without its `r#`.
    Ident,
    /// A string, character or number.
    Literal,
    /// A lifetime, with its quote.
    Lifetime,
    /// A comment from `//` to the end of the line.
    LineComment,
    /// A comment between `/*` and `*/`.
    BlockComment,
    /// Any other single character.
    Punctuation,
}

/// A piece of Rust source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its line, counted from 1.
    pub(crate) line: usize,
    /// Whether only white space stands before it on its line.
    pub(crate) is_first_on_line: bool,
}

/// Returns the tokens of a source file. Text that is not Rust gives punctuation, never an error.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    let mut is_first_on_line = true;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            if first == '\n' {
                line += 1;
                is_first_on_line = true;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (kind, length) = token(rest, first);
        let (text, behind) = rest.split_at(length);
        tokens.push(Token {
            kind,
            text: match kind {
                Kind::Ident => text.strip_prefix("r#").unwrap_or(text),
                _ => text,
            },
            line,
            is_first_on_line,
        });
        line += text.matches('\n').count();
        is_first_on_line = false;
        rest = behind;
    }
    tokens
}

/// Returns the tokens of a source file without its comments.
pub(crate) fn code(source: &str) -> Vec<Token<'_>> {
    let mut tokens = tokens(source);
    tokens.retain(|token| !matches!(token.kind, Kind::LineComment | Kind::BlockComment));
    tokens
}

/// Returns what the text starts with, and the length of that in bytes.
fn token(text: &str, first: char) -> (Kind, usize) {
    if text.starts_with("//") {
        return (Kind::LineComment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (Kind::BlockComment, block_comment(text));
    }
    if let Some(length) = string(text) {
        return (Kind::Literal, length);
    }
    match first {
        '\'' => quote(text),
        _ if first.is_ascii_digit() => (Kind::Literal, word(text)),
        _ if is_word(first) => {
            let prefix = if text.starts_with("r#") { 2 } else { 0 };
            (Kind::Ident, prefix + word(&text[prefix..]))
        }
        _ => (Kind::Punctuation, first.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Returns the length of the string or byte character that the text starts with.
fn string(text: &str) -> Option<usize> {
    let prefix = text
        .find(|c| !matches!(c, 'b' | 'c' | 'r'))
        .unwrap_or(text.len());
    let (letters, quoted) = text.split_at(prefix);
    match letters {
        "" | "b" | "c" if quoted.starts_with('"') => Some(prefix + escaped(quoted, '"')),
        "b" if quoted.starts_with('\'') => Some(prefix + escaped(quoted, '\'')),
        "r" | "br" | "cr" => {
            let hashes = quoted.find(|c| c != '#').unwrap_or(quoted.len());
            let content = quoted[hashes..].strip_prefix('"')?;
            let end = format!("\"{}", "#".repeat(hashes));
            let length = content
                .find(&end)
                .map_or(content.len(), |at| at + end.len());
            Some(prefix + hashes + 1 + length)
        }
        _ => None,
    }
}

/// Returns the length of a quoted text with its quotes, where a backslash escapes the character
/// after it.
fn escaped(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// A character in quotes, or a lifetime.
fn quote(text: &str) -> (Kind, usize) {
    let mut behind = text.chars().skip(1);
    match (behind.next(), behind.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => (Kind::Literal, escaped(text, '\'')),
        _ => (Kind::Lifetime, 1 + word(&text[1..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        code(source).iter().map(|token| token.text).collect()
    }

    #[test]
    fn strings_and_comments_are_not_code() {
        assert_eq!(
            texts("a // crate::b\n/* c /* d */ e */ f"),
            ["a", "f"],
            "comments"
        );
        assert_eq!(
            texts(r#"a("\" // x", 'b')"#),
            ["a", "(", r#""\" // x""#, ",", "'b'", ")"]
        );
        assert_eq!(
            texts(r###"r#"a " // b"# c"###),
            [r###"r#"a " // b"#"###, "c"]
        );
        assert_eq!(
            texts(r#"b"\\" br"\" b'\'' d"#),
            [r#"b"\\""#, r#"br"\""#, r"b'\''", "d"]
        );
    }

    #[test]
    fn lifetimes_and_characters_are_told_apart() {
        assert_eq!(
            texts(r"&'a str, '\'', '\u{1F600}', '/', 'é'"),
            [
                "&",
                "'a",
                "str",
                ",",
                r"'\''",
                ",",
                r"'\u{1F600}'",
                ",",
                "'/'",
                ",",
                "'é'"
            ]
        );
    }

    #[test]
    fn raw_identifiers_lose_their_prefix() {
        assert_eq!(texts("r#move::x"), ["move", ":", ":", "x"]);
        assert_eq!(texts("crate_ brr rb"), ["crate_", "brr", "rb"]);
    }

    #[test]
    fn lines_are_counted_through_strings_and_comments() {
        let tokens = tokens("a\n\"b\nc\" /* d\n */ e // f\n  g");
        let lines: Vec<_> = tokens.iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 4, 5]);
        assert!(tokens.last().is_some_and(|token| token.is_first_on_line));
    }

    #[test]
    fn unfinished_source_ends_at_its_end() {
        for source in ["\"a", "r#\"a", "/* a", "'", "'\\", "b'", "// a", "r#"] {
            tokens(source);
        }
    }
}

//! Rule: comments and Markdown are filled to their width.
//!
//! Judged are the Markdown files, and in Rust files the comments that have their lines to
//! themselves: `//`, `///` and `//!`. A paragraph is filled when no line could take the first word
//! of the next. Generated files are the generator's business. Tests that compare line numbers of a
//! source file with a `.stderr` beside it keep it as it is.

mod paragraphs;
mod fill;
mod line;

use std::fs;
use std::io;

use super::layout::{self, WIDTH};
use super::rust::{self, Kind, Token};
use super::tree::Tree;
use super::violation::Violation;

/// Names each file with paragraphs that are not filled.
pub(crate) fn check(tree: &Tree) -> Vec<Violation> {
    let files = judged(tree).filter_map(|path| Some((path, filled(path, &tree.text(path)?))));
    files
        .filter_map(|(path, filled)| {
            let first = *filled.changed.first()?;
            let count = filled.changed.len();
            let rest = match count - 1 {
                0 => String::new(),
                rest => format!(", and {rest} more in this file"),
            };
            let message = format!(
                "the paragraph is not filled to {WIDTH} columns{rest}; run `cargo xtask tidy --fix`"
            );
            Some(Violation::new(path, first, message))
        })
        .collect()
}

/// Fills the paragraphs of all files, and returns the files that changed.
pub(crate) fn fix(tree: &Tree) -> io::Result<Vec<&str>> {
    let mut fixed = Vec::new();
    for path in judged(tree) {
        let Some(text) = tree.text(path) else {
            continue;
        };
        let filled = filled(path, &text);
        if !filled.changed.is_empty() {
            fs::write(tree.root().join(path), filled.text)?;
            fixed.push(path);
        }
    }
    Ok(fixed)
}

/// Returns the files that people write, and whose width is judged.
fn judged(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.files().filter(|path| {
        let has_line_numbers = path
            .strip_suffix(".rs")
            .is_some_and(|stem| tree.has(&format!("{stem}.stderr")));
        (path.ends_with(".rs") || path.ends_with(".md"))
            && !has_line_numbers
            && !layout::is_generated(path)
    })
}

/// A text whose paragraphs are filled.
struct Filled {
    text: String,
    /// The line of each paragraph that was not filled, counted from 1, in the text as it was.
    changed: Vec<usize>,
}

fn filled(path: &str, text: &str) -> Filled {
    if path.ends_with(".rs") {
        filled_rust(text)
    } else {
        filled_markdown(text)
    }
}

fn filled_markdown(text: &str) -> Filled {
    let lines: Vec<_> = text.lines().collect();
    let filled = paragraphs::fill(&lines, WIDTH);
    Filled {
        text: ended(&filled.lines, text),
        changed: filled.changed.iter().map(|index| index + 1).collect(),
    }
}

fn filled_rust(text: &str) -> Filled {
    let comments: Vec<_> = rust::tokens(text)
        .into_iter()
        .filter_map(|token| Comment::new(token, text))
        .collect();
    let lines: Vec<_> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut changed = Vec::new();
    let mut next = 0;
    for group in comments.chunk_by(Comment::continues) {
        let (first, last) = (group[0].line, group[group.len() - 1].line);
        out.extend(lines[next..first].iter().map(ToString::to_string));
        next = last + 1;
        let Some(bodies) = group.iter().map(Comment::body).collect::<Option<Vec<_>>>() else {
            out.extend(lines[first..next].iter().map(ToString::to_string));
            continue;
        };
        let start = format!("{}{}", group[0].indent, group[0].slashes);
        let filled = paragraphs::fill(&bodies, WIDTH.saturating_sub(start.chars().count() + 1));
        if filled.changed.is_empty() {
            out.extend(lines[first..next].iter().map(ToString::to_string));
            continue;
        }
        changed.extend(filled.changed.iter().map(|index| first + index + 1));
        out.extend(filled.lines.iter().map(|line| match line.as_str() {
            "" => start.clone(),
            line => format!("{start} {line}"),
        }));
    }
    out.extend(lines[next..].iter().map(ToString::to_string));
    Filled {
        text: ended(&out, text),
        changed,
    }
}

/// Joins lines, with a line end at the end if the original has one.
fn ended(lines: &[String], original: &str) -> String {
    let mut text = lines.join("\n");
    if original.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// A comment that has its line to itself.
struct Comment<'a> {
    /// Index of its line.
    line: usize,
    indent: &'a str,
    slashes: &'a str,
    text: &'a str,
}

impl<'a> Comment<'a> {
    fn new(token: Token<'a>, source: &'a str) -> Option<Self> {
        if token.kind != Kind::LineComment || !token.is_first_on_line {
            return None;
        }
        // The token is a slice of the source, so the indent stands right before it.
        let at = token.text.as_ptr() as usize - source.as_ptr() as usize;
        let start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let slashes = match token.text.as_bytes() {
            [b'/', b'/', b'!', ..] => 3,
            [b'/', b'/', b'/', b'/', ..] => 2,
            [b'/', b'/', b'/', ..] => 3,
            _ => 2,
        };
        let (slashes, text) = token.text.split_at(slashes);
        Some(Self {
            line: token.line - 1,
            indent: &source[start..at],
            slashes,
            text,
        })
    }

    /// Returns whether two comments stand one under the other.
    fn continues(&self, next: &Self) -> bool {
        self.line + 1 == next.line && self.indent == next.indent && self.slashes == next.slashes
    }

    /// Returns the text without the space before it; nothing if that space is missing.
    fn body(&self) -> Option<&'a str> {
        match self.text {
            "" => Some(""),
            text => text.strip_prefix(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use proptest::prelude::*;

    use super::super::testing::{lines, tree};
    use super::*;

    const LONG: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
                        sixteen seventeen";

    #[test]
    fn paragraph_that_is_not_filled_fails_and_is_fixed() {
        let source =
            format!("fn f() {{\n    // {LONG}\n    g();\n\n    // a\n    // b\n    g();\n}}\n");
        let (folder, made) = tree(&[("a/src/lib.rs", &source), ("README.md", "a b\nc\n")]);
        assert_eq!(
            lines(&check(&made)),
            [
                "README.md:1: the paragraph is not filled to 100 columns; run `cargo xtask tidy --fix`",
                "a/src/lib.rs:2: the paragraph is not filled to 100 columns, and 1 more in this file; \
                 run `cargo xtask tidy --fix`",
            ]
        );
        assert_eq!(fix(&made).unwrap(), ["README.md", "a/src/lib.rs"]);
        assert_eq!(lines(&check(&made)), [""; 0]);
        let fixed = fs::read_to_string(folder.path().join("a/src/lib.rs")).unwrap();
        assert!(fixed.starts_with("fn f() {\n    // one two"), "{fixed}");
        assert!(
            fixed.contains("fifteen\n    // sixteen seventeen\n    g();\n\n    // a b\n"),
            "{fixed}"
        );
        assert_eq!(made.text("README.md").unwrap(), "a b c\n");
    }

    #[test]
    fn files_that_others_write_are_not_judged() {
        let (_folder, tree) = tree(&[
            ("generated/src/lib.rs", "// a\n// b\n"),
            ("tests/ui/x.rs", "// a\n// b\n"),
            ("tests/ui/x.stderr", "x.rs:3"),
            ("specs/a.yaml", "# a\n# b\n"),
        ]);
        assert_eq!(lines(&check(&tree)), [""; 0]);
    }

    /// Sources without a paragraph to fill.
    #[test]
    fn what_is_no_paragraph_stays() {
        for source in [
            "let a = 1; // a\nlet b = 2; // b\n".to_owned(),
            format!("let x = \"\n// a\n// b\n{LONG}\";\n"),
            "/*\n// a\n// b\n*/\n".to_owned(),
            "//a\n//b\n".to_owned(),
            "//// a\n//// b\n".to_owned(),
            "// a\n\n// b\n".to_owned(),
            "// a\n    // b\n".to_owned(),
            "//! a\n// b\n/// c\n".to_owned(),
            "/// ```\n/// a\n/// b\n/// ```\n".to_owned(),
            format!("// {}\n", "x".repeat(120)),
            "// Short.".to_owned(),
        ] {
            let filled = filled_rust(&source);
            assert_eq!(filled.text, source);
            assert_eq!(filled.changed, [0; 0], "{source}");
        }
    }

    #[test]
    fn docs_are_filled_within_their_indent() {
        let source = format!(
            "mod a {{\n    //! - {LONG} {LONG}\n    //!\n    //! Next\n    //! line.\n}}\n"
        );
        let text = filled_rust(&source).text;
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[4..], ["    //!", "    //! Next line.", "}"]);
        assert!(lines[2].starts_with("    //!   "), "{text}");
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{text}");
    }

    /// Text made of words that Markdown reads as structure, in lines with all kinds of starts and
    /// ends.
    fn hard_text() -> impl Strategy<Value = Vec<String>> {
        let start = prop::sample::select(vec![
            "", "", "", "", "  ", "    ", "- ", "  - ", "* ", "1. ", "   2) ", "# ", "> ", "| ",
            "```", "~~~", "<b> ", "[a]: ", "\t", "      ", "- - ", "- ```", "[^1]: ",
        ]);
        let word = prop::sample::select(vec![
            "-",
            "*",
            "+",
            "1.",
            "2)",
            "#",
            "##",
            "|",
            ">",
            "```",
            "~~~",
            "---",
            "===",
            "***",
            "_",
            "<!--",
            "-->",
            "<p>",
            "[x]:",
            "[x",
            "y]:",
            "[z](w)",
            "`a",
            "b`",
            "\\",
            "c\\",
            "plain",
            "words",
            "of",
            "some",
            "length",
            "in",
            "between",
            "averyverylongwordthatfillsmuchofaline",
            "1986.",
            "é",
            ":-:",
            "a|b",
            "//",
            "/",
            "!",
            "",
        ]);
        let end = prop::sample::select(vec!["", "", "", " ", "  ", "\\"]);
        let line = (start, prop::collection::vec(word, 0..14), end)
            .prop_map(|(start, words, end)| format!("{start}{}{end}", words.join(" ")));
        prop::collection::vec(line, 0..12)
    }

    /// Plain words, none of which is longer than 20 characters.
    fn plain_words() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-z]{1,20}", 1..60)
    }

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace()
            .filter(|word| !matches!(*word, "//" | "///" | "//!"))
            .collect()
    }

    proptest! {
        #[test]
        fn filling_twice_changes_nothing_more(lines in hard_text()) {
            let text = lines.join("\n") + "\n";
            let once = filled_markdown(&text).text;
            let twice = filled_markdown(&once);
            prop_assert_eq!(&twice.text, &once);
            prop_assert!(twice.changed.is_empty());
            prop_assert_eq!(words(&once), words(&text));
        }

        #[test]
        fn filling_comments_twice_changes_nothing_more(lines in hard_text(), slashes in prop::sample::select(vec!["//", "    ///", "//!"])) {
            let text: String = lines.iter().map(|line| format!("{slashes} {line}\n")).collect();
            let text = text + "fn f() {}\n";
            let once = filled_rust(&text).text;
            let twice = filled_rust(&once);
            prop_assert_eq!(&twice.text, &once);
            prop_assert!(twice.changed.is_empty());
            prop_assert_eq!(words(&once), words(&text));
        }

        #[test]
        fn plain_paragraphs_are_filled_greedily(
            paragraphs in prop::collection::vec((prop::sample::select(vec!["", "- ", "10. "]), plain_words()), 1..4),
            slashes in prop::sample::select(vec!["//", "        ///", "//!"]),
        ) {
            // Lines of five words, which is never how they are filled.
            let mut text = String::new();
            for (start, words) in &paragraphs {
                let hang = " ".repeat(start.len());
                for (words, start) in words.chunks(5).zip(iter::once(*start).chain(iter::repeat(&*hang))) {
                    text += &format!("{slashes} {start}{}\n", words.join(" "));
                }
                text += &format!("{slashes}\n");
            }
            let filled = filled_rust(&text).text;
            let lines: Vec<_> = filled.lines().collect();
            for pair in lines.windows(2) {
                prop_assert!(pair[0].len() <= WIDTH, "{}", pair[0]);
                let is_paragraph = pair.iter().all(|line| line.len() > slashes.len());
                if is_paragraph && let Some(word) = words(pair[1]).first() {
                    prop_assert!(pair[0].len() + 1 + word.len() > WIDTH, "{}\n{}", pair[0], pair[1]);
                }
            }
        }
    }
}

//! Finds the paragraphs of Markdown and fills them. All else stays as it is, and so does every
//! paragraph of which it is not certain that other line breaks mean the same.

use super::fill;
use super::line::{Line, classify, indent, is_fence};

/// Lines whose paragraphs are filled.
pub(crate) struct Filled {
    /// The lines.
    pub(crate) lines: Vec<String>,
    /// Index of the first line of each paragraph that was not filled.
    pub(crate) changed: Vec<usize>,
}

/// Fills the paragraphs of a Markdown text to a width.
pub(crate) fn fill(lines: &[&str], width: usize) -> Filled {
    let mut filler = Filler {
        lines,
        width,
        at: 0,
        filled: Filled {
            lines: Vec::new(),
            changed: Vec::new(),
        },
    };
    // The columns at which the texts of the lists start that enclose the line.
    let mut lists: Vec<usize> = Vec::new();
    while let Some(line) = lines.get(filler.at) {
        if line.trim().is_empty() {
            filler.keep(1);
            continue;
        }
        let indent = indent(line);
        lists.retain(|column| *column <= indent);
        let column = lists.last().copied().unwrap_or(0);
        if indent >= column + 4 || line[..indent].contains('\t') {
            // Indented code.
            filler.keep(1);
            continue;
        }
        match classify(&line[indent..]) {
            Line::Text => filler.paragraph(indent),
            Line::Item(offset) => {
                let start = indent + offset;
                lists.push(start);
                match line.get(start..).map(classify) {
                    None => filler.keep(1),
                    Some(Line::Text) if line[start..].starts_with(' ') => filler.keep(1),
                    Some(Line::Text) => filler.paragraph(start),
                    Some(Line::Fence) => filler.code(&line[start..]),
                    Some(_) => filler.block(),
                }
            }
            Line::Fence => filler.code(&line[indent..]),
            Line::Single => filler.keep(1),
            Line::Block => filler.block(),
        }
    }
    filler.filled
}

struct Filler<'a> {
    lines: &'a [&'a str],
    width: usize,
    /// Index of the next line.
    at: usize,
    filled: Filled,
}

impl Filler<'_> {
    /// Keeps some lines as they are.
    fn keep(&mut self, count: usize) {
        let kept = self.lines[self.at..].iter().take(count);
        self.filled.lines.extend(kept.map(ToString::to_string));
        self.at += count;
    }

    /// Keeps fenced code, from its first line to its last.
    fn code(&mut self, fence: &str) {
        let mark = if fence.starts_with('~') { '~' } else { '`' };
        let length = |line: &str| line.chars().take_while(|c| *c == mark).count();
        let is_end = |line: &&str| {
            let line = line.trim();
            length(line) >= length(fence) && line.chars().all(|c| c == mark)
        };
        let behind = &self.lines[self.at + 1..];
        let end = behind.iter().position(is_end).unwrap_or(behind.len());
        self.keep(end + 2);
    }

    /// Keeps lines up to the next that is empty or starts fenced code; a comment of HTML to its
    /// end.
    fn block(&mut self) {
        let mut is_comment = false;
        while let Some(line) = self.lines.get(self.at) {
            is_comment |= line.contains("<!--");
            let is_end = line.trim().is_empty() || is_fence(line.trim_start());
            if is_end && !is_comment {
                return;
            }
            is_comment &= !line.contains("-->");
            self.keep(1);
        }
    }

    /// Fills a paragraph. The text starts at a column of the first line, and hangs from there.
    fn paragraph(&mut self, column: usize) {
        let lines = &self.lines[self.at..];
        let is_text = |line: &&&str| {
            let line = line.trim_start_matches([' ', '\t']);
            !line.trim().is_empty() && classify(line) == Line::Text
        };
        let count = 1 + lines[1..].iter().take_while(is_text).count();
        let is_underlined = lines.get(count).is_some_and(|line| {
            let line = line.trim_start();
            !line.is_empty() && classify(line) == Line::Single && !line.starts_with('#')
        });
        let (first, text) = lines[0].split_at(column);
        let texts: Vec<_> = [text]
            .into_iter()
            .chain(lines[1..count].iter().map(|line| line.trim_start()))
            .collect();
        if is_underlined && texts.iter().any(|text| text.contains('|')) {
            self.keep(count);
            return self.block();
        }
        let is_kept = |text: &str| {
            let shown = text.trim_end();
            shown.ends_with('\\')
                || text.ends_with("  ")
                || shown.contains("  ")
                || text.contains('\t')
        };
        if is_underlined || texts.iter().any(|text| is_kept(text)) {
            return self.keep(count);
        }
        let words: Vec<_> = texts
            .iter()
            .flat_map(|text| text.split_whitespace())
            .collect();
        let rest = " ".repeat(first.chars().count());
        let filled = fill::fill(&words, first, &rest, self.width);
        if filled != lines[..count] {
            self.filled.changed.push(self.at);
        }
        self.filled.lines.extend(filled);
        self.at += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> String {
        let lines: Vec<_> = text.lines().collect();
        fill(&lines, 20).lines.join("\n")
    }

    #[test]
    fn paragraphs_are_filled() {
        assert_eq!(filled("a\nb\n\nc\nd"), "a b\n\nc d");
        assert_eq!(
            filled("# A\ntext that goes on and on\n# B"),
            "# A\ntext that goes on\nand on\n# B"
        );
        assert_eq!(
            filled("a\n    b"),
            "a b",
            "a line further in belongs to the paragraph"
        );
    }

    #[test]
    fn items_of_lists_hang() {
        assert_eq!(
            filled("- one two three four five\n- b\n  c"),
            "- one two three four\n  five\n- b c"
        );
        assert_eq!(
            filled("10. one two three four\nfive"),
            "10. one two three\n    four five"
        );
        assert_eq!(
            filled("- a\n  - one two three four\n\n    x\n    y\n\n  z\n  z\n\na\na"),
            "- a\n  - one two three\n    four\n\n    x y\n\n  z z\n\na a"
        );
    }

    /// Texts in which there is nothing to fill.
    #[test]
    fn structure_stays() {
        for text in [
            "```\na\nb\n```",
            "````md\n```\na\nb\n```\nc\nd\n````",
            "~~~\na\n\nb\nc",
            "- x\n\n  ```\n  a\n  b\n  ```",
            "- ```\n  a\n  b\n  ```",
            "    a\n    b",
            "- x\n\n      a\n      b",
            "| a | b |\n| - | - |\n| c | d |\ne\nf",
            "a | b\n--- | ---\nc | d\ne | f",
            "Title\nof two lines\n===",
            "Title\nof two lines\n---",
            "---\n***",
            "a  \nb",
            "a\\\nb",
            "a  b\nc",
            "<p>\na\nb\n</p>",
            "<!-- a\n\nb\nc -->",
            "[a]: https://example.com\n[b]: https://example.org",
            "> a\n> b",
            "# A\n## B",
            "1. a\n2. b",
            "-\n-",
            "- # a\n  b",
            "https://example.com/an/address/that/is/long",
        ] {
            assert_eq!(filled(text), text);
        }
    }
}
